import { z } from 'zod';
import { accessActionSchema } from './access-events.ts';
import { commandResult } from './desk-shapes.ts';
import { filingSchema } from '../commands/document-parts.ts';
import { idSchema } from '../domain/ids.ts';
import { daySchema, momentSchema } from '../domain/moments.ts';
import { letterReasonsSchema, proposalSchema } from '../domain/inbox-item.ts';
import { contentFactsSchema } from '../domain/records.ts';
import { transferNoteSchema } from '../domain/transfer-note.ts';

// Shapes of the desk API: Postkorb, uploads, content; byte arrays are Uint8Array.

export const bytes = z.instanceof(Uint8Array);

/** What lies on this desk with the same bytes, or as the same mail: filed in a case file, or open in a Postkorb; never the thing itself. */
const knownContent = z.object({
  kind: z.enum(['document', 'letter']),
  ...{ scopeId: idSchema, placeName: z.string(), ownerId: idSchema, title: z.string() },
  ...{ at: momentSchema, byName: z.string() },
  /** Not the same bytes, but the same mail. */
  isSameMail: z.boolean(),
});

// inbox
export const inboxRef = z.object({ inboxId: idSchema, itemId: idSchema });
export const inboxOverview = z.object({
  inboxes: z.array(
    z.object({
      inboxId: idSchema,
      name: z.string(),
      kind: z.enum(['own', 'team', 'substituted']),
      ownerId: idSchema,
      /** Whose work this is, when she does it as a substitute: "Jensen", "Jensen (in Vertretung für Thomsen)". */
      substitutedFor: z.string().nullable(),
      openCount: z.int(),
      doneTodayCount: z.int(),
    }),
  ),
});
export const inboxListInput = z.object({ inboxId: idSchema, show: z.enum(['open', 'doneToday']) });
export const inboxRow = z.object({
  itemId: idSchema,
  inboxId: idSchema,
  title: z.string(),
  sender: z.string().nullable(),
  receivedDate: daySchema.nullable(),
  letterDate: daySchema.nullable(),
  deliveredAt: momentSchema,
  source: z.enum(['scan', 'mail', 'fachverfahren', 'upload', 'forwarded']),
  pageCount: z.int().nullable(),
  hasText: z.boolean(),
  kind: contentFactsSchema.shape.kind,
  state: z.enum(['open', 'filed', 'forwarded']),
  caseConfidence: proposalSchema.shape.confidence,
  keywordConfidence: proposalSchema.shape.confidence,
  proposedCaseTitle: z.string().nullable(),
  proposedKeywordName: z.string().nullable(),
  explanation: z.string().nullable(), // of both proposals, in one line
  candidateCount: z.int(), // of files that may be meant, where none is proposed; only those she may read
  nextDeadline: daySchema.nullable(), // the next day something in it is due, else the last one past
  isUnread: z.boolean(), // nobody has looked at it at this desk
  isAfterFollowUp: z.boolean(), // the proposed file has an open follow-up that was set before the letter came
  claimedById: idSchema.nullable(), // who works on it
  claimedByName: z.string().nullable(),
  claimedAt: momentSchema.nullable(),
  remark: z.string().nullable(),
  forwardedByName: z.string().nullable(),
  doneAt: momentSchema.nullable(),
  doneByName: z.string().nullable(),
  filedTo: z.object({ caseFileId: idSchema, caseTitle: z.string().nullable(), documentId: idSchema }).nullable(),
  /** Where it went when it was neither filed nor forwarded to a colleague; `atStation`: the scan station has not dealt with it yet. */
  wentTo: z.enum(['atStation', 'answeredByStation', 'otherLetters']).nullable(),
  isPending: z.boolean(), // not yet at the centre
});
export const inboxList = z.object({ rows: z.array(inboxRow) }); // oldest first
export const inboxItemDetail = inboxRow.extend({
  direction: z.enum(['incoming', 'outgoing', 'internal']),
  content: contentFactsSchema,
  proposedCase: proposalSchema
    .extend({ caseFileId: idSchema, fileNumber: z.string(), title: z.string(), isOnDesk: z.boolean() })
    .nullable(),
  proposedKeyword: proposalSchema.extend({ keywordId: idSchema }).nullable(),
  /** Files that may be meant, of those that lie on this desk: nobody learns here of a file she may not read. */
  candidates: z.array(
    proposalSchema.extend({ caseFileId: idSchema, fileNumber: z.string(), title: z.string(), workerName: z.string() }),
  ),
  keywordAlternatives: z.array(proposalSchema.extend({ keywordId: idSchema })),
  deadlines: z.array(z.object({ day: daySchema, explanation: z.string() })),
  /** Where title, day and sender were found. */
  reasons: letterReasonsSchema,
  /** Open follow-ups of the proposed case file that were set before the letter came, soonest first. */
  followUps: z.array(
    z.object({ followUpId: idSchema, subject: z.string(), dueOn: daySchema, createdAt: momentSchema }),
  ),
  /** Where the same bytes, or the same mail, lie already, in all files and Postkörbe this worker may read. */
  known: z.array(knownContent),
  /** The ways it has gone back to the scan station, the first one first; `answeredAt` null: it is still there. */
  returns: z.array(
    z.object({
      ...{ byName: z.string(), at: momentSchema, reason: z.string() },
      ...{ answeredAt: momentSchema.nullable(), answer: z.string().nullable() },
    }),
  ),
  /** The letters it became at the scan station or by splitting and merging, as far as this worker sees them. */
  becameItems: z.array(inboxRef.extend({ title: z.string() })),
  /** The letters it was made of here, with the pages taken of each. */
  madeFrom: z.array(z.object({ itemId: idSchema, title: z.string(), pages: z.array(z.int()) })),
  /** Why it cannot go back to the scan station, or be split and merged: German sentence; null when it can. */
  whyNotReturned: z.string().nullable(),
  whyNotRearranged: z.string().nullable(),
  /** The command of today that finished this letter, for taking it back; null when it was not given here or cannot be taken back. */
  undoCommandId: idSchema.nullable(),
});
export const fileInboxInput = inboxRef.extend({ caseFileId: idSchema, filing: filingSchema });
/** `seen`: whose claim is taken over. */
export const claimInboxInput = inboxRef.extend({ seen: idSchema.nullable() });
export const forwardInboxInput = inboxRef.extend({
  targetInboxId: idSchema,
  remark: z.string().trim().max(500).nullable(),
});
/** The letters that others of this Postkorb are to become: each with its pages in order; every page stands in exactly one. */
export const rearrangeInboxInput = z.object({
  inboxId: idSchema,
  documents: z
    .array(z.object({ pages: z.array(inboxRef.pick({ itemId: true }).extend({ page: z.int().min(1) })).min(1) }))
    .min(1)
    .max(200),
});
/** `itemIds`: the new letters, in the order they were wished for. */
export const rearrangedInbox = commandResult.extend({ itemIds: z.array(idSchema) });
export const inboxChanged = z.object({ inboxIds: z.array(idSchema) });

