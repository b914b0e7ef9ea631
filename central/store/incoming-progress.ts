import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { BlobStore } from './blob-store.ts';

// What this process knows of uploads under way whose parts came to it one after the other: their SHA-256 so far, and that their bytes are
// on the way to the disk already, while the next part comes. Another process, or this one after an end, knows nothing: it reads all of it.

type Progress = { hash: Hash; size: number; flushing: Promise<void> };

const underWay = new Map<string, Progress>();
/** Uploads nobody went on with are forgotten first. */
const mostUnderWay = 500;

const nameOf = (store: BlobStore, uploadId: string): string => `${store.incoming}/${uploadId}`;

/** Takes over what is known of an upload up to an offset; null when it was not counted along so far. */
export function takeProgress(store: BlobStore, uploadId: string, offset: number): Progress | null {
  const name = nameOf(store, uploadId);
  const known = underWay.get(name);
  underWay.delete(name);
  if (offset === 0) return { hash: createHash('sha256'), size: 0, flushing: known?.flushing ?? Promise.resolve() };
  return known?.size === offset ? known : null;
}

/** Notes what is known now; begins to flush the bytes of a file that is given, and closes it after that. */
export function keepProgress(store: BlobStore, uploadId: string, progress: Progress, handle: FileHandle | null): void {
  const flushing = handle ? flush(handle, progress.flushing) : progress.flushing;
  flushing.catch(() => undefined); // told at the end of the upload
  underWay.set(nameOf(store, uploadId), { ...progress, flushing });
  const [oldest] = underWay.keys();
  if (underWay.size > mostUnderWay && oldest !== undefined) underWay.delete(oldest);
}

/** A disk tells only once that it did not take something: then nothing of the file counts any more. */
async function flush(handle: FileHandle, before: Promise<void>): Promise<void> {
  await using file = handle;
  try {
    await before;
    await file.datasync();
  } catch (error) {
    await file.truncate(0).catch(() => undefined);
    throw error;
  }
}

/** The SHA-256 of a whole upload where it was counted along; null where it has to be read. Throws what the disk said meanwhile. */
export async function endProgress(store: BlobStore, uploadId: string, size: number): Promise<string | null> {
  const name = nameOf(store, uploadId);
  const known = underWay.get(name);
  underWay.delete(name);
  await known?.flushing;
  return known?.size === size ? known.hash.digest('hex') : null;
}

/** Forgets what is known: bytes were taken away again. */
export async function forgetProgress(store: BlobStore, uploadId: string): Promise<void> {
  const name = nameOf(store, uploadId);
  const known = underWay.get(name);
  underWay.delete(name);
  await known?.flushing.catch(() => undefined);
}
