import { batchedContentSize, batchSize } from '../../core/contract/content-batch.ts';
import type { Moment } from '../../core/domain/moments.ts';

const first = 512 * 1024;
const least = 128 * 1024;
/** Milliseconds a batch may take before there is less in the next, and below which there is more. */
const slow = 800;
const quick = 200;

/**
 * How many bytes of small contents travel together: many over a quick line, where each request costs more than its bytes; few over one on
 * which the first of them would wait for the last.
 */
export type BatchPace = {
  readonly bytes: number;
  /** So many bytes took so long, in milliseconds. */
  note(sent: number, milliseconds: number): void;
};

/** Learns from each batch; a clock that was moved meanwhile makes at most the next one smaller. */
export function createBatchPace(): BatchPace {
  let bytes = first;
  return {
    get bytes() {
      return bytes;
    },
    note(sent, milliseconds) {
      if (milliseconds > slow) bytes = Math.max(least, bytes / 2);
      else if (milliseconds >= 0 && milliseconds < quick && sent >= bytes / 2)
        bytes = Math.min(batchSize.bytes, bytes * 2);
    },
  };
}

/** Notes how long so many bytes took, as far as they are not too many to tell; a line that fails under them gets less next time. */
export async function noting<Answer>(
  pace: BatchPace,
  now: () => Moment,
  bytes: number,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const begun = Date.parse(now());
  try {
    const answer = await work();
    if (bytes <= batchSize.bytes) pace.note(bytes, Date.parse(now()) - begun);
    return answer;
  } catch (error) {
    pace.note(bytes, Number.POSITIVE_INFINITY);
    throw error;
  }
}

/** A batch this large is not made smaller so that others beside it have something to do. */
const leastShare = 2 * 1024 * 1024;

/**
 * Takes the first of a list out of it, with what follows as long as all of it may travel together; empty when the list is. Towards the end
 * so many `lanes` share what is left, instead of one carrying it while the others have nothing to do.
 */
export function takeTogether<Item extends { size: number }>(list: Item[], pace: BatchPace, lanes: number): Item[] {
  const most = Math.min(pace.bytes, Math.max(leastShare, bytesOf(list, lanes * pace.bytes) / lanes));
  let [count, bytes] = [0, 0];
  for (const { size } of list) {
    bytes += size;
    if (size > batchedContentSize || bytes > most || count === batchSize.contents) break;
    count += 1;
  }
  return list.splice(0, Math.max(1, count));
}

/** Counted up to `enough`. */
function bytesOf(list: readonly { size: number }[], enough: number): number {
  let bytes = 0;
  for (const { size } of list) {
    bytes += size;
    if (bytes >= enough) break;
  }
  return bytes;
}
