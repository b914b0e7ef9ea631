import { parentPort } from 'node:worker_threads';
import { explain, isExhaustion } from '../content/explanations.ts';
import type { WorkerMessage, WorkerRequest } from './worker-pool.ts';

/** An answer and the buffers in it that are handed over instead of copied. */
export type JobResult<Answer> = { answer: Answer; transfer: ArrayBuffer[] };

/** What a job may do on its way: tell a part of its answer, which gives false when nobody waits any more. */
export type TellPart = (part: unknown) => boolean;

/** Answers the jobs of a pool in this worker thread, one after the other. */
export function answerJobs<Job, Answer>(run: (job: Job, tell: TellPart) => Promise<JobResult<Answer>>): void {
  // Nothing read here may reach the network. No reader asks for it; this makes sure that none can by these ways.
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) Reflect.deleteProperty(globalThis, name);
  const port = parentPort;
  if (port === null) throw new Error('This module runs only in a worker thread');
  const send = (message: WorkerMessage<Answer>, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  const answerOne = async ({ number, job, cancelled }: WorkerRequest<Job>) => {
    const tell: TellPart = (part) => {
      if (Atomics.load(cancelled, 0) === 1) return false;
      send({ number, type: 'part', part });
      return true;
    };
    try {
      const { answer, transfer } = await run(job, tell);
      send({ number, type: 'answer', answer }, transfer);
    } catch (error) {
      send({ number, type: 'failed', explanation: explain(isExhaustion(error) ? 'too-expensive' : 'unreadable') });
    }
  };
  port.on('message', (request: WorkerRequest<Job>) => void answerOne(request));
}
