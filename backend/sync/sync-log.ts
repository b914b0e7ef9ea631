import type { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';
import type { RecordKind } from '../../core/domain/records.ts';
import { readMeta } from '../../db/meta.ts';
import { type RecordPlace, readRecord } from '../../db/records.ts';
import type { ReadableDb } from '../../db/sql.ts';

// What the page about the sync and the diagnostics file tell of the time since the log-in. It lies in memory only.

/** What comes in and is worth a line. */
export const arrivingKinds = ['inboxItem', 'document', 'note', 'followUp', 'lateWork'] as const;
export type ArrivingKind = (typeof arrivingKinds)[number];
export type Arrival = { at: Moment; scopeId: Id; counts: Partial<Record<ArrivingKind, number>> };
/** A failure as codes: a sentence for people is made of them later, and no name can get in. */
export type Failure = {
  at: Moment;
  part: 'line' | 'contents' | 'store';
  code: string;
  cause: string | null;
  count: number;
  /** The German sentence she was given. */
  message: string;
};
export type RoundTime = { at: Moment; milliseconds: number; isWhole: boolean };

const mostKept = 30;
/** More rows at once are a first fetch, not news. */
const mostNews = 500;
/** What comes for a file within this time stands in one line. */
const together = 10 * 60_000;

export type SyncLog = ReturnType<typeof createSyncLog>;

/** Keeps the last arrivals, failures and times of rounds of one log-in. */
export function createSyncLog(db: ReadableDb, now: () => Moment) {
  const arrivals: Arrival[] = [];
  const failures: Failure[] = [];
  const rounds: RoundTime[] = [];

  const arrivalOf = (scopeId: Id): Arrival => {
    const at = now();
    const last = arrivals.find((one) => one.scopeId === scopeId);
    if (last && Date.parse(at) - Date.parse(last.at) < together) return last;
    const fresh = { at, scopeId, counts: {} };
    arrivals.unshift(fresh);
    arrivals.length = Math.min(arrivals.length, mostKept);
    return fresh;
  };
  return {
    /** Rows that a pull has written; what the worker did herself comes back this way too and is no news to her. */
    arrived(places: readonly RecordPlace[]): void {
      if (places.length > mostNews) return;
      const { workerId } = readMeta(db);
      for (const place of places) {
        const kind = newsKind(place.kind);
        if (kind === null || !isFromOthers(db, kind, place, workerId)) continue;
        const { counts } = arrivalOf(place.scopeId);
        counts[kind] = (counts[kind] ?? 0) + 1;
      }
    },
    failed(part: Failure['part'], error: AppError): void {
      const cause = codeWord(error.details['cause']) ?? codeWord(error.details['reason']);
      const last = failures[0];
      if (last && last.part === part && last.code === error.code && last.cause === cause) {
        last.count += 1;
        last.at = now();
        return;
      }
      failures.unshift({ at: now(), part, code: error.code, cause, count: 1, message: error.message });
      failures.length = Math.min(failures.length, mostKept);
    },
    roundDone(milliseconds: number, isWhole: boolean): void {
      rounds.unshift({ at: now(), milliseconds: Math.round(milliseconds), isWhole });
      rounds.length = Math.min(rounds.length, mostKept);
    },
    read: () => ({ arrivals: [...arrivals], failures: [...failures], rounds: [...rounds] }),
  };
}

function newsKind(kind: RecordKind): ArrivingKind | null {
  return (arrivingKinds as readonly string[]).includes(kind) ? (kind as ArrivingKind) : null;
}

function isFromOthers(db: ReadableDb, kind: ArrivingKind, place: RecordPlace, workerId: Id | null): boolean {
  const body = readRecord(db, kind, place.scopeId, place.id) as Record<string, unknown> | null;
  if (body === null) return false;
  if (kind === 'inboxItem') return body['state'] === 'open' && body['forwardedBy'] !== workerId;
  if (kind === 'lateWork') return body['authorId'] !== workerId;
  return (body['filedBy'] ?? body['createdBy']) !== workerId;
}

/** Only words a program made: whatever else stands in details could be about somebody. */
function codeWord(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_ -]{0,39}$/.test(value) ? value : null;
}
