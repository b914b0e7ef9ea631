import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { browserWords, findBrowser } from '../../build/browser.ts';
import { createElectronModule, type StandInState } from './stand-in/electron-module.ts';
import type { StandInDisplay, StandInScreen } from './stand-in/windows.ts';

const bundles = resolve(import.meta.dirname, '../../dist/electron');

export const oneDisplay: StandInDisplay[] = [displayAt(1, 0)];
export const twoDisplays: StandInDisplay[] = [displayAt(1, 0), displayAt(2, 1600)];

export type DeskInStandIn = {
  state: StandInState;
  screen: StandInScreen;
  /** Lines the desk printed. */
  lines: string[];
  /** The page of a window of the desk, once it is open. */
  page(window?: 'caseFile' | 'fachverfahren'): Promise<Page>;
  /** The page of the Fachverfahren in its view, once it is open. */
  embedPage(): Promise<Page>;
  /** Another start of the program with these words. */
  startAgain(words: string[]): void;
  close(): Promise<number>;
};

/**
 * Runs the real bundles of main, preload and backend with a stand-in of the `electron` module: each window is a page of Chromium, the
 * backend a worker thread. It is not Electron: what Electron itself does (isolation, displays, key store) is only imitated.
 */
export async function startInStandIn(options: {
  words: string[];
  userData: string;
  displays?: StandInDisplay[];
  keyStore?: string;
  isSecondStart?: boolean;
  answerBox?: StandInState['answerBox'];
  /** A browser that several desks use one after the other; else each starts its own. */
  browser?: Browser;
  onContext?: (context: BrowserContext) => Promise<void>;
}): Promise<DeskInStandIn> {
  const browser = options.browser ? Promise.resolve(options.browser) : launchBrowser();
  const { module, state, screen, app, closeContexts } = createElectronModule({
    browser,
    displays: options.displays ?? oneDisplay,
    userData: options.userData,
    ...(options.keyStore ? { keyStore: options.keyStore } : {}),
    ...(options.onContext ? { onContext: options.onContext } : {}),
    ...(options.isSecondStart ? { isSecondStart: true } : {}),
  });
  if (options.answerBox) state.answerBox = options.answerBox;
  const lines: string[] = [];
  runBundle(join(bundles, 'main.cjs'), module, options.words, lines);
  return {
    state,
    screen,
    lines,
    page: (window = 'caseFile') =>
      until(() => {
        const isSecond = (address: string) => address.includes('fenster=fachverfahren');
        const found = [...state.windows].find(
          ({ webContents }) =>
            webContents.getURL().startsWith('app://desk') &&
            isSecond(webContents.getURL()) === (window === 'fachverfahren'),
        );
        return found?.webContents.page;
      }, `the window ${window}`),
    embedPage: () => until(() => [...state.views][0]?.webContents.page, 'the view of the Fachverfahren'),
    startAgain: (words) => void app.emit('second-instance', {}, ['aktenpult', ...words]),
    close: async () => {
      void app.quit();
      const code = await within(
        30_000,
        state.exitCode,
        () => `the desk still waits for ${state.waitsFor} and did not end`,
      );
      await within(30_000, closeContexts(), () => 'pages or contexts of the desk did not close');
      if (!options.browser) await (await browser).close();
      return code;
    },
  };
}

function displayAt(id: number, x: number): StandInDisplay {
  const bounds = { x, y: 0, width: 1600, height: 1000 };
  return { id, label: `Monitor ${id}`, bounds, workArea: { ...bounds, height: 960 }, scaleFactor: 1 };
}

/** Loads a bundle anew with its own `process`, so that several desks can run one after the other within a test run. */
function runBundle(file: string, electron: unknown, words: string[], lines: string[]): void {
  const load = process.getBuiltinModule('node:module').createRequire(file);
  const require = (name: string) => (name === 'electron' ? electron : load(name));
  const ownProcess = Object.assign(new EventEmitter(), {
    argv: ['electron', '.', ...words],
    env: { ...process.env, AKTENPULT_ENDS_WITH_INPUT: '' },
    platform: 'linux',
    versions: { ...process.versions, electron: 'stand-in' },
    resourcesPath: '/nowhere',
    stdin: process.stdin,
  });
  const ownConsole = { log: (line: string) => lines.push(line), error: (line: string) => lines.push(line) };
  const exports = {};
  const code = readFileSync(file, 'utf8');
  const run = new Function('exports', 'require', 'module', '__filename', '__dirname', 'process', 'console', code);
  run(exports, require, { exports }, file, dirname(file), ownProcess, ownConsole);
}

/** What hangs while a desk is closed is said by name, long before the run's own limit says only that something did. */
async function within<T>(limit: number, what: Promise<T>, say: () => string): Promise<T> {
  const timer = Promise.withResolvers<never>();
  const running = setTimeout(() => timer.reject(new Error(`${say()} within ${limit / 1000} s`)), limit);
  try {
    return await Promise.race([what, timer.promise]);
  } finally {
    clearTimeout(running);
  }
}

async function until<T>(look: () => Promise<T> | undefined, what: string): Promise<T> {
  for (const started = Date.now(); Date.now() - started < 20_000; ) {
    const found = look();
    if (found) return await found;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`${what} did not appear within 20 s`);
}

/** A headless Chromium as the tests use it. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({ args: browserWords, ...(executablePath ? { executablePath } : {}) });
}
