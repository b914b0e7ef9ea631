import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { notedPid, processesOf } from '../../central/postgres/left-behind.ts';
import { quickStart } from './desk-process.ts';
import { administratorPassword } from './house.ts';

const project = path.resolve(import.meta.dirname, '../..');
const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];

/** What of a centre is killed: its service, its PostgreSQL (all of it, or one connection's process), or everything at once. */
export type CentrePart = 'service' | 'postgres' | 'connection' | 'everything';

/** A real centre on an embedded PostgreSQL in a folder, always on the same port, started again whenever it has ended. */
export class CentreProcess {
  readonly dataFolder: string;
  /** Its scan station watches the folders in this one. */
  readonly intakeFolder: string;
  readonly address: string;
  readonly #cluster: string;
  /** Milliseconds until it is started again. */
  readonly #rest: () => number;
  readonly #said: string[] = [];
  #child: ChildProcess | null = null;
  #isEnding = false;
  #ready = Promise.withResolvers<void>();
  #isReady = false;
  #life: Promise<void> = Promise.resolve();

  private constructor(dataFolder: string, intakeFolder: string, port: number, rest: () => number) {
    this.dataFolder = dataFolder;
    this.intakeFolder = intakeFolder;
    this.#cluster = path.join(dataFolder, 'postgres', 'cluster');
    this.address = `http://127.0.0.1:${port}`;
    this.#rest = rest;
  }

  static async start(dataFolder: string, intakeFolder: string, rest: () => number): Promise<CentreProcess> {
    const centre = new CentreProcess(dataFolder, intakeFolder, await freePort(), rest);
    centre.#life = centre.#live();
    await centre.ready();
    return centre;
  }

  /** Resolves when it answers. */
  async ready(): Promise<void> {
    while (!this.#isReady) await this.#ready.promise;
  }

  /** True when something was killed. */
  kill(part: CentrePart): boolean {
    const postgres = this.#postgres();
    const postmaster = notedPid(this.#cluster);
    const connections = postgres.filter((pid) => pid !== postmaster);
    const service = this.#child?.pid ? [this.#child.pid] : [];
    const chosen = {
      service,
      postgres,
      connection: connections.slice(-1),
      everything: [...service, ...postgres],
    }[part];
    for (const pid of chosen) kill(pid);
    return chosen.length > 0;
  }

  async stop(): Promise<void> {
    this.#isEnding = true;
    this.#child?.kill('SIGTERM');
    await this.#life;
  }

  /** The last lines it said, for a report. */
  said(): string {
    return this.#said.slice(-10).join('\n');
  }

  #postgres(): number[] {
    try {
      return processesOf(this.#cluster);
    } catch {
      return []; // not made yet
    }
  }

  async #live(): Promise<void> {
    while (!this.#isEnding) {
      await this.#runOnce();
      if (!this.#isEnding) await new Promise((resolve) => setTimeout(resolve, this.#rest()));
    }
  }

  async #runOnce(): Promise<void> {
    const { port } = new URL(this.address);
    const intake = ['--intake', this.intakeFolder, '--intake-settle', '0.2', '--intake-rest', '0.1'];
    const words = [...flags, 'central/start.ts', '--data', this.dataFolder, '--port', port, ...intake];
    const env = { ...quickStart, AKTENPULT_ADMIN_PASSWORD: administratorPassword, AKTENPULT_ENDS_WITH_INPUT: '1' };
    const child = spawn(process.execPath, words, { cwd: project, env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.#said.push(line);
        if (this.#said.length > 100) this.#said.shift();
        if (!line.startsWith('Zentrale bereit')) return;
        this.#isReady = true;
        this.#ready.resolve();
      });
    }
    await once(child, 'exit');
    this.#child = null;
    // Who waits goes on waiting where it has ended before it was ready.
    if (this.#isReady) this.#ready = Promise.withResolvers<void>();
    this.#isReady = false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has just ended by itself
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
