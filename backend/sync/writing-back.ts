import type { WriteBack } from '../../db/write-back.ts';

/** Steps write some 300 pages each, however long they are: 14 MB. */
const stepsBetween = 12;

/** Has the write-ahead log moved into the file from time to time where many steps are written; few leave it to commits. */
export function createWritingBack(start: (() => WriteBack) | undefined) {
  let steps = 0;
  let thread: WriteBack | undefined;
  return {
    /** Waits until the log is moved when it is due: only then does it begin anew instead of growing. */
    async stepDone(): Promise<void> {
      steps += 1;
      if (steps % stepsBetween !== 0) return;
      thread ??= start?.();
      await thread?.run();
    },
    async stop(): Promise<void> {
      await thread?.stop();
    },
  };
}
