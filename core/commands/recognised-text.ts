import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { daySchema } from '../domain/moments.ts';
import { letterProposalShape } from '../domain/inbox-item.ts';
import type { BodyOf } from '../domain/records.ts';
import { letterSchema } from './deliver-inbox-item.ts';
import { pageTextsSchema, pageWrites } from './document-parts.ts';
import { accepted, defineCommand, type RecordWrite, readChildren, readRecord, refused } from './rule.ts';

// A picture or a scan without text lies in a Postkorb or case file at once; its text is recognised afterwards and comes in by this command.

/** What is proposed for a letter once its text is known. `titleBefore`: the title it had then; another one was given by somebody. */
const laterProposal = z.object({
  titleBefore: z.string().max(300),
  title: z.string().max(300),
  letterDate: daySchema.nullable(),
  sender: z.string().max(200).nullable(),
  proposedCase: letterSchema.shape.proposedCase,
  proposedKeyword: letterSchema.shape.proposedKeyword,
  ...letterProposalShape,
});

/**
 * Gives a content the text that was recognised in it, and an open letter what is proposed by that. Only what nobody has said is filled in;
 * a content that has text by now, or is gone, stays as it is.
 */
export const addRecognisedText = defineCommand({
  name: 'addRecognisedText',
  input: z.object({
    ...{ scopeId: idSchema, ownerId: idSchema, versionId: idSchema, isInbox: z.boolean() },
    pageTexts: pageTextsSchema,
    proposal: laterProposal.nullable(),
  }),
  mode: 'offline-safe',
  needs: ({ scopeId, isInbox }) => [{ scopeId, level: isInbox ? 'deliver' : 'write' }],
  *decide(args, context) {
    const { scopeId, ownerId, versionId, isInbox, pageTexts, proposal } = args;
    const version = yield* readRecord('version', scopeId, versionId);
    if (version?.ownerId !== ownerId) return accepted([], []);
    if (isInbox && version.createdBy !== context.actorId) {
      return refused('notAllowed', 'Den Text ergänzen kann nur, wer das Schreiben in den Postkorb gelegt hat.');
    }
    if ((yield* readChildren('page', scopeId, versionId)).length > 0) return accepted([], []);
    const writes: RecordWrite[] = [
      { kind: 'version', id: versionId, scopeId, body: { ...version, hasText: true } },
      ...pageWrites(scopeId, versionId, pageTexts),
    ];
    const item = isInbox ? yield* readRecord('inboxItem', scopeId, ownerId) : null;
    if (item?.state === 'open' && proposal) {
      writes.push({ kind: 'inboxItem', id: ownerId, scopeId, body: filledIn(item, proposal) });
    }
    const targetKind = isInbox ? ('inboxItem' as const) : ('document' as const);
    return accepted(writes, [{ scopeId, action: 'text.recognised', targetKind, targetId: ownerId }]);
  },
  label: () => 'Text erkannt',
});

type Item = BodyOf<'inboxItem'>;

function filledIn(item: Item, { titleBefore, ...proposal }: z.infer<typeof laterProposal>): Item {
  const { title, reasons = {}, ...rest } = proposal;
  const known = Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null && value !== undefined));
  const isTitleOpen = item.title === titleBefore;
  return {
    ...item,
    ...rest,
    ...known,
    ...(isTitleOpen ? { title } : {}),
    deadlines: rest.deadlines ?? [],
    candidates: rest.candidates ?? [],
    keywordAlternatives: rest.keywordAlternatives ?? [],
    reasons: {
      title: isTitleOpen ? reasons.title : null,
      letterDate: item.letterDate === null ? reasons.letterDate : item.reasons?.letterDate,
      sender: item.sender === null ? reasons.sender : item.reasons?.sender,
    },
  };
}
