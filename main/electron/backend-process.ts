import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron';
import { backendPortChannel } from '../../core/contract/shell-channels.ts';
import type { BackendStart, FromBackend, ToBackend } from './backend-messages.ts';
import type { KeySealer } from './key-sealer.ts';
import { serveSealer } from './key-sealer-port.ts';
import type { Log } from './log.ts';
import { RestartPolicy } from './restart-policy.ts';

/** As build/heap-flags.mjs has it for the desk in a browser. Electron hands these to the V8 of the process. */
const heapFlags = '--js-flags=--min-semi-space-size=16 --max-semi-space-size=64 --initial-old-space-size=256';

/** Time the backend gets to end in order, in ms. */
const closeLimit = 10_000;

type Options = {
  entry: string;
  start: BackendStart;
  sealer: KeySealer | null;
  log: Log;
  /** It ended: pages should drop their pipe and ask for a new one. */
  onStopped(): void;
  /** It cannot start or ends again and again; `message` is a sentence where there is one. */
  onGivenUp(message: string | null): void;
};

/** The backend in a process of its own: started again when it ends by itself, and joined to the pages by ports. */
export class BackendProcess {
  readonly #options: Options;
  readonly #policy = new RestartPolicy();
  #child: UtilityProcess | null = null;
  /** Pages that asked while it was not running. */
  #waiting: { page: WebContents; nonce: string }[] = [];
  #isClosing = false;
  #closed = Promise.withResolvers<void>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Starts it; call after `ready` only. */
  start(): void {
    const child = utilityProcess.fork(this.#options.entry, [], {
      serviceName: 'Aktenpult Bestand',
      stdio: 'ignore',
      execArgv: [heapFlags],
      env: environment(),
    });
    this.#child = child;
    child.on('message', (message) => this.#hear(child, message as FromBackend));
    child.on('exit', (code) => this.#ended(child, code));
    const { sealer, start } = this.#options;
    if (sealer) {
      const { port1, port2 } = new MessageChannelMain();
      serveSealer(port1 as never, sealer);
      tell(child, { type: 'start', start }, [port2]);
    } else tell(child, { type: 'start', start }, []);
    for (const { page, nonce } of this.#waiting.splice(0)) this.connect(page, nonce);
  }

  /** Joins a page to the backend; the port arrives there beside the nonce it asked with. */
  connect(page: WebContents, nonce: string): void {
    if (page.isDestroyed() || this.#isClosing) return;
    if (!this.#child) {
      this.#waiting = [...this.#waiting.filter((other) => other.page !== page), { page, nonce }];
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    tell(this.#child, { type: 'connect' }, [port1]);
    page.postMessage(backendPortChannel, { nonce }, [port2]);
  }

  /** The worker wants another try after it was given up. */
  tryAgain(): void {
    this.#policy.forget();
    if (!this.#child) this.start();
  }

  /** Ends it in order; by force when it takes too long. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const child = this.#child;
    if (!child) return;
    tell(child, { type: 'close' }, []);
    const timer = setTimeout(() => child.kill(), closeLimit);
    await this.#closed.promise;
    clearTimeout(timer);
  }

  #hear(child: UtilityProcess, message: FromBackend): void {
    const { log, onGivenUp } = this.#options;
    if (message.type === 'unexpected') log.note(`backend ${message.where} ${message.description}`);
    else if (message.type === 'ready') log.note('backend ready');
    else if (message.type === 'failed' && child === this.#child) {
      this.#child = null;
      child.kill();
      onGivenUp(message.message);
    }
  }

  #ended(child: UtilityProcess, code: number): void {
    // The handle goes first: a message to an ended process has crashed main (electron#53923).
    const wasRunning = this.#child === child;
    if (wasRunning) this.#child = null;
    if (this.#isClosing) return this.#closed.resolve();
    if (!wasRunning) return;
    this.#options.onStopped();
    const decision = this.#policy.ended(Date.now());
    this.#options.log.note('backend ended', { code, again: decision.restart });
    if (!decision.restart) return this.#options.onGivenUp(null);
    setTimeout(() => {
      if (!this.#isClosing && !this.#child) this.start();
    }, decision.wait);
  }
}

function tell(child: UtilityProcess, message: ToBackend, ports: Electron.MessagePortMain[]): void {
  child.postMessage(message, ports);
}

/** What the backend may see of our environment: no debugging switches, no secrets of others. */
function environment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'TZ', 'NODE_EXTRA_CA_CERTS'];
  const given = names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  return { ...Object.fromEntries(given), UV_THREADPOOL_SIZE: '16' };
}
