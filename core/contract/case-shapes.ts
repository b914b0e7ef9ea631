import { z } from 'zod';
import { coverWordsSchema } from '../commands/cover-parts.ts';
import { filingSchema } from '../commands/document-parts.ts';
import { idSchema } from '../domain/ids.ts';
import { daySchema, momentSchema } from '../domain/moments.ts';
import { contentFactsSchema } from '../domain/records.ts';

// Shapes of the desk API: case files, documents, notes, follow-ups.

// case files
export const caseRef = z.object({ caseFileId: idSchema });
export const fileNumberInput = z.object({ fileNumber: z.string().max(60) });
export const caseListInput = z.object({
  which: z.enum(['mine', 'substituted', 'recent', 'pinned', 'all']),
  filter: z.string().max(200).optional(),
});
export const caseRow = z.object({
  caseFileId: idSchema,
  fileNumber: z.string(),
  title: z.string(),
  kind: z.enum(['benefit', 'integration', 'objection', 'maintenance']),
  state: z.enum(['running', 'closed']),
  place: z.string().nullable(),
  workerId: idSchema,
  workerName: z.string(),
  /** Set when the file is here only because of a substitution: whom she stands in for. */
  substitutedFor: z.string().nullable(),
  approvedUntil: daySchema.nullable(),
  documentCount: z.int(),
  newestDocumentAt: momentSchema.nullable(),
  openFollowUps: z.int(),
  lastOpenedAt: momentSchema.nullable(),
  isPinned: z.boolean(),
  /** Of files taken along: how many documents can be read without the centre; null for the others. */
  documentsHere: z.int().nullable(),
});
export const caseList = z.object({ rows: z.array(caseRow) });
export const openCaseInput = caseRef.extend({ reason: z.string().max(500).nullable() });
export const caseOpened = z.object({ previousSeenAt: momentSchema.nullable() });
export const pinCaseInput = caseRef.extend({ isPinned: z.boolean() });
export const takeAlongInput = z.object({ caseFileIds: z.array(idSchema).min(1).max(500) });
export const takenAlong = z.object({ added: z.int() });
export const noteRow = z.object({
  noteId: idSchema,
  documentId: idSchema.nullable(),
  documentTitle: z.string().nullable(),
  text: z.string(),
  isPinned: z.boolean(),
  isPhoneCall: z.boolean(),
  writtenAfterClosing: z.boolean(),
  createdAt: momentSchema,
  createdByName: z.string(),
  isOwn: z.boolean(),
  /** The other texts, when several people rewrote the same note: all stay until somebody joins them. */
  siblingIds: z.array(idSchema),
  revisionCount: z.int(),
  /** The texts it replaces, newest first. */
  earlier: z.array(z.object({ text: z.string(), createdAt: momentSchema, createdByName: z.string() })),
  isPending: z.boolean(),
});
export const followUpRow = z.object({
  followUpId: idSchema,
  caseFileId: idSchema,
  caseTitle: z.string(),
  fileNumber: z.string(),
  documentId: idSchema.nullable(),
  documentTitle: z.string().nullable(),
  dueOn: daySchema,
  subject: z.string(),
  createdAt: momentSchema,
  createdByName: z.string(),
  completedAt: momentSchema.nullable(),
  completedByName: z.string().nullable(),
  cancelReason: z.string().nullable(), // set: called off, not completed
  workerId: idSchema.nullable(), // whom it was given to; null: whoever is responsible for the file
  workerName: z.string().nullable(),
  /** A later day that somebody else gave at the same time: the earlier one stands. */
  laterDueOn: z.object({ dueOn: daySchema, byName: z.string() }).nullable(),
  /** Set while its file is closed; `since` as far as it is known. */
  closedFile: z.object({ since: momentSchema.nullable(), isSetAfter: z.boolean() }).nullable(),
  hasNewPostSince: z.boolean(), // documents came in after the follow-up was set
  isPending: z.boolean(),
});
export const caseCover = caseRow.extend({
  mayWrite: z.boolean(), // false: she may only read the file
  household: z
    .object({
      street: z.string(),
      postcode: z.string(),
      place: z.string(),
      phone: z.string().nullable(),
      mail: z.string().nullable(),
      rent: z.int().nullable(),
      heating: z.int().nullable(),
    })
    .nullable(),
  persons: z.array(
    z.object({
      id: idSchema,
      familyName: z.string(),
      givenName: z.string(),
      birthDate: daySchema.nullable(),
      customerNumber: z.string().nullable(),
      relation: z.string(),
    }),
  ),
  approvedFrom: daySchema.nullable(),
  openedOn: daySchema,
  /** Who closed or opened the file last, as far as that is known; */
  stateChange: z.object({ at: momentSchema, byName: z.string(), reason: z.string().nullable() }).nullable(),
  /** What a next change of the state names as seen; null: none is kept. */
  stateChangeId: idSchema.nullable(),
  teamName: z.string().nullable(),
  substituteNames: z.array(z.string()),
  pinnedNotes: z.array(noteRow),
  followUps: z.array(followUpRow), // open ones, soonest first
  /** What is missing by the keyword rules of the house, and when it was last asked for; null: nothing is laid down, or the file is closed. */
  needs: z
    .object({
      missing: z.array(
        z.object({ name: z.string(), keywordNames: z.array(z.string()), newestOn: daySchema.nullable() }),
      ),
      lastRequest: z
        .object({ documentId: idSchema, title: z.string(), sentOn: daySchema, dueOn: daySchema.nullable() })
        .nullable(),
    })
    .nullable(),
  lastContactAt: momentSchema.nullable(),
  newSince: z.object({ since: momentSchema, count: z.int() }).nullable(),
  sheetCount: z.int(),
  registers: z.array(
    z.object({
      registerId: idSchema,
      count: z.int(),
      keywords: z.array(z.object({ keywordId: idSchema, count: z.int() })),
    }),
  ),
  /** How much of the file can be read without the centre. */
  onDesk: z.object({
    documents: z.int(),
    withContent: z.int(),
    /** Documents whose content is not here yet, newest first, the first fifty. */
    missing: z.array(z.object({ documentId: idSchema, title: z.string() })),
    /** What keeps the files taken along from coming whole: the bytes this desk may use, or the disk. */
    shortage: z.enum(['limit', 'disk']).nullable(),
  }),
});
/** Whether a file is closed, for where something is put into it; null: it is not on this desk. */
export const caseStanding = z
  .object({
    closed: z.object({ since: momentSchema.nullable(), byName: z.string().nullable() }).nullable(),
    /** What opening it again names as seen. */
    stateChangeId: idSchema.nullable(),
    mayTurn: z.boolean(),
  })
  .nullable();
