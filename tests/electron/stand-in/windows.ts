import { EventEmitter } from 'node:events';
import type { StandInContents } from './web-contents.ts';

export type Bounds = { x: number; y: number; width: number; height: number };
export type StandInDisplay = { id: number; label: string; bounds: Bounds; workArea: Bounds; scaleFactor: number };

/** Electron's View as far as it is placed and shown. */
export class StandInView {
  readonly webContents: StandInContents;
  bounds: Bounds = { x: 0, y: 0, width: 0, height: 0 };
  isVisible = true;
  constructor(webContents: StandInContents) {
    this.webContents = webContents;
  }
  setBounds(bounds: Bounds): void {
    this.bounds = { ...bounds };
    if (bounds.width > 0 && bounds.height > 0) {
      const { width, height } = bounds;
      void this.webContents.page.then((page) => page.setViewportSize({ width, height })).catch(() => undefined);
    }
  }
  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
  }
}

/** The screen of the stand-in: displays that a test sets, events when they change. */
export class StandInScreen extends EventEmitter {
  displays: StandInDisplay[];
  constructor(displays: StandInDisplay[]) {
    super();
    this.displays = displays;
  }
  getAllDisplays(): StandInDisplay[] {
    return this.displays;
  }
  getPrimaryDisplay(): StandInDisplay {
    return this.displays[0] as StandInDisplay;
  }
  getDisplayMatching(bounds: Bounds): StandInDisplay {
    const area = ({ workArea: on }: StandInDisplay) =>
      Math.max(0, Math.min(bounds.x + bounds.width, on.x + on.width) - Math.max(bounds.x, on.x)) *
      Math.max(0, Math.min(bounds.y + bounds.height, on.y + on.height) - Math.max(bounds.y, on.y));
    return this.displays.toSorted((a, b) => area(b) - area(a))[0] as StandInDisplay;
  }
  /** For tests: monitors are plugged in or out. */
  plug(displays: StandInDisplay[]): void {
    const isLess = displays.length < this.displays.length;
    this.displays = displays;
    this.emit(isLess ? 'display-removed' : 'display-added', {}, displays[0]);
  }
}

type WindowOptions = Partial<Bounds> & { show?: boolean; title?: string; webPreferences?: Record<string, unknown> };

/** Electron's BrowserWindow around a page of Chromium; its bounds are kept here, since headless pages have none. */
export class StandInWindow extends EventEmitter {
  readonly webContents: StandInContents;
  readonly options: WindowOptions;
  readonly contentView: {
    children: StandInView[];
    addChildView(view: StandInView): void;
    removeChildView(view: StandInView): void;
  };
  readonly #screen: StandInScreen;
  #normal: Bounds;
  #mode: 'normal' | 'maximized' | 'fullscreen' = 'normal';
  #isDestroyed = false;
  isShown: boolean;
  hasFocus = false;

  constructor(options: WindowOptions, webContents: StandInContents, screen: StandInScreen) {
    super();
    this.options = options;
    this.webContents = webContents;
    this.#screen = screen;
    this.isShown = options.show ?? true;
    this.#normal = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    const children: StandInView[] = [];
    this.contentView = {
      children,
      addChildView: (view) => void children.push(view),
      removeChildView: (view) => void children.splice(children.indexOf(view), 1),
    };
    webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    webContents.once('page-closed', () => this.#closed());
    this.#resizePage();
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.loadURL(address);
  }
  getBounds(): Bounds {
    if (this.#mode === 'normal') return { ...this.#normal };
    const display = this.#screen.getDisplayMatching(this.#normal);
    return { ...(this.#mode === 'maximized' ? display.workArea : display.bounds) };
  }
  getNormalBounds(): Bounds {
    return { ...this.#normal };
  }
  setBounds(bounds: Bounds): void {
    if (Object.values(bounds).some((value) => !Number.isInteger(value))) throw new TypeError('conversion failure');
    this.#normal = { ...bounds };
    this.#resizePage();
    this.emit('move');
    this.emit('resize');
  }
  maximize(): void {
    this.#setMode('maximized', 'maximize');
  }
  unmaximize(): void {
    this.#setMode('normal', 'unmaximize');
  }
  setFullScreen(isOn: boolean): void {
    this.#setMode(isOn ? 'fullscreen' : 'normal', isOn ? 'enter-full-screen' : 'leave-full-screen');
  }
  isMaximized(): boolean {
    return this.#mode === 'maximized';
  }
  isFullScreen(): boolean {
    return this.#mode === 'fullscreen';
  }
  isMinimized(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  show(): void {
    this.isShown = true;
  }
  focus(): void {
    this.hasFocus = true;
    this.webContents.focus();
  }
  restore(): void {}
  /** As in Electron: `close` first, then the page, then `closed`. */
  close(): void {
    if (this.#isDestroyed) return;
    this.emit('close', { defaultPrevented: false, preventDefault: () => undefined });
    this.webContents.close();
  }

  #closed(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.emit('closed');
  }
  #setMode(mode: 'normal' | 'maximized' | 'fullscreen', event: string): void {
    this.#mode = mode;
    this.#resizePage();
    this.emit(event);
  }
  #resizePage(): void {
    const { width, height } = this.getBounds();
    void this.webContents.page.then((page) => page.setViewportSize({ width, height })).catch(() => undefined);
  }
}
