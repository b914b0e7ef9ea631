import { AppError } from '../../core/domain/errors.ts';
import { dayOf } from '../../core/domain/moments.ts';
import { bytesHeld, bytesOnDesk, isContentNamed } from '../../db/blob-table.ts';
import { blobsToFetch, missingVersions } from '../../db/blobs-to-fetch.ts';
import { readMeta } from '../../db/meta.ts';
import type { Desk } from '../commands/desk.ts';
import { createBatchPace, noting, takeTogether } from './batch-pace.ts';
import { fetchBlob, fetchTogether } from './blob-transfer.ts';
import type { Central } from './central.ts';
import type { Timers } from './environment.ts';

const day = 86_400_000;
/** Contents that are looked up at once; more where so many are missing that putting them in order takes long. */
const readAhead = { usual: 200, ofMany: 2_000 };
/** Progress is told after so many. */
const toldAtOnce = 20;
/** After a failure a content is left alone this long, unless somebody opens it. */
const restMilliseconds = 5 * 60_000;
export const defaultBlobLimit = 20 * 1024 ** 3;

type Wanted = { sha256: string; size: number };

/** Follow-ups due until then, and files seen since then, count as near. */
export function nearness(now: string): { dueUntil: string; seenSince: string } {
  const time = Date.parse(now);
  return {
    dueUntil: dayOf(new Date(time + 14 * day).toISOString()),
    seenSince: new Date(time - 90 * day).toISOString(),
  };
}

/**
 * Contents on their way beside each other: while one is written here, the next is on the line. No more, since what somebody opens has to
 * share the line with them.
 */
export const fetchesAtOnce = 4;

/**
 * Fetches contents ahead in the background: open letters first, then what is taken along, due, was seen lately or comes with a
 * substitution, then the rest within the size limit. What somebody opens goes past the queue.
 */
