import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  presentBlobsRequestSchema,
  presentBlobsResponseSchema,
  startUploadRequestSchema,
  uploadPartSize,
  uploadStateSchema,
  wantedBlobsResponseSchema,
} from '../../core/contract/central.ts';
import { idSchema } from '../../core/domain/ids.ts';
import { visibleContents } from '../store/access.ts';
import { endOfBatches } from '../store/batches.ts';
import { type Content, findContent, isSmall, readPart, readSmall, readWhole } from '../store/contents.ts';
import { bytesOf, hexOf } from '../store/database.ts';
import { damagedContents } from '../store/scrub.ts';
import { type PartOutcome, readUpload, startUpload, takePart, takeWhole } from '../store/uploads.ts';
import { byteRange } from './byte-range.ts';
import type { Context } from './context.ts';
import { asAnswer, HttpError, notFound } from './http-error.ts';
import { addRoute, answered, type RouteList } from './route.ts';
import { streamBody } from './stream-body.ts';

const largestContent = 4 * 1024 * 1024 * 1024;
const uploadParams = z.object({ uploadId: idSchema });
const contentParams = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** Contents: sent in parts that can be resumed, read whole or by ranges. */
export function addBlobRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  addUploadRoutes(app, routes, context);
  addWholeRoutes(app, routes, context);
  for (const method of ['GET', 'HEAD'] as const) {
    const facts = {
      method,
      path: '/v1/blobs/:sha256',
      access: 'signedIn',
      confirmsCaller: true,
      params: contentParams,
      summary: 'Inhalt einer Fassung, auch in Teilen (Range).',
      answerType: 'application/octet-stream',
    } as const;
    addRoute(app, routes, facts, async ({ caller, params, request, reply }) => {
      const content = await findContent(context, caller, params.sha256).catch(asAnswer);
      if (!content) throw notFound();
      return sendContent(context, content, request.headers.range, reply, method === 'HEAD');
    });
  }
}

/** Sends a content, or the part of it that was asked for; damaged ones are not there. */
export async function sendContent(
  context: Context,
  content: Content,
  rangeHeader: string | undefined,
  reply: FastifyReply,
  isHead: boolean,
): Promise<typeof answered> {
  const range = byteRange(rangeHeader, content.size);
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${content.size}`);
    throw new HttpError(416, 'invalid_input', 'Dieser Teil liegt hinter dem Ende des Inhalts.');
  }
  const body = isHead ? undefined : await bodyOf(context, content, range);
  if (body === null) throw notFound(); // damaged: not there, until somebody brings it again
  reply.headers({
    'accept-ranges': 'bytes',
    etag: `"${content.sha256}"`,
    'cache-control': 'private, no-store',
    'content-disposition': 'attachment',
    'content-type': 'application/octet-stream',
  });
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${content.size}`);
  reply.header('content-length', range ? range.end - range.start + 1 : content.size);
  reply.send(body);
  return answered;
}

/** The bytes asked for; null when they are damaged. */
async function bodyOf(
  context: Context,
  content: Content,
  range: { start: number; end: number } | null,
): Promise<Buffer | Readable | null> {
  if (isSmall(content)) {
    const bytes = await readSmall(context, content);
    return range && bytes ? bytes.subarray(range.start, range.end + 1) : bytes;
  }
  return range ? readPart(context, content, range) : readWhole(context, content);
}

/** Small contents in one request, and the question which of many are there. */
function addWholeRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database, blobs } = context;
  const ask = {
    method: 'POST',
    path: '/v1/blobs/present',
    forOldDesks: true,
    access: 'signedIn',
    summary: 'Welche dieser Inhalte die Zentrale hat, soweit sie die Anfragende sehen darf.',
    body: presentBlobsRequestSchema,
    answer: presentBlobsResponseSchema,
  } as const;
  addRoute(app, routes, ask, async ({ caller, body }) => {
    await endOfBatches(caller.workerId);
    return { present: (await visibleContents(database, caller.workerId, body.sha256s.map(bytesOf))).map(hexOf) };
  });

  const wanted = {
    method: 'GET',
    path: '/v1/blobs/wanted',
    access: 'signedIn',
    summary: 'Inhalte, die in der Zentrale beschädigt sind und die ein Arbeitsplatz noch einmal bringen kann.',
    answer: wantedBlobsResponseSchema,
  } as const;
  addRoute(app, routes, wanted, async ({ caller }) => ({
    sha256s: await damagedContents(database, caller.workerId),
  }));

  const take = {
    method: 'PUT',
    path: '/v1/blobs/:sha256',
    forOldDesks: true,
    access: 'signedIn',
    params: contentParams,
    status: 204,
    summary: 'Einen Inhalt bis 4 MiB in einer Anfrage bringen.',
    bodyType: 'application/octet-stream',
  } as const;
  addRoute(app, routes, take, async ({ caller, params, request }) => {
    const size = Number(request.headers['content-length'] ?? Number.NaN);
    if (!Number.isSafeInteger(size)) throw new HttpError(411, 'invalid_input', 'Die Angabe Content-Length fehlt.');
    if (size > uploadPartSize) {
      throw new HttpError(413, 'too_large', 'Ein Inhalt dieser Größe wird in Teilen gebracht.');
    }
    const source = streamBody(request, 'application/octet-stream');
    const outcome = await takeWhole(database, blobs, caller.workerId, { sha256: params.sha256, size, source });
    if (outcome === 'other') throw contentMismatch();
    if (outcome === 'broken') throw new HttpError(400, 'invalid_input', 'Der Inhalt kam nicht vollständig an.');
  });
}

