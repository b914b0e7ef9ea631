import { EventEmitter } from 'node:events';
import type { BrowserContext, Page } from '@playwright/test';
import { decode, encode, initScriptWithoutPreload, initScriptWithPreload } from './page-bridge.ts';
import type { PortMain } from './ports.ts';
import type { StandInSession } from './session.ts';
import { toElectron, toPage } from './session.ts';

type Frame = { readonly url: string };
type WindowOpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };
export type IpcMain = EventEmitter & { handlers: Map<string, (event: unknown, ...args: unknown[]) => unknown> };

/** Time Chromium gets to close a page, in ms. */
const closingLimit = 15_000;
let nextPort = 1;

async function atMost(limit: number, what: Promise<unknown>, name: string): Promise<void> {
  const late = Promise.withResolvers<void>();
  const running = setTimeout(() => {
    console.error(`in the stand-in ${name} took more than ${limit / 1000} s`);
    late.resolve();
  }, limit);
  await Promise.race([what, late.promise]).finally(() => clearTimeout(running));
}

/** Electron's WebContents over a page of Chromium. The page is made in the background; what is asked before waits for it. */
export class StandInContents extends EventEmitter {
  readonly session: StandInSession;
  readonly page: Promise<Page>;
  readonly mainFrame: Frame;
  zoom = 1;
  #url = 'about:blank';
  #ownNavigation: string | null = null;
  #windowOpen: WindowOpenHandler = () => ({ action: 'allow' });
  #isDestroyed = false;
  #hasFocus = false;
  readonly #ports = new Map<number, PortMain>();
  readonly #ipc: IpcMain;
  #lastSent: Promise<unknown> = Promise.resolve();
  readonly #navigations = new Set<Promise<unknown>>();
  readonly #leaving = new AbortController();
  #closing: Promise<void> | null = null;

  constructor(session: StandInSession, ipc: IpcMain, preload: string | null) {
    super();
    this.session = session;
    this.#ipc = ipc;
    const url = () => this.#url;
    this.mainFrame = {
      get url() {
        return url();
      },
    };
    this.page = session.context().then((context) => this.#open(context, preload));
    this.page.catch(() => undefined);
  }

  async loadURL(address: string): Promise<void> {
    const page = await this.page;
    this.#ownNavigation = toPage(address);
    await this.#navigate((signal) => page.goto(toPage(address), { waitUntil: 'load', signal }));
  }

  getURL(): string {
    return this.#url;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#tell({ type: 'event', channel, args });
  }

  postMessage(channel: string, message: unknown, ports: PortMain[] = []): void {
    const [port] = ports;
    if (!port) return this.send(channel, message);
    const id = nextPort;
    nextPort += 1;
    this.#ports.set(id, port);
    this.#tell({ type: 'port', port: id, channel, message });
    port.on('message', ({ data }) => this.#tell({ type: 'toPort', port: id, data }));
    port.start();
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpen = handler;
  }

  reload(): void {
    void this.page.then((page) => this.#navigate((signal) => page.reload({ signal }))).catch(() => undefined);
  }

  close(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#closePorts();
    void this.closePage();
    this.emit('destroyed');
  }

  /**
   * Closes the page once no navigation is under way. The answer to a navigation names its response; were the page closed before that
   * answer is delivered, Playwright would not know the response any more and throw outside of every call.
   */
  closePage(): Promise<void> {
    this.#leaving.abort();
    this.#closing ??= this.page
      .then(async (page) => {
        await atMost(closingLimit, Promise.allSettled(this.#navigations), 'a navigation that was broken off');
        await atMost(closingLimit, page.close(), 'the closing of a page');
      })
      .catch(() => undefined)
      // Chromium not answering is no fault of the desk: for it the page is gone.
      .then(() => void this.emit('page-closed'));
    return this.#closing;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  focus(): void {
    this.#hasFocus = true;
  }

  isFocused(): boolean {
    return this.#hasFocus;
  }

  getZoomFactor(): number {
    return this.zoom;
  }

  async #open(context: BrowserContext, preload: string | null): Promise<Page> {
    const page = await context.newPage();
    await page.exposeBinding('__standIn', ({ frame }, text: string) => this.#heard(text, frame === page.mainFrame()));
    await page.addInitScript(preload ? initScriptWithPreload(preload) : initScriptWithoutPreload);
    // Every navigation of a page's own making is asked about first.
    await page.route('**/*', async (route) => {
      const request = route.request();
      if (!request.isNavigationRequest()) return route.fallback();
      const isMainFrame = request.frame() === page.mainFrame();
      const url = toElectron(request.url());
      const isOwn = isMainFrame && this.#ownNavigation === request.url();
      if (isOwn) this.#ownNavigation = null;
      if (!isOwn && !this.#mayNavigate(url, isMainFrame)) return route.abort('aborted');
      if (isMainFrame) {
        this.#closePorts();
        this.emit('did-start-navigation', { isMainFrame, isSameDocument: false, url });
      }
      return route.fallback();
    });
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame()) return;
      this.#url = toElectron(frame.url());
      this.emit('did-navigate', {}, this.#url);
    });
    page.on('load', () => this.emit('did-finish-load'));
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 133 }));
    page.on('close', () => this.emit('page-closed'));
    return page;
  }

  async #navigate(go: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const navigation = go(this.#leaving.signal);
    this.#navigations.add(navigation);
    try {
      await navigation;
    } finally {
      this.#navigations.delete(navigation);
    }
  }

  #mayNavigate(url: string, isMainFrame: boolean): boolean {
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    this.emit('will-frame-navigate', { url, isMainFrame, preventDefault });
    if (isMainFrame && !isPrevented) this.emit('will-navigate', { url, isMainFrame, preventDefault });
    return !isPrevented;
  }

  async #heard(text: string, isMainFrame: boolean): Promise<string | undefined> {
    const message = decode(text) as {
      type: string;
      channel: string;
      args: unknown[];
      address: string;
      port: number;
      data: unknown;
    };
    const event = { sender: this, senderFrame: isMainFrame ? this.mainFrame : { url: this.#url }, ports: [] };
    if (message.type === 'invoke') {
      const handler = this.#ipc.handlers.get(message.channel);
      if (!handler) throw new Error(`No handler registered for '${message.channel}'`);
      return encode((await handler(event, ...message.args)) ?? null);
    }
    if (message.type === 'send') this.#ipc.emit(message.channel, event, ...message.args);
    if (message.type === 'fromPort') this.#ports.get(message.port)?.postMessage(message.data);
    if (message.type === 'open') this.#windowOpen({ url: toElectron(message.address) });
    if (message.type === 'navigate') this.#mayNavigate(message.address, true);
    return undefined;
  }

  /** In order: one message after the other, whatever the page is doing. */
  #tell(message: unknown): void {
    const text = encode(message);
    this.#lastSent = this.#lastSent
      .then(() => this.page)
      .then((page) =>
        page.evaluate(
          (told) => (window as unknown as { __standInHear?: (text: string) => void }).__standInHear?.(told),
          text,
        ),
      )
      .catch(() => undefined); // the page went away meanwhile; so does what was for it
  }

  #closePorts(): void {
    for (const port of this.#ports.values()) port.close();
    this.#ports.clear();
  }
}
