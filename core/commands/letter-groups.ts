import { z } from 'zod';
import { derivedId, type Id, idSchema } from '../domain/ids.ts';
import { deliverInboxItem, letterSchema } from './deliver-inbox-item.ts';
import {
  accepted,
  defineCommand,
  type JournalLine,
  type RecordWrite,
  readChildren,
  readRecord,
  refused,
} from './rule.ts';

// A mail with its attachments: several letters that come into a Postkorb, and are taken out again, by one act.

/** Puts several letters into one Postkorb; those that lie there already are left as they are. */
export const deliverLetters = defineCommand({
  name: 'deliverLetters',
  input: z.object({ inboxId: idSchema, letters: z.array(letterSchema).min(1).max(101) }),
  mode: 'offline-safe',
  needs: (args) => [{ scopeId: args.inboxId, level: 'deliver' }],
  blobs: (args) => args.letters.map(({ content }) => content.sha256),
  *decide(args, context) {
    const writes: RecordWrite[] = [];
    const journal: JournalLine[] = [];
    for (const letter of args.letters) {
      const own = { ...context, commandId: derivedId(context.commandId, letter.itemId) };
      const decision = yield* deliverInboxItem.decide({ ...letter, inboxId: args.inboxId }, own);
      if (decision.outcome === 'refused') continue;
      writes.push(...decision.writes);
      journal.push(...decision.journal);
    }
    return accepted(writes, journal);
  },
  *inverse(args) {
    const itemIds = args.letters.map(({ itemId }) => itemId);
    return { name: 'withdrawLetters', args: { inboxId: args.inboxId, itemIds } };
  },
  label: ({ letters }) => {
    const first = letters[0]?.title ?? '';
    const others = letters.length - 1;
    return `In den Postkorb gelegt: ${first}${others === 0 ? '' : others === 1 ? ' mit einer Anlage' : ` mit ${others} Anlagen`}`;
  },
});

/** Takes letters out of a Postkorb again that the same worker laid there, as long as nobody has worked on any of them. */
export const withdrawLetters = defineCommand({
  name: 'withdrawLetters',
  input: z.object({ inboxId: idSchema, itemIds: z.array(idSchema).min(1).max(101) }),
  mode: 'offline-safe',
  needs: (args) => [{ scopeId: args.inboxId, level: 'deliver' }],
  *decide(args, context) {
    const { inboxId, itemIds } = args;
    const writes: RecordWrite[] = [];
    const journal: JournalLine[] = [];
    for (const itemId of itemIds) {
      const item = yield* readRecord('inboxItem', inboxId, itemId);
      if (!item) continue;
      const version = yield* readRecord('version', inboxId, item.versionId);
      if (version?.createdBy !== context.actorId) {
        return refused('notAllowed', 'Zurücknehmen kann das nur, wer es in den Postkorb gelegt hat.');
      }
      if (item.state !== 'open') {
        const message = 'Ein Schreiben davon ist schon abgelegt oder weitergeleitet. Es wurde nichts geändert.';
        return refused('changedMeanwhile', message, { by: item.doneBy, at: item.doneAt });
      }
      const pages = yield* readChildren('page', inboxId, item.versionId);
      writes.push(...removals(inboxId, itemId, item.versionId, pages));
      const line = { scopeId: inboxId, action: 'inboxItem.deliveryTakenBack', targetKind: 'inboxItem' as const };
      journal.push({ ...line, targetId: itemId });
    }
    return accepted(writes, journal);
  },
  label: () => 'Aus dem Postkorb zurückgenommen',
});

function removals(scopeId: Id, itemId: Id, versionId: Id, pages: { id: Id }[]): RecordWrite[] {
  return [
    { kind: 'inboxItem', id: itemId, scopeId, body: null },
    { kind: 'version', id: versionId, scopeId, body: null },
    ...pages.map(({ id }): RecordWrite => ({ kind: 'page', id, scopeId, body: null })),
  ];
}
