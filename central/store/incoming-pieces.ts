import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { writeAll } from './durable-files.ts';

/** Bytes that are written at once: enough for few turns, little enough for many senders beside each other. */
const writeSize = 512 * 1024;

type Taken = {
  written: number;
  isTooLong: boolean /** Of the line; null when all of it came. */;
  error: unknown;
};

/** `isEager`: what has come is written as soon as the disk is free, not only when there is much of it. */
type Place = { position: number; limit: number; isEager: boolean };

/**
 * Writes what comes into a file from a position on, and shows it to `see` on the way. Never more than `limit` bytes. While some is written
 * the next comes in. Throws where the disk does not take it; a line that breaks is told: what came before it is in the file.
 */
export async function writePieces(
  handle: FileHandle,
  source: Readable,
  { position, limit, isEager }: Place,
  see: (piece: Buffer) => void,
): Promise<Taken> {
  let [written, begun]: [number, number] = [0, 0];
  let pending: Buffer[] = [];
  let writing = Promise.resolve();
  let isWriting = false;
  const begin = () => {
    const [taken, at] = [pending, position + begun];
    [pending, begun, isWriting] = [[], written, true];
    writing = writeAll(handle, taken, at).then(() => {
      isWriting = false;
      if (isEager && pending.length > 0) begin();
    });
    writing.catch(() => undefined); // told by whoever waits for it
  };
  const settle = async () => {
    while (isWriting || pending.length > 0) {
      if (!isWriting) begin();
      await writing;
    }
  };
  const pieces = source.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  try {
    for (;;) {
      const next = await pieces.next().then(
        (step) => ({ step, error: null }),
        (error: unknown) => ({ step: null, error: error ?? new Error('the line broke') }),
      );
      const piece = next.step?.done === false ? next.step.value : null;
      const isTooLong = piece !== null && written + piece.length > limit;
      if (piece === null || isTooLong) {
        await settle();
        return { written, isTooLong, error: next.error };
      }
      see(piece);
      pending.push(piece);
      written += piece.length;
      if (isEager && !isWriting) begin();
      if (written - begun < writeSize) continue;
      if (isWriting) await writing;
      if (!isWriting && pending.length > 0) begin();
    }
  } finally {
    await writing.catch(() => undefined);
    await pieces.return?.();
    // What is not wanted is passed over, so that the answer has its way and the line can be used again.
    source.resume();
  }
}
