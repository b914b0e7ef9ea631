import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { accepted, defineCommand, readRecord, refused } from './rule.ts';

const ref = { inboxId: idSchema, itemId: idSchema };
const missingItem = refused('notFound', 'Dieser Eingang ist nicht mehr im Postkorb.');

/**
 * Says to all who work in a Postkorb that somebody works on this letter. The first to do so holds it; taking it over from a colleague
 * names whose it was (`seen`). It only tells: filing and forwarding ask no claim, so that no letter lies still when its holder is away.
 */
export const claimInboxItem = defineCommand({
  name: 'claimInboxItem',
  input: z.object({ ...ref, seen: idSchema.nullable() }),
  mode: 'offline-safe',
  needs: ({ inboxId }) => [{ scopeId: inboxId, level: 'write' }],
  *decide({ inboxId, itemId, seen }, context) {
    const item = yield* readRecord('inboxItem', inboxId, itemId);
    if (!item) return missingItem;
    if (item.state !== 'open') {
      const by = { by: item.doneBy, at: item.doneAt };
      return refused('changedMeanwhile', 'Das Schreiben ist schon abgelegt oder weitergeleitet.', by);
    }
    const holder = item.claimedBy ?? null;
    if (holder === context.actorId) return accepted([], []);
    // Let go meanwhile by whom she saw there: then nobody holds it.
    if (holder !== null && holder !== seen) {
      const by = { by: holder, at: item.claimedAt };
      return refused('changedMeanwhile', 'Das Schreiben ist schon zur Bearbeitung übernommen.', by);
    }
    const body = { ...item, claimedBy: context.actorId, claimedAt: context.at };
    return accepted(
      [{ kind: 'inboxItem', id: itemId, scopeId: inboxId, body }],
      [{ scopeId: inboxId, action: 'inboxItem.claimed', targetKind: 'inboxItem', targetId: itemId }],
    );
  },
  *inverse({ inboxId, itemId }) {
    return { name: 'releaseInboxItem', args: { inboxId, itemId } };
  },
  label: () => 'Zur Bearbeitung übernommen',
});

/** Gives a letter free again; of one that is not hers (any more) nothing changes. */
export const releaseInboxItem = defineCommand({
  name: 'releaseInboxItem',
  input: z.object(ref),
  mode: 'offline-safe',
  needs: ({ inboxId }) => [{ scopeId: inboxId, level: 'write' }],
  *decide({ inboxId, itemId }, context) {
    const item = yield* readRecord('inboxItem', inboxId, itemId);
    if (!item) return missingItem;
    if (item.claimedBy !== context.actorId) return accepted([], []);
    const body = { ...item, claimedBy: null, claimedAt: null };
    return accepted(
      [{ kind: 'inboxItem', id: itemId, scopeId: inboxId, body }],
      [{ scopeId: inboxId, action: 'inboxItem.released', targetKind: 'inboxItem', targetId: itemId }],
    );
  },
  label: () => 'Für andere freigegeben',
});
