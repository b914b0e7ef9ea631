import { z } from 'zod';
import { filingSchema } from '../commands/document-parts.ts';
import { idSchema } from '../domain/ids.ts';
import { roleSchema } from '../domain/levels.ts';
import { daySchema, momentSchema } from '../domain/moments.ts';
import { contentFactsSchema, keywordRulesSchema, proposalSchema } from '../domain/records.ts';

// Shapes of the desk API. Moments are UTC, days are calendar days, money is cents; byte arrays are Uint8Array.

export const nothing = z.object({});
export const bytes = z.instanceof(Uint8Array);

// session
export const logInInput = z.object({
  login: z.string().trim().min(1, 'Bitte Ihre Kennung eingeben.').max(100),
  password: z.string().min(1, 'Bitte Ihr Kennwort eingeben.').max(500),
});
export const worker = z.object({
  id: idSchema,
  familyName: z.string(),
  givenName: z.string(),
  signature: z.string(),
  role: roleSchema,
  teamId: idSchema.nullable(),
  teamName: z.string().nullable(),
  inboxId: idSchema.nullable(),
  isActive: z.boolean(),
});
export const sessionState = z.object({
  state: z.enum(['loggedOut', 'loggedIn']),
  worker: worker.nullable(),
  /** True when the log-in was checked on this desk only because the centre could not be reached. */
  isOffline: z.boolean(),
  /** First log-in here: how far the first fetch is; null when the store is usable. */
  firstFetch: z.object({ done: z.int(), total: z.int().nullable() }).nullable(),
});

// office
export const keyword = z.object({
  id: idSchema,
  registerId: idSchema,
  name: z.string(),
  rules: keywordRulesSchema,
  isValid: z.boolean(),
});
export const directory = z.object({
  officeName: z.string(),
  workers: z.array(worker),
  teams: z.array(
    z.object({ id: idSchema, name: z.string(), branchOfficeName: z.string(), inboxId: idSchema.nullable() }),
  ),
  registers: z.array(z.object({ id: idSchema, number: z.int(), name: z.string(), isProtected: z.boolean() })),
  keywords: z.array(keyword),
});

