import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import type { ContentReport, Explanation, PageText } from './content-report.ts';
import { type AskOptions, createWorkerPool } from '../workers/worker-pool.ts';
import { explain } from './explanations.ts';
import type { InspectionAnswers, InspectionJob, WorkerSettings } from './inspection-jobs.ts';
import { createPageStream } from './page-stream.ts';
import { reportWithoutReading } from './reports.ts';

/** How the pool works; everything has a default for running from source. */
export type InspectionPoolOptions = {
  /** The worker's module: `worker.ts` beside this file, or the bundled one. */
  workerUrl?: URL;
  /** File path of PDFium's WebAssembly binary; found in node_modules by default. */
  pdfiumWasmPath?: string;
  /** Workers at most; default 2, or 1 on a single core. */
  size?: number;
  /** Milliseconds of processor time one job may take, for `pageTexts` between two pages; default 30,000. */
  timeLimit?: number;
  /** Milliseconds by the clock, for a worker that hangs without working or cannot be asked; default 20 times `timeLimit`. */
  waitLimit?: number;
  /** Milliseconds after which an idle worker is closed to free its memory; default 60,000. */
  idleLimit?: number;
};

/** Inspects hostile files in worker threads. Every method answers, whatever the bytes are. */
export type InspectionPool = {
  /** What the file is and whether it can be shown. Never rejects, unless the pool is closed. */
  inspect: (bytes: Uint8Array, fileName: string) => Promise<ContentReport>;
  /** Tries a password on a PDF; the report says `encrypted: 'password'` and `state: 'showable'` on success. */
  openWithPassword: (bytes: Uint8Array, password: string) => Promise<ContentReport | 'wrong password'>;
  /** Searchable text page by page. Throws an error with an `explanation` when reading breaks off. */
  pageTexts: (bytes: Uint8Array, report: ContentReport, password?: string) => AsyncIterable<PageText>;
  mailContent: (bytes: Uint8Array) => Promise<InspectionAnswers['mailContent']>;
  /** Everything that lies in a mail, taken out, with why some of it is no document of its own. */
  mailParts: (bytes: Uint8Array) => Promise<InspectionAnswers['mailParts']>;
  /** Bytes of attachment `index` in the order of `mailContent`. */
  mailAttachment: (bytes: Uint8Array, index: number) => Promise<InspectionAnswers['mailAttachment']>;
  /** Bytes of embedded file `index` in the order of the report's attachments. */
  pdfAttachment: (bytes: Uint8Array, index: number, password?: string) => Promise<InspectionAnswers['pdfAttachment']>;
  officeHtml: (bytes: Uint8Array) => Promise<InspectionAnswers['officeHtml']>;
  /** Page `index` from 0, decoded. */
  tiffPage: (bytes: Uint8Array, index: number) => Promise<InspectionAnswers['tiffPage']>;
  /** Ends all workers; waiting jobs are rejected. */
  close: () => Promise<void>;
};

const MAX_BYTES = 512 * 1024 * 1024;

/** Starts a pool; workers are started when work comes. */
export function createInspectionPool(options: InspectionPoolOptions = {}): InspectionPool {
  const { timeLimit = 30_000, waitLimit = 20 * timeLimit, idleLimit = 60_000 } = options;
  const settings: WorkerSettings = { pdfiumWasmPath: options.pdfiumWasmPath ?? packagedPdfium() };
  const pool = createWorkerPool<InspectionJob, InspectionAnswers[InspectionJob['task']]>({
    workerUrl: options.workerUrl ?? new URL('./worker.ts', import.meta.url),
    size: options.size ?? Math.min(2, availableParallelism()),
    ...{ settings, timeLimit, waitLimit, idleLimit },
  });
  // What somebody waits for in front of the screen goes first; the rest is incoming post.
  const ask = async <Task extends Exclude<InspectionJob['task'], 'pageTexts'>>(
    job: InspectionJob & { task: Task },
    isWaitedFor: boolean,
    onFailure: (explanation: Explanation) => InspectionAnswers[Task],
  ): Promise<InspectionAnswers[Task]> => {
    if (job.bytes.length > MAX_BYTES) return onFailure(explain('too-large'));
    const outcome = await pool.outcomeOf(...copied(job, { isWaitedFor }));
    return 'answer' in outcome ? (outcome.answer as InspectionAnswers[Task]) : onFailure(outcome.explanation);
  };

  return {
    inspect: (bytes, fileName) =>
      ask<'inspect'>({ task: 'inspect', bytes, fileName }, false, (explanation) =>
        reportWithoutReading(bytes, fileName, explanation),
      ),
    openWithPassword: (bytes, password) =>
      ask<'openWithPassword'>({ task: 'openWithPassword', bytes, password }, true, (explanation) =>
        reportWithoutReading(bytes, '', explanation),
      ),
    pageTexts: (bytes, report, password = '') =>
      createPageStream((options) => pool.outcomeOf(...copied({ task: 'pageTexts', bytes, report, password }, options))),
    mailContent: (bytes) =>
      ask<'mailContent'>({ task: 'mailContent', bytes }, true, (explanation) => ({ explanation })),
    mailParts: (bytes) => ask<'mailParts'>({ task: 'mailParts', bytes }, true, (explanation) => ({ explanation })),
    mailAttachment: (bytes, index) =>
      ask<'mailAttachment'>({ task: 'mailAttachment', bytes, index }, true, (explanation) => ({ explanation })),
    pdfAttachment: (bytes, index, password = '') =>
      ask<'pdfAttachment'>({ task: 'pdfAttachment', bytes, index, password }, true, (explanation) => ({ explanation })),
    officeHtml: (bytes) => ask<'officeHtml'>({ task: 'officeHtml', bytes }, true, (explanation) => ({ explanation })),
    tiffPage: (bytes, index) =>
      ask<'tiffPage'>({ task: 'tiffPage', bytes, index }, true, (explanation) => ({ explanation })),
    close: () => pool.close(),
  };
}

/** Bytes are handed over to the worker: a copy, since the caller goes on using hers. */
function copied(job: InspectionJob, options: AskOptions): [InspectionJob, AskOptions] {
  const bytes = new Uint8Array(job.bytes);
  return [
    { ...job, bytes },
    { ...options, transfer: [bytes.buffer] },
  ];
}

function packagedPdfium(): string {
  return createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm');
}
