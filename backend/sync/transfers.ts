import type { Desk } from '../commands/desk.ts';
import { readableError } from '../../db/open.ts';
import { createBatchPace } from './batch-pace.ts';
import { type createBlobQueue, nearness } from './blob-queue.ts';
import type { Central } from './central.ts';
import type { Timers } from './environment.ts';
import type { createUpkeep } from './upkeep.ts';
import { uploadWaiting } from './uploads.ts';

/** Contents of what pokes bring are fetched a little later, several together. */
const transferAfter = 1_000; // milliseconds

/** Uploads, downloads and the care for contents, beside the rounds: a long file stops no note. */
export function createTransfers(parts: {
  desk: Desk;
  central: Central;
  timers: Timers;
  queue: ReturnType<typeof createBlobQueue>;
  upkeep: ReturnType<typeof createUpkeep>;
  /** Most bytes of contents on this desk. */
  limit: () => number;
  mayWork: () => boolean;
  isStopped: () => boolean;
  /** Something the centre waited for is there now, others are still being sent. */
  onArrived: () => void;
  /** Nothing is being sent any more, and something was. */
  onSent: () => void;
  onFailure: (error: unknown) => void;
  onFault?: (error: unknown) => void;
}) {
  const { desk, central, timers, queue, upkeep, mayWork } = parts;
  const pace = createBatchPace();
  let uploading: Promise<void> | null = null;
  let caring: Promise<void> | null = null;
  let cancel: (() => void) | null = null;

  const stopWaiting = () => {
    cancel?.();
    cancel = null;
  };

  const evict = async () => {
    if (!parts.isStopped()) await desk.store.blobs.evict(parts.limit(), nearness(desk.now()).dueUntil);
  };

  const send = () => {
    if (!mayWork()) return;
    uploading ??= uploadWaiting({
      ...{ desk, central, pace, mayGoOn: mayWork },
      onArrived: parts.onArrived,
      onFault: parts.onFailure,
    })
      .then((hasSent) => {
        if (hasSent) parts.onSent();
      })
      .catch(parts.onFailure)
      .finally(() => {
        uploading = null;
      });
  };

  const start = () => {
    stopWaiting();
    if (!mayWork()) return;
    send();
    void queue
      .run()
      .then(evict)
      .catch((error: unknown) => parts.onFault?.(readableError(error)));
    caring ??= upkeep.lookAfterContents().finally(() => {
      caring = null;
    });
  };

  const startSoon = () => {
    cancel ??= timers.after(transferAfter, start);
  };

  return {
    start,
    /** Sends what waits, beside a round that fetches: the line has two directions. */
    send,
    /** Sends at once what waits; to look for what could be fetched takes longer and comes later, once for several commands. */
    sendFirst: () => {
      send();
      startSoon();
    },
    startSoon,
    /** What has not begun does not begin; what runs sees that it may not go on. */
    halt: () => {
      stopWaiting();
      upkeep.halt();
    },
    /** Resolves when nothing runs any more. */
    async settle(): Promise<void> {
      await uploading?.catch(() => {});
      await caring;
      await queue.settle();
    },
  };
}
