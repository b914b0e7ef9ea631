import { parentPort, workerData } from 'node:worker_threads';
import { openToWriteBack } from './open.ts';
import { handleOf } from './sql.ts';
import type { StoreFile } from './write-back.ts';

// Thread beside the one that works on a store: moves what lies in its write-ahead log into the database file; see write-back.ts.

const { file, key } = workerData as StoreFile;
const handle = handleOf(openToWriteBack(file, key));
key.fill(0);

parentPort?.on('message', () => {
  handle.pragma('wal_checkpoint(PASSIVE)'); // neither waits for whoever writes nor makes anybody wait
  parentPort?.postMessage('done');
});
