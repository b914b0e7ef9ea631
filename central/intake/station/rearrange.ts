import { createWorkerPool } from '../../../intake/workers/worker-pool.ts';
import type { BlobStore } from '../../store/blob-store.ts';
import { ActRefusedError } from './acts.ts';
import type { RearrangeJob } from './rearrange-worker.ts';

const timeLimit = 120_000; // milliseconds of processor time
const notPossible = 'Aus diesen Seiten lässt sich kein neues Dokument machen. Es wurde nichts geändert.';

// Workers end by themselves when nobody has had anything to rearrange for a while.
const pool = createWorkerPool<RearrangeJob, Uint8Array>({
  workerUrl: new URL('./rearrange-worker.ts', import.meta.url),
  ...{ settings: null, size: 2, timeLimit },
});

/** Puts pages of documents together into one PDF, in a worker: large stacks must not hold up the service. Throws ActRefusedError. */
export async function rearrangePages(job: RearrangeJob): Promise<Uint8Array> {
  const outcome = await pool.outcomeOf(job, { isWaitedFor: true });
  if ('explanation' in outcome) throw new ActRefusedError(notPossible);
  return outcome.answer;
}

/** All bytes of a stored content. */
export async function bytesOfContent(blobs: BlobStore, sha256: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of blobs.read(sha256)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
