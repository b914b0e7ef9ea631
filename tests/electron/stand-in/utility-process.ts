import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PortMain } from './ports.ts';

/** Electron's UtilityProcess as a worker thread with the same messages and ports. */
export class UtilityProcess extends EventEmitter {
  readonly #worker: Worker;

  constructor(entry: string, environment: NodeJS.ProcessEnv) {
    super();
    this.#worker = new Worker(new URL('./utility-worker.ts', import.meta.url), {
      workerData: { entry: pathToFileURL(entry).href },
      env: environment,
      execArgv: [],
    });
    this.#worker.on('message', (message) => this.emit('message', message));
    this.#worker.on('error', (error) => console.error('the backend in the stand-in ended:', error));
    this.#worker.on('exit', (code) => this.emit('exit', code));
  }

  postMessage(message: unknown, ports: PortMain[] = []): void {
    const raw = ports.map((port) => port.raw);
    this.#worker.postMessage({ message, ports: raw }, raw);
  }

  kill(): boolean {
    void this.#worker.terminate();
    return true;
  }

  /** For tests: ends at once, as a crash would. */
  crash(): void {
    this.#worker.postMessage({ crash: true });
  }
}
