import { Worker } from 'node:worker_threads';

const besideThis = new URL('./write-back-worker.ts', import.meta.url);

/** A database file and the key it opens with. */
export type StoreFile = { file: string; key: Uint8Array };

export type WriteBack = {
  /** Moves what lies in the write-ahead log into the database. Resolves also where that failed: the next commits make up for it. */
  run(): Promise<void>;
  /** Resolves when the thread has let go of the file. */
  stop(): Promise<void>;
};

/** Starts a thread with a connection of its own: moving megabytes and waiting for the disk would hold up the page here. */
export function startWriteBack({ file, key }: StoreFile, workerUrl: URL = besideThis): WriteBack {
  const worker = new Worker(workerUrl, { env: {}, argv: [], stdin: false, workerData: { file, key } });
  let isOver = false;
  let wake = () => {};
  const end = () => {
    isOver = true;
    wake();
  };
  worker.on('message', () => wake());
  worker.on('error', end);
  worker.on('exit', end);
  return {
    run: () =>
      new Promise((resolve) => {
        wake = resolve;
        if (isOver) resolve();
        else worker.postMessage('write back');
      }),
    async stop() {
      end();
      await worker.terminate();
    },
  };
}
