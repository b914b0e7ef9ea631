import { Worker } from 'node:worker_threads';
import type { BlobStore } from '../../store/blob-store.ts';
import { ActRefusedError } from './acts.ts';
import type { RearrangeJob } from './rearrange-worker.ts';

const timeLimit = 120_000; // milliseconds
const notPossible = 'Aus diesen Seiten lässt sich kein neues Dokument machen. Es wurde nichts geändert.';

/** Puts pages of documents together into one PDF, in a worker: large stacks must not hold up the service. Throws ActRefusedError. */
export function rearrangePages(job: RearrangeJob): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./rearrange-worker.ts', import.meta.url), {
      ...{ workerData: job, env: {}, argv: [], stdin: false, stdout: true, stderr: true },
      resourceLimits: { maxOldGenerationSizeMb: 2_048 },
    });
    const end = (settle: () => void) => {
      clearTimeout(limit);
      void worker.terminate();
      settle();
    };
    const limit = setTimeout(() => end(() => reject(new ActRefusedError(notPossible))), timeLimit);
    worker.once('message', (bytes: Uint8Array) => end(() => resolve(bytes)));
    worker.once('error', () => end(() => reject(new ActRefusedError(notPossible))));
    worker.once('exit', () => end(() => reject(new ActRefusedError(notPossible))));
  });
}

/** All bytes of a stored content. */
export async function bytesOfContent(blobs: BlobStore, sha256: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of blobs.read(sha256)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