const contentMismatch = () =>
  new HttpError(422, 'content_mismatch', 'Der Inhalt ist nicht der angekündigte und wurde verworfen.');

function addUploadRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database, blobs } = context;
  const begin = {
    method: 'POST',
    path: '/v1/uploads',
    forOldDesks: true,
    access: 'signedIn',
    summary: 'Hochladen eines Inhalts beginnen oder fortsetzen.',
    body: startUploadRequestSchema,
    answer: uploadStateSchema,
  } as const;
  addRoute(app, routes, begin, ({ caller, body }) => {
    if (body.size > largestContent)
      throw new HttpError(413, 'too_large', 'Dieser Inhalt ist zu groß für die Zentrale.');
    return startUpload(database, blobs, caller.workerId, body);
  });

  const look = {
    method: 'HEAD',
    path: '/v1/uploads/:uploadId',
    forOldDesks: true,
    access: 'signedIn',
    params: uploadParams,
    status: 204,
    summary: 'Wie weit ein Hochladen ist: Upload-Offset und Upload-Length.',
  } as const;
  addRoute(app, routes, look, async ({ caller, params, reply }) => {
    const upload = await readUpload(database, blobs, caller.workerId, params.uploadId);
    if (!upload) throw notFound();
    reply.headers({ 'upload-offset': String(upload.received), 'upload-length': String(upload.size) });
  });

  const part = {
    method: 'PATCH',
    path: '/v1/uploads/:uploadId',
    forOldDesks: true,
    access: 'signedIn',
    params: uploadParams,
    status: 204,
    summary: 'Ein Teil ab Upload-Offset, wahlweise mit Upload-Checksum.',
    bodyType: 'application/octet-stream',
  } as const;
  addRoute(app, routes, part, async ({ caller, params, request, reply }) => {
    const offset = Number(request.headers['upload-offset'] ?? Number.NaN);
    if (!Number.isSafeInteger(offset) || offset < 0) {
      throw new HttpError(400, 'invalid_input', 'Die Angabe Upload-Offset fehlt.');
    }
    const checksum = checksumOf(request.headers['upload-checksum']);
    const source = streamBody(request, 'application/octet-stream');
    const outcome = await takePart(database, blobs, caller.workerId, {
      uploadId: params.uploadId,
      offset,
      checksum,
      source,
    });
    answerPart(outcome, reply);
  });
}

/** `sha256 BASE64` as tus writes it, or the bare base64. */
function checksumOf(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string') return null;
  const [first = '', second] = header.trim().split(/\s+/);
  if (second !== undefined && first !== 'sha256') {
    throw new HttpError(400, 'invalid_input', 'Nur SHA-256 wird als Prüfsumme angenommen.');
  }
  return second ?? first;
}

function answerPart(outcome: PartOutcome, reply: FastifyReply): void {
  switch (outcome.outcome) {
    case 'taken':
      reply.headers({ 'upload-offset': String(outcome.offset), 'upload-complete': outcome.isComplete ? '?1' : '?0' });
      return;
    case 'offset':
      reply.header('upload-offset', String(outcome.offset));
      throw new HttpError(409, 'conflict', 'Das Hochladen steht an einer anderen Stelle.', { offset: outcome.offset });
    case 'busy':
      throw new HttpError(409, 'conflict', 'Zu diesem Inhalt wird gerade schon ein Teil angenommen.');
    case 'unknown':
      throw notFound();
    case 'checksum':
      throw new HttpError(422, 'checksum_mismatch', 'Der Teil kam verändert an. Bitte noch einmal senden.');
    case 'content':
      throw contentMismatch();
    case 'tooLong':
      throw new HttpError(413, 'too_large', 'Der Inhalt ist länger als angekündigt.');
    case 'broken':
      throw new HttpError(400, 'invalid_input', 'Der Teil kam nicht vollständig an.');
  }
}
