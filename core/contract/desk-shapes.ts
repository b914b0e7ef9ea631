import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { roleSchema } from '../domain/levels.ts';
import { daySchema, momentSchema } from '../domain/moments.ts';
import { keywordRulesSchema } from '../domain/records.ts';
import { caseRef, caseRow } from './case-shapes.ts';

// Shapes of the desk API: session, office, search, substitution, clarification, undo. Moments are UTC, days are calendar days, money is cents.

export const nothing = z.object({});

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
  /** locked: the store of `worker` was closed although she had not logged out; what she typed stays in her windows until she is back. */
  state: z.enum(['loggedOut', 'loggedIn', 'locked']),
  worker: worker.nullable(),
  /** Why it was closed, for her to read, and whose log-in opens it again. */
  lock: z
    .object({ reason: z.enum(['leaseOver', 'clockSetBack', 'wiped']), message: z.string(), login: z.string() })
    .nullable(),
  /** What happened to her store and to what waited in it, for her to read once. */
  notice: z.string().nullable(),
  /** Until when the desk may work without having asked the centre; null when it was never told. */
  offlineUntil: momentSchema.nullable(),
  /** True when the log-in was checked on this desk only because the centre could not be reached. */
  isOffline: z.boolean(),
  /** First log-in here: how far the first fetch is; null when all is here. Usable: the lists are whole, files are still coming. */
  firstFetch: z.object({ done: z.int(), total: z.int().nullable(), isUsable: z.boolean() }).nullable(),
});

// staff
const post = z.object({ role: roleSchema, teamId: idSchema.nullable() });
/** `before`: what was shown when somebody decided. */
export const changePostInput = z.object({
  workerId: idSchema,
  before: post,
  after: post,
  reason: z.string().trim().min(3, 'Bitte den Grund angeben.').max(500),
});

export const accountInput = z.object({
  workerId: idSchema,
  reason: z.string().trim().min(3, 'Bitte den Grund angeben.').max(500),
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
  /** Set when neither of the two began it: who leads did. */
  setByName: z.string().nullable(),
  reason: z.string(),
  from: momentSchema,
  to: momentSchema,
  endedAt: momentSchema.nullable(),
  state: z.enum(['planned', 'running', 'ended']),
  role: z.enum(['absent', 'substitute', 'other']),
  mayEnd: z.boolean(),
  inboxId: idSchema.nullable(), // of the absent worker, when it is on this desk
  openInboxCount: z.int().nullable(),
  /** Set when she does this work as the substitute of the substitute: whom she stands in for between. */
  throughName: z.string().nullable(),
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
export const clarificationAction = z.enum([
  'dismiss',
  'retry',
  'renew', // makes it again from what stands now
  'renewRest', // only where nobody was quicker
  'moveHere',
  'fileHereToo',
  'adopt', // late work of somebody else
  'decline', // with a reason
  'acknowledge', // what became of her own late work, or what of hers does not stand
  'useOwn', // puts in what she had given
  'retractRevision', // takes back what somebody else wrote anew, too
  'newFollowUp', // sets a new one for the day she had given
]);
export const clarification = z.object({
  clarificationId: idSchema,
  /**
   * refusal: the centre did not take over her own; lateWork: somebody else's, for her to decide; ownLateWork: hers, decided by others;
   * overlap: somebody else did something about the same thing, and hers does not stand; noteVersions: a note with several texts.
   */
  kind: z.enum(['refusal', 'lateWork', 'ownLateWork', 'overlap', 'noteVersions']),
  byName: z.string().nullable(), // who did it; null: herself
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
  /** What stands instead of what was not taken over, in the same words; left out where nothing of it can be shown here. */
  standing: z.array(z.object({ field: z.string(), value: z.string() })).optional(),
  actions: z.array(z.object({ action: clarificationAction, label: z.string() })),
  /** Of a note with several texts: one new text that replaces all of them settles it. */
  versions: z
    .array(
      z.object({
        noteId: idSchema,
        text: z.string(),
        isPinned: z.boolean(),
        createdAt: momentSchema,
        createdByName: z.string(),
      }),
    )
    .optional(),
});
export const clarificationList = z.object({ rows: z.array(clarification) });
export const settleInput = z.object({
  clarificationId: idSchema,
  action: clarificationAction,
  reason: z.string().trim().max(500).optional(),
});

// undo
export const undoList = z.object({
  rows: z.array(z.object({ commandId: idSchema, label: z.string(), at: momentSchema })),
});
export const undoInput = z.object({ commandId: idSchema });

// journal
export const journalInput = caseRef.extend({ documentId: idSchema.nullable() });
export const journalList = z.object({
  rows: z.array(
    z.object({
      number: z.int(),
      at: momentSchema,
      actorName: z.string(),
      /** Set when she acted as a substitute: "Jensen", "Jensen (in Vertretung für Thomsen)". */
      onBehalfOf: z.string().nullable(),
      action: z.string(),
      words: z.string(),
      reason: z.string().nullable(),
    }),
  ),
});

/** Who looked at what in a case file, the newest first. */
export const accessList = z.object({
  rows: z.array(
    z.object({
      row: z.int(),
      at: momentSchema, // by the clock of the desk
      workerName: z.string(),
      words: z.string(),
      /** A sentence where the record of that desk is not whole. */
      problem: z.string().nullable(),
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

/** Setting: gigabytes the contents of documents may take up on this device; "0" leaves it to the desk. */
export const contentLimitSetting = 'contents.limit';
export const storage = z.object({ usedBytes: z.int(), limitBytes: z.int(), freeBytes: z.int() });
