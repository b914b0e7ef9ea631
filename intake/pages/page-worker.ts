import { workerData } from 'node:worker_threads';
import { answerJobs } from '../workers/answer-jobs.ts';
import type { PageAnswer, PageJob, PageWorkerSettings } from './page-jobs.ts';
import { PageRunner } from './page-runner.ts';

const runner = new PageRunner(workerData as PageWorkerSettings);
answerJobs<PageJob, PageAnswer>(async (job) => {
  const answer = await runner.run(job);
  return { answer, transfer: buffersOf(answer) };
});

function buffersOf(answer: PageAnswer): ArrayBuffer[] {
  const bytes = bytesOf(answer);
  return bytes?.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
}

function bytesOf(answer: PageAnswer): Uint8Array | null | undefined {
  if ('pdf' in answer) return answer.pdf;
  if ('jpeg' in answer) return answer.jpeg;
  return 'picture' in answer ? answer.picture?.grey : undefined;
}
