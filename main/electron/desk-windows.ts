import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { ShellEventName } from '../../core/contract/shell.ts';
import { shellEventChannel } from '../../core/contract/shell-channels.ts';
import { askWhetherToLeave } from './dialogs.ts';
import { deskOrigin } from './navigation-rules.ts';
import type { WindowMemory } from './window-memory.ts';
import {
  type Display,
  displaySetKey,
  type Placement,
  placeWindows,
  type SavedDesk,
  type SavedPlace,
  smallestSize,
  usualPlace,
  type WindowRole,
} from './window-placement.ts';

const addresses: Record<WindowRole, string> = {
  caseFile: `${deskOrigin}/`,
  fachverfahren: `${deskOrigin}/?fenster=fachverfahren`,
};
const titles: Record<WindowRole, string> = { caseFile: 'Aktenpult', fachverfahren: 'Aktenpult – Fachverfahren' };
const saveDelay = 500;

type Options = {
  preload: string;
  icon: string | null;
  memory: WindowMemory;
  isPackaged: boolean;
  isWayland: boolean;
  onLoadFailure(error: unknown): void;
  onClosed(role: WindowRole, window: BrowserWindow): void;
};

/** The one or two windows of the desk: opened where they stood on these monitors, kept in sight when monitors come and go. */
export class DeskWindows {
  readonly #options: Options;
  readonly #windows = new Map<WindowRole, BrowserWindow>();
  /** Pages that have loaded and hear events; what comes before waits for them. */
  readonly #listening = new Set<BrowserWindow>();
  readonly #unsent = new Map<BrowserWindow, [ShellEventName, unknown][]>();
  #lastPlaces: SavedDesk['places'] = {};
  #displays: string;
  #saving: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#displays = displaySetKey(allDisplays());
    for (const name of ['display-added', 'display-removed', 'display-metrics-changed'] as const) {
      screen.on(name as 'display-added', () => this.#displaysChanged());
    }
  }

  /** Opens the windows that were open last on these monitors. */
  open(): void {
    const { windows, places } = this.#plan();
    this.#open('caseFile', places.caseFile);
    if (windows === 'two') this.#open('fachverfahren', places.fachverfahren);
  }

  /** Opens or closes the window of the Fachverfahren. */
  arrange(windows: 'one' | 'two'): void {
    const second = this.#windows.get('fachverfahren');
    if (windows === 'one') second?.close();
    else if (second) second.focus();
    else this.#openSecond();
    this.#saveSoon();
  }

  get(role: WindowRole): BrowserWindow | null {
    return this.#windows.get(role) ?? null;
  }

  /** The window that a page belongs to, if it is one of the desk. */
  ofPage(page: Electron.WebContents): { role: WindowRole; window: BrowserWindow } | null {
    for (const [role, window] of this.#windows) if (window.webContents === page) return { role, window };
    return null;
  }

  /** Brings the desk to the front. */
  focus(): void {
    const window = this.#windows.get('caseFile');
    if (window?.isMinimized()) window.restore();
    window?.focus();
  }

  /** Sends an event to a page, at the latest when it has loaded. */
  send(role: WindowRole, name: ShellEventName, payload: unknown): void {
    const window = this.#windows.get(role);
    if (!window) return;
    if (this.#listening.has(window)) window.webContents.send(shellEventChannel, name, payload);
    else this.#unsent.get(window)?.push([name, payload]);
  }

  sendToAll(name: ShellEventName, payload: unknown): void {
    for (const role of this.#windows.keys()) this.send(role, name, payload);
  }

  /** Keeps the places of now; call before the desk ends. */
  save(): void {
    clearTimeout(this.#saving);
    if (this.#windows.size === 0) return;
    const places = this.#collect();
    this.#lastPlaces = { ...this.#lastPlaces, ...places };
    const windows = this.#count();
    this.#options.memory.keep(this.#displays, { windows, places: this.#lastPlaces });
  }

  #openSecond(): void {
    const displays = allDisplays();
    const caseFile = this.#windows.get('caseFile');
    const known = this.#options.memory.recall(this.#displays)?.places.fachverfahren;
    if (displays.length === 1) {
      // Half and half; a remembered place beside a window that fills the monitor would lie over it.
      if (caseFile) move(caseFile, usualPlace('caseFile', 'two', displays));
      this.#open('fachverfahren', usualPlace('fachverfahren', 'two', displays));
    } else if (known) this.#open('fachverfahren', this.#plan('two').places.fachverfahren);
    else this.#open('fachverfahren', usualPlace('fachverfahren', 'two', displays, caseFile?.getBounds()));
  }

  /** The second window is gone: the half beside the case file is free again. */
  #secondClosed(): void {
    if (allDisplays().length === 1) this.#windows.get('caseFile')?.maximize();
    this.send('caseFile', 'windowsArranged', { windows: 'one' });
  }

  #count(): 'one' | 'two' {
    return this.#windows.has('fachverfahren') ? 'two' : 'one';
  }

  #plan(windows?: 'one' | 'two') {
    const saved = this.#options.memory.recall(this.#displays);
    const { isWayland } = this.#options;
    return placeWindows({ saved, displays: allDisplays(), isWayland, ...(windows ? { windows } : {}) });
  }

  #open(role: WindowRole, place: Placement | undefined): void {
    const { preload, icon, isPackaged } = this.#options;
    const window = new BrowserWindow({
      ...(place?.position ?? {}),
      width: place?.width ?? 1200,
      height: place?.height ?? 800,
      minWidth: smallestSize.width,
      minHeight: smallestSize.height,
      show: false,
      title: titles[role],
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
      ...(icon ? { icon } : {}),
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        devTools: !isPackaged,
      },
    });
    this.#windows.set(role, window);
    this.#unsent.set(window, []);
    window.once('ready-to-show', () => show(window, place));
    this.#watch(role, window);
    // It fails when the window is closed meanwhile; a page that is missing shows as an empty window and in the log.
    window.loadURL(addresses[role]).catch((error: unknown) => this.#options.onLoadFailure(error));
  }

