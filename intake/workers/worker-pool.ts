import { Worker } from 'node:worker_threads';
import type { Explained, Explanation } from '../content/content-report.ts';
import { explain, isExhaustion } from '../content/explanations.ts';

/** How a pool of worker threads works. */
export type WorkerPoolOptions = {
  workerUrl: URL;
  /** What each worker is given when it starts. */
  settings: unknown;
  /** Workers at most. */
  size: number;
  /** Milliseconds of processor time one job may take. */
  timeLimit: number;
  /** Milliseconds by the clock, for a worker that hangs without working; default 10 times `timeLimit`. */
  waitLimit?: number;
  /** Milliseconds after which an idle worker is closed to free its memory; default 60,000. */
  idleLimit?: number;
};

export type AskOptions = {
  isWaitedFor?: boolean;
  /** Jobs with the same word go to a worker that had such a job before, where one is free. */
  affinity?: string;
  transfer?: ArrayBuffer[];
  /** Told parts of the answer as they come; limits of time are counted anew from each. */
  onPart?: (part: unknown) => void;
  signal?: AbortSignal | undefined;
};

export type Outcome<Answer> = { answer: Answer } | Explained;

/** Runs jobs in worker threads that are replaced when they hang, crash or take too much. */
export type WorkerPool<Job, Answer> = {
  /** The answer, or why there is none. Rejects only when the pool is closed or the signal aborts. */
  ask: (job: Job, options?: AskOptions) => Promise<Answer | Explained>;
  /** The same for answers that could be taken for an explanation. */
  outcomeOf: (job: Job, options?: AskOptions) => Promise<Outcome<Answer>>;
  close: () => Promise<void>;
};

/** Pool to worker; `cancelled` becomes 1 when nobody waits any more. */
export type WorkerRequest<Job> = { number: number; job: Job; cancelled: Int32Array };
/** Worker to pool. After `failed` the worker is replaced, because its memory may be damaged. */
export type WorkerMessage<Answer> =
  | { number: number; type: 'part'; part: unknown }
  | { number: number; type: 'answer'; answer: Answer }
  | { number: number; type: 'failed'; explanation: Explanation };

type Pending = {
  request: WorkerRequest<unknown>;
  options: AskOptions;
  settle: (outcome: Outcome<unknown> | { error: Error }) => void;
};

type Member = {
  worker: Worker;
  pending: Pending | null;
  affinity: string | undefined;
  usedBefore: number | null;
  timer: NodeJS.Timeout | undefined;
  useCheck: NodeJS.Timeout | undefined;
};

