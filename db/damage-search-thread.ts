import { Worker } from 'node:worker_threads';
import { AppError } from '../core/domain/errors.ts';
import type { DamageSearch } from './damage-search.ts';

const besideThis = new URL('./damage-search-worker.ts', import.meta.url);

export type SearchOptions = {
  /** Ends the search after the table it is at. */
  signal: AbortSignal;
  /** Where the thread lies once it is bundled. */
  workerUrl?: URL | undefined;
};

/**
 * What `damagedTables` finds, in a thread of its own, which has let go of the file when this resolves. Throws AppError `cancelled` when it
 * was ended, and what made the thread fail.
 */
export async function searchDamage(search: DamageSearch, options: SearchOptions): Promise<string[]> {
  const { signal, workerUrl = besideThis } = options;
  const ended = () => new AppError('cancelled', 'Abgebrochen.');
  if (signal.aborted) throw ended();
  const { promise, resolve, reject } = Promise.withResolvers<string[]>();
  const stop = () => reject(ended());
  const worker = new Worker(workerUrl, { env: {}, argv: [], stdin: false, workerData: search });
  worker.on('message', resolve);
  worker.on('error', reject);
  worker.on('exit', (code) => reject(new Error(`the thread that reads tables has ended (${code})`)));
  signal.addEventListener('abort', stop);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
