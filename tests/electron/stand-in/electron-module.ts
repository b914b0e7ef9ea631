import { EventEmitter } from 'node:events';
import type { Browser, BrowserContext } from '@playwright/test';
import { MessageChannelMain } from './ports.ts';
import { StandInSession } from './session.ts';
import { UtilityProcess } from './utility-process.ts';
import { type IpcMain, StandInContents } from './web-contents.ts';
import { type StandInDisplay, StandInScreen, StandInView, StandInWindow } from './windows.ts';

type MenuItem = {
  id?: string;
  label?: string;
  role?: string;
  accelerator?: string;
  registerAccelerator?: boolean;
  enabled?: boolean;
  submenu?: MenuItem[];
  click?: () => void;
};
type Box = { message: string; detail?: string; buttons?: string[]; cancelId?: number };

export type StandInSettings = {
  browser: Promise<Browser>;
  displays: StandInDisplay[];
  userData: string;
  keyStore?: string;
  /** Another desk holds the lock. */
  isSecondStart?: boolean;
  /** Told of the context of the desk's own pages before any is made. */
  onContext?: (context: BrowserContext) => Promise<void>;
};

/** Everything a test may look at or do beside the pages. */
export type StandInState = {
  windows: Set<StandInWindow>;
  views: Set<StandInView>;
  processes: UtilityProcess[];
  boxes: Box[];
  /** What is answered to a message box: the index of the button; the cancel button when left out. */
  answerBox: (box: Box) => number | undefined;
  savePath: string | null;
  clipboard: string;
  openedOutside: string[];
  menu: MenuItem[];
  globalKeys: Map<string, () => void>;
  switches: string[];
  schemes: unknown[];
  isQuitting: boolean;
  /** What ending in order waits for, for whoever asks why a desk does not end. */
  waitsFor: string;
  exitCode: Promise<number>;
};

/** A stand-in of the `electron` module: what the desk uses of it, over Chromium pages and worker threads. */
export function createElectronModule(settings: StandInSettings) {
  const ended = Promise.withResolvers<number>();
  const state: StandInState = {
    windows: new Set(),
    views: new Set(),
    processes: [],
    boxes: [],
    answerBox: () => undefined,
    savePath: null,
    clipboard: '',
    openedOutside: [],
    menu: [],
    globalKeys: new Map(),
    switches: [],
    schemes: [],
    isQuitting: false,
    waitsFor: 'nothing',
    exitCode: ended.promise,
  };
  const app = createApp(settings, state, ended.resolve);
  const ipcMain: IpcMain = Object.assign(new EventEmitter(), { handlers: new Map() });
  const screen = new StandInScreen(settings.displays);
  const sessions = new Map<string, StandInSession>();
  const fromPartition = (name: string) => {
    const found = sessions.get(name) ?? new StandInSession(settings.browser, name === '' ? settings.onContext : null);
    sessions.set(name, found);
    return found;
  };
  const allContents = new Set<StandInContents>();
  const contentsFor = (preferences: Record<string, unknown> = {}) => {
    const session = fromPartition(String(preferences.partition ?? ''));
    const contents = new StandInContents(session, ipcMain, (preferences.preload as string | undefined) ?? null);
    allContents.add(contents);
    app.emit('web-contents-created', {}, contents);
    return contents;
  };
  const module = {
    app,
    ipcMain: Object.assign(ipcMain, {
      handle: (channel: string, handler: (event: unknown, ...args: unknown[]) => unknown) =>
        void ipcMain.handlers.set(channel, handler),
    }),
    screen,
    session: { fromPartition, defaultSession: fromPartition('') },
    BrowserWindow: class extends StandInWindow {
      constructor(options: ConstructorParameters<typeof StandInWindow>[0]) {
        super(options, contentsFor(options.webPreferences), screen);
        state.windows.add(this);
        this.once('closed', () => {
          state.windows.delete(this);
          if (state.windows.size === 0 && !state.isQuitting) app.emit('window-all-closed');
        });
      }
      static getAllWindows = () => [...state.windows];
      static fromWebContents = (contents: StandInContents) =>
        [...state.windows].find((window) => window.webContents === contents) ?? null;
    },
    WebContentsView: class extends StandInView {
      constructor(options: { webPreferences?: Record<string, unknown> }) {
        super(contentsFor(options.webPreferences));
        state.views.add(this);
        this.webContents.once('destroyed', () => state.views.delete(this));
      }
    },
    utilityProcess: {
      fork: (entry: string, _words: string[], options: { env?: NodeJS.ProcessEnv }) => {
        if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready.');
        const started = new UtilityProcess(entry, options.env ?? process.env);
        state.processes.push(started);
        return started;
      },
    },
    MessageChannelMain,
    ...smallParts(settings, state),
  };
  const closeContexts = async () => {
    await Promise.all([...allContents].map((contents) => contents.closePage()));
    await Promise.all([...sessions.values()].map((session) => session.close()));
  };
  return { module, state, screen, app, closeContexts };
}