// commands
export const commandResult = z.object({
  commandId: idSchema,
  label: z.string(),
  canUndo: z.boolean(),
  hints: z.array(z.object({ code: z.string(), message: z.string() })),
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
  remark: z.string().nullable(),
  forwardedByName: z.string().nullable(),
  doneAt: momentSchema.nullable(),
  doneByName: z.string().nullable(),
  filedTo: z.object({ caseFileId: idSchema, caseTitle: z.string().nullable(), documentId: idSchema }).nullable(),
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
  /** Documents in the proposed case file with the same bytes. */
  duplicates: z.array(
    z.object({
      caseFileId: idSchema,
      documentId: idSchema,
      title: z.string(),
      filedAt: momentSchema,
      filedByName: z.string(),
    }),
  ),
});
export const fileInboxInput = inboxRef.extend({ caseFileId: idSchema, filing: filingSchema });
export const forwardInboxInput = inboxRef.extend({
  targetInboxId: idSchema,
  remark: z.string().trim().max(500).nullable(),
});
export const inboxChanged = z.object({ inboxIds: z.array(idSchema) });

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
});
export const caseList = z.object({ rows: z.array(caseRow) });
export const openCaseInput = caseRef.extend({ reason: z.string().max(500).nullable() });
export const caseOpened = z.object({ previousSeenAt: momentSchema.nullable() });
export const pinCaseInput = caseRef.extend({ isPinned: z.boolean() });
export const noteRow = z.object({
  noteId: idSchema,
  documentId: idSchema.nullable(),
  documentTitle: z.string().nullable(),
  text: z.string(),
  isPinned: z.boolean(),
  isPhoneCall: z.boolean(),
  createdAt: momentSchema,
  createdByName: z.string(),
  isOwn: z.boolean(),
  /** More than one: two people rewrote the same note; both stay until somebody joins them. */
  siblingIds: z.array(idSchema),
  revisionCount: z.int(),
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
  hasNewPostSince: z.boolean(), // documents came in after the follow-up was set
  isPending: z.boolean(),
});
export const caseCover = caseRow.extend({
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
  teamName: z.string().nullable(),
  substituteNames: z.array(z.string()),
  pinnedNotes: z.array(noteRow),
  followUps: z.array(followUpRow), // open ones, soonest first
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
  onDesk: z.object({ documents: z.int(), withContent: z.int() }),
});
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
});
/** Newest first by letter date, then by filing. All rows of a file: 2,000 in under 100 ms. */
export const documentList = z.object({ rows: z.array(documentRow) });
export const documentDetail = documentRow.extend({
  caseFileId: idSchema,
  stateReason: z.string().nullable(),
  movedTo: idSchema.nullable(),
  arrivedAfterClosing: z.boolean(),
  content: contentFactsSchema,
  keywordLinks: z.array(
    z.object({ linkId: idSchema, keywordId: idSchema, addedByName: z.string(), addedAt: momentSchema }),
  ),
  history: z.array(
    z.object({
      field: z.string(),
      oldValue: z.string().nullable(),
      newValue: z.string().nullable(),
      at: momentSchema,
      byName: z.string(),
    }),
  ),
  /** False for a protected document until a reason was given in this session. */
  mayRead: z.boolean(),
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

// uploads: parts of at most 1 MiB in order
export const uploadPartLimit = 1024 * 1024;
export const beginUploadInput = caseRef.extend({
  fileName: z.string().max(2000),
  size: z
    .int()
    .min(0)
    .max(2 * 1024 ** 3),
});
export const uploadBegun = z.object({ uploadId: idSchema });
export const uploadRef = z.object({ uploadId: idSchema });
export const uploadPartInput = uploadRef.extend({ offset: z.int().min(0), bytes });
export const uploadFinished = z.object({
  uploadId: idSchema,
  content: contentFactsSchema,
  suggestedTitle: z.string(),
  suggestedDate: daySchema.nullable(),
  suggestedSender: z.string().nullable(),
  duplicates: z.array(
    z.object({ documentId: idSchema, title: z.string(), filedAt: momentSchema, filedByName: z.string() }),
  ),
});
export const fileUploadInput = uploadRef.extend({ caseFileId: idSchema, filing: filingSchema });

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
export const rasterPage = z.object({ width: z.int(), height: z.int(), rgba: bytes });

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

// search: as you type; words match from their beginning, umlauts and ß in any spelling
export const searchInput = z.object({
  text: z.string().max(300),
  caseFileId: idSchema.nullable(),
  limit: z.int().min(1).max(100).default(30),
});
/** Text with the hits between start and end positions (UTF-16 units). */
export const snippet = z.object({ text: z.string(), hits: z.array(z.tuple([z.int(), z.int()])) });
export const searchResult = z.object({
  cases: z.array(
    caseRow
      .pick({
        caseFileId: true,
        fileNumber: true,
        title: true,
        place: true,
        workerName: true,
        substitutedFor: true,
        state: true,
      })
      .extend({ matched: z.string() }),
  ),
  documents: z.array(
    z.object({
      caseFileId: idSchema,
      documentId: idSchema,
      caseTitle: z.string(),
      fileNumber: z.string(),
      title: z.string(),
      keywordNames: z.array(z.string()),
      letterDate: daySchema.nullable(),
      /** Page of the best hit in the text; null when title, sender or keyword matched. */
      page: z.int().nullable(),
      snippet: snippet.nullable(),
    }),
  ),
  inbox: z.array(
    z.object({
      inboxId: idSchema,
      itemId: idSchema,
      title: z.string(),
      page: z.int().nullable(),
      snippet: snippet.nullable(),
    }),
  ),
  notes: z.array(z.object({ caseFileId: idSchema, noteId: idSchema, caseTitle: z.string(), snippet })),
  isMore: z.boolean(),
  milliseconds: z.number(),
});

// substitutions
export const substitutionRow = z.object({
  substitutionId: idSchema,
  absentWorkerId: idSchema,
  absentName: z.string(),
  substituteWorkerId: idSchema,
  substituteName: z.string(),
  kind: z.enum(['handOver', 'takeOver']),
  reason: z.string(),
  from: momentSchema,
  to: momentSchema,
  endedAt: momentSchema.nullable(),
  state: z.enum(['planned', 'running', 'ended']),
  role: z.enum(['absent', 'substitute', 'other']),
  mayEnd: z.boolean(),
  inboxId: idSchema.nullable(), // of the absent worker, when it is on this desk
  openInboxCount: z.int().nullable(),
  isPending: z.boolean(),
});
export const substitutionList = z.object({ rows: z.array(substitutionRow) });
export const startSubstitutionInput = z.object({
  absentWorkerId: idSchema,
  substituteWorkerId: idSchema,
  reason: z.string().trim().max(500),
  from: momentSchema,
  to: momentSchema,
});
export const endSubstitutionInput = z.object({ substitutionId: idSchema });

// clarifications (Klärung): what the centre refused, with the worker's content
export const clarificationAction = z.enum(['dismiss', 'retry', 'moveHere', 'fileHereToo']);
export const clarification = z.object({
  clarificationId: idSchema,
  commandName: z.string(),
  label: z.string(),
  at: momentSchema, // when she did it
  refusedAt: momentSchema,
  code: z.string(),
  message: z.string(), // "Nicht übernommen: Jensen hat das Schreiben um 09:12 in die Akte Hinrichsen abgelegt."
  caseFileId: idSchema.nullable(),
  caseTitle: z.string().nullable(),
  /** What she wrote or chose, field by field, readable. */
  content: z.array(z.object({ field: z.string(), value: z.string() })),
  actions: z.array(z.object({ action: clarificationAction, label: z.string() })),
});
export const clarificationList = z.object({ rows: z.array(clarification) });
export const settleInput = z.object({ clarificationId: idSchema, action: clarificationAction });

// undo
export const undoList = z.object({
  rows: z.array(z.object({ commandId: idSchema, label: z.string(), at: momentSchema })),
});
export const undoInput = z.object({ commandId: idSchema });

// sync
export const syncState = z.object({
  connection: z.enum(['connected', 'connecting', 'offline', 'loggedOut', 'mustUpgrade']),
  offlineSince: momentSchema.nullable(),
  lastSyncedAt: momentSchema.nullable(),
  waitingCommands: z.int(),
  waitingBlobs: z.int(),
  missingBlobs: z.int(), // wanted on this desk, not yet here
  nextTryAt: momentSchema.nullable(),
  clarifications: z.int(),
  /** "Abgeglichen 14:05", "Offline seit 13:40. Sie können weiterarbeiten, 3 Änderungen warten." */
  words: z.string(),
  problem: z.string().nullable(),
});

// journal
export const journalInput = caseRef.extend({ documentId: idSchema.nullable() });
export const journalList = z.object({
  rows: z.array(
    z.object({
      number: z.int(),
      at: momentSchema,
      actorName: z.string(),
      action: z.string(),
      words: z.string(),
      reason: z.string().nullable(),
    }),
  ),
});

// desk
export const configuration = z.object({
  officeName: z.string(),
  isSampleOffice: z.boolean(),
  /** Log-in hints of the sample office; empty in a real office. */
  sampleAccounts: z.array(z.object({ login: z.string(), password: z.string(), name: z.string(), role: roleSchema })),
  /** Log in at once as this account (sample office only). */
  autoLogIn: z.string().nullable(),
  fachverfahren: z
    .object({ name: z.string(), origin: z.string(), startAddress: z.string(), caseAddress: z.string() })
    .nullable(), // caseAddress with {fileNumber}
});
export const settingRef = z.object({ key: z.string().max(100) });
export const settingValue = z.object({ value: z.string().max(100_000).nullable() });
export const settingInput = settingRef.extend({ value: z.string().max(100_000) });
