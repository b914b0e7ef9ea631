import { type DeskClient, deskApi, deskContractVersion } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import { type Connection, connect } from '../../core/rpc/connect.ts';
import type { BackendPipe } from '../host/host.ts';

export type PipeState =
  | { state: 'connecting' }
  | { state: 'open' }
  /** Lost; tried again at this moment (ms since 1970). */
  | { state: 'lost'; nextTryAt: number }
  /** The program does not accept this page: a new link or a newer page is needed. */
  | { state: 'refused'; message: string };

export type DeskConnection = {
  client: DeskClient;
  state(): PipeState;
  onState(listener: (state: PipeState) => void): () => void;
  /** Called each time the pipe stands again after a break: what the page knows may be old. */
  onReconnected(listener: () => void): () => void;
  tryNow(): void;
  close(): void;
};

/** Wait before the n-th new try (0 is the first), in ms: quick at first, at most 5 s, since the program is on this very device. */
export function backoff(attempt: number): number {
  return Math.min(5000, 250 * 2 ** attempt);
}

const interrupted = () => new AppError('offline', 'Die Verbindung zum Programm ist unterbrochen.');

/** One lasting client over pipes that may break: opens a new pipe after a while and keeps the event listeners. */
export function keepConnected(openPipe: () => Promise<BackendPipe>): DeskConnection {
  let state: PipeState = { state: 'connecting' };
  let connection: Connection<typeof deskApi> | null = null;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  let hasBeenOpen = false;
  let next = Promise.withResolvers<DeskClient>();
  next.promise.catch(() => undefined);
  const stateListeners = new Set<(state: PipeState) => void>();
  const reconnectedListeners = new Set<() => void>();
  const eventListeners = new Map<string, Set<(payload: never) => void>>();

  const setState = (newState: PipeState) => {
    state = newState;
    for (const listener of stateListeners) listener(newState);
  };

  const open = async () => {
    timer = undefined;
    let pipe: BackendPipe | undefined;
    try {
      pipe = await openPipe();
      const opened = connect(pipe.port, { api: deskApi, contractVersion: deskContractVersion, token: pipe.token });
      connection = opened;
      if (isClosed) return opened.close();
      opened.onClose(() => {
        if (connection === opened && state.state === 'open') lost();
      });
      pipe.welcomed(await opened.ready);
      forwardEvents(opened.client, eventListeners);
      attempt = 0;
      setState({ state: 'open' });
      next.resolve(opened.client);
      if (hasBeenOpen) for (const listener of reconnectedListeners) listener();
      hasBeenOpen = true;
    } catch (error) {
      if (isClosed) return;
      if (!isRefusal(error)) return lost();
      pipe?.refused();
      if (error.code === 'unauthenticated' && pipe?.token && attempt === 0) {
        attempt = 1; // the link was used before; the session of this tab may still be good
        return void open();
      }
      setState({ state: 'refused', message: error.message });
      next.reject(error);
    }
  };

  const lost = () => {
    connection = null;
    next.reject(interrupted());
    if (isClosed) return;
    next = Promise.withResolvers();
    next.promise.catch(() => undefined);
    const wait = backoff(attempt);
    attempt += 1;
    setState({ state: 'lost', nextTryAt: Date.now() + wait });
    timer = setTimeout(() => void open(), wait);
  };

  void open();
  return {
    client: facade(() => (state.state === 'lost' ? Promise.reject(interrupted()) : next.promise), eventListeners),
    state: () => state,
    onState: (listener) => subscribe(stateListeners, listener),
    onReconnected: (listener) => subscribe(reconnectedListeners, listener),
    tryNow() {
      if (timer === undefined) return;
      clearTimeout(timer);
      void open();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      connection?.close();
    },
  };
}

function subscribe<T>(set: Set<T>, listener: T): () => void {
  set.add(listener);
  return () => void set.delete(listener);
}

function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && ['unauthenticated', 'must_upgrade', 'forbidden'].includes(error.code);
}

type AnyClient = Record<string, Record<string, unknown> & { on: Record<string, unknown> }>;
type EventListeners = Map<string, Set<(payload: never) => void>>;

function forwardEvents(client: DeskClient, eventListeners: EventListeners): void {
  for (const [group, members] of Object.entries(client as unknown as AnyClient)) {
    for (const [name, listen] of Object.entries(members.on)) {
      (listen as (listener: (payload: never) => void) => void)((payload) => {
        for (const listener of eventListeners.get(`${group}.${name}`) ?? []) listener(payload);
      });
    }
  }
}

function facade(current: () => Promise<DeskClient>, eventListeners: EventListeners): DeskClient {
  const client: AnyClient = {};
  for (const [group, definitions] of Object.entries(deskApi)) {
    const members: AnyClient[string] = { on: {} };
    for (const [name, definition] of Object.entries(definitions)) {
      if (definition.kind === 'call') {
        members[name] = async (input: unknown, options: unknown) => {
          const target = (await current()) as unknown as Record<string, Record<string, CallFunction>>;
          return target[group]?.[name]?.(input, options);
        };
      } else {
        members.on[name] = (listener: (payload: never) => void) => {
          const key = `${group}.${name}`;
          const all = eventListeners.get(key) ?? new Set();
          eventListeners.set(key, all);
          return subscribe(all, listener);
        };
      }
    }
    client[group] = members;
  }
  return client as unknown as DeskClient;
}
type CallFunction = (input: unknown, options: unknown) => Promise<unknown>;
