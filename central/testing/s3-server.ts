/// <reference path="./s3rver.d.ts" />
import { once } from 'node:events';
import { access, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';

/** What may become of one request: passed on; answered with an error; never answered; the answer cut after so many bytes. */
export type Luck = 'pass' | { status: number; code: string } | 'silence' | { cutAfter: number };

/** Keys that the server knows. */
export const s3Keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
export const s3Bucket = 'akten';

/**
 * A real S3 server (s3rver) with what it lacks in front of it: `If-None-Match: *` as Amazon answers it, answers that wait until the bytes
 * are written, and misfortunes.
 */
export class S3Server implements AsyncDisposable {
  /** Asked for each request. */
  luck: (asked: { method: string; path: string; headers: IncomingMessage['headers'] }) => Luck = () => 'pass';
  readonly folder: string;
  readonly asked: string[] = [];
  readonly #inner: S3rver;
  readonly #innerPort: number;
  readonly #front: Server;

  private constructor(folder: string, inner: S3rver, innerPort: number) {
    this.folder = folder;
    this.#inner = inner;
    this.#innerPort = innerPort;
    this.#front = createServer((incoming, answer) => void this.#serve(incoming, answer).catch(() => answer.destroy()));
  }

  static async open(): Promise<S3Server> {
    const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-s3-'));
    const buckets = [{ name: s3Bucket, configs: [] as [] }];
    const inner = new S3rver({
      ...{ directory: folder, port: 0, address: '127.0.0.1', silent: true, configureBuckets: buckets },
    });
    const server = new S3Server(folder, inner, (await inner.run()).port);
    server.#front.listen(0, '127.0.0.1');
    await once(server.#front, 'listening');
    return server;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#front.address() as AddressInfo).port}`;
  }

  /** The file in which the server keeps an object. */
  fileOf(key: string, bucket = s3Bucket): string {
    return path.join(this.folder, bucket, `${key}._S3rver_object`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#front.closeAllConnections();
    this.#front.close();
    await this.#inner.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  async #serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const place = decodeURIComponent(url.split('?')[0] ?? '');
    this.asked.push(`${method} ${place}`);
    const luck = this.luck({ method, path: place, headers });
    if (luck === 'silence') return;
    if (typeof luck === 'object' && 'status' in luck) return refuse(incoming, answer, luck);
    const file = this.fileOf(place.split('/').slice(2).join('/'), place.split('/')[1]);
    if (method === 'PUT' && headers['if-none-match'] === '*' && (await isThere(file))) {
      return refuse(incoming, answer, { status: 412, code: 'PreconditionFailed' });
    }
    const inner = request({ port: this.#innerPort, host: '127.0.0.1', method, path: url, headers });
    incoming.pipe(inner);
    const [given] = (await once(inner, 'response')) as [IncomingMessage];
    if (method === 'PUT' && given.statusCode === 200) await hasSize(file, Number(headers['content-length']));
    // A reader that has gone away may leave the write below without an end; the inner server must not wait for it.
    answer.once('close', () => answer.writableFinished || inner.destroy());
    answer.writeHead(given.statusCode ?? 500, given.headers);
    let left = typeof luck === 'object' ? luck.cutAfter : Number.POSITIVE_INFINITY;
    for await (const piece of given as AsyncIterable<Buffer>) {
      await new Promise((done) => answer.write(piece.subarray(0, left), done));
      left -= piece.length;
      if (left <= 0) return void answer.destroy();
    }
    answer.end();
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** The server answers before it has written everything. */
async function hasSize(file: string, size: number): Promise<void> {
  while ((await stat(file)).size !== size) await new Promise((resolve) => setImmediate(resolve));
}

function refuse(
  incoming: IncomingMessage,
  answer: ServerResponse,
  { status, code }: { status: number; code: string },
): void {
  incoming.resume();
  incoming.once('end', () => {
    answer.writeHead(status, { 'content-type': 'application/xml' });
    answer.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>refused</Message></Error>`);
  });
}
