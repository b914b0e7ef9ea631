import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, rm } from 'node:fs/promises';
import { AppError } from '../core/domain/errors.ts';
import { fileHeader, frameSize, sealFrame } from './blob-frames.ts';
import { readableError } from './open.ts';

export type WrittenBlob = { sha256: string; size: number };

/** Takes bytes in order; nothing is there until `finish`. */
export type BlobWriter = {
  readonly size: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Bytes are on disk when this returns. With `expected`, other bytes are thrown away and an error is thrown. */
  finish(expected?: WrittenBlob): Promise<WrittenBlob>;
  abort(): Promise<void>;
};

/** Seals what comes into a new file, frame by frame; `publish` gives the whole file its place. */
export function createWriter(
  file: FileHandle,
  temporary: string,
  publish: (blob: WrittenBlob & { dek: Uint8Array }) => Promise<void>,
): BlobWriter {
  const dek = randomBytes(32);
  const hash = createHash('sha256');
  let pending: Uint8Array[] = [];
  let pendingSize = 0;
  let size = 0;
  let index = 0;
  let hasHeader = false;

  const writeFrame = async (plain: Uint8Array, isLast: boolean) => {
    const sealed = sealFrame(dek, index, isLast, plain);
    await writeAll(file, hasHeader ? sealed : [fileHeader, ...sealed]);
    hasHeader = true;
    index += 1;
  };
  const takePending = (last: Uint8Array): Uint8Array => {
    const pieces = [...pending, last].filter((piece) => piece.length > 0);
    [pending, pendingSize] = [[], 0];
    return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
  };
  const abort = async () => {
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
  };

  return {
    get size() {
      return size;
    },
    async append(bytes) {
      let rest = bytes;
      try {
        // One frame is held back: the last one is sealed differently.
        while (pendingSize + rest.length > frameSize) {
          const head = rest.subarray(0, frameSize - pendingSize);
          rest = rest.subarray(head.length);
          hash.update(head);
          size += head.length;
          await writeFrame(takePending(head), false);
        }
      } catch (error) {
        throw readableError(error);
      }
      hash.update(rest);
      size += rest.length;
      pending.push(Buffer.from(rest)); // whoever gave it may use it for what comes next
      pendingSize += rest.length;
    },
    async finish(expected) {
      try {
        await writeFrame(takePending(Buffer.alloc(0)), true);
        const blob = { sha256: hash.digest('hex'), size, dek };
        if (expected && (expected.sha256 !== blob.sha256 || expected.size !== blob.size)) {
          throw new AppError('internal', 'Der geladene Inhalt ist unvollständig oder verändert.', {
            reason: 'hashMismatch',
          });
        }
        await publish(blob);
        return { sha256: blob.sha256, size };
      } catch (error) {
        await abort();
        throw readableError(error);
      }
    },
    abort,
  };
}

/** One turn of the disk for all pieces, as a rule. */
async function writeAll(file: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  const { bytesWritten } = await file.writev(pieces);
  let skip = bytesWritten;
  for (const piece of pieces) {
    const written = Math.min(skip, piece.length);
    skip -= written;
    for (let at = written; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
  }
}
