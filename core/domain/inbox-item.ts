import { z } from 'zod';
import { idSchema } from './ids.ts';
import { daySchema, momentSchema } from './moments.ts';

// A letter in a Postkorb, and what intake proposes for it. Loose: fields of a newer version are kept and sent back, never dropped.

const text = (max: number) => z.string().max(max);

/** How sure intake is, with the place it saw: "BG-Nummer auf Seite 1". */
export const proposalSchema = z.looseObject({
  confidence: z.enum(['sure', 'likely', 'none']),
  explanation: text(300),
});

/** Where title, day and sender were found, each in one line: "Betreff auf Seite 1"; null where nothing was. */
export const letterReasonsSchema = z.looseObject({
  title: text(300).nullish(),
  letterDate: text(300).nullish(),
  sender: text(300).nullish(),
});
export type LetterReasons = z.infer<typeof letterReasonsSchema>;

/**
 * What else intake thinks of a letter; absent where it came in another way or from before. Candidates bear no name: whoever may not read
 * a file must not learn of it, so names are looked up at the desk among the files that lie there.
 */
export const letterProposalShape = {
  candidates: z
    .array(proposalSchema.extend({ caseFileId: idSchema }))
    .max(10)
    .optional(),
  keywordAlternatives: z
    .array(proposalSchema.extend({ keywordId: idSchema }))
    .max(3)
    .optional(),
  deadlines: z
    .array(z.looseObject({ day: daySchema, explanation: text(300) }))
    .max(5)
    .optional(),
  reasons: letterReasonsSchema.optional(),
};

/** A letter went back to the scan station: by whom and why; with `answeredAt` the station has dealt with it. */
export const letterReturnSchema = z.looseObject({
  ...{ by: idSchema, at: momentSchema, reason: text(500) },
  answeredAt: momentSchema.nullish(),
  answer: text(500).nullish(),
});
export type LetterReturn = z.infer<typeof letterReturnSchema>;

/** What a letter says of itself, in a Postkorb and as a document of a file. */
export const letterFields = {
  title: text(300),
  letterDate: daySchema.nullable(),
  receivedDate: daySchema.nullable(),
  sender: text(200).nullable(),
  direction: z.enum(['incoming', 'outgoing', 'internal']),
};

/** One letter in one Postkorb. */
export const inboxItemSchema = z.looseObject({
  ...letterFields,
  versionId: idSchema, // a version record in the same scope
  pageCount: z.int().min(0).nullable(),
  source: z.enum(['scan', 'mail', 'fachverfahren', 'upload', 'forwarded']),
  deliveredAt: momentSchema,
  // `forwarded`: it went on from here: to another Postkorb, back to the scan station, or into other letters. The list stays as it is:
  // desks of before know no other word.
  state: z.enum(['open', 'filed', 'forwarded']),
  proposedCase: proposalSchema.extend({ caseFileId: idSchema, fileNumber: text(60), title: text(200) }).nullable(),
  proposedKeyword: proposalSchema.extend({ keywordId: idSchema }).nullable(),
  remark: text(500).nullable(),
  forwardedBy: idSchema.nullable(),
  doneAt: momentSchema.nullable(),
  doneBy: idSchema.nullable(),
  filedCaseFileId: idSchema.nullable(),
  filedDocumentId: idSchema.nullable(),
  forwardedTo: z.looseObject({ inboxId: idSchema, itemId: idSchema }).nullable(),
  claimedBy: idSchema.nullish(), // who works on it, where several could
  claimedAt: momentSchema.nullish(),
  returns: z.array(letterReturnSchema).max(50).optional(), // the ways it has gone back to the scan station, the last one last
  answeredBy: z
    .array(z.looseObject({ inboxId: idSchema, itemId: idSchema }))
    .max(2_000)
    .optional(), // the letters the station made of it
  replacedBy: z.array(idSchema).max(200).nullish(), // the letters it was split or merged into, in the same Postkorb
  /** Its pages in order, in runs: of which letter each run was taken. */
  madeFrom: z
    .array(z.looseObject({ itemId: idSchema, title: text(300), pages: z.array(z.int().min(1)).max(20_000) }))
    .max(200)
    .optional(),
  ...letterProposalShape,
});
