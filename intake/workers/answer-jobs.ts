import { parentPort } from 'node:worker_threads';
import { explain, isExhaustion } from '../content/explanations.ts';
import type { WorkerMessage, WorkerRequest } from './worker-pool.ts';

/** Answers the jobs of a pool in this worker thread, one after the other. */
export function answerJobs<Job, Answer>(
  run: (job: Job) => Promise<Answer>,
  transferOf: (answer: Answer) => ArrayBuffer[],
): void {
  // Nothing read here may reach the network. No reader asks for it; this makes sure that none can by these ways.
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) Reflect.deleteProperty(globalThis, name);
  const port = parentPort;
  if (port === null) throw new Error('This module runs only in a worker thread');
  const send = (message: WorkerMessage<Answer>, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  const answer = async ({ number, job }: WorkerRequest<Job>) => {
    try {
      const result = await run(job);
      send({ number, type: 'answer', answer: result }, transferOf(result));
    } catch (error) {
      send({ number, type: 'failed', explanation: explain(isExhaustion(error) ? 'too-expensive' : 'unreadable') });
    }
  };
  port.on('message', (request: WorkerRequest<Job>) => void answer(request));
}
