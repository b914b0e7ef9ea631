import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { BatchedContent } from '../../core/contract/content-batch.ts';
import { batchedContentSize, batchSize, CutBatchError, readBatch } from '../../core/contract/content-batch.ts';
import type { Id } from '../../core/domain/ids.ts';
import { fewAtOnce } from '../../core/sync/few-at-once.ts';
import { createPlaces } from '../../core/sync/places.ts';
import { smallVisible } from './access.ts';
import type { BlobStore, StoredContent } from './blob-store.ts';
import { type Place, readSmall } from './contents.ts';
import { bytesOf, type Database, hexOf } from './database.ts';
import { keepGathered } from './incoming.ts';
import { recordWhole } from './uploads.ts';

/** Contents of one batch that are flushed beside each other while the next one comes in. */
const keptAtOnce = 6;
/** Of all batches: when a whole house comes back at once, its contents wait on its desks, not in the memory of the centre. */
const flushing = createPlaces(32);

/**
 * Takes small contents that come one after the other in one request. What came whole counts, also when the line breaks or the disk does
 * not take the rest: whoever asks again which are there need not send it twice. Gives the SHA-256 of those that are kept; one that is
 * missing came changed. Throws CutBatchError, BatchFormError, and what the disk and the store for contents say.
 */
export function takeBatch(...given: Parameters<typeof take>): Promise<string[]> {
  const [, , workerId] = given;
  const taking = take(...given);
  const hers = underWay.get(workerId) ?? new Set();
  underWay.set(workerId, hers.add(taking));
  return taking.finally(() => {
    hers.delete(taking);
    if (hers.size === 0) underWay.delete(workerId);
  });
}

/** Batches that are just being taken, by their worker. */
const underWay = new Map<Id, Set<Promise<unknown>>>();
/** Longest wait for a batch whose line has broken without anybody having noticed yet. */
const longestWait = 2_000; // milliseconds

/**
 * Waits for the batches of a worker that are being taken: who asks which of her contents are there may have lost her line in the middle of
 * one, and need not send for nothing what has come of it and is still on its way to the disk.
 */
export async function endOfBatches(workerId: Id): Promise<void> {
  const hers = underWay.get(workerId);
  if (!hers) return;
  const end = new AbortController();
  const patience = pause(longestWait, undefined, { signal: end.signal }).catch(() => undefined);
  await Promise.race([Promise.allSettled(hers), patience]);
  end.abort();
}

async function take(database: Database, blobs: BlobStore, workerId: Id, source: Readable): Promise<string[]> {
  const kept: StoredContent[] = [];
  const keeping = fewAtOnce(keptAtOnce, flushing);
  let failure: { error: unknown } | null = null;
  const note = (error: unknown) => {
    failure = { error };
  };
  const taking = async () => {
    for await (const { sha256, size, pieces } of contentsOf(source)) {
      await keeping.begin(async () => {
        if (await keepGathered(blobs, { sha256, size }, pieces)) kept.push({ sha256, size });
      });
    }
  };
  await taking().catch(note);
  await keeping.end().catch(note);
  await recordWhole(database, workerId, kept);
  if (failure) throw (failure as { error: unknown }).error;
  return kept.map(({ sha256 }) => sha256);
}

/** A line that breaks cuts the batch, whatever the system calls it. What is not wanted is passed over, so that the answer has its way. */
async function* contentsOf(source: Readable): AsyncGenerator<BatchedContent> {
  let isBroken = false;
  const untilBroken = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* source.iterator({ destroyOnReturn: false });
    } catch {
      isBroken = true;
    } finally {
      source.resume();
    }
  };
  yield* readBatch(untilBroken());
  if (isBroken) throw new CutBatchError('the line broke');
}

/**
 * Of these contents those that are small and that the worker may see, in the order in which they are asked for and as far as one batch
 * holds; each is compared with its SHA-256 before it goes out. What is missing is to be asked for by itself.
 */
export async function* readTogether(
  place: Place & { database: Database },
  workerId: Id,
  sha256s: readonly string[],
): AsyncGenerator<{ sha256: string; bytes: Uint8Array }> {
  const rows = await smallVisible(place.database, workerId, sha256s.map(bytesOf), batchedContentSize);
  const found = new Map(rows.map((row) => [hexOf(row.sha256), row]));
  let room = batchSize.bytes;
  for (const sha256 of new Set(sha256s)) {
    const row = found.get(sha256);
    if (!row || row.size > room) continue;
    room -= row.size;
    // Why one cannot be read is told when it is asked for by itself.
    const bytes = await readSmall(place, { sha256, size: row.size, checkedAt: row.checked_at }).catch(() => null);
    if (bytes) yield { sha256, bytes };
  }
}
