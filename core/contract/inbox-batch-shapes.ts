import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';

// Shapes of the desk API: what is done with several letters of a Postkorb at once.

export const mostLetters = 500;

/** File: null means what is proposed for each letter; unsure proposals only where they were asked for. */
export const inboxBatchAct = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    caseFileId: idSchema.nullable(),
    keywordId: idSchema.nullable(),
    withUnsure: z.boolean(),
  }),
  z.object({
    kind: z.literal('forward'),
    targetInboxId: idSchema,
    remark: z.string().trim().max(500).nullable(),
  }),
  /** Back to the scan station. The reason may still be missing while it is planned. */
  z.object({ kind: z.literal('return'), reason: z.string().trim().max(500) }),
]);
export const inboxBatchInput = z.object({
  inboxId: idSchema,
  itemIds: z.array(idSchema).min(1).max(mostLetters),
  act: inboxBatchAct,
});
export const inboxBatchPlan = z.object({
  rows: z.array(
    z.object({
      itemId: idSchema,
      title: z.string(),
      /** Where it goes: file and keyword, or the Postkorb. Null: not known. */
      place: z.string().nullable(),
      /** What to know before: rule of the keyword, unsure proposal. */
      note: z.string().nullable(),
      /** German sentence: why it is left out; null: it goes. */
      leftOut: z.string().nullable(),
    }),
  ),
});
export const inboxBatchDone = z.object({
  /** The act as `undo.take` knows it; null when nothing was done. */
  commandId: idSchema.nullable(),
  doneItemIds: z.array(idSchema),
  leftOut: z.array(z.object({ itemId: idSchema, title: z.string(), reason: z.string() })),
  hints: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type InboxBatchAct = z.infer<typeof inboxBatchAct>;
