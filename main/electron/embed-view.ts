import { type BrowserWindow, session, shell, WebContentsView } from 'electron';
import type { Rectangle } from '../../core/contract/shell.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { DeskConfiguration } from '../shared/configuration.ts';
import { CaseFollower } from './case-address.ts';
import { scaled } from './embed-bounds.ts';
import type { Fetch } from './notice-source.ts';
import { decideForEmbed, webOrigin } from './navigation-rules.ts';

export const embedPartition = 'persist:fachverfahren';

type Options = {
  settings: NonNullable<DeskConfiguration['fachverfahren']>;
  /** Where it may lead: its own origin and those of its sign-in. */
  origins: ReadonlySet<string>;
  onDeepLink(address: string): void;
  /** The worker chose a case there; `window` is the one that shows the Fachverfahren. */
  onCaseChosen(fileNumber: string, window: BrowserWindow): void;
  /** F6 was pressed there: the focus belongs to the desk again. */
  onLeave(window: BrowserWindow, direction: 'next' | 'previous'): void;
};

/**
 * The Fachverfahren as a view of its own over the page: own session, no preload, nothing of the desk within reach. The page says where it
 * is to be seen; the view moves between the two windows without being loaded anew.
 */
export class EmbedView {
  readonly #options: Options;
  readonly #follower: CaseFollower;
  #view: WebContentsView | null = null;
  #window: BrowserWindow | null = null;
  #address: string;

  constructor(options: Options) {
    this.#options = options;
    this.#follower = new CaseFollower(options.settings.caseAddress);
    this.#address = options.settings.startAddress;
  }

  /** Shows it over a rectangle of the page in CSS pixels, or hides it. Only the window that has it may hide it. */
  place(window: BrowserWindow, rectangle: Rectangle | null): void {
    if (rectangle === null) {
      if (this.#window === window) this.#view?.setVisible(false);
      return;
    }
    const view = this.#view ?? this.#create();
    if (this.#window !== window) this.#moveTo(window, view);
    view.setBounds(scaled(rectangle, window.webContents.getZoomFactor()));
    view.setVisible(true);
  }

  /** Opens an address of the Fachverfahren. Throws AppError when it leads elsewhere or there is no such case. */
  async open(address: string): Promise<void> {
    const origin = webOrigin(address);
    if (origin === null || !this.#options.origins.has(origin)) {
      throw new AppError('forbidden', 'Diese Adresse gehört nicht zum Fachverfahren.');
    }
    if (await this.#isMissing(address)) {
      throw new AppError('not_found', 'Zu dieser Nummer gibt es im Fachverfahren keinen Fall.');
    }
    this.#follower.asks(address);
    this.#address = address;
    await this.#view?.webContents.loadURL(address).catch(() => {
      throw new AppError('offline', 'Das Fachverfahren ist nicht erreichbar.');
    });
  }

  /** Fetches with the worker's sign-in at the Fachverfahren. */
  fetch: Fetch = (address, options) =>
    session.fromPartition(embedPartition).fetch(address, { ...options, credentials: 'include' });

  /** Takes the view out of a window that closes because the other one will show it: what was typed there stays. */
  detachFrom(window: BrowserWindow): void {
    if (this.#window !== window || !this.#view) return;
    window.contentView.removeChildView(this.#view);
    this.#window = null;
  }

  /** A view is not closed with its window by itself (electron#42884). `isDesk` ends it wherever it is. */
  windowClosed(window: BrowserWindow, isDesk: boolean): void {
    if (this.#window !== window && !isDesk) return;
    this.#view?.webContents.close();
    this.#view = null;
    this.#window = null;
  }

  #create(): WebContentsView {
    const view = new WebContentsView({
      webPreferences: {
        partition: embedPartition,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
        disableDialogs: false,
      },
    });
    this.#view = view;
    this.#follow(view.webContents);
    void view.webContents.loadURL(this.#address).catch(() => undefined);
    return view;
  }

  /** Rules for every page of this session: the view itself and pop-ups of the sign-in. */
  guard(contents: Electron.WebContents): void {
    const { origins, onDeepLink } = this.#options;
    const decide = (event: { preventDefault(): void }, address: string) => {
      const decision = decideForEmbed(address, origins);
      if (decision === 'allow') return;
      event.preventDefault();
      if (decision === 'deepLink') onDeepLink(address);
      if (decision === 'openOutside') void shell.openExternal(address);
    };
    contents.on('will-frame-navigate', (event) => decide(event, event.url));
    contents.on('will-redirect', (event) => decide(event, event.url));
    contents.setWindowOpenHandler(({ url }) => {
      const decision = decideForEmbed(url, origins);
      if (decision === 'deepLink') onDeepLink(url);
      if (decision === 'openOutside') void shell.openExternal(url);
      if (decision !== 'allow') return { action: 'deny' };
      return { action: 'allow', overrideBrowserWindowOptions: { autoHideMenuBar: true, width: 900, height: 700 } };
    });
  }

  #follow(contents: Electron.WebContents): void {
    contents.on('did-navigate', (_event, address) => this.#arrived(address));
    contents.on('did-navigate-in-page', (_event, address, isMainFrame) => {
      if (isMainFrame) this.#arrived(address);
    });
    contents.on('before-input-event', (event, input) => {
      if (input.type !== 'keyDown' || input.key !== 'F6' || !this.#window) return;
      event.preventDefault();
      this.#options.onLeave(this.#window, input.shift ? 'previous' : 'next');
    });
  }

  #arrived(address: string): void {
    this.#address = address;
    const fileNumber = this.#follower.arrived(address);
    if (fileNumber !== null && this.#window) this.#options.onCaseChosen(fileNumber, this.#window);
  }

  #moveTo(window: BrowserWindow, view: WebContentsView): void {
    if (this.#window && !this.#window.isDestroyed()) this.#window.contentView.removeChildView(view);
    this.#window = window;
    const hadFocus = window.webContents.isFocused();
    window.contentView.addChildView(view);
    // Adding a view takes the focus (electron#42339).
    if (hadFocus) window.webContents.focus();
  }

  /** Only a clear "not found" counts; a Fachverfahren that does not answer HEAD is asked by opening the page. */
  async #isMissing(address: string): Promise<boolean> {
    try {
      const options = { method: 'HEAD', credentials: 'include', signal: AbortSignal.timeout(5000) } as const;
      return (await session.fromPartition(embedPartition).fetch(address, options)).status === 404;
    } catch {
      return false;
    }
  }
}
