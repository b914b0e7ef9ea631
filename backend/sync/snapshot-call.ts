import type { SnapshotRequest } from '../../core/contract/snapshot.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Central } from './central.ts';
import type { Answer } from './http-line.ts';
import { readSnapshotLines, type SnapshotPart } from './snapshot-lines.ts';
import { startSnapshotThread, ThreadEnded } from './snapshot-thread.ts';
import { unreachable } from './unreachable.ts';

/** Fewer scopes are read at once, before a thread would have been started. */
const fewestForThread = 20;
const longestPause = 120_000; // milliseconds until the next part, over a bad line
const besideThis = new URL('./snapshot-worker.ts', import.meta.url);

const inThisThread = { read: readSnapshotLines };

type Ask = (asking: {
  method: string;
  path: string;
  json: unknown;
  headers: Record<string, string>;
  signal: AbortSignal;
  wait: number;
}) => Promise<Answer>;

/**
 * The call for whole scopes as a stream. Many are read in a thread of their own; where none can be started, in this one. The time limit
 * begins anew with each part that comes: how long all of it takes depends on the line.
 */
export function createSnapshotCall(ask: Ask, closing: AbortSignal, workerUrl = besideThis): Central['snapshot'] {
  let hasThreads = true;
  return async function* snapshot(request: SnapshotRequest): AsyncGenerator<SnapshotPart, void, void> {
    const ending = new AbortController();
    const limit = setTimeout(() => ending.abort(), longestPause);
    const thread = hasThreads && request.scopeIds.length >= fewestForThread ? startSnapshotThread(workerUrl) : null;
    try {
      const answer = await ask({
        ...{ method: 'POST', path: '/v1/snapshot', json: request, signal: ending.signal, wait: 0 },
        headers: { accept: 'application/x-ndjson' },
      });
      if (!answer.header('content-type').startsWith('application/x-ndjson')) {
        answer.discard();
        throw unreachable('not the centre');
      }
      for await (const part of (thread ?? inThisThread).read(answer.parts())) {
        limit.refresh();
        yield part;
      }
    } catch (error) {
      if (error instanceof ThreadEnded) hasThreads = false;
      if (error instanceof AppError && !ending.signal.aborted) throw error;
      if (closing.aborted) throw new AppError('cancelled', 'Abgebrochen.');
      throw unreachable('answer was cut');
    } finally {
      clearTimeout(limit);
      await thread?.stop();
      ending.abort(); // what still comes of a stream that was left is not wanted
    }
  };
}
