import { accessEventsResponseSchema, accessLogResponseSchema } from '../../core/contract/access-events.ts';
import type { z } from 'zod';
import {
  centralErrorSchema,
  changesResponseSchema,
  journalResponseSchema,
  protocolVersion,
  pullResponseSchema,
  pushResponseSchema,
  schemaVersion,
  sessionResponseSchema,
} from '../../core/contract/central.ts';
import { refusalsResponseSchema } from '../../core/contract/refusals.ts';
import { AppError, type ErrorCode, errorCodeSchema } from '../../core/domain/errors.ts';
import type { Central, KeyCentral } from './central.ts';
import { contentCalls } from './content-client.ts';
import { readEvents } from './event-stream.ts';
import { type Answer, createHttpLine } from './http-line.ts';
import { keyCalls } from './key-client.ts';
import { stationCalls } from '../station/station-client.ts';
import { createSnapshotCall } from './snapshot-call.ts';
import { unreachable } from './unreachable.ts';

const shortWait = 20_000; // milliseconds until the first byte of an answer
const longWait = 120_000; // large pushes and parts over a bad line

/** What this program speaks. */
export const thisProgram = { protocol: protocolVersion, schema: schemaVersion };

const cancelled = () => new AppError('cancelled', 'Abgebrochen.');

export type Asking = {
  method: string;
  path: string;
  json?: unknown;
  bytes?: Uint8Array | readonly Uint8Array[];
  /** Bytes as they come. */
  stream?: ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Milliseconds for the whole answer; 0: no limit. */
  wait?: number;
};

/**
 * Talks to the centre over HTTP; `address` is its origin, for example `https://zentrale.kreis.example`. `snapshotWorkerUrl`: where the
 * thread that reads snapshots lies once it is bundled. `far`: of `createHttpLine`.
 */