/** `seen`: `stateChangeId` of the cover she decided by. */
export const turnCaseInput = caseRef.extend({
  seen: idSchema.nullable(),
  reason: z.string().trim().min(3, 'Bitte den Grund angeben.').max(500),
});
/** What is not done in a case file, as far as this desk knows; soonest and oldest first. */
export const openPoints = z.object({
  followUps: z.array(z.object({ subject: z.string(), dueOn: daySchema })),
  /** Open in a Postkorb and proposed for this file. */
  letters: z.array(z.object({ title: z.string(), deliveredAt: momentSchema, inboxName: z.string() })),
  clarifications: z.array(z.object({ label: z.string(), at: momentSchema })),
});
/** `before`: what she saw of the fields she changes. */
export const changeCoverInput = caseRef.extend({ before: coverWordsSchema, after: coverWordsSchema });
const historyLine = z.object({
  field: z.string(),
  oldValue: z.string().nullable(),
  newValue: z.string().nullable(),
  at: momentSchema,
  byName: z.string(),
});
export const coverHistory = z.object({ rows: z.array(historyLine) }); // newest first
export const shownWish = caseRef.extend({ documentId: idSchema.nullable() });
export const caseChanged = z.object({ caseFileIds: z.array(idSchema) });

// documents
export const documentRef = z.object({ caseFileId: idSchema, documentId: idSchema });
export const documentListInput = caseRef.extend({
  registerId: idSchema.nullable(),
  keywordId: idSchema.nullable(),
  filter: z.string().max(200).nullable(),
  showRetracted: z.boolean(),
});
export const documentRow = z.object({
  documentId: idSchema,
  title: z.string(),
  keywordIds: z.array(idSchema),
  letterDate: daySchema.nullable(),
  receivedDate: daySchema.nullable(),
  filedAt: momentSchema,
  filedByName: z.string(),
  sender: z.string().nullable(),
  direction: z.enum(['incoming', 'outgoing', 'internal']),
  kind: contentFactsSchema.shape.kind,
  pageCount: z.int().nullable(),
  sheetFrom: z.int(),
  sheetTo: z.int(),
  isSheetProvisional: z.boolean(), // the centre has not confirmed it yet
  isProtected: z.boolean(),
  isUnread: z.boolean(),
  isOnDesk: z.boolean(), // bytes are here
  noteCount: z.int(),
  state: z.enum(['filed', 'moved', 'retracted']),
  isPending: z.boolean(),
  /** Came in a mail. */
  isMailPart: z.boolean(),
  /** A mail: how many of its attachments lie in this file as documents of their own. */
  mailPartCount: z.int(),
});
const linkedDocument = z.object({
  documentId: idSchema,
  title: z.string(),
  sheetFrom: z.int(),
  sheetTo: z.int(),
});
/** Newest first by letter date, then by filing. All rows of a file: 2,000 in under 100 ms. */
export const documentList = z.object({ rows: z.array(documentRow) });
export const documentDetail = documentRow.extend({
  caseFileId: idSchema,
  /** The mail it came in, and what came in it, as far as it lies in this file. */
  mail: z.object({ whole: linkedDocument.nullable(), parts: z.array(linkedDocument) }),
  stateReason: z.string().nullable(),
  movedTo: idSchema.nullable(),
  arrivedAfterClosing: z.boolean(),
  content: contentFactsSchema,
  keywordLinks: z.array(
    z.object({ linkId: idSchema, keywordId: idSchema, addedByName: z.string(), addedAt: momentSchema }),
  ),
  history: z.array(historyLine),
  /** False for a protected document until a reason was given in this session. */
  mayRead: z.boolean(),
  mayWrite: z.boolean(),
});
const details = filingSchema
  .pick({ title: true, letterDate: true, receivedDate: true, sender: true, direction: true })
  .partial();
