import { z } from 'zod';
import { rearrangedLetterSchema } from '../commands/letter-rearranging.ts';
import { idSchema } from '../domain/ids.ts';
import { daySchema, momentSchema } from '../domain/moments.ts';

// Shapes of the scan station: the same between page, desk and centre.

export const stackStateSchema = z.enum(['waiting', 'inWork', 'done', 'needsLook', 'failed', 'returned']);

export const stackRow = z.object({
  stackId: idSchema,
  station: z.string(),
  source: z.enum(['folder', 'upload', 'command', 'mail', 'fachverfahren']),
  fileName: z.string(),
  takenAt: momentSchema,
  takenById: idSchema.nullable(),
  size: z.int(),
  pageCount: z.int().nullable(),
  pagesDone: z.int(),
  state: stackStateSchema,
  /** German sentence: why it needs a look, failed or waits. */
  reason: z.string().nullable(),
  documentCount: z.int(),
  /** Letters of it in the basket of a team that belong to no case file surely. */
  unassignedCount: z.int().default(0),
  /** When the same bytes came before. */
  sameAsAt: momentSchema.nullable(),
  finishedAt: momentSchema.nullable(),
  /** Whether its file came from a folder it can be laid back into. */
  hasFolder: z.boolean(),
});

export const stationOverview = z.object({
  day: daySchema,
  stations: z.array(
    z.object({
      name: z.string(),
      folder: z.string().nullable(),
      waitingFiles: z.int(),
      problem: z.string().nullable(),
      lookedAt: momentSchema.nullable(),
      filesToday: z.int(),
      pagesToday: z.int(),
      /** A Fachverfahren prints its notices there. */
      isNotices: z.boolean().default(false),
      /** Whose basket gets its letters that belong to nobody known; not chosen: for want of a setting, and of candidates of one team. */
      basket: z.object({ teamName: z.string(), isChosen: z.boolean() }).nullable().default(null),
    }),
  ),
  counts: z.object({
    ...{ waiting: z.int(), inWork: z.int(), needsLook: z.int(), failed: z.int() },
    ...{ filesToday: z.int(), pagesToday: z.int(), documentsToday: z.int() },
  }),
  /** Those not finished, then those of today; the newest first in each, at most 500. */
  stacks: z.array(stackRow),
});

export const stackDocument = z.object({
  documentId: idSchema,
  pages: z.array(z.int()),
  title: z.string(),
  /** `returned`: it came back from a Postkorb and waits here. */
  state: z.enum(['delivered', 'needsLook', 'returned']),
  /** Why it came back, from each who gave it back. */
  returns: z.array(z.object({ reason: z.string(), returnedById: idSchema, returnedAt: momentSchema })),
  reason: z.string().nullable(),
  concerns: z.array(z.string()),
  confidence: z.number().nullable(),
  inboxId: idSchema.nullable(),
  fileNumber: z.string().nullable(),
  /** Of a notice that was filed at once: the number of its case file. */
  filedIn: z.string().nullable().default(null),
  deliveredAt: momentSchema.nullable(),
  /** It belongs to no case file surely and lies in the basket of a team; with what speaks for the files it may belong to, without names. */
  unassigned: z
    .object({ candidates: z.array(z.object({ explanation: z.string() })) })
    .nullable()
    .default(null),
});
export const stackDetail = z.object({
  stack: stackRow,
  round: z.int(),
  documents: z.array(stackDocument),
  pages: z.array(
    z.object({
      page: z.int(),
      use: z.enum(['document', 'blank', 'separator', 'coverSheet', 'discarded']),
      turned: z.int(),
      confidence: z.number().nullable(),
    }),
  ),
});

export const stackRef = z.object({ stackId: idSchema });
export const stackPageRef = stackRef.extend({ page: z.coerce.number().int().min(1).max(20_000) });
/** Degrees clockwise at which a page of the file stands upright. */
export const turnSchema = z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]);
/** `turned`: as the page is to be seen; without it as it is now. */
export const stackPageQuery = z.object({ turned: z.coerce.number().pipe(turnSchema).optional() });
export const stackPageInput = stackPageRef.extend(stackPageQuery.shape);
/** `to`: exclusive, at most 4 MiB apart. */
export const originalPart = stackRef.extend({ from: z.int().min(0), to: z.int().min(0) });
/**
 * The stack as it should be: every page of its documents stands in exactly one or is left out; pages that were in none may be put into
 * one. `turns`: pages of those documents that stand otherwise than they do now. `round`: on which state that was decided. `answer`: what
 * those are told who gave a letter of it back.
 */
