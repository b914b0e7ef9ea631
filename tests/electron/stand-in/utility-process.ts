import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PortMain } from './ports.ts';

/** Time a terminated thread gets, in ms. */
const terminationLimit = 10_000;

/** Electron's UtilityProcess as a worker thread with the same messages and ports. */
export class UtilityProcess extends EventEmitter {
  readonly #worker: Worker;
  #isOver = false;

  constructor(entry: string, environment: NodeJS.ProcessEnv) {
    super();
    this.#worker = new Worker(new URL('./utility-worker.ts', import.meta.url), {
      workerData: { entry: pathToFileURL(entry).href },
      env: environment,
      execArgv: [],
    });
    this.#worker.on('message', (message) => this.emit('message', message));
    this.#worker.on('error', (error) => console.error('the backend in the stand-in ended:', error));
    this.#worker.on('exit', (code) => this.#end(code));
  }

  postMessage(message: unknown, ports: PortMain[] = []): void {
    const raw = ports.map((port) => port.raw);
    this.#worker.postMessage({ message, ports: raw }, raw);
  }

  /** A process is ended by the system whatever it does; a thread inside a native call is not, so it is left to itself and named. */
  kill(): boolean {
    void this.#worker.terminate();
    setTimeout(() => {
      if (!this.#isOver) console.error('the backend in the stand-in did not end though it was terminated');
      this.#end(9);
    }, terminationLimit).unref();
    return true;
  }

  /** For tests: ends at once, as a crash would. */
  crash(): void {
    this.#worker.postMessage({ crash: true });
  }

  #end(code: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.emit('exit', code);
  }
}