  #watch(role: WindowRole, window: BrowserWindow): void {
    for (const name of ['move', 'resize', 'maximize', 'unmaximize', 'enter-full-screen', 'leave-full-screen', 'blur']) {
      window.on(name as 'move', () => this.#saveSoon());
    }
    window.webContents.on('did-start-navigation', (event) => {
      if (event.isMainFrame && !event.isSameDocument) this.#listening.delete(window);
    });
    window.webContents.on('did-finish-load', () => {
      this.#listening.add(window);
      if (role === 'caseFile') this.send(role, 'windowsArranged', { windows: this.#count() });
      for (const [name, payload] of this.#unsent.get(window)?.splice(0) ?? []) this.send(role, name, payload);
    });
    window.webContents.on('will-prevent-unload', (event) => {
      if (askWhetherToLeave(window)) event.preventDefault();
    });
    // Before it is gone; afterwards it has no bounds any more.
    window.on('close', () => this.save());
    window.on('closed', () => {
      this.#windows.delete(role);
      this.#listening.delete(window);
      this.#unsent.delete(window);
      this.#options.onClosed(role, window);
      // The case file is the desk: the other window does not stay without it.
      if (role === 'caseFile') this.#windows.get('fachverfahren')?.close();
      else this.#secondClosed();
    });
  }

  #collect(): SavedDesk['places'] {
    const places: SavedDesk['places'] = {};
    for (const [role, window] of this.#windows) {
      if (window.isDestroyed() || window.isMinimized()) continue;
      const bounds = window.getNormalBounds();
      const mode: SavedPlace['mode'] = window.isFullScreen()
        ? 'fullscreen'
        : window.isMaximized()
          ? 'maximized'
          : 'normal';
      const { id, label, bounds: displayBounds, workArea, scaleFactor } = screen.getDisplayMatching(window.getBounds());
      places[role] = { bounds, mode, display: { id, label, bounds: displayBounds, workArea, scaleFactor } };
    }
    return places;
  }

  #saveSoon(): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => {
      // While monitors change the system moves windows about; those places are nobody's choice.
      if (displaySetKey(allDisplays()) === this.#displays) this.save();
    }, saveDelay);
  }

  /** A monitor came or went: each set has its own places, and nothing may stay where it cannot be seen. */
  #displaysChanged(): void {
    clearTimeout(this.#saving);
    const before = this.#lastPlaces;
    const key = displaySetKey(allDisplays());
    this.sendToAll('screensChanged', {});
    if (key === this.#displays) return;
    this.#displays = key;
    const saved = this.#options.memory.recall(key);
    const windows = this.#count();
    const places = placeWindows({
      saved: { windows, places: { ...before, ...saved?.places } },
      displays: allDisplays(),
      isWayland: this.#options.isWayland,
      windows,
    }).places;
    this.#lastPlaces = saved?.places ?? {};
    for (const [role, window] of this.#windows) {
      const place = places[role];
      if (place) move(window, place);
    }
  }
}

function show(window: BrowserWindow, place: Placement | undefined): void {
  if (place?.mode === 'maximized') window.maximize();
  window.show();
  // On a monitor of another scale the first bounds were read with the wrong one (electron#10862).
  if (place?.position && place.mode === 'normal' && place.scaleFactor !== screen.getPrimaryDisplay().scaleFactor) {
    window.setBounds({ ...place.position, width: place.width, height: place.height });
  }
  if (place?.mode === 'fullscreen') window.setFullScreen(true);
}

function move(window: BrowserWindow, place: Placement): void {
  if (place.position === null) return;
  if (window.isMaximized()) window.unmaximize();
  window.setBounds({ ...place.position, width: place.width, height: place.height });
  if (place.mode === 'maximized') window.maximize();
  if (place.mode === 'fullscreen') window.setFullScreen(true);
}

function allDisplays(): Display[] {
  const primary = screen.getPrimaryDisplay().id;
  return screen.getAllDisplays().map(({ id, label, bounds, workArea, scaleFactor }) => ({
    id,
    label,
    bounds,
    workArea,
    scaleFactor,
    isPrimary: id === primary,
  }));
}
