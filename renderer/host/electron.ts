import {
  type OfferedCommand,
  type ShellCallName,
  type ShellEventName,
  shellEvents,
} from '../../core/contract/shell.ts';
import { backendPortChannel } from '../../core/contract/shell-channels.ts';
import { AppError, type ErrorCode } from '../../core/domain/errors.ts';
import { messagePortPort } from '../../core/rpc/message-port.ts';
import type { Host, Screen } from './host.ts';
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

const waitsForListener = new Set<ShellEventName>(['openCaseFile', 'noticeHandedOver', 'windowsArranged']);

/** The desk in Electron: everything goes through the narrow bridge of the preload script. */
export function createElectronHost(bridge: ShellBridge): Host {
  const listeners = new Map<ShellEventName, Set<(payload: never) => void>>();
  /** A link may arrive before somebody has logged in; it waits for the part of the page that follows it. */
  const early = new Map<ShellEventName, unknown[]>();
  let closePort = () => {};
  bridge.onEvent((name, payload) => {
    const parsed = shellEvents[name]?.safeParse(payload);
    if (!parsed?.success) return;
    if (name === 'backendStopped') closePort();
    const heard = listeners.get(name);
    if (heard?.size) for (const listener of heard) listener(parsed.data as never);
    else if (waitsForListener.has(name)) early.set(name, [...(early.get(name) ?? []), parsed.data].slice(-20));
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
      closePort = () => port.close();
      return { port, token: null, welcomed: () => undefined, refused: () => undefined };
    },
    embed: {
      kind: 'placed',
      place: (rectangle) => void shell('placeEmbed', rectangle).catch(() => undefined),
      open: async (address) => void (await shell('openInEmbed', { address })),
    },
    async openSecondWindow() {
      return ((await shell('arrangeWindows', { windows: 'two' })) as { windows: string }).windows === 'two';
    },
    closeSecondWindow: async () => void (await shell('arrangeWindows', { windows: 'one' })),
    screens: async () => ((await shell('screens', {})) as { screens: Screen[] }).screens,
    offerCommands: (commands: OfferedCommand[]) => void shell('offerCommands', { commands }).catch(() => undefined),
    async saveFile(fileName, bytes) {
      return ((await shell('saveFile', { fileName, bytes })) as { isSaved: boolean }).isSaved;
    },
    openExternal: (address) => void window.open(address, '_blank', 'noopener,noreferrer'),
    on(name, listener) {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener as (payload: never) => void));
      for (const payload of early.get(name) ?? []) listener(payload as never);
      early.delete(name);
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