function createApp(settings: StandInSettings, state: StandInState, end: (code: number) => void) {
  const ready = Promise.resolve();
  let isReady = false;
  void ready.then(() => {
    isReady = true;
  });
  const paths = new Map([['userData', settings.userData]]);
  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    commandLine: { appendSwitch: (...words: string[]) => void state.switches.push(words.join('=')) },
    setName: () => undefined,
    enableSandbox: () => void state.switches.push('sandbox'),
    getPath: (name: string) => paths.get(name) ?? settings.userData,
    setPath: (name: string, path: string) => void paths.set(name, path),
    requestSingleInstanceLock: () => settings.isSecondStart !== true,
    setAsDefaultProtocolClient: () => true,
    whenReady: () => ready,
    isReady: () => isReady,
    exit: (code = 0) => end(code),
    /** In Electron's order: before-quit, windows, will-quit, quit; each of the two may be prevented. */
    quit: async () => {
      const asks = (name: string) => {
        let isPrevented = false;
        const preventDefault = () => {
          isPrevented = true;
        };
        app.emit(name, { preventDefault });
        return !isPrevented;
      };
      if (!asks('before-quit')) return;
      state.isQuitting = true;
      const closed = [...state.windows].map((window) => new Promise((done) => window.once('closed', done)));
      for (const window of state.windows) window.close();
      state.waitsFor = `${closed.length} windows`;
      await Promise.all(closed);
      state.waitsFor = 'the backend';
      if (!asks('will-quit')) return;
      app.emit('quit');
      end(0);
    },
  });
  return app;
}

function smallParts(settings: StandInSettings, state: StandInState) {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
  const answer = (box: Box) => {
    state.boxes.push(box);
    return state.answerBox(box) ?? box.cancelId ?? 0;
  };
  const boxOf = (words: unknown[]) => words.at(-1) as Box;
  return {
    safeStorage: {
      isEncryptionAvailable: () => true,
      isAsyncEncryptionAvailable: async () => true,
      encryptString: (text: string) => turn(Buffer.from(text)),
      decryptString: (sealed: Buffer) => turn(sealed).toString(),
      encryptStringAsync: async (text: string) => turn(Buffer.from(text)),
      decryptStringAsync: async (sealed: Buffer) => ({ result: turn(sealed).toString(), shouldReEncrypt: false }),
      getSelectedStorageBackend: () => settings.keyStore ?? 'gnome_libsecret',
    },
    dialog: {
      showMessageBox: async (...words: unknown[]) => ({ response: answer(boxOf(words)) }),
      showMessageBoxSync: (...words: unknown[]) => answer(boxOf(words)),
      showSaveDialog: async () => ({ canceled: state.savePath === null, filePath: state.savePath ?? '' }),
    },
    Menu: {
      buildFromTemplate: (template: MenuItem[]) => ({ template, popup: () => undefined }),
      setApplicationMenu: (menu: { template: MenuItem[] } | null) => {
        state.menu = menu?.template ?? [];
      },
    },
    globalShortcut: {
      register: (key: string, run: () => void) => {
        state.globalKeys.set(key, run);
        return true;
      },
      unregisterAll: () => state.globalKeys.clear(),
    },
    protocol: { registerSchemesAsPrivileged: (schemes: unknown[]) => void state.schemes.push(...schemes) },
    shell: { openExternal: async (address: string) => void state.openedOutside.push(address) },
    clipboard: { readText: async () => state.clipboard },
    nativeTheme: { shouldUseDarkColors: false },
  };
}
