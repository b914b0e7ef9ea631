import type { SharedFile } from '../pages/page-jobs.ts';

let fileCounter = 0;

/** One copy that all workers see, instead of one per page. */
export function shareFile(bytes: Uint8Array, fileName: string): SharedFile {
  fileCounter += 1;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return { number: fileCounter, bytes: shared, fileName };
}