const heapLimit = 768 * 1024 * 1024;
const bufferLimit = 1_792 * 1024 * 1024;
/** Milliseconds between two looks at what a working worker uses. */
export const useCheckEvery = 100;
// What is met by a single large allocation ends the whole program and not only the worker: these lie far above what is checked.
const resourceLimits = { maxOldGenerationSizeMb: 3_072, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/** Starts a pool; workers are started when work comes. */
export function createWorkerPool<Job, Answer>(options: WorkerPoolOptions): WorkerPool<Job, Answer> {
  const pool = new Pool(options);
  const outcomeOf = (job: Job, askOptions: AskOptions = {}) => pool.ask(job, askOptions) as Promise<Outcome<Answer>>;
  return {
    outcomeOf,
    ask: async (job, askOptions) => {
      const outcome = await outcomeOf(job, askOptions);
      return 'answer' in outcome ? outcome.answer : outcome;
    },
    close: () => pool.close(),
  };
}

class Pool {
  readonly #options: Required<WorkerPoolOptions>;
  readonly #members = new Set<Member>();
  readonly #waiting: Pending[] = [];
  #counter = 0;
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = { waitLimit: 10 * options.timeLimit, idleLimit: 60_000, ...options };
  }

  ask(job: unknown, options: AskOptions): Promise<Outcome<unknown>> {
    if (this.#isClosed) return Promise.reject(closedError());
    if (options.signal?.aborted) return Promise.reject(abortError(options.signal));
    return new Promise((resolve, reject) => {
      this.#counter += 1;
      const request = { number: this.#counter, job, cancelled: new Int32Array(new SharedArrayBuffer(4)) };
      const pending: Pending = { request, options, settle: () => undefined };
      const onAbort = () => this.#withdraw(pending);
      pending.settle = (outcome) => {
        options.signal?.removeEventListener('abort', onAbort);
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome);
      };
      options.signal?.addEventListener('abort', onAbort, { once: true });
      this.#enqueue(pending);
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const ending = [...this.#members];
    this.#members.clear();
    const open = [...this.#waiting.splice(0), ...ending.flatMap((member) => member.pending ?? [])];
    for (const pending of open) pending.settle({ error: closedError() });
    for (const member of ending) leave(member);
    await Promise.all(ending.map((member) => member.worker.terminate()));
  }

  // What somebody waits for goes behind others that are waited for, and before everything else.
  #enqueue(pending: Pending): void {
    const place = pending.options.isWaitedFor ? this.#waiting.findIndex((other) => !other.options.isWaitedFor) : -1;
    this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, pending);
  }

  #withdraw(pending: Pending): void {
    const place = this.#waiting.indexOf(pending);
    if (place >= 0) this.#waiting.splice(place, 1);
    // One that runs is let go: its answer is not waited for any more, and it ends early if it looks.
    Atomics.store(pending.request.cancelled, 0, 1);
    pending.settle({ error: abortError(pending.options.signal) });
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const [pending] = this.#waiting;
      if (!pending) return;
      const member = this.#freeMember(pending.options.affinity);
      if (!member) return;
      this.#waiting.shift();
      member.pending = pending;
      member.affinity = pending.options.affinity;
      member.worker.ref();
      this.#watch(member);
      this.#scheduleUseCheck(member);
      member.worker.postMessage(pending.request, pending.options.transfer ?? []);
    }
  }

  #freeMember(affinity: string | undefined): Member | null {
    const idle = [...this.#members].filter((member) => member.pending === null);
    const known = idle.find((member) => affinity !== undefined && member.affinity === affinity);
    if (known) return known;
    if (this.#members.size < this.#options.size) return this.#startMember();
    return idle[0] ?? null;
  }

  #startMember(): Member {
    // No environment and no output: a document must not see secrets, and its text must not end in a log.
    const worker = new Worker(this.#options.workerUrl, {
      workerData: this.#options.settings,
      resourceLimits,
      env: {},
      execArgv: [],
      argv: [],
      stdin: false,
      stdout: true,
      stderr: true,
    });
    worker.stdout.resume();
    worker.stderr.resume();
    const member: Member = {
      worker,
      pending: null,
      affinity: undefined,
      usedBefore: null,
      timer: undefined,
      useCheck: undefined,
    };
    worker.on('message', (message: WorkerMessage<unknown>) => this.#receive(member, message));
    worker.on('error', (error) => this.#discard(member, explain(isExhaustion(error) ? 'too-expensive' : 'unreadable')));
    worker.on('exit', () => this.#discard(member, explain('unreadable')));
    this.#members.add(member);
    return member;
  }

  #receive(member: Member, message: WorkerMessage<unknown>): void {
    const { pending } = member;
    if (pending?.request.number !== message.number) return;
    if (message.type === 'part') {
      this.#watch(member);
      this.#scheduleUseCheck(member);
      pending.options.onPart?.(message.part);
      return;
    }
    if (message.type === 'failed') return this.#discard(member, message.explanation);
    member.pending = null;
    member.worker.unref();
    this.#watch(member);
    pending.settle({ answer: message.answer });
    this.#dispatch();
  }

  #discard(member: Member, explanation: Explanation): void {
    if (!this.#members.delete(member)) return;
    const { pending } = member;
    leave(member);
    void member.worker.terminate();
    pending?.settle({ explanation });
    this.#dispatch();
  }

  #watch(member: Member): void {
    clearTimers(member);
    member.usedBefore = null;
    const limit = member.pending ? this.#options.waitLimit : this.#options.idleLimit;
    member.timer = setTimeout(() => this.#discard(member, explain('too-expensive')), limit);
    if (!member.pending) member.timer.unref();
  }

  #scheduleUseCheck(member: Member): void {
    clearTimeout(member.useCheck);
    member.useCheck = setTimeout(() => void this.#checkUse(member), useCheckEvery);
  }

  async #checkUse(member: Member): Promise<void> {
    const number = member.pending?.request.number;
    if (number === undefined) return;
    const use = await useOf(member.worker);
    if (member.pending?.request.number !== number) return;
    if (use) {
      member.usedBefore ??= use.processor;
      const isTooMuch = use.heap > heapLimit || use.buffers > bufferLimit;
      if (isTooMuch || use.processor - member.usedBefore > this.#options.timeLimit)
        return this.#discard(member, explain('too-expensive'));
    }
    this.#scheduleUseCheck(member);
  }
}

/** Nothing is asked of a worker that ends: not what it works on, and no more what it uses. */
function leave(member: Member): void {
  clearTimers(member);
  member.pending = null;
}

function clearTimers(member: Member): void {
  clearTimeout(member.timer);
  clearTimeout(member.useCheck);
}

function closedError(): Error {
  return new Error('The pool of workers is closed');
}

function abortError(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error('The reading was aborted');
}

// Memory in bytes and processor time in ms: the clock would blame the document for a busy machine. Null when it cannot be asked.
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
