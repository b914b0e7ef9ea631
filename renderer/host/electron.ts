import { backendPortChannel, type ShellCallName, type ShellEventName, shellEvents } from '../../core/contract/shell.ts';
import { AppError, type ErrorCode } from '../../core/domain/errors.ts';
import { messagePortPort } from '../../core/rpc/message-port.ts';
import type { Host } from './host.ts';
import { readWindowKind } from './page.ts';

type ShellAnswer = { ok: true; value: unknown } | { ok: false; code: ErrorCode; message: string };

/** What the preload script puts on `window.aktenpult`. */
export type ShellBridge = {
  call(name: ShellCallName, input: unknown): Promise<ShellAnswer>;
  onEvent(listener: (name: ShellEventName, payload: unknown) => void): void;
  /** Asks for a new pipe; the port arrives as a window message `{ tag: backendPortChannel, nonce }`. */
  requestBackendPort(nonce: string): void;
};

/** The bridge of the preload script, where there is one. */
export function findShellBridge(): ShellBridge | undefined {
  return (window as Window & { aktenpult?: ShellBridge }).aktenpult;
}

/** The desk in Electron: everything goes through the narrow bridge of the preload script. */
export function createElectronHost(bridge: ShellBridge): Host {
  const listeners = new Map<ShellEventName, Set<(payload: never) => void>>();
  bridge.onEvent((name, payload) => {
    const parsed = shellEvents[name]?.safeParse(payload);
    if (parsed?.success) for (const listener of listeners.get(name) ?? []) listener(parsed.data as never);
  });
  const shell = async (name: ShellCallName, input: unknown): Promise<unknown> => {
    const answer = await bridge.call(name, input);
    if (!answer.ok) throw new AppError(answer.code, answer.message);
    return answer.value;
  };
  return {
    windowKind: readWindowKind(),
    async connectBackend() {
      const port = messagePortPort((await receivePort(bridge)) as never);
      return { port, token: null, welcomed: () => undefined, refused: () => undefined };
    },
    embed: {
      kind: 'placed',
      place: (rectangle) => void shell('placeEmbed', rectangle),
      open: async (address) => void (await shell('openInEmbed', { address })),
    },
    async openSecondWindow() {
      return ((await shell('arrangeWindows', { windows: 'two' })) as { windows: string }).windows === 'two';
    },
    closeSecondWindow: async () => void (await shell('arrangeWindows', { windows: 'one' })),
    async screens() {
      const { width, height } = window.screen;
      return [{ left: 0, top: 0, width, height, isPrimary: true }];
    },
    async saveFile(fileName, bytes) {
      return ((await shell('saveFile', { fileName, bytes })) as { isSaved: boolean }).isSaved;
    },
    openExternal: (address) => void window.open(address, '_blank', 'noopener,noreferrer'),
    on(name, listener) {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener as (payload: never) => void));
      return () => all.delete(listener as (payload: never) => void);
    },
  };
}

/** The nonce makes sure that the port answers our own request and not another script's message. */
function receivePort(bridge: ShellBridge): Promise<MessagePort> {
  const nonce = crypto.randomUUID();
  return new Promise((resolve) => {
    const received = (event: MessageEvent) => {
      const data = event.data as { tag?: unknown; nonce?: unknown } | null;
      const [port] = event.ports;
      if (event.source !== window || data?.tag !== backendPortChannel || data.nonce !== nonce || !port) return;
      window.removeEventListener('message', received);
      resolve(port);
    };
    window.addEventListener('message', received);
    bridge.requestBackendPort(nonce);
  });
}
