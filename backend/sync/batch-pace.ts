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

/** Takes the first of a list out of it, with what follows as long as all of it may travel together; empty when the list is. */
export function takeTogether<Item>(list: Item[], sizeOf: (item: Item) => number, pace: BatchPace): Item[] {
  let [count, bytes] = [0, 0];
  for (const item of list) {
    const size = sizeOf(item);
    bytes += size;
    if (size > batchedContentSize || bytes > pace.bytes || count === batchSize.contents) break;
    count += 1;
  }
  return list.splice(0, Math.max(1, count));
}
