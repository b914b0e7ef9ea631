import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { momentSchema } from '../domain/moments.ts';

// Shapes of the desk API about the sync: its state in a line, the page about it, pausing, the diagnostics file.

export const syncState = z.object({
  /** paused: she has stopped it for a time; nothing is sent or fetched by itself. */
  connection: z.enum(['connected', 'connecting', 'offline', 'loggedOut', 'mustUpgrade', 'paused']),
  offlineSince: momentSchema.nullable(),
  /** When a pause ends by itself; null while there is none. */
  pausedUntil: momentSchema.nullable(),
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

/** A pause ends by itself at the latest after so long: a right that has ended must not stay readable because nobody asks. */
export const longestPauseMinutes = 12 * 60;
export const pauseInput = z.object({ minutes: z.int().min(1).max(longestPauseMinutes) });

/** So many contents, and their bytes. */
export const amount = z.object({ count: z.int(), bytes: z.int() });
export const waitingRow = z.object({
  commandId: idSchema,
  label: z.string(),
  at: momentSchema,
  caseFileId: idSchema.nullable(),
  /** In which file or Postkorb, for people; null where it belongs to none. */
  place: z.string().nullable(),
  /** The right to it has gone meanwhile; it is sent all the same and the one responsible decides. */
  isOrphan: z.boolean(),
  /** What still has to be sent before it. */
  contents: amount,
});
export const arrivedRow = z.object({
  at: momentSchema,
  caseFileId: idSchema.nullable(),
  place: z.string(),
  /** "2 Dokumente, 1 Vermerk" */
  words: z.string(),
});
export const syncOverview = z.object({
  /** The oldest first; no more than are read at a glance, `waitingCount` tells all. */
  waiting: z.array(waitingRow),
  waitingCount: z.int(),
  /** Of a newer version of the program: rows kept here unread until this one is renewed, and commands that wait for the centre to be. */
  newer: z.object({ unread: z.int(), waiting: z.int() }),
  /** Contents that only this device has. `most`: since when nothing waited last, for saying how far it is. */
  unsent: amount.extend({ most: z.int() }),
  /** What others did and what came here since the log-in, the newest first. */
  arrived: z.array(arrivedRow),
  /** `differing`: files and Postkörbe that differ from the centre's each time they are fetched; they are tried again now and then. */
  scopes: z.object({ complete: z.int(), total: z.int(), behind: z.int(), differing: z.int() }),
  /** Contents that are not on this device: of files taken along, of open letters, of everything; `onDesk` are here. */
  missing: z.object({ takenAlong: amount, letters: amount, all: amount, onDesk: amount }),
  /** Contents being fetched ahead now; `most` as above. */
  fetching: z.object({ count: z.int(), most: z.int() }),
  storage: z.object({ usedBytes: z.int(), limitBytes: z.int(), freeBytes: z.int() }),
  /** A part of what lies on this device cannot be read any more; the next log-in with the centre heals it. */
  isDamaged: z.boolean(),
  /** What went wrong since the log-in, the newest first; the same again is counted. */
  failures: z.array(z.object({ at: momentSchema, words: z.string(), count: z.int() })),
});

/** The diagnostics file: no personal data is in it. */
export const diagnosticsFile = z.object({ fileName: z.string(), text: z.string() });
