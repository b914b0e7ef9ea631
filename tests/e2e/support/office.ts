import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test';
import { type DeskHost, type DeskInShell, openInShell } from '../../electron/open-for-spec.ts';
import { Line } from './line.ts';
import { type Part, startPart } from './parts.ts';
import { type Troubles, watchTroubles } from './troubles.ts';

/** A sample office in a folder of its own, with a centre that can be switched off and on again. */
export class Office {
  readonly folder: string;
  readonly #port: number;
  #central: Part | null = null;
  #fachverfahren: Part | null = null;

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.#port = port;
  }

  static async open(): Promise<Office> {
    const all = process.env.E2E_FOLDER;
    if (!all) throw new Error('office-setup.ts has not run');
    const folder = await mkdtemp(join(all, 'office-'));
    spawnSync('cp', ['-a', `${join(all, 'filled')}/.`, folder]);
    const office = new Office(folder, await freePort());
    await mkdir(office.noticeFolder, { recursive: true });
    await office.startCentral();
    office.#fachverfahren = await startPart('demo/fachverfahren/start.ts', [
      '--port',
      '0',
      '--data',
      join(folder, 'beispiel/fachverfahren.json'),
      ...['--print', office.noticeFolder],
    ]);
    return office;
  }

  get centralAddress(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Watched by the scan station of the centre. */
  get intakeFolder(): string {
    return join(this.folder, 'posteingang');
  }

  /** The Fachverfahren prints its notices there. */
  get noticeFolder(): string {
    return join(this.folder, 'Bescheide');
  }

  async startCentral(): Promise<void> {
    this.#central ??= await startPart('central/start.ts', [
      '--data',
      join(this.folder, 'zentrale'),
      '--port',
      String(this.#port),
      ...['--intake', this.intakeFolder, '--notices', this.noticeFolder, '--intake-unfinished', '5'],
    ]);
  }

  /** Switches the centre off; with SIGKILL as a power cut would. */
  async stopCentral(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.#central?.stop(signal);
    this.#central = null;
  }

  /** A line of its own to the centre for one desk. */
  openLine(): Promise<Line> {
    return Line.to(this.#port);
  }

  /** Starts a desk of its own, as a second machine would be. */
  async startDesk(name: string, centralAddress = this.centralAddress): Promise<Part & { data: string; clock: Clock }> {
    const { data, words } = this.deskWords(name, centralAddress);
    const clock = new Clock(`${data}-clock`);
    const allWords = [...words, '--port', '0', '--no-open', '--host', 'browser'];
    return { ...(await startPart('main/browser/start.ts', allWords, clock.environment)), data, clock };
  }

  /** Folder and command line of a desk of this office, in whatever host. */
  deskWords(name: string, centralAddress = this.centralAddress): { data: string; words: string[] } {
    const data = join(this.folder, `desk-${name}`);
    const fachverfahren = this.#fachverfahren?.address ?? '';
    const sample = join(this.folder, 'beispiel/konten.json');
    const words = ['--central', centralAddress, '--data', data, '--fachverfahren', fachverfahren, '--sample', sample];
    return { data, words };
  }

  async close(): Promise<void> {
    await this.#fachverfahren?.stop();
    await this.stopCentral();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The clock of one desk, which a run may move on. */
export class Clock {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
    writeFileSync(file, '0');
  }

  get environment(): Record<string, string> {
    const module = pathToFileURL(join(import.meta.dirname, 'moved-clock.ts')).href;
    return { AKTENPULT_MOVED_CLOCK: this.#file, NODE_OPTIONS: `--import=${module}` };
  }

  moveOn(hours: number): void {
    writeFileSync(this.#file, String(hours * 3_600_000));
  }
}

/** An own desk in an own browser, logged in. */
export type OpenDesk = {
  page: Page;
  context: BrowserContext;
  data: string;
  /** The address the desk printed; its token is used already. */
  address: string;
  troubles: Troubles;
  /** Its line to the centre. */
  line: Line;
  /** Electron or its stand-in around the page; null in the browser host. */
  shell: DeskInShell | null;
  /** Of its backend; null in Electron. */
  clock: Clock | null;
  stop(): Promise<void>;
};
type DeskOptions = { name?: string; isLoggedIn?: boolean; browser?: BrowserContextOptions };
type HostOption = { deskHost: DeskHost };
type Fixtures = { openDesk: (login: string, options?: DeskOptions) => Promise<OpenDesk> };

let desks = 0;

export const test = base.extend<Fixtures & HostOption, { office: Office }>({
  deskHost: ['browser', { option: true }],
  office: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are used from this pattern
    async ({}, use) => {
      const office = await Office.open();
      await use(office);
      await office.close();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  openDesk: async ({ office, browser, deskHost }, use) => {
    const open: OpenDesk[] = [];
    await office.startCentral();
    await use(async (login, options = {}) => {
      desks += 1;
      const name = `${options.name ?? login}-${desks}`;
      const desk =
        deskHost === 'browser'
          ? await openInBrowser(office, name, browser, options)
          : await openDeskInShell(office, name, browser, deskHost);
      open.push(desk);
      if (options.isLoggedIn !== false) await logIn(desk.page, login);
      return desk;
    });
    for (const desk of open) await desk.stop();
    await office.startCentral();
    // What a page complains about in its console is a fault, whatever the run looked at.
    expect(open.flatMap(({ troubles }) => troubles.found)).toEqual([]);
  },
});

async function openInBrowser(office: Office, name: string, browser: Browser, options: DeskOptions): Promise<OpenDesk> {
  const line = await office.openLine();
  const part = await office.startDesk(name, line.address);
  const context = await browser.newContext({
    viewport: { width: 1600, height: 900 },
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    ...options.browser,
  });
  const troubles = await watchTroubles(context);
  const page = await context.newPage();
  await page.goto(part.address);
  const stop = async () => {
    await context.close();
    await part.stop();
    await line.close();
  };
  return {
    page,
    context,
    data: part.data,
    address: part.address,
    troubles,
    line,
    shell: null,
    clock: part.clock,
    stop,
  };
}

async function openDeskInShell(
  office: Office,
  name: string,
  browser: Browser,
  host: 'stand-in' | 'electron',
): Promise<OpenDesk> {
  const line = await office.openLine();
  const { data, words } = office.deskWords(name, line.address);
  let troubles: Troubles = { found: [], foreignRequests: [] };
  const onContext = async (context: BrowserContext) => {
    troubles = await watchTroubles(context);
  };
  const shell = await openInShell({ host, words, userData: `${data}-user`, browser, onContext });
  const { page, context, address } = shell;
  const stop = async () => {
    await shell.stop();
    await line.close();
  };
  return { page, context, data, address, troubles, line, shell, clock: null, stop };
}

/** Logs in as one of the sample office and waits until the desk can be used. */
export async function logIn(page: Page, login: string): Promise<void> {
  await page.getByLabel('Kennung').fill(login);
  await page.getByLabel('Kennwort', { exact: true }).fill('beispiel');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page
    .getByRole('navigation')
    // The scan station has a page of its own in the place of the Postkorb.
    .getByRole('link', { name: /Postkorb|Scanstelle/ })
    .first()
    .waitFor();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
