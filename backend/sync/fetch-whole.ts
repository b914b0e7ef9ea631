import { snapshotLimit } from '../../core/contract/snapshot.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { RecordPlace } from '../../db/records.ts';
import { scopesToTake } from '../../db/scopes.ts';
import type { Desk } from '../commands/desk.ts';
import type { Central } from './central.ts';
import type { SnapshotPart } from './snapshot-lines.ts';
import { takeEpoch } from './take-changes.ts';
import { createSnapshotTaker, type SnapshotTaken } from './take-snapshot.ts';

/** Fewer scopes are pulled like any other news. */
const fewestScopes = 3;
/** Telling costs those who show lists a query each: not after each step. */
const rowsBetweenProgress = 5_000;
/** Places stand for many rows each. */
const rowsBetweenNews = 20_000;
/** Where it is not told when to come again. */
const shortestWait = 1_000; // milliseconds

export type WholeParts = {
  desk: Desk;
  central: Central;
  pause: () => Promise<void>;
  mayGoOn: () => boolean;
  isAsked: () => boolean;
  refuseDenied: (denied: readonly Id[]) => void;
  tellPlaces: (places: readonly RecordPlace[]) => void;
  /** Lists of what is to be done are whole now. */
  onWorklist: () => void;
};
/** done: the rest is a matter of pulling; more: the centre ended the stream before all was told; otherEpoch: it was restored. */
export type WholeTaken = {
  outcome: 'done' | 'more' | 'otherEpoch' | 'busy';
  /** Milliseconds until a busy centre wants to be asked again. */
  wait: number;
  hasProblem: boolean;
};

/** Fetches scopes of which nothing is here yet as one stream, the most needed first: the first fetch, and large gaps. */
export async function fetchWhole(parts: WholeParts): Promise<WholeTaken> {
  const scopeIds = scopesToTake(parts.desk.store.db, snapshotLimit);
  const taken: SnapshotTaken = { places: [], rows: 0, unread: 0, mismatched: [], whole: 0 };
  const done: WholeTaken = { outcome: 'done', wait: 0, hasProblem: false };
  if (scopeIds.length < fewestScopes) return done;
  try {
    const end = await readStream(parts, parts.central.snapshot({ scopeIds }), taken);
    // A stream that brings nothing is not asked for again; the pull finds out why.
    const outcome = end === 'more' && taken.whole === 0 ? 'done' : end;
    return { outcome, wait: 0, hasProblem: taken.mismatched.length > 0 };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'not_found') return done; // a centre that has no streams yet
    if (error.details['cause'] !== 'status 429') throw error;
    const wait = Math.max(shortestWait, Number(error.details['retryAfter'] ?? 0) * 1_000);
    return { outcome: 'busy', wait, hasProblem: false };
  } finally {
    tellTaken(parts, taken);
  }
}

function tellTaken({ tellPlaces }: WholeParts, taken: SnapshotTaken): void {
  const places = taken.places.splice(0);
  if (places.length > 0) tellPlaces(places);
}

async function readStream(
  parts: WholeParts,
  stream: AsyncIterable<SnapshotPart>,
  taken: SnapshotTaken,
): Promise<'done' | 'more' | 'otherEpoch'> {
  const { desk } = parts;
  let hasWorklist = false;
  // Until the lists are whole, what is there of them is written while the rest comes.
  const taker = createSnapshotTaker(desk.store.db, taken, () => hasWorklist && !parts.isAsked());
  const isProgress = everySo(rowsBetweenProgress);
  const isNews = everySo(rowsBetweenNews);
  for await (const part of stream) {
    if (!parts.mayGoOn()) return 'done';
    if (part.line === 'snapshot') {
      if (takeEpoch(desk.store.db, part.epoch, desk.newId)) return 'otherEpoch';
      parts.refuseDenied(part.denied);
    }
    const isEnough = taker.add(part);
    if (isEnough || part.line === 'worklist' || part.line === 'end') {
      taker.step();
      if (isProgress(taken.rows)) desk.changes.tell('progress', {});
      if (part.line === 'worklist' || isNews(taken.rows)) tellTaken(parts, taken);
      if (part.line === 'worklist') {
        hasWorklist = true;
        parts.onWorklist();
      }
      await parts.pause();
    }
    if (part.line === 'end') return part.isWhole ? 'done' : 'more';
  }
  throw new AppError('offline', 'Die Zentrale ist gerade nicht erreichbar.', { cause: 'answer was cut' });
}

/** True when that many rows have come since it was true. */
function everySo(many: number): (rows: number) => boolean {
  let last = 0;
  return (rows) => {
    if (rows - last < many) return false;
    last = rows;
    return true;
  };
}
