import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { systemCode } from './system-code.ts';

// Contents as files: blobs/ab/cd/<sha256>, uploads under way in blobs/incoming.

export type BlobFolder = { readonly root: string };

const finalPath = (folder: BlobFolder, sha256: string): string =>
  path.join(folder.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
const incomingPath = (folder: BlobFolder, uploadId: string): string =>
  path.join(folder.root, 'incoming', `${uploadId}.part`);

/** Makes the folders that are missing. */
export async function openBlobFolder(root: string): Promise<BlobFolder> {
  await mkdir(path.join(root, 'incoming'), { recursive: true, mode: 0o700 });
  return { root: path.resolve(root) };
}

/** Bytes of an upload that are there; 0 when nothing came yet. */
export async function incomingSize(folder: BlobFolder, uploadId: string): Promise<number> {
  try {
    return (await stat(incomingPath(folder, uploadId))).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

export type Part = { written: number; sha256: string; isTooLong: boolean };

/** Writes one part at an offset; what stood behind the offset goes. Never more than `limit` bytes. */
export async function writePart(
  folder: BlobFolder,
  uploadId: string,
  part: { offset: number; limit: number; source: Readable },
): Promise<Part & { error: unknown }> {
  const file = incomingPath(folder, uploadId);
  await cutIncoming(folder, uploadId, part.offset);
  const hash = createHash('sha256');
  let written = 0;
  let isTooLong = false;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (written + chunk.length > part.limit) {
        isTooLong = true;
        done(new Error('more bytes than announced'));
        return;
      }
      written += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const target = createWriteStream(file, { flags: 'r+', start: part.offset });
  let error: unknown = null;
  await pipeline(part.source, measure, target).catch((problem: unknown) => {
    error = problem;
  });
  return { written, sha256: hash.digest('base64'), isTooLong, error };
}

/** Shortens an upload to its first bytes; makes its file when there is none. */
export async function cutIncoming(folder: BlobFolder, uploadId: string, size: number): Promise<void> {
  const file = incomingPath(folder, uploadId);
  await (await open(file, 'a', 0o600)).close();
  await truncate(file, size);
}

export async function dropIncoming(folder: BlobFolder, uploadId: string): Promise<void> {
  await rm(incomingPath(folder, uploadId), { force: true });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Reads a finished upload in full; when size and SHA-256 are right it is synced to disk and takes its place. False when not. */
export async function keepIncoming(
  folder: BlobFolder,
  uploadId: string,
  expected: { sha256: string; size: number },
): Promise<boolean> {
  const source = incomingPath(folder, uploadId);
  if ((await stat(source)).size !== expected.size) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(source, { highWaterMark: 1024 * 1024 }), hash);
  if (hash.digest('hex') !== expected.sha256) return false;
  const handle = await open(source, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  const target = finalPath(folder, expected.sha256);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  // Over one that may be there: these bytes were just checked.
  await rename(source, target);
  if (process.platform !== 'win32') {
    await syncFolder(path.dirname(target));
    await syncFolder(path.dirname(path.dirname(target)));
    await syncFolder(folder.root);
  }
  return true;
}

/** Size of a stored content, null when its file is missing. */
export async function storedSize(folder: BlobFolder, sha256: string): Promise<number | null> {
  try {
    return (await stat(finalPath(folder, sha256))).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** A stream over bytes `start` to `end` (inclusive) of a stored content. */
export function readStored(folder: BlobFolder, sha256: string, range?: { start: number; end: number }): Readable {
  return createReadStream(finalPath(folder, sha256), { highWaterMark: 256 * 1024, ...range });
}