// uploads: parts of at most 1 MiB in order
export const uploadPartLimit = 1024 * 1024;
const uploadedFile = {
  fileName: z.string().max(2000),
  size: z
    .int()
    .min(0)
    .max(2 * 1024 ** 3),
};
/** Where it is to go: into a case file, or into a Postkorb first. */
export const beginUploadInput = z.union([
  z.object({ caseFileId: idSchema, ...uploadedFile }),
  z.object({ inboxId: idSchema, ...uploadedFile }),
]);
export const uploadBegun = z.object({ uploadId: idSchema });
export const uploadRef = z.object({ uploadId: idSchema });
export const uploadPartInput = uploadRef.extend({ offset: z.int().min(0), bytes });
const duplicate = z.object({
  documentId: idSchema,
  title: z.string(),
  filedAt: momentSchema,
  filedByName: z.string(),
  sheetFrom: z.int(),
  sheetTo: z.int(),
  /** Not the same bytes, but the same mail. */
  isSameMail: z.boolean(),
});
export const uploadFinished = z.object({
  uploadId: idSchema,
  content: contentFactsSchema,
  suggestedTitle: z.string(),
  suggestedDate: daySchema.nullable(),
  suggestedSender: z.string().nullable(),
  reasons: letterReasonsSchema,
  /** What lies in the case file already: the same bytes, or the same mail sent or saved once more. */
  duplicates: z.array(duplicate),
  /** The same in other case files and in Postkörbe. */
  known: z.array(knownContent),
  /** Of a mail: what lies in it. */
  mail: z
    .object({
      parts: z.array(
        z.object({
          /** Names it when it is filed. */
          part: z.int().min(0),
          content: contentFactsSchema,
          suggestedTitle: z.string(),
          /** Set when it lies in a mail within the mail. */
          isNested: z.boolean(),
          duplicates: z.array(duplicate),
          known: z.array(knownContent),
        }),
      ),
      /** What stays in the mail and is no document of its own. */
      pictures: z.int(),
      signatures: z.int(),
      /** It holds more than was taken out. */
      isCut: z.boolean(),
    })
    .nullable(),
});
/** What is proposed for an upload, each part with its reason in one line. */
export const uploadProposal = z.object({
  title: z.string(),
  letterDate: daySchema.nullable(),
  sender: z.string().nullable(),
  reasons: letterReasonsSchema,
  proposedKeyword: proposalSchema.extend({ keywordId: idSchema }).nullable(),
  keywordAlternatives: z.array(proposalSchema.extend({ keywordId: idSchema })),
  deadlines: z.array(z.object({ day: daySchema, explanation: z.string() })),
});
export const fileUploadInput = uploadRef.extend({
  caseFileId: idSchema,
  filing: filingSchema,
  /** Attachments that become documents of their own by the same act. */
  parts: z
    .array(z.object({ part: z.int().min(0), ...filingSchema.pick({ title: true, keywordIds: true }).shape }))
    .max(100)
    .optional(),
});
export const deliverUploadInput = uploadRef.extend({
  inboxId: idSchema,
  title: z.string().trim().max(300),
  parts: z.array(z.int().min(0)).max(100),
});

