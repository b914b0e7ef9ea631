import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileHeader, sealFrame } from './blob-frames.ts';
import { writeAll } from './blob-writer.ts';
import { readableError } from './open.ts';

/** Of one frame at most: all its bytes are in memory. */
export type WholeContent = { sha256: string; size: number; pieces: readonly Uint8Array[] };

/** Whether the bytes are those the name says. */
export function isWhole({ sha256, size, pieces }: WholeContent): boolean {
  if (pieces.reduce((sum, piece) => sum + piece.length, 0) !== size) return false;
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex') === sha256;
}

/**
 * Seals bytes that the centre has as well into their place; what lay there counts for nothing. Half the turns of the disk that
 * a file needs which is written under another name first: whoever opens what a power cut left of it finds that its seal does not fit, or
 * no file, and has it fetched again. So its name is not flushed by itself either, which the file systems of desks do with the bytes of a new
 * file anyway.
 */
export async function writeWhole(target: string, key: Uint8Array, pieces: readonly Uint8Array[]): Promise<void> {
  let file: FileHandle | null = null;
  try {
    file = await openNew(target);
    await writeAll(file, [fileHeader, ...sealFrame(key, 0, true, pieces)]);
    await file.datasync();
    await file.close();
  } catch (error) {
    await file?.close().catch(() => undefined);
    if (file) await rm(target, { force: true }).catch(() => undefined);
    throw readableError(error);
  }
}

async function openNew(target: string): Promise<FileHandle> {
  for (;;) {
    try {
      return await open(target, 'wx', 0o600);
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (code === 'ENOENT') await mkdir(dirname(target), { recursive: true });
      else if (code === 'EEXIST') await rm(target);
      else throw error;
    }
  }
}
