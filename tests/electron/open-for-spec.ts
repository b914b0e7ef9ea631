import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { _electron, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { installedBinary } from '../../main/office/electron-binary.ts';
import { type DeskInStandIn, startInStandIn } from './start-in-stand-in.ts';

const project = resolve(import.meta.dirname, '../..');

/** In what a spec runs: the browser host, the stand-in of Electron, or Electron itself. */
export type DeskHost = 'browser' | 'stand-in' | 'electron';

/** Electron's binary where it is present and could open a window here; null: its runs are left out. */
export function electronForSpecs(): string | null {
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const binary = hasScreen ? installedBinary(project, process.platform, process.env) : null;
  return binary && existsSync(binary) ? binary : null;
}

/** A desk in its shell as a spec uses it. */
export type DeskInShell = {
  page: Page;
  context: BrowserContext;
  address: string;
  /** The page of the Fachverfahren in its view. */
  embedPage(): Promise<Page>;
  /** What only the stand-in lets a spec do; null in Electron. */
  standIn: DeskInStandIn | null;
  stop(): Promise<void>;
};

/** Starts a desk in the stand-in or in Electron with the words of the command line. */
export async function openInShell(options: {
  host: 'stand-in' | 'electron';
  words: string[];
  userData: string;
  browser: Browser;
  onContext: (context: BrowserContext) => Promise<void>;
}): Promise<DeskInShell> {
  const address = 'app://desk/';
  if (options.host === 'electron') return openInElectron(options.words, options.onContext, address);
  const { words, userData, browser, onContext } = options;
  const standIn = await startInStandIn({ words, userData, browser, onContext });
  const page = await standIn.page();
  return {
    page,
    context: page.context(),
    address,
    embedPage: () => standIn.embedPage(),
    standIn,
    stop: async () => void (await standIn.close()),
  };
}

async function openInElectron(
  words: string[],
  onContext: (context: BrowserContext) => Promise<void>,
  address: string,
): Promise<DeskInShell> {
  const executablePath = electronForSpecs();
  if (!executablePath) throw new Error('Electron is not installed here, or there is no screen.');
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = await _electron.launch({ executablePath, args: [...root, project, ...words] });
  await onContext(electron.context());
  // Views are listed among the windows; they are told apart by address.
  const pageAt = async (isIt: (address: string) => boolean): Promise<Page> => {
    for (;;) {
      const found = electron.windows().find((page) => isIt(page.url()));
      if (found) return found;
      await electron.waitForEvent('window');
    }
  };
  return {
    page: await pageAt((url) => url.startsWith(address) && !url.includes('fenster=')),
    context: electron.context(),
    address,
    embedPage: () => pageAt((url) => /^https?:/.test(url)),
    standIn: null,
    stop: () => electron.close(),
  };
}
