import { z } from 'zod';

// Small contents one after the other in one body: of each its SHA-256 (32 bytes), its size (4 bytes, big-endian) and its bytes.

/** Larger contents travel by themselves. */
export const batchedContentSize = 512 * 1024;
/** Most bytes of contents in a batch, and most contents. */
export const batchSize = { bytes: 4 * 1024 * 1024, contents: 100 };
const headSize = 36;
/** Most bytes of a whole body. */
export const batchBodySize = batchSize.bytes + batchSize.contents * headSize;

const sha256sSchema = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(batchSize.contents);
/** What the centre has of a batch now; all else came changed. */
export const keptContentsSchema = z.object({ kept: sha256sSchema });
export const askTogetherSchema = z.object({ sha256s: sha256sSchema.min(1) });

export type BatchedContent = { sha256: string; size: number; pieces: Uint8Array[] };

/** The body ended in the middle of a content. */
export class CutBatchError extends Error {}
/** The body is no batch, or holds more than one may. */
export class BatchFormError extends Error {}

/** What stands before the bytes of a content. */
export function headOf({ sha256, size }: { sha256: string; size: number }): Uint8Array {
  const head = new Uint8Array(headSize);
  for (let index = 0; index < 32; index += 1) head[index] = Number.parseInt(sha256.slice(2 * index, 2 * index + 2), 16);
  new DataView(head.buffer).setUint32(32, size);
  return head;
}

/** The bytes of a batch, without copying those of its contents. */
export const batchOf = (contents: readonly { sha256: string; bytes: Uint8Array }[]): Uint8Array[] =>
  contents.flatMap(({ sha256, bytes }) => [headOf({ sha256, size: bytes.length }), bytes]);

/**
 * The contents of a batch as they come whole; their bytes are not compared with their SHA-256 here. Throws CutBatchError, BatchFormError and
 * what the source throws; what was given before that is whole.
 */
export async function* readBatch(source: AsyncIterable<Uint8Array>): AsyncGenerator<BatchedContent> {
  let [count, total] = [0, 0];
  let head: Uint8Array[] = [];
  let headFilled = 0;
  let content: BatchedContent | null = null;
  let missing = 0;
  for await (const piece of source) {
    for (let rest = piece; rest.length > 0 || (content !== null && missing === 0); ) {
      if (content === null) {
        const part = rest.subarray(0, headSize - headFilled);
        rest = rest.subarray(part.length);
        head.push(part);
        headFilled += part.length;
        if (headFilled < headSize) break;
        content = readHead(joined(head, headSize));
        [head, headFilled, missing] = [[], 0, content.size];
        [count, total] = [count + 1, total + content.size];
        if (content.size > batchedContentSize || count > batchSize.contents || total > batchSize.bytes) {
          throw new BatchFormError('more than a batch may hold');
        }
      }
      const part = rest.subarray(0, missing);
      rest = rest.subarray(part.length);
      if (part.length > 0) content.pieces.push(part);
      missing -= part.length;
      if (missing > 0) break;
      yield content;
      content = null;
    }
  }
  if (content !== null || headFilled > 0) throw new CutBatchError('the batch was cut');
}

function readHead(head: Uint8Array): BatchedContent {
  const sha256 = Array.from(head.subarray(0, 32), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const size = new DataView(head.buffer, head.byteOffset).getUint32(32);
  return { sha256, size, pieces: [] };
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
