import { AppError } from '../domain/errors.ts';
import type { ApiDefinition, Client } from './definition.ts';
import { serverFrameSchema } from './frames.ts';
import type { Port } from './port.ts';

type Pending = { resolve(value: unknown): void; reject(error: AppError): void };

export type Connection<Api extends ApiDefinition> = {
  client: Client<Api>;
  /** Resolves with the session when the serving side has accepted us; rejects with its reason. */
  ready: Promise<string | null>;
  onClose(listener: () => void): void;
  close(): void;
};

/** Holds the calling end of a port. Calls made before the welcome wait; when the pipe closes, all that is open fails with "offline". */
export function connect<Api extends ApiDefinition>(
  port: Port,
  options: { api: Api; contractVersion: number; token: string | null },
): Connection<Api> {
  const { api } = options;
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const closeListeners: (() => void)[] = [];
  let nextId = 1;
  let closed: AppError | null = null;
  const welcome = Promise.withResolvers<string | null>();
  welcome.promise.catch(() => undefined);

  port.onFrame((raw) => {
    const parsed = serverFrameSchema.safeParse(raw);
    if (!parsed.success) return port.close();
    const frame = parsed.data;
    if (frame.frame === 'welcome') welcome.resolve(frame.session);
    else if (frame.frame === 'goodbye') {
      closed = new AppError(frame.code, frame.message);
      welcome.reject(closed);
    } else if (frame.frame === 'event') {
      const definition = api[frame.group]?.[frame.name];
      if (definition?.kind !== 'event') return;
      const payload = definition.payload.parse(frame.payload);
      for (const listener of listeners.get(`${frame.group}.${frame.name}`) ?? []) listener(payload);
    } else {
      const waiting = pending.get(frame.id);
      pending.delete(frame.id);
      if (frame.frame === 'result') waiting?.resolve(frame.output);
      else waiting?.reject(new AppError(frame.code, frame.message, frame.details));
    }
  });
  port.onClose(() => {
    closed ??= new AppError('offline', 'Die Verbindung zum Programm ist unterbrochen.');
    welcome.reject(closed);
    for (const waiting of pending.values()) waiting.reject(closed);
    pending.clear();
    for (const listener of closeListeners) listener();
  });

  const request = async (group: string, name: string, input: unknown, signal?: AbortSignal) => {
    const definition = api[group]?.[name];
    if (definition?.kind !== 'call') throw new AppError('not_found', 'Diese Funktion gibt es nicht.');
    await welcome.promise;
    if (closed) throw closed;
    if (signal?.aborted) throw new AppError('cancelled', 'Abgebrochen.');
    const id = nextId;
    nextId += 1;
    const output = await new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      signal?.addEventListener('abort', () => {
        if (pending.delete(id)) {
          port.send({ frame: 'cancel', id });
          reject(new AppError('cancelled', 'Abgebrochen.'));
        }
      });
      port.send({ frame: 'call', id, group, name, input });
    });
    // The serving side has parsed it against the same definition (its version is compared in the welcome); lists are too long to do it twice.
    return output;
  };

  port.send({ frame: 'hello', contractVersion: options.contractVersion, token: options.token });
  return {
    client: buildClient(api, request, listeners),
    ready: welcome.promise,
    onClose: (listener) => closeListeners.push(listener),
    close: () => port.close(),
  };
}

function buildClient<Api extends ApiDefinition>(
  api: Api,
  request: (group: string, name: string, input: unknown, signal?: AbortSignal) => Promise<unknown>,
  listeners: Map<string, Set<(payload: unknown) => void>>,
): Client<Api> {
  const client: Record<string, Record<string, unknown>> = {};
  for (const [group, definitions] of Object.entries(api)) {
    const on: Record<string, unknown> = {};
    const members: Record<string, unknown> = { on };
    for (const [name, definition] of Object.entries(definitions)) {
      if (definition.kind === 'call') {
        members[name] = (input: unknown, options?: { signal?: AbortSignal }) =>
          request(group, name, input, options?.signal);
      } else {
        on[name] = (listener: (payload: unknown) => void) => {
          const key = `${group}.${name}`;
          const all = listeners.get(key) ?? new Set();
          listeners.set(key, all.add(listener));
          return () => all.delete(listener);
        };
      }
    }
    client[group] = members;
  }
  return client as Client<Api>;
}
