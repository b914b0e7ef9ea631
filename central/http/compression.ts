import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { constants, createZstdCompress, zstdCompress } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

// Records are text that repeats itself: over the line of a branch office they come in a sixth of the bytes. Contents do not get smaller.

/** Less than this travels as quickly as it is. */
const leastBytes = 4 * 1024;
const texts = /^application\/(json|x-ndjson)\b/;
/** What is written goes out at once: the first lines of a stream are waited for. */
const quick = { params: { [constants.ZSTD_c_compressionLevel]: 1 }, flush: constants.ZSTD_e_flush };
const compressed = promisify(zstdCompress);

/** True when the asking side named zstd without refusing it (RFC 9110, 12.5.3). */
export function wantsZstd(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .split(',')
    .some((coding) => /^\s*zstd\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding));
}

/** Answers of JSON and lines of JSON are compressed with zstd (RFC 8878) for whoever asks for it. */
export function addCompression(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (!texts.test(String(reply.getHeader('content-type') ?? ''))) return payload;
    const isStream = payload instanceof Readable;
    if (!isStream && (typeof payload !== 'string' || payload.length < leastBytes)) return payload;
    reply.header('vary', 'accept-encoding');
    if (request.method === 'HEAD' || !wantsZstd(request.headers['accept-encoding'])) return payload;
    reply.header('content-encoding', 'zstd').removeHeader('content-length');
    if (!isStream) return compressed(payload as string, quick);
    const packing = createZstdCompress(quick);
    // Whichever side ends before its time ends the other: the desk has gone, or the rows could not be read.
    payload.once('error', (error) => packing.destroy(error));
    packing.once('close', () => payload.destroy());
    return payload.pipe(packing);
  });
}
