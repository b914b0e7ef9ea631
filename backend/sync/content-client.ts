import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  presentBlobsResponseSchema,
  uploadStateSchema,
  wantedBlobsResponseSchema,
} from '../../core/contract/central.ts';
import { batchOf, keptContentsSchema, readBatch } from '../../core/contract/content-batch.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Central } from './central.ts';
import type { Asking } from './central-client.ts';
import type { Answer } from './http-line.ts';
import { unreachable } from './unreachable.ts';

/** The time limit covers the whole body of an answer, so it has to be long; a line that breaks is noticed by itself. */
const bodyWait = 3_600_000; // milliseconds
const contentType = 'application/octet-stream';

type Line = {
  ask: (asking: Asking) => Promise<Answer>;
  askJson: <Schema extends z.ZodType>(schema: Schema, asking: Asking) => Promise<z.output<Schema>>;
  /** For what is large or must be flushed there. */
  longWait: number;
};

type ContentCalls = Pick<
  Central,
  'presentBlobs' | 'wantedBlobs' | 'putBlob' | 'putBlobs' | 'startUpload' | 'uploadPart' | 'blob' | 'blobs'
>;

/** The centre's calls for contents. */
export function contentCalls({ ask, askJson, longWait }: Line): ContentCalls {
  /** False once the centre has said that it knows no batches. */
  let knowsBatches = true;
  const batches = async <Result>(asked: Promise<Result>, none: Result): Promise<Result> => {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
      knowsBatches = false;
      return none;
    }
  };
  const post = <Schema extends z.ZodType>(path: string, schema: Schema, json: unknown, wait?: number) =>
    askJson(schema, { method: 'POST', path, json, ...(wait === undefined ? {} : { wait }) });
  const expectContent = (response: Answer) => {
    if (response.header('content-type') === contentType) return;
    response.discard();
    throw unreachable('not the centre');
  };
  const askForBytes = (
    asking: Omit<Asking, 'wait'>,
    headers: Record<string, string>,
    signal: AbortSignal | undefined,
  ) => ask({ ...asking, headers: { accept: contentType, ...headers }, wait: bodyWait, ...(signal ? { signal } : {}) });
  const wasCut = (signal: AbortSignal | undefined) =>
    signal?.aborted ? new AppError('cancelled', 'Abgebrochen.') : unreachable('answer was cut');

  return {
    presentBlobs: async (sha256s) =>
      (await post('/v1/blobs/present', presentBlobsResponseSchema, { sha256s }, longWait)).present,
    wantedBlobs: async () =>
      (await askJson(wantedBlobsResponseSchema, { method: 'GET', path: '/v1/blobs/wanted' })).sha256s,
    putBlob: async (sha256, bytes) => {
      const response = await ask({ method: 'PUT', path: `/v1/blobs/${sha256}`, bytes, wait: longWait });
      response.discard();
      if (response.status !== 204) throw unreachable('not the centre');
    },
    putBlobs: async (contents) => {
      if (!knowsBatches) return [];
      const sending = { method: 'POST', path: '/v1/blobs/batch', bytes: batchOf(contents), wait: longWait };
      return (await batches(askJson(keptContentsSchema, sending), { kept: [] })).kept;
    },
    startUpload: (content) => post('/v1/uploads', uploadStateSchema, content),
    uploadPart: async (uploadId, { offset, bytes }) => {
      const checksum = createHash('sha256').update(bytes).digest('base64');
      const response = await ask({
        method: 'PATCH',
        path: `/v1/uploads/${uploadId}`,
        bytes,
        headers: { 'upload-offset': String(offset), 'upload-checksum': `sha256 ${checksum}` },
        wait: longWait,
      });
      response.discard();
      const reached = Number(response.header('upload-offset'));
      return Number.isSafeInteger(reached) && reached > 0 ? reached : offset + bytes.length;
    },
    async *blob(sha256, from, signal) {
      const range: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
      const response = await askForBytes({ method: 'GET', path: `/v1/blobs/${sha256}` }, range, signal);
      expectContent(response);
      if (from > 0 && response.status !== 206) throw unreachable('range was ignored');
      try {
        yield* response.parts();
      } catch {
        throw wasCut(signal);
      }
    },
    async *blobs(sha256s, signal) {
      if (!knowsBatches) return;
      const asking = { method: 'POST', path: '/v1/blobs/together', json: { sha256s } };
      const response = await batches<Answer | null>(askForBytes(asking, {}, signal), null);
      if (!response) return;
      expectContent(response);
      try {
        yield* readBatch(response.parts());
      } catch {
        throw wasCut(signal);
      }
    },
  };
}
