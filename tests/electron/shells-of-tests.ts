import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type DeskInStandIn, launchBrowser, startInStandIn } from './start-in-stand-in.ts';

// The real bundles of main, preload and backend in the stand-in of Electron; no centre, so nobody is logged in here.

const project = join(import.meta.dirname, '../..');

/** Machines under load take their time. */
export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

/** What the page gets of Electron, called as the page calls it. */
export type Bridge = { call(name: string, input: unknown): Promise<unknown> };
type More = Partial<Parameters<typeof startInStandIn>[0]>;

/** Shells for the tests of one file, beside the site of a Fachverfahren: bundles are built before, what was started is ended after each test. */
export function shellsOfTests() {
  const folder = mkdtempSync(join(tmpdir(), 'electron-'));
  let foreign: Server;
  let browser: Browser;
  let desk: DeskInStandIn | null = null;
  beforeAll(async () => {
    buildBundles();
    browser = await launchBrowser();
    foreign = await foreignSite();
  });
  afterEach(async () => {
    await desk?.close();
    desk = null;
  });
  afterAll(async () => {
    await browser.close();
    foreign.closeAllConnections();
    foreign.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const foreignAddress = () => `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
  return {
    folder,
    foreignAddress,
    desk: () => desk,
    async start(name: string, more: More = {}): Promise<DeskInStandIn> {
      const office = ['--central', 'http://127.0.0.1:1', '--fachverfahren', foreignAddress()];
      const words = [...office, '--data', join(folder, name), ...(more.words ?? [])];
      desk = await startInStandIn({ browser, userData: join(folder, `${name}-user`), ...more, words });
      return desk;
    },
    /** A desk that nobody has set up. */
    async startUnset(name: string): Promise<DeskInStandIn> {
      desk = await startInStandIn({ browser, words: [], userData: join(folder, name) });
      return desk;
    },
    callFrom: async (name: string, input: unknown) =>
      (await desk?.page())?.evaluate(
        ([call, given]) => (window as unknown as { aktenpult: Bridge }).aktenpult.call(call as string, given),
        [name, input] as const,
      ),
  };
}

function buildBundles(): void {
  for (const entry of ['build/page.ts', 'build/electron/bundle.ts']) {
    const words = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', entry, '--if-needed'];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: project, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${entry} failed: ${stderr}`);
  }
}

async function foreignSite(): Promise<Server> {
  const site = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (request.url?.startsWith('/fall/9')) response.statusCode = 404;
    response.end(`<title>Fach</title><a id="akte" href="aktenpult://akte/314A103862">E-Akte</a>
      <a id="weg" href="https://elsewhere.example/">weg</a><a id="fremd" href="http://127.0.0.1:1/x">fremd</a>
      <a id="fall" href="/fall/314B103879">Fall</a>`);
  });
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  return site;
}