export function createBlobQueue(parts: {
  desk: Desk;
  central: Central;
  timers: Timers;
  limit: () => number;
  mayRun: () => boolean;
  onChange: () => void;
  onFailure?: (error: AppError) => void;
}) {
  const { desk, central } = parts;
  const { db, blobs } = desk.store;
  const pace = createBatchPace();
  const underway = new Map<string, Promise<void>>();
  /** What is on its way in a batch; who opens one of these does not wait for those before it. */
  const inBatch = new Set<string>();
  const resting = new Map<string, number>();
  /** Bytes on their way: they take room already. */
  const expected = new Map<string, number>();
  let queue: Wanted[] = [];
  let running: Promise<unknown> | null = null;
  let isStale = true;
  /** Nothing was left out of the queue when it was filled. */
  let isWhole = false;
  let isBroken = false;
  let surplus = 0;
  /** What is fetched ahead ends with it; what somebody opens does not. */
  let halting = new AbortController();

  const hasArrived = async (sha256: string) => {
    // Its file may have been purged while it was on its way.
    if (!isContentNamed(db, sha256)) await blobs.removeUnused();
    desk.changes.tell('blobs', { sha256: [sha256] });
  };

  const fetchOnce = (sha256: string, size: number, signal?: AbortSignal): Promise<void> => {
    const known = underway.get(sha256);
    if (known) return known;
    expected.set(sha256, size);
    const fetching = fetchBlob(central, blobs, sha256, signal)
      .then(() => hasArrived(sha256))
      .finally(() => {
        underway.delete(sha256);
        expected.delete(sha256);
      });
    underway.set(sha256, fetching);
    return fetching;
  };

  const refill = async () => {
    isStale = false;
    const mayLookOn = async () => {
      await parts.timers.pause();
      return parts.mayRun();
    };
    const missing = await missingVersions(db, mayLookOn);
    if (!parts.mayRun()) return;
    const now = desk.now();
    const time = Date.parse(now);
    // A clock that was set back must not make a rest of minutes one of months.
    for (const [sha256, until] of resting) if (until <= time || until > time + restMilliseconds) resting.delete(sha256);
    const limit = parts.limit();
    const { dueUntil, seenSince } = nearness(now);
    const { workerId } = readMeta(db);
    if (!workerId) return;
    const coming = [...expected.values()].reduce((sum, size) => sum + size, 0);
    const room = limit - bytesOnDesk(db) - coming;
    let held: number | null = null;
    const roomForHeld = () => {
      held ??= limit - bytesHeld(db, dueUntil) - coming;
      return held;
    };
    const facts = {
      workerId,
      now,
      dueUntil,
      seenSince,
      room,
      roomForHeld,
      underway: new Set([...underway.keys(), ...inBatch]),
      missing,
    };
    const most = (missing ? readAhead.usual : readAhead.ofMany) + resting.size + underway.size + inBatch.size;
    const found = blobsToFetch(db, most, facts);
    isWhole = found.length < most;
    queue = found.filter(({ sha256 }) => !resting.has(sha256));
    surplus = queue.reduce((sum, { size }) => sum + size, 0) - room;
  };
  /** The lanes wait for one look. */
  let looking: Promise<void> | null = null;
  const lookAnew = () => {
    looking ??= refill().finally(() => {
      looking = null;
    });
    return looking;
  };

  /** What must be here may be more than what is left of the limit: then something else goes first. */
  const makeRoom = async () => {
    if (surplus <= 0) return;
    const goal = bytesOnDesk(db) - surplus;
    surplus = 0;
    await blobs.evict(goal, nearness(desk.now()).dueUntil);
  };

  /** Fetches what may travel together; gives what did not come, to be fetched by itself. */
  const fetchBatch = async (batch: readonly Wanted[]): Promise<Wanted[]> => {
    if (batch.length === 1) return [...batch];
    const missing = new Map(batch.map((one) => [one.sha256, one]));
    const leave = (sha256: string) => {
      inBatch.delete(sha256);
      if (!underway.has(sha256)) expected.delete(sha256);
    };
    const onArrived = (sha256: string) => {
      missing.delete(sha256);
      leave(sha256);
      return hasArrived(sha256);
    };
    for (const { sha256, size } of batch) {
      inBatch.add(sha256);
      expected.set(sha256, size);
    }
    const signal = halting.signal;
    try {
      await timed(batch, () => fetchTogether(central, blobs, [...missing.keys()], { signal, onArrived }));
    } catch (error) {
      hasFailed(missing.values().next().value ?? batch[0], error);
    } finally {
      for (const sha256 of missing.keys()) leave(sha256);
    }
    return isBroken ? [] : [...missing.values()];
  };

  const fetchAlone = async (wanted: Wanted) => {
    try {
      await timed([wanted], () => fetchOnce(wanted.sha256, wanted.size, halting.signal));
    } catch (error) {
      hasFailed(wanted, error);
    }
  };

  const timed = (batch: readonly Wanted[], fetching: () => Promise<void>) =>
    noting(
      pace,
      desk.now,
      batch.reduce((sum, { size }) => sum + size, 0),
      fetching,
    );

  /** Throws what ends the lane. */
  const hasFailed = (wanted: Wanted | undefined, error: unknown) => {
    if (error instanceof AppError && error.code === 'cancelled') throw error;
    if (error instanceof AppError) parts.onFailure?.(error);
    if (wanted) resting.set(wanted.sha256, Date.parse(desk.now()) + restMilliseconds);
    const code = error instanceof AppError ? error.code : 'internal';
    if (code !== 'not_found' && code !== 'internal') isBroken = true; // the line, the disk: not this content
  };

  const runLane = async () => {
    let untold = 0;
    while (!isBroken && parts.mayRun()) {
      if (isStale || (queue.length === 0 && (looking || !isWhole))) await lookAnew();
      await makeRoom();
      const batch = takeTogether(queue, pace, fetchesAtOnce);
      if (batch.length === 0) return;
      for (const wanted of await fetchBatch(batch)) if (!isBroken && parts.mayRun()) await fetchAlone(wanted);
      untold += batch.length;
      if (untold >= toldAtOnce) {
        parts.onChange();
        untold = 0;
      }
      await parts.timers.pause();
    }
  };

  /** Ends quietly when it is halted. */
  const runUntilHalted = () =>
    runLane().catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'cancelled') throw error;
    });

  const runAll = () => {
    isBroken = false;
    return Promise.all(Array.from({ length: fetchesAtOnce }, runUntilHalted));
  };

  return {
    /** Looks anew for what is missing and fetches it, if the centre is there. */
    async run(): Promise<void> {
      isStale = true;
      if (!parts.mayRun()) {
        await running;
        return;
      }
      running ??= runAll().finally(() => {
        running = null;
        if (parts.mayRun()) parts.onChange();
      });
      await running;
    },
    /** Fetches one content now. Throws AppError `offline` when the centre is away. */
    async fetchNow(sha256: string): Promise<void> {
      if (blobs.has(sha256)) return;
      resting.delete(sha256);
      try {
        await fetchOnce(sha256, 0);
      } catch (error) {
        // It was on its way ahead of time when that was halted.
        if (!(error instanceof AppError) || error.code !== 'cancelled' || blobs.has(sha256)) throw error;
        await fetchOnce(sha256, 0);
      }
    },
    /** Ends what is being fetched ahead; `run` begins anew. */
    halt(): void {
      halting.abort();
      halting = new AbortController();
    },
    /** How many contents are still to come, as far as looked. */
    missing: () => queue.length + new Set([...underway.keys(), ...inBatch]).size,
    /** Waits for what is being fetched; errors are no matter. */
    async settle(): Promise<void> {
      await Promise.allSettled([running, ...underway.values()]);
    },
  };
}
