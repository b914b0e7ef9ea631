import { workerData } from 'node:worker_threads';
import { answerJobs } from '../workers/answer-jobs.ts';
import type { InspectionAnswers, InspectionJob, WorkerSettings } from './inspection-jobs.ts';
import { createJobRunner } from './job-runner.ts';

const runner = createJobRunner((workerData as WorkerSettings).pdfiumWasmPath);
answerJobs<InspectionJob, InspectionAnswers[InspectionJob['task']]>((job, tell) => runner.run(job, tell));
