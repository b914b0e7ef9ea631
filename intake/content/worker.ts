import { parentPort, workerData } from 'node:worker_threads';
import { explain, isExhaustion } from './explanations.ts';
import type { JobMessage, JobRequest, WorkerSettings } from './inspection-jobs.ts';
import { createJobRunner } from './job-runner.ts';

// Nothing read here may reach the network. No reader asks for it; this makes sure that none can by these ways.
for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) Reflect.deleteProperty(globalThis, name);

const port = parentPort;
if (port === null) throw new Error('worker.ts runs only in a worker thread');

const runner = createJobRunner((workerData as WorkerSettings).pdfiumWasmPath);

const answerJob = async (request: JobRequest): Promise<void> => {
  const send = (message: JobMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  const { number } = request;
  try {
    const { answer, transfer } = await runner.run(request.job, (page) => {
      if (Atomics.load(request.cancelled, 0) === 1) return false;
      send({ number, type: 'page', page });
      return true;
    });
    send({ number, type: 'answer', answer }, transfer);
  } catch (error) {
    send({
      number,
      type: 'failed',
      explanation: explain(isExhaustion(error) ? 'too-expensive' : 'unreadable'),
    });
  }
};
port.on('message', (request: JobRequest) => void answerJob(request));
