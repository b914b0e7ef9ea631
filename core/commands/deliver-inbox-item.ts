import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { daySchema } from '../domain/moments.ts';
import { letterProposalShape, letterReturnSchema, proposalSchema } from '../domain/inbox-item.ts';
import { contentFactsSchema } from '../domain/records.ts';
import { pageTextsSchema, pageWrites, versionIdOf } from './document-parts.ts';
import { accepted, defineCommand, readRecord, refused } from './rule.ts';

/** A letter as it comes into a Postkorb. */
export const letterSchema = z.object({
  itemId: idSchema,
  title: z.string().max(300),
  letterDate: daySchema.nullable(),
  receivedDate: daySchema.nullable(),
  sender: z.string().max(200).nullable(),
  direction: z.enum(['incoming', 'outgoing', 'internal']),
  source: z.enum(['scan', 'mail', 'fachverfahren', 'upload']),
  content: contentFactsSchema,
  pageTexts: pageTextsSchema,
  proposedCase: proposalSchema
    .extend({ caseFileId: idSchema, fileNumber: z.string().max(60), title: z.string().max(200) })
    .nullable(),
  proposedKeyword: proposalSchema.extend({ keywordId: idSchema }).nullable(),
  remark: z.string().max(500).nullable(),
  /** Of a letter that comes from the scan station once more: why it had gone back. */
  returns: z.array(letterReturnSchema).max(50).optional(),
  ...letterProposalShape,
});

/** Puts a letter into a Postkorb: scan station, mail, Fachverfahren or a colleague. The bytes must be in the store. */
export const deliverInboxItem = defineCommand({
  name: 'deliverInboxItem',
  input: letterSchema.extend({ inboxId: idSchema }),
  mode: 'offline-safe',
  needs: (args) => [{ scopeId: args.inboxId, level: 'deliver' }],
  // The original of what was scanned at a desk lies nowhere else: it goes to the centre with what was made of it.
  blobs: ({ content }) => {
    const note = content.transferNote;
    const hasOriginalHere = note?.source === 'branchOffice' && note.original.sha256 !== content.sha256;
    return hasOriginalHere ? [content.sha256, note.original.sha256] : [content.sha256];
  },
  *decide(args, context) {
    const existing = yield* readRecord('inboxItem', args.inboxId, args.itemId);
    if (existing) return refused('alreadyDone', 'Dieses Schreiben liegt schon im Postkorb.');
    const { inboxId, itemId, content, pageTexts, ...letter } = args;
    const versionId = versionIdOf(itemId);
    return accepted(
      [
        {
          kind: 'inboxItem',
          id: itemId,
          scopeId: inboxId,
          body: {
            ...letter,
            versionId,
            pageCount: content.pageCount,
            deliveredAt: context.at,
            state: 'open',
            forwardedBy: null,
            doneAt: null,
            doneBy: null,
            filedCaseFileId: null,
            filedDocumentId: null,
            forwardedTo: null,
          },
        },
        {
          kind: 'version',
          id: versionId,
          scopeId: inboxId,
          body: { ...content, ownerId: itemId, createdAt: context.at, createdBy: context.actorId },
        },
        ...pageWrites(inboxId, versionId, pageTexts),
      ],
      [{ scopeId: inboxId, action: 'inboxItem.delivered', targetKind: 'inboxItem', targetId: itemId }],
    );
  },
  label: (args) => `Zugestellt: ${args.title}`,
});