export function createCentralClient(
  address: string,
  versions = thisProgram,
  snapshotWorkerUrl?: URL,
  far?: number,
): Central & KeyCentral {
  let accessToken: string | null = null;
  const closing = new AbortController();
  const line = createHttpLine(address, far);

  const ask = async (asking: Asking): Promise<Answer> => {
    const headers: Record<string, string> = {
      'x-protocol': String(versions.protocol),
      'x-schema': String(versions.schema),
      accept: 'application/json',
      ...asking.headers,
    };
    if (accessToken) headers['authorization'] = `Bearer ${accessToken}`;
    if (asking.json !== undefined) headers['content-type'] = 'application/json';
    if (asking.bytes || asking.stream) headers['content-type'] = 'application/octet-stream';
    const body = asking.json === undefined ? (asking.bytes ?? asking.stream) : JSON.stringify(asking.json);
    if (closing.signal.aborted) throw cancelled();
    let answer: Answer;
    try {
      const { method, path, signal, wait = shortWait } = asking;
      answer = await line.ask({ method, path, headers, body, signal, wait });
    } catch (error) {
      if (asking.signal?.aborted || closing.signal.aborted) throw cancelled();
      throw unreachable(String((error as { code?: unknown }).code ?? 'unknown'));
    }
    if (!isOk(answer)) throw await errorOf(answer);
    return answer;
  };

  const askJson = async <Schema extends z.ZodType>(schema: Schema, asking: Asking): Promise<z.output<Schema>> => {
    const response = await ask(asking);
    if (!isJson(response)) {
      response.discard();
      throw unreachable('not the centre');
    }
    let answer: unknown;
    try {
      answer = await jsonOf(response);
    } catch {
      throw unreachable('answer was cut');
    }
    const parsed = schema.safeParse(answer);
    if (!parsed.success)
      throw new AppError('internal', 'Die Zentrale antwortet unverständlich.', { path: asking.path });
    return parsed.data;
  };
  const askBytes = async (mediaType: string, asking: Asking): Promise<Uint8Array<ArrayBuffer>> => {
    const response = await ask({ ...asking, headers: { accept: mediaType, ...asking.headers } });
    if (response.header('content-type') !== mediaType) {
      response.discard();
      throw unreachable('not the centre');
    }
    try {
      return await response.bytes();
    } catch {
      throw unreachable('answer was cut');
    }
  };
  const post = <Schema extends z.ZodType>(path: string, schema: Schema, json: unknown, wait?: number) =>
    askJson(schema, { method: 'POST', path, json, ...(wait === undefined ? {} : { wait }) });

  return {
    close: () => {
      closing.abort();
      line.close();
    },
    useAccessToken: (token) => {
      accessToken = token;
    },
    logIn: (request) => post('/v1/session', sessionResponseSchema, request),
    refresh: (refreshToken) => post('/v1/session/refresh', sessionResponseSchema, { refreshToken }),
    logOut: async () => {
      (await ask({ method: 'DELETE', path: '/v1/session', wait: 3_000 })).discard();
    },
    ...keyCalls(askJson, async (asking) => (await ask(asking)).discard()),
    station: stationCalls({ askJson, askBytes, ask: async (asking) => (await ask(asking)).discard() }),
    push: (request) => post('/v1/push', pushResponseSchema, request, longWait),
    changes: ({ cursor, accessVersion, cleared, after }) =>
      askJson(changesResponseSchema, {
        method: 'GET',
        path: `/v1/changes?${new URLSearchParams({
          ...{ cursor, accessVersion: String(accessVersion) },
          ...(cleared === undefined ? {} : { cleared: String(cleared) }),
          ...(after ? { after } : {}),
        }).toString()}`,
      }),
    pull: (request) => post('/v1/pull', pullResponseSchema, request, longWait),
    snapshot: createSnapshotCall(ask, closing.signal, snapshotWorkerUrl),
    journal: ({ scopeId, after }) =>
      askJson(journalResponseSchema, { method: 'GET', path: `/v1/journal?scopeId=${scopeId}&after=${after}` }),
    refusals: (request) => post('/v1/refusals', refusalsResponseSchema, request),
    tellAccess: (request) => post('/v1/audit', accessEventsResponseSchema, request),
    accessLog: ({ scopeId, before }) => {
      const path = `/v1/access-log?scopeId=${scopeId}${before === undefined ? '' : `&before=${before}`}`;
      return askJson(accessLogResponseSchema, { method: 'GET', path });
    },
    ...contentCalls({ ask, askJson, longWait }),
    events: (signal, listeners) =>
      readEvents(
        (stopped) =>
          ask({
            method: 'GET',
            path: '/v1/events',
            headers: { accept: 'text/event-stream' },
            signal: stopped,
            wait: 0,
          }),
        signal,
        listeners,
      ),
  };
}

const isOk = ({ status }: Answer): boolean => status >= 200 && status < 300;
const isJson = (response: Answer): boolean => response.header('content-type').startsWith('application/json');
const jsonOf = async (response: Answer): Promise<unknown> => JSON.parse((await response.bytes()).toString());

const codeOfStatus: Record<number, ErrorCode> = {
  400: 'invalid_input',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'invalid_input',
  422: 'conflict',
  426: 'must_upgrade',
};

/** The centre's own words where it is the centre that answers; anything else counts as not reachable. */
async function errorOf(response: Answer): Promise<AppError> {
  const told = isJson(response) ? centralErrorSchema.safeParse(await jsonOf(response).catch(() => null)) : null;
  if (!told?.success) {
    response.discard();
    return unreachable(`status ${response.status}`);
  }
  const { code, message, details } = told.data;
  if (response.status === 429 || response.status >= 500) {
    const retryAfter = Number(response.header('retry-after'));
    // A full disk there lasts until somebody does something, so everybody may know.
    const reason = code === 'storage_full' ? { told: message } : {};
    return new AppError('offline', message, { cause: `status ${response.status}`, retryAfter, ...reason });
  }
  const own = errorCodeSchema.safeParse(code);
  return new AppError(own.success ? own.data : (codeOfStatus[response.status] ?? 'internal'), message, {
    ...details,
    centralCode: code,
  });
}
