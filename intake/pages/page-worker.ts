import { workerData } from 'node:worker_threads';
import { answerJobs } from '../workers/answer-jobs.ts';
import type { PageAnswer, PageJob, PageWorkerSettings } from './page-jobs.ts';
import { PageRunner } from './page-runner.ts';

const runner = new PageRunner(workerData as PageWorkerSettings);
answerJobs<PageJob, PageAnswer>((job) => runner.run(job), buffersOf);

function buffersOf(answer: PageAnswer): ArrayBuffer[] {
  const bytes = 'pdf' in answer ? answer.pdf : 'picture' in answer ? answer.picture?.grey : undefined;
  return bytes?.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
}
