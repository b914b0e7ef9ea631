import { Worker } from 'node:worker_threads';
import { faultOf, type SnapshotPart, snapshotPart } from './snapshot-lines.ts';
import type { SnapshotAnswer, SnapshotBytes } from './snapshot-worker.ts';

/** Chunks of a stream that are with the thread or wait to be written; a stream that comes faster is held back. */
const chunksAhead = 32;

/** The thread could not be started, or has ended by itself. */
export class ThreadEnded extends Error {
  constructor(cause: unknown) {
    super('the thread that reads a snapshot has ended', { cause });
  }
}

export type SnapshotThread = {
  /** The parts of one snapshot. Throws what `readSnapshotLines` does, and ThreadEnded. */
  read(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SnapshotPart, void, void>;
  stop(): Promise<void>;
};

/**
 * Starts a thread that splits, checks and digests the rows of one snapshot while this thread writes those before. It starts while the
 * centre is still being asked.
 */
export function startSnapshotThread(workerUrl: URL): SnapshotThread {
  const reading = new Reading(workerUrl);
  return { read: (bytes) => partsOf(reading, bytes), stop: () => reading.stop() };
}

async function* partsOf(reading: Reading, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SnapshotPart, void, void> {
  void reading.sendAll(bytes);
  try {
    for (let answer = await reading.next(); answer !== null; answer = await reading.next()) {
      for (const part of answer.parts) yield snapshotPart(part);
      if (answer.fault) throw faultOf(answer.fault);
    }
  } finally {
    await reading.stop();
  }
}

/** What goes to the thread and what comes back, one answer for each chunk, in order. */
class Reading {
  readonly #worker: Worker;
  readonly #answers: SnapshotAnswer[] = [];
  /** Of the thread. */
  #error: ThreadEnded | null = null;
  #underway = 0;
  /** How the line ended. */
  #lineEnd: { error: unknown } | null = null;
  #isStopped = false;
  #wake = Promise.withResolvers<void>();

  constructor(workerUrl: URL) {
    this.#worker = new Worker(workerUrl, { env: {}, argv: [], stdin: false });
    this.#worker.on('message', (answer: SnapshotAnswer) => {
      this.#answers.push(answer);
      this.#tell();
    });
    this.#worker.on('error', (error) => this.#fail(new ThreadEnded(error)));
    this.#worker.on('exit', (code) => this.#fail(new ThreadEnded(code)));
  }

  /** Gives the thread what comes, as long as what it has made of it is taken. */
  async sendAll(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of bytes) {
        while (this.#underway >= chunksAhead && this.#mayGoOn()) await this.#wake.promise;
        if (!this.#mayGoOn()) return;
        this.#send(new Uint8Array(chunk));
      }
      this.#send(null);
      this.#lineEnd = { error: null };
    } catch (error) {
      this.#lineEnd = { error };
      this.#tell();
    }
  }

  /** The next answer; null after the last. Throws what has failed, once everything that came before is taken. */
  async next(): Promise<SnapshotAnswer | null> {
    for (;;) {
      const answer = this.#answers.shift();
      if (answer) {
        this.#underway -= 1;
        this.#tell();
        return answer;
      }
      if (this.#error !== null) throw this.#error;
      if (this.#lineEnd && this.#underway === 0) {
        if (this.#lineEnd.error !== null) throw this.#lineEnd.error;
        return null;
      }
      await this.#wake.promise;
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#tell();
    await this.#worker.terminate();
  }

  #mayGoOn(): boolean {
    return !this.#isStopped && this.#error === null;
  }

  #send(bytes: SnapshotBytes): void {
    this.#underway += 1;
    this.#worker.postMessage(bytes, bytes ? [bytes.buffer] : []);
  }

  #fail(error: ThreadEnded): void {
    this.#error ??= error;
    this.#tell();
  }

  #tell(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}
