import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ContentReport, Explanation, PageText } from './content-report.ts';
import { explain, isExhaustion } from './explanations.ts';
import type { InspectionAnswers, InspectionJob, JobMessage, JobRequest, WorkerSettings } from './inspection-jobs.ts';
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

type Pending = {
  request: JobRequest;
  transfer: ArrayBuffer[];
  onPage: (page: PageText) => void;
  onAnswer: (answer: InspectionAnswers[InspectionJob['task']]) => void;
  onFailure: (explanation: Explanation) => void;
  onClosed: () => void;
};

type Member = {
  worker: Worker;
  pending: Pending | null;
  /** Processor time the worker had used when its job began, ms; null until it was asked. */
  usedBefore: number | null;
  timer: NodeJS.Timeout | undefined;
  useCheck: NodeJS.Timeout | undefined;
};

const MAX_BYTES = 512 * 1024 * 1024;
// What a reader may use. The limits given to the engine itself lie far above: when one of those is met by a single large
// allocation, the engine ends the whole desk and not only the worker.
const HEAP_LIMIT = 512 * 1024 * 1024;
const BUFFER_LIMIT = 1_536 * 1024 * 1024;
const USE_CHECK_MS = 100;
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 3_072, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/** Starts a pool; workers are started when work comes. */
export function createInspectionPool(options: InspectionPoolOptions = {}): InspectionPool {
  const workerUrl = options.workerUrl ?? new URL('./worker.ts', import.meta.url);
  const settings: WorkerSettings = { pdfiumWasmPath: options.pdfiumWasmPath ?? packagedPdfium() };
  const size = options.size ?? Math.min(2, availableParallelism());
  const timeLimit = options.timeLimit ?? 30_000;
  const waitLimit = options.waitLimit ?? 20 * timeLimit;
  const idleLimit = options.idleLimit ?? 60_000;
  const members = new Set<Member>();
  const queue: Pending[] = [];
  let counter = 0;
  let closed = false;

  const startMember = (): Member => {
    const worker = new Worker(workerUrl, {
      workerData: settings,
      resourceLimits: RESOURCE_LIMITS,
      // No environment and no output: a document must not see secrets, and its text must not end in a log.
      env: {},
      execArgv: [],
      argv: [],
      stdin: false,
      stdout: true,
      stderr: true,
    });
    worker.stdout.resume();
    worker.stderr.resume();
    const member: Member = { worker, pending: null, usedBefore: null, timer: undefined, useCheck: undefined };
    worker.on('message', (message: JobMessage) => receive(member, message));
    worker.on('error', (error) => discard(member, explain(isExhaustion(error) ? 'too-expensive' : 'unreadable')));
    worker.on('exit', () => discard(member, explain('unreadable')));
    members.add(member);
    return member;
  };

  const discard = (member: Member, explanation: Explanation) => {
    if (!members.delete(member)) return;
    clearTimeout(member.timer);
    clearTimeout(member.useCheck);
    const pending = member.pending;
    member.pending = null;
    void member.worker.terminate();
    pending?.onFailure(explanation);
    dispatch();
  };

  const watch = (member: Member) => {
    clearTimeout(member.timer);
    member.usedBefore = null;
    if (member.pending) {
      member.timer = setTimeout(() => discard(member, explain('too-expensive')), waitLimit);
      return;
    }
    member.timer = setTimeout(() => discard(member, explain('unreadable')), idleLimit);
    member.timer.unref();
  };

  const checkUse = async (member: Member) => {
    const number = member.pending?.request.number;
    if (number === undefined) return;
    const use = await useOf(member.worker);
    if (member.pending?.request.number !== number) return;
    if (use) {
      member.usedBefore ??= use.processor;
      const isTooMuch = use.heap > HEAP_LIMIT || use.buffers > BUFFER_LIMIT;
      if (isTooMuch || use.processor - member.usedBefore > timeLimit) return discard(member, explain('too-expensive'));
    }
    scheduleUseCheck(member);
  };

  const scheduleUseCheck = (member: Member) => {
    clearTimeout(member.useCheck);
    member.useCheck = setTimeout(() => void checkUse(member), USE_CHECK_MS);
  };

  const receive = (member: Member, message: JobMessage) => {
    const pending = member.pending;
    if (!pending || pending.request.number !== message.number) return;
    if (message.type === 'page') {
      watch(member);
      pending.onPage(message.page);
    } else if (message.type === 'failed') discard(member, message.explanation);
    else {
      member.pending = null;
      member.worker.unref();
      watch(member);
      pending.onAnswer(message.answer);
      dispatch();
    }
  };

  const dispatch = () => {
    while (queue.length > 0) {
      const idle = [...members].find((member) => member.pending === null);
      if (!idle && members.size >= size) return;
      const member = idle ?? startMember();
      const pending = queue.shift();
      if (!pending) return;
      member.pending = pending;
      member.worker.ref();
      watch(member);
      scheduleUseCheck(member);
      member.worker.postMessage(pending.request, pending.transfer);
    }
  };

  const enqueue = (
    job: InspectionJob,
    urgent: boolean,
    listeners: Omit<Pending, 'request' | 'transfer'>,
  ): Int32Array => {
    counter += 1;
    const bytes = new Uint8Array(job.bytes);
    const request = { number: counter, job: { ...job, bytes }, cancelled: new Int32Array(new SharedArrayBuffer(4)) };
    const pending: Pending = { ...listeners, request, transfer: [bytes.buffer] };
    // Somebody waits in front of the screen for urgent work; the rest is incoming post.
    if (urgent) queue.unshift(pending);
    else queue.push(pending);
    dispatch();
    return request.cancelled;
  };

  const ask = <Task extends Exclude<InspectionJob['task'], 'pageTexts'>>(
    job: InspectionJob & { task: Task },
    urgent: boolean,
    onFailure: (explanation: Explanation) => InspectionAnswers[Task],
  ): Promise<InspectionAnswers[Task]> => {
    if (closed) return Promise.reject(new Error('The inspection pool is closed'));
    if (job.bytes.length > MAX_BYTES) return Promise.resolve(onFailure(explain('too-large')));
    return new Promise((resolve, reject) => {
      enqueue(job, urgent, {
        onPage: () => undefined,
        onAnswer: (answer) => resolve(answer as InspectionAnswers[Task]),
        onFailure: (explanation) => resolve(onFailure(explanation)),
        onClosed: () => reject(new Error('The inspection pool is closed')),
      });
    });
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
      createPageStream((listeners) => {
        if (closed) throw new Error('The inspection pool is closed');
        return enqueue({ task: 'pageTexts', bytes, report, password }, false, listeners);
      }),
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
    close: async () => {
      closed = true;
      const ending = [...members];
      members.clear();
      for (const pending of [...queue.splice(0), ...ending.flatMap((member) => member.pending ?? [])])
        pending.onClosed();
      for (const member of ending) {
        clearTimeout(member.timer);
        clearTimeout(member.useCheck);
      }
      await Promise.all(ending.map((member) => member.worker.terminate()));
    },
  };
}

function packagedPdfium(): string {
  return createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm');
}

// Memory a worker holds (objects, and buffers including WebAssembly memory) in bytes, and processor time it has used in ms: the
// clock would blame the document for a busy machine. Null for a worker that is not yet there or has just ended.
async function useOf(worker: Worker): Promise<{ heap: number; buffers: number; processor: number } | null> {
  try {
    const [statistics, processor] = await Promise.all([worker.getHeapStatistics(), worker.cpuUsage()]);
    return {
      heap: statistics.used_heap_size,
      buffers: statistics.external_memory,
      processor: (processor.user + processor.system) / 1000,
    };
  } catch {
    return null;
  }
}