export const setDetailsInput = documentRef.extend({ before: details, after: details });
export const setKeywordsInput = documentRef.extend({ add: z.array(idSchema), removeLinks: z.array(idSchema) });
export const markInput = documentRef.extend({ isRead: z.boolean() });
export const retractInput = documentRef.extend({
  reason: z.string().trim().min(1, 'Bitte einen Grund angeben.').max(500),
});
export const moveInput = documentRef.extend({ toCaseFileId: idSchema, reason: z.string().trim().max(500) });
export const openProtectedInput = documentRef.extend({
  reason: z.string().trim().min(3, 'Bitte den Grund angeben.').max(500),
});

// notes
export const noteList = z.object({ rows: z.array(noteRow) }); // newest first, pinned before
export const addNoteInput = caseRef.extend({
  documentId: idSchema.nullable(),
  text: z.string().trim().min(1, 'Der Vermerk ist leer.').max(20_000),
  isPinned: z.boolean(),
  isPhoneCall: z.boolean(),
});
export const reviseNoteInput = caseRef.extend({
  replaces: z.array(idSchema).min(1),
  text: addNoteInput.shape.text,
  isPinned: z.boolean(),
});
export const retractNoteInput = caseRef.extend({
  noteId: idSchema,
  reason: z.string().trim().min(1, 'Bitte einen Grund angeben.').max(500),
});

// follow-ups
export const followUpListInput = z.object({
  which: z.enum(['due', 'open', 'completed']),
  caseFileId: idSchema.nullable(),
});
export const followUpList = z.object({ rows: z.array(followUpRow) });
export const createFollowUpInput = caseRef.extend({
  documentId: idSchema.nullable(),
  dueOn: daySchema,
  subject: z.string().trim().min(1, 'Bitte angeben, worum es geht.').max(300),
});
export const followUpRef = z.object({ caseFileId: idSchema, followUpId: idSchema });
export const followUpWorkers = z.object({
  rows: z.array(z.object({ workerId: idSchema, name: z.string(), isResponsible: z.boolean() })),
});
/** `before` is what she saw, so that a change made meanwhile can be told. */
export const rescheduleFollowUpInput = followUpRef.extend({ before: daySchema, dueOn: daySchema });
export const cancelFollowUpInput = followUpRef.extend({
  reason: z.string().trim().min(1, 'Bitte einen Grund angeben.').max(500),
});
export const assignFollowUpInput = followUpRef.extend({ before: idSchema.nullable(), workerId: idSchema.nullable() });
