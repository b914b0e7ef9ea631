import { EventEmitter } from 'node:events';
import type { Browser, BrowserContext } from '@playwright/test';

// Chromium outside Electron knows no app://; the desk's pages stand under an https origin that never leaves the machine.
const pageOrigin = 'https://localhost';
const electronOrigin = 'app://desk';

export const toPage = (address: string): string =>
  address.startsWith(electronOrigin) ? pageOrigin + address.slice(electronOrigin.length) : address;
export const toElectron = (address: string): string =>
  address.startsWith(pageOrigin) ? electronOrigin + address.slice(pageOrigin.length) : address;

type Handler = (request: Request) => Promise<Response>;
type PermissionCheck = (
  contents: unknown,
  permission: string,
  origin: string,
  details: { mediaType?: string },
) => boolean;

/** Electron's Session over a browser context: cookies and addresses of its own. */
export class StandInSession extends EventEmitter {
  readonly #browser: Promise<Browser>;
  #context: Promise<BrowserContext> | null = null;
  readonly handlers = new Map<string, Handler>();
  permissionCheck: PermissionCheck | null = null;
  permissionRequest: unknown = null;

  readonly #onContext: ((context: BrowserContext) => Promise<void>) | null;

  constructor(browser: Promise<Browser>, onContext: ((context: BrowserContext) => Promise<void>) | null = null) {
    super();
    this.#browser = browser;
    this.#onContext = onContext;
  }

  readonly protocol = { handle: (scheme: string, handler: Handler) => void this.handlers.set(scheme, handler) };

  context(): Promise<BrowserContext> {
    this.#context ??= this.#browser.then((browser) => this.#open(browser));
    return this.#context;
  }

  setPermissionRequestHandler(handler: unknown): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}

  async fetch(address: string, options: RequestInit = {}): Promise<Response> {
    const cookies = await (await this.context()).cookies(address);
    const { credentials: _credentials, ...rest } = options;
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    return fetch(address, { ...rest, headers: cookie ? { cookie } : {} });
  }

  async close(): Promise<void> {
    await (await this.#context)?.close();
  }

  async #open(browser: Browser): Promise<BrowserContext> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'de-DE',
      timezoneId: 'Europe/Berlin',
      serviceWorkers: 'block',
    });
    await this.#onContext?.(context);
    const app = this.handlers.get('app');
    await context.route(`${pageOrigin}/**`, async (route) => {
      // Per session as in Electron: a partition without the handler does not reach the desk's pages.
      if (!app) return route.abort('addressunreachable');
      const answer = await app(new Request(toElectron(route.request().url()), { method: route.request().method() }));
      await route.fulfill({
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: Buffer.from(await answer.arrayBuffer()),
      });
    });
    return context;
  }
}
