import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type Duplex, pipeline, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

// HTTP without the streams of the web, through which a content of 300 kB costs the desk twice the time it takes to send it.

export type Question = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array | readonly Uint8Array[] | ReadableStream<Uint8Array> | undefined;
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole answer; 0: no limit. */
  wait: number;
};

/** What came back. Its body is read once, or discarded; reading throws where it was cut. */
export type Answer = {
  status: number;
  header(name: string): string;
  bytes(): Promise<Buffer<ArrayBuffer>>;
  parts(): AsyncIterable<Uint8Array>;
  discard(): void;
};

export type HttpLine = {
  /** Throws what the system says (`ECONNREFUSED`), `ETIMEDOUT` after the time it may take. */
  ask(question: Question): Promise<Answer>;
  /** Breaks off everything. */
  close(): void;
};

/** More of a body that nobody wants is not waited for; its connection is given up. */
const longestDiscarded = 64 * 1024;
/** A line whose quickest answer takes so long is not that of the house: fewer bytes are worth the work of packing them. */
const farMilliseconds = 10;
/** Longer questions take their time on the line themselves. */
const shortQuestion = 4 * 1024;
/**
 * May be sent once more when the centre closed a resting connection just as it was taken again. Not several contents together: which of
 * them have arrived is asked first.
 */
const repeatable: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT']);

/**
 * Connections to one origin, kept for what is asked next. Redirections are not followed. `far`: milliseconds from which on compressed
 * answers are asked for.
 */
export function createHttpLine(address: string, far = farMilliseconds): HttpLine {
  const isSecure = new URL(address).protocol === 'https:';
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const begin = isSecure ? httpsRequest : httpRequest;
  const open = new Set<ClientRequest>();
  let quickest = Number.POSITIVE_INFINITY;
  const noteTime = (milliseconds: number) => {
    quickest = Math.min(quickest, milliseconds);
  };
  const encodings = () => (quickest >= far && quickest < Number.POSITIVE_INFINITY ? 'zstd, gzip' : 'gzip');

  const send = (question: Question, isRepeated: boolean): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method, path, headers, body, signal, wait } = question;
      const request = begin(new URL(path, address), {
        ...{ method, agent, headers: { 'accept-encoding': encodings(), ...headers, ...lengthOf(method, body) } },
        ...(signal ? { signal } : {}),
      });
      const limit = wait === 0 ? undefined : setTimeout(() => request.destroy(timeout()), wait);
      open.add(request);
      request.once('close', () => {
        clearTimeout(limit);
        open.delete(request);
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        const isStale = request.reusedSocket && error.code === 'ECONNRESET' && !isRepeated;
        if (isStale && repeatable.has(method) && !(body instanceof ReadableStream)) resolve(send(question, true));
        else reject(error);
      });
      const begun = performance.now();
      request.once('response', (message) => {
        if (sizeOf(body) < shortQuestion) noteTime(performance.now() - begun);
        resolve(answerOf(message));
      });
      if (body instanceof ReadableStream) pipeline(Readable.fromWeb(body as never), request, () => undefined);
      else if (isPieces(body)) sendPieces(request, body);
      else request.end(body);
    });

  return {
    ask: (question) => send(question, false),
    close() {
      for (const request of open) request.destroy();
      agent.destroy();
    },
  };
}

const isPieces = (body: Question['body']): body is readonly Uint8Array[] => Array.isArray(body);

/** Together, as far as the system takes them, without copying them into one. */
function sendPieces(request: ClientRequest, pieces: readonly Uint8Array[]): void {
  request.cork();
  for (const piece of pieces) request.write(piece);
  request.end();
}

const sizeOf = (body: Question['body']): number => {
  if (body === undefined) return 0;
  if (isPieces(body)) return body.reduce((sum, piece) => sum + piece.length, 0);
  return body instanceof ReadableStream ? Number.POSITIVE_INFINITY : Buffer.byteLength(body);
};

function lengthOf(method: string, body: Question['body']): Record<string, number> {
  if (body instanceof ReadableStream) return {};
  if (body !== undefined) return { 'content-length': sizeOf(body) };
  return method === 'GET' || method === 'HEAD' ? {} : { 'content-length': 0 };
}

const unpackings: Record<string, (() => Duplex) | undefined> = { gzip: createGunzip, zstd: createZstdDecompress };
const timeout = () => Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });

function answerOf(message: IncomingMessage): Answer {
  message.on('error', () => undefined); // told to whoever reads; nobody may be reading
  const header = (name: string): string => {
    const value = message.headers[name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const parts = (): Readable => {
    const unpacking = unpackings[header('content-encoding')];
    return unpacking ? pipeline(message, unpacking(), () => undefined) : message;
  };
  return {
    status: message.statusCode ?? 0,
    header,
    parts,
    async bytes() {
      const all: Buffer<ArrayBuffer>[] = [];
      for await (const part of parts()) all.push(part as Buffer<ArrayBuffer>);
      return all.length === 1 && all[0] ? all[0] : Buffer.concat(all);
    },
    discard() {
      let left = longestDiscarded;
      message.on('data', (part: Buffer) => {
        left -= part.length;
        if (left < 0) message.destroy();
      });
    },
  };
}
