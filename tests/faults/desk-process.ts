import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { deskApi, type DeskClient, deskContractVersion } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import { connect } from '../../core/rpc/connect.ts';
import type { CuttingProxy } from '../support/cutting-proxy.ts';
import type { HouseWorker } from './house.ts';
import { ipcPort, type Message } from './ipc-port.ts';

const entry = path.join(import.meta.dirname, 'desk-entry.ts');
/** A program that is started often need not be compiled each time. */
export const quickStart = { ...process.env, NODE_COMPILE_CACHE: path.resolve('.cache/compiled') };
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

export type DeskProcessParts = {
  worker: HouseWorker;
  folder: string;
  line: CuttingProxy;
  /** Milliseconds until it is started again. */
  rest: () => number;
  onFault: (text: string) => void;
};

/** A real desk without its page, in a process of its own; started again and logged in whenever it has ended. */
export class DeskProcess {
  readonly parts: DeskProcessParts;
  /** Null while nobody is logged in. */
  client: DeskClient | null = null;
  starts = 0;
  #child: ChildProcess | null = null;
  #isEnding = false;
  #life: Promise<void> = Promise.resolve();

  constructor(parts: DeskProcessParts) {
    this.parts = parts;
  }

  get name(): string {
    return this.parts.worker.login;
  }

  start(): void {
    this.#isEnding = false;
    this.#life = this.#live();
  }

  /** True when something was killed. */
  kill(): boolean {
    return this.#child?.kill('SIGKILL') ?? false;
  }

  /** For a desk that has locked itself: when its clock jumps, the right to keep its key is over. */
  async logInAgain(): Promise<void> {
    const { login, password } = this.parts.worker;
    await this.client?.session.logIn({ login, password });
  }

  setClock(clockOffset: number): void {
    if (this.#child?.connected) this.#child.send({ clockOffset } satisfies Message, () => undefined);
  }

  /** Ends it in order, so that its store can be looked at. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    this.#child?.kill('SIGTERM');
    await this.#life;
  }

  async #live(): Promise<void> {
    while (!this.#isEnding) {
      await this.#runOnce();
      if (!this.#isEnding) await pause(this.parts.rest());
    }
  }

  async #runOnce(): Promise<void> {
    const { folder, line, onFault } = this.parts;
    const execArgv = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
    const child = fork(entry, [folder, line.address], { execArgv, env: quickStart, serialization: 'advanced' });
    this.starts += 1;
    this.#child = child;
    const ended = once(child, 'exit');
    // First of all listeners: calls that end with the pipe find nobody logged in any more.
    child.on('disconnect', () => {
      this.client = null;
    });
    child.on('message', (message: Message) => 'fault' in message && onFault(`${this.name}: ${message.fault}`));
    const { client } = connect(ipcPort(child as never), {
      ...{ api: deskApi, contractVersion: deskContractVersion, token: null },
    });
    void this.#logIn(client, child);
    const [code, signal] = await ended;
    this.client = null;
    this.#child = null;
    if (code !== 0 && signal !== 'SIGKILL' && !this.#isEnding) onFault(`${this.name} ended with ${code ?? signal}`);
  }

  async #logIn(client: DeskClient, child: ChildProcess): Promise<void> {
    const { login, password } = this.parts.worker;
    while (child.connected) {
      try {
        await client.session.logIn({ login, password });
        this.client = client;
        return;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        await pause(100); // the first log-in needs the centre
      }
    }
  }
}