// content: what belongs to a document or to a letter in the Postkorb
export const contentRef = z.object({ scopeId: idSchema, ownerId: idSchema, password: z.string().max(500).optional() });
export const contentDescription = z.object({
  content: contentFactsSchema,
  isProtected: z.boolean(),
  canShow: z.boolean(),
  /** German sentence when it cannot be shown or only with a password. */
  explanation: z.object({ code: z.string(), message: z.string() }).nullable(),
  warnings: z.array(z.string()),
});
/** What is known of how a scan came to be (Transfervermerk), with names; null for what was not scanned. */
export const transferNoteShown = z.object({
  note: transferNoteSchema.nullable(),
  takenByName: z.string().nullable(),
  checkedByName: z.string().nullable(),
  /** She may say that document and paper agree. */
  mayCheck: z.boolean(),
  /** It was she who said so, and she may take it back. */
  mayReopen: z.boolean(),
  /** The file it was scanned from, where `readOriginal` gives its bytes. */
  original: z.object({ fileName: z.string(), size: z.int() }).nullable(),
});
export const accessInput = contentRef
  .pick({ scopeId: true, ownerId: true })
  .extend({ action: accessActionSchema.exclude(['opened']) });
export const readRangeInput = contentRef.extend({ from: z.int().min(0), to: z.int().min(0) }); // to: exclusive, at most 4 MiB apart
export const pageRef = contentRef.extend({ number: z.int().min(1) });
export const pageText = z.object({ text: z.string() });
export const mailContent = z.object({
  subject: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  date: momentSchema.nullable(),
  html: z.string().nullable(), // not yet sanitised: the page must do it and show it in a sandboxed frame
  text: z.string(),
  attachments: z.array(
    z.object({
      index: z.int(),
      name: z.string(),
      mediaType: z.string(),
      size: z.int(),
      contentId: z.string().nullable(),
      isInline: z.boolean(),
    }),
  ),
});
export const attachmentRef = contentRef.extend({ index: z.int().min(0) });
export const officeContent = z.object({ html: z.string(), warnings: z.array(z.string()) });
export const pdfToPrint = z.object({ bytes });
/** `rgba`: four bytes a pixel, packed with raw deflate where `isDeflated`. */
export const rasterPage = z.object({ width: z.int(), height: z.int(), rgba: bytes, isDeflated: z.boolean() });