export const correctStackRequest = z.object({
  round: z.int().min(0),
  documents: z
    .array(
      z.object({
        pages: z.array(z.int().min(1)).min(1).max(20_000),
        inboxId: idSchema.nullable(),
        fileNumber: z.string().trim().max(60).nullable(),
      }),
    )
    .max(2_000),
  leftOut: z.array(z.int().min(1)).max(20_000).default([]),
  turns: z
    .array(z.object({ page: z.int().min(1), turned: turnSchema }))
    .max(20_000)
    .default([]),
  answer: z.string().trim().max(500).nullable().default(null),
});
export const correctStackInput = stackRef.extend(correctStackRequest.shape);

export const uploadStackQuery = z.object({
  station: z.string().trim().min(1).max(200),
  fileName: z.string().min(1).max(2_000),
});
export const uploadedStack = z.object({ stackId: idSchema, isKnown: z.boolean() });
export const beginStackInput = uploadStackQuery.extend({
  size: z
    .int()
    .min(0)
    .max(4 * 1024 ** 3),
});

export const coverCaseQuery = z.object({ fileNumber: z.string().trim().min(1).max(60) });
/** The case file of a number, for a cover sheet; null: there is none, or more than one. */
export const coverCase = z
  .object({ fileNumber: z.string(), title: z.string(), inboxId: idSchema.nullable() })
  .nullable();
/** Sheets to print, in this order: cover sheets, then blank separators; at least one. `responsible`: name of whoever keeps the file. */
export const sheetsInput = z
  .object({
    coverSheets: z
      .array(
        z.object({
          fileNumber: z.string().max(60).nullable(),
          keywordId: idSchema.nullable(),
          inboxId: idSchema.nullable(),
          responsible: z.string().max(200).nullable(),
        }),
      )
      .max(50),
    separators: z.int().min(0).max(100),
  })
  .refine(({ coverSheets, separators }) => coverSheets.length + separators > 0);
export const foundCoverCase = z.object({ found: coverCase });

/** Letters of one Postkorb whose pages are to stand in others: each of those with its pages in order. */
export const composeLettersRequest = z.object({
  documents: z
    .array(
      z.object({
        pages: z
          .array(z.object({ itemId: idSchema, page: z.int().min(1) }))
          .min(1)
          .max(20_000),
      }),
    )
    .min(1)
    .max(200),
});
/** For each the bytes, which are in the store now, and what is proposed for it. Nothing has changed by it. */
export const composedLetters = z.object({
  documents: z.array(rearrangedLetterSchema.omit({ itemId: true, pages: true })),
});
/** The first pages of a letter that is to be filed; the words where they are known, for telling where on the page something stands. */
export const letterToPropose = z.object({
  pages: z
    .array(
      z.object({
        number: z.int().min(1).max(20_000),
        text: z.string().max(20_000),
        words: z
          .array(
            z.object({
              text: z.string().max(200),
              ...{ left: z.number(), top: z.number(), right: z.number(), bottom: z.number(), confidence: z.number() },
            }),
          )
          .max(1_500),
      }),
    )
    .max(5),
  isMail: z.boolean(),
  /** The address a mail came from. */
  sender: z.string().max(400).nullable(),
  receivedOn: daySchema,
});
export const letterProposal = rearrangedLetterSchema.omit({ itemId: true, pages: true, content: true });
export type LetterToPropose = z.infer<typeof letterToPropose>;
export type LetterProposal = z.infer<typeof letterProposal>;
export type ComposeLettersRequest = z.infer<typeof composeLettersRequest>;
export type ComposedLetters = z.infer<typeof composedLetters>;

export type StackRow = z.infer<typeof stackRow>;
export type StationOverview = z.infer<typeof stationOverview>;
export type StackDetail = z.infer<typeof stackDetail>;
export type CorrectStackRequest = z.infer<typeof correctStackRequest>;
export type Turn = z.infer<typeof turnSchema>;
