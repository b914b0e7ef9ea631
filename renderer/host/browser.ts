import { webSocketPort } from '../../core/rpc/web-socket-port.ts';
import type { BackendPipe, Host, Screen } from './host.ts';
import { readWindowKind, saveWithLink, secondWindowAddress } from './page.ts';

const sessionKey = 'aktenpult.session';
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The desk in a browser: WebSocket to the same origin, frames for foreign pages, windows opened by script. */
export function createBrowserHost(): Host {
  let oneTimeToken = takeTokenFromAddress();
  let secondWindow: Window | null = null;
  return {
    windowKind: readWindowKind(),
    async connectBackend(): Promise<BackendPipe> {
      const address = new URL('backend', window.location.href);
      address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
      address.hash = '';
      address.search = '';
      const socket = new WebSocket(address);
      const port = webSocketPort(socket as never, {
        encode: (text) => encoder.encode(text),
        decode: (bytes) => decoder.decode(bytes),
      });
      const usesOneTimeToken = oneTimeToken !== null;
      return {
        port,
        token: oneTimeToken ?? sessionStorage.getItem(sessionKey),
        welcomed(session) {
          oneTimeToken = null;
          if (session !== null) sessionStorage.setItem(sessionKey, session);
        },
        refused() {
          // A link used twice: the session of this tab may still be good.
          if (usesOneTimeToken) oneTimeToken = null;
          else sessionStorage.removeItem(sessionKey);
        },
      };
    },
    embed: { kind: 'frame' },
    async openSecondWindow() {
      const place = await placeBeside(secondWindow);
      const features = `popup,left=${place.left},top=${place.top},width=${place.width},height=${place.height}`;
      secondWindow = window.open(secondWindowAddress(), 'aktenpult-fachverfahren', features);
      secondWindow?.focus();
      return secondWindow !== null;
    },
    async closeSecondWindow() {
      secondWindow?.close();
      secondWindow = null;
    },
    screens: readScreens,
    offerCommands: () => undefined,
    saveFile: async (fileName, bytes) => saveWithLink(fileName, bytes),
    openExternal: (address) => void window.open(address, '_blank', 'noopener,noreferrer'),
    on: (name, listener) => (name === 'screensChanged' ? watchScreens(listener as () => void) : () => undefined),
  };
}

/** `#zugang=TOKEN` is used once and must not stay in the address or the history. */
function takeTokenFromAddress(): string | null {
  const token = /^#zugang=([^&]+)/.exec(window.location.hash)?.[1];
  if (token === undefined) return null;
  window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}`);
  return decodeURIComponent(token);
}

type ScreenDetailed = { availLeft: number; availTop: number; availWidth: number; availHeight: number };
type ScreenDetails = EventTarget & {
  screens: (ScreenDetailed & { left: number; top: number; width: number; height: number; isPrimary: boolean })[];
  currentScreen: ScreenDetailed;
};
type WindowWithScreens = Window & { getScreenDetails?: () => Promise<ScreenDetails> };

async function screenDetails(mayAsk: boolean): Promise<ScreenDetails | null> {
  const ask = (window as WindowWithScreens).getScreenDetails;
  if (!ask) return null;
  try {
    const permission = await navigator.permissions.query({ name: 'window-management' as PermissionName });
    if (permission.state === 'denied' || (permission.state === 'prompt' && !mayAsk)) return null;
    return await ask.call(window);
  } catch {
    return null;
  }
}

async function readScreens(mayAsk: boolean): Promise<Screen[]> {
  const details = await screenDetails(mayAsk);
  if (details) {
    return details.screens.map(({ left, top, width, height, isPrimary }) => ({ left, top, width, height, isPrimary }));
  }
  const { width, height } = window.screen;
  return [{ left: 0, top: 0, width, height, isPrimary: true }];
}

/** Tells when a monitor comes or goes, where the worker has allowed to read them. Returns how to stop. */
function watchScreens(listener: () => void): () => void {
  let stop = () => {};
  let isStopped = false;
  void screenDetails(false).then((details) => {
    if (isStopped || !details) return;
    details.addEventListener('screenschange', listener);
    stop = () => details.removeEventListener('screenschange', listener);
  });
  return () => {
    isStopped = true;
    stop();
  };
}

/** Where the second window goes: the whole of another screen, else the left half of this one. */
async function placeBeside(open: Window | null) {
  if (open && !open.closed) {
    return { left: open.screenX, top: open.screenY, width: open.outerWidth, height: open.outerHeight };
  }
  const details = await screenDetails(true);
  const here = details?.currentScreen ?? (window.screen as unknown as ScreenDetailed);
  const other = details?.screens.find(
    (screen) => screen.availLeft !== here.availLeft || screen.availTop !== here.availTop,
  );
  if (other) {
    return { left: other.availLeft, top: other.availTop, width: other.availWidth, height: other.availHeight };
  }
  const width = Math.floor(here.availWidth / 2);
  return { left: here.availLeft ?? 0, top: here.availTop ?? 0, width, height: here.availHeight };
}
