import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, rm } from 'node:fs/promises';
import { AppError } from '../core/domain/errors.ts';
import type { Begun } from './blob-parts.ts';
import { fileHeader, frameSize, sealFrame } from './blob-frames.ts';
import { readableError } from './open.ts';

/**
 * Frames that are being gathered. Memory of this kind that is taken anew for each content has the whole heap looked through every few
 * contents, which took longer than sealing them.
 */
const spare: Buffer[] = [];
const mostSpare = 8;
const takeFrame = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(frameSize);
function giveBack(frame: Buffer, used: number): void {
  frame.fill(0, 0, used);
  if (spare.length < mostSpare) spare.push(frame);
}

export type WrittenBlob = { sha256: string; size: number };

/** Takes bytes in order; nothing is there until `finish`. */
export type BlobWriter = {
  readonly size: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Bytes are on disk when this returns. With `expected`, other bytes are thrown away and an error is thrown. */
  finish(expected?: WrittenBlob): Promise<WrittenBlob>;
  abort(): Promise<void>;
  /** Ends without the rest; what was written whole is taken up by the next `startFetching`, as far as it is one. */
  keep(): Promise<void>;
};

/** What makes a content that comes in parts: where it stands, and what is done at its first whole frame and at its end. */
export type WritingPart = {
  begun: Begun | null;
  onFirstFrame: (dek: Uint8Array) => void;
  /** False: the part must go. */
  mayKeep: () => boolean;
  onOver: (isKept: boolean) => void;
};

/** Seals what comes into a new file, frame by frame; `publish` gives the whole file its place. */
export function createWriter(
  file: FileHandle,
  temporary: string,
  publish: (blob: WrittenBlob & { dek: Uint8Array }) => Promise<void>,
  part: WritingPart | null = null,
): BlobWriter {
  const begun = part?.begun;
  const dek = begun?.dek ?? randomBytes(32);
  const hash = begun?.hash ?? createHash('sha256');
  let frame: Buffer | null = null;
  let isOver = false;
  let filled = 0;
  let size = (begun?.frames ?? 0) * frameSize;
  let index = begun?.frames ?? 0;
  let hasHeader = index > 0;

  const writeFrame = async (isLast: boolean) => {
    if (isOver) throw new Error('the content is finished already');
    const sealed = sealFrame(dek, index, isLast, frame ? [frame.subarray(0, filled)] : []);
    filled = 0;
    await writeAll(file, hasHeader ? sealed : [fileHeader, ...sealed]);
    hasHeader = true;
    index += 1;
    if (index === 1 && !isLast) part?.onFirstFrame(dek);
  };
  const letFrameGo = () => {
    if (frame) giveBack(frame, Math.min(size, frameSize));
    frame = null;
    isOver = true;
  };
  const end = async (isKept: boolean) => {
    letFrameGo();
    await file.close().catch(() => {});
    part?.onOver(isKept);
    if (!isKept) await rm(temporary, { force: true });
  };
  const abort = () => end(false);

  return {
    get size() {
      return size;
    },
    async append(bytes) {
      let rest = bytes;
      try {
        while (rest.length > 0) {
          // One frame is held back: the last one is sealed differently.
          if (filled === frameSize) await writeFrame(false);
          if (isOver) return;
          frame ??= takeFrame();
          const part = rest.subarray(0, frameSize - filled);
          rest = rest.subarray(part.length);
          frame.set(part, filled);
          hash.update(part);
          filled += part.length;
          size += part.length;
        }
      } catch (error) {
        throw readableError(error);
      }
    },
    async finish(expected) {
      try {
        await writeFrame(true);
        letFrameGo();
        const blob = { sha256: hash.digest('hex'), size, dek };
        if (expected && (expected.sha256 !== blob.sha256 || expected.size !== blob.size)) {
          throw new AppError('internal', 'Der geladene Inhalt ist unvollständig oder verändert.', {
            reason: 'hashMismatch',
          });
        }
        await publish(blob);
        part?.onOver(false);
        return { sha256: blob.sha256, size };
      } catch (error) {
        await abort();
        throw readableError(error);
      }
    },
    abort,
    keep: () => end(part !== null && index > 0 && part.mayKeep()),
  };
}

/** One turn of the disk for all pieces, as a rule. */
export async function writeAll(file: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  const { bytesWritten } = await file.writev(pieces);
  let skip = bytesWritten;
  for (const piece of pieces) {
    const written = Math.min(skip, piece.length);
    skip -= written;
    for (let at = written; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
  }
}
