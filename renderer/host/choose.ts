import { createBrowserHost } from './browser.ts';
import { createElectronHost, findShellBridge } from './electron.ts';
import type { Host } from './host.ts';

/** The host this page runs in, decided once at the start. */
export function chooseHost(): Host {
  const bridge = findShellBridge();
  return bridge ? createElectronHost(bridge) : createBrowserHost();
}
