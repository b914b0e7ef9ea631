import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { accepted, defineCommand, type RecordWrite, readChildren, readRecord, refused } from './rule.ts';

/** Fetches a letter back that was delivered wrongly (split in the wrong place, wrong recipient), as long as nobody has worked on it. */
export const withdrawDelivery = defineCommand({
  name: 'withdrawDelivery',
  input: z.object({ inboxId: idSchema, itemId: idSchema, reason: z.string().trim().min(1).max(500) }),
  mode: 'online-only',
  needs: (args) => [{ scopeId: args.inboxId, level: 'deliver' }],
  *decide(args, context) {
    const { inboxId, itemId, reason } = args;
    const item = yield* readRecord('inboxItem', inboxId, itemId);
    if (!item) return refused('notFound', 'Dieses Schreiben liegt nicht mehr in dem Postkorb.');
    const version = yield* readRecord('version', inboxId, item.versionId);
    // Whoever may only put in sees nothing there; it may fetch back what it put in itself, nothing else.
    if (version?.createdBy !== context.actorId) {
      return refused('notAllowed', 'Zurückholen kann ein Schreiben nur, wer es zugestellt hat.');
    }
    if (item.state !== 'open') {
      return refused('changedMeanwhile', 'Das Schreiben ist schon abgelegt oder weitergeleitet.', {
        by: item.doneBy,
        at: item.doneAt,
      });
    }
    const pages = yield* readChildren('page', inboxId, item.versionId);
    return accepted(
      [
        { kind: 'inboxItem', id: itemId, scopeId: inboxId, body: null },
        { kind: 'version', id: item.versionId, scopeId: inboxId, body: null },
        ...pages.map((page): RecordWrite => ({ kind: 'page', id: page.id, scopeId: inboxId, body: null })),
      ],
      [{ scopeId: inboxId, action: 'inboxItem.deliveryWithdrawn', targetKind: 'inboxItem', targetId: itemId, reason }],
    );
  },
  label: () => 'Zustellung zurückgeholt',
});
