import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import {
  askTogetherSchema,
  BatchFormError,
  batchBodySize,
  batchedContentSize,
  batchOf,
  CutBatchError,
  keptContentsSchema,
} from '../../core/contract/content-batch.ts';
import { readTogether, takeBatch } from '../store/batches.ts';
import type { Context } from './context.ts';
import { HttpError } from './http-error.ts';
import { oneAhead } from './one-ahead.ts';
import { addRoute, answered, type RouteList } from './route.ts';
import { streamBody } from './stream-body.ts';

/** Several small contents in one request. */
export function addBatchRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database, blobs } = context;
  const take = {
    method: 'POST',
    path: '/v1/blobs/batch',
    forOldDesks: true,
    access: 'signedIn',
    summary:
      'Mehrere Inhalte bis je 512 KiB bringen: je SHA-256 (32 Bytes), Größe (4 Bytes, höchstwertiges zuerst) und Bytes.',
    bodyType: 'application/octet-stream',
    answer: keptContentsSchema,
  } as const;
  addRoute(app, routes, take, async ({ caller, request }) => {
    const size = Number(request.headers['content-length'] ?? Number.NaN);
    if (!Number.isSafeInteger(size)) throw new HttpError(411, 'invalid_input', 'Die Angabe Content-Length fehlt.');
    if (size > batchBodySize) throw tooLarge();
    const source = streamBody(request, 'application/octet-stream');
    try {
      return { kept: await takeBatch(database, blobs, caller.workerId, source) };
    } catch (error) {
      if (error instanceof BatchFormError) throw tooLarge();
      if (error instanceof CutBatchError) {
        throw new HttpError(400, 'invalid_input', 'Die Inhalte kamen nicht vollständig an.');
      }
      throw error;
    }
  });

  const give = {
    method: 'POST',
    path: '/v1/blobs/together',
    access: 'signedIn',
    summary: 'Mehrere Inhalte bis je 512 KiB in derselben Form; was fehlt, ist einzeln zu erfragen.',
    body: askTogetherSchema,
    answerType: 'application/octet-stream',
  } as const;
  addRoute(app, routes, give, ({ caller, body, reply }) => {
    const contents = oneAhead(readTogether(context, caller.workerId, body.sha256s));
    reply.headers({ 'cache-control': 'private, no-store', 'content-type': 'application/octet-stream' });
    reply.send(Readable.from(bytesOfBatch(contents), { objectMode: false, highWaterMark: batchedContentSize }));
    return answered;
  });
}

async function* bytesOfBatch(
  contents: AsyncIterable<{ sha256: string; bytes: Uint8Array }>,
): AsyncGenerator<Uint8Array> {
  for await (const content of contents) yield* batchOf([content]);
}

const tooLarge = () => new HttpError(413, 'too_large', 'Das ist mehr, als in einer Anfrage zusammen gebracht wird.');
