import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { publishFile } from './durable-files.ts';
import { systemCode } from './system-code.ts';

// Contents as files: blobs/ab/cd/<sha256>, uploads under way in blobs/incoming.

/** Ending of contents that are sent whole. */
const wholeEnding = '.whole';
/** Bytes that are written at once: enough for few turns, little enough for many senders beside each other. */
const writeSize = 256 * 1024;

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

/** What a disk says that does not take what is written; everything else that breaks a part off is the line. */
const diskCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EFBIG']);

/**
 * Writes one part at an offset; what stood behind the offset goes. Never more than `limit` bytes. Throws where the disk does not take
 * it; what came before the line broke is told with its error.
 */
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
  if (diskCodes.has(systemCode(error))) {
    await cutIncoming(folder, uploadId, part.offset);
    throw error;
  }
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
    await publishFile(handle, source, finalPath(folder, expected.sha256), folder.root);
  } finally {
    await handle.close();
  }
  return true;
}

/** What became of a content sent whole: kept; other bytes than announced; the line broke before its end. */
export type WholeOutcome = 'kept' | 'other' | 'broken';

/** Writes a content as it comes and hashes it on the way; it takes its place only when size and SHA-256 are right. */
export async function keepWhole(
  folder: BlobFolder,
  expected: { sha256: string; size: number },
  source: Readable,
): Promise<WholeOutcome> {
  const temporary = path.join(folder.root, 'incoming', `${randomUUID()}${wholeEnding}`);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    const outcome = await writeWhole(handle, expected, source);
    if (outcome === 'kept') await publishFile(handle, temporary, finalPath(folder, expected.sha256), folder.root);
    else await rm(temporary, { force: true });
    return outcome;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}

async function writeWhole(
  handle: FileHandle,
  expected: { sha256: string; size: number },
  source: Readable,
): Promise<WholeOutcome> {
  const hash = createHash('sha256');
  let [size, pending]: [number, Buffer[]] = [0, []];
  let pendingSize = 0;
  const write = async () => {
    await handle.writev(pending);
    [pending, pendingSize] = [[], 0];
  };
  const pieces = source[Symbol.asyncIterator]();
  for (;;) {
    const next = await pieces.next().catch(() => null); // only the line: writing fails elsewhere
    if (next === null) return 'broken';
    if (next.done) break;
    const piece = next.value as Buffer;
    size += piece.length;
    if (size > expected.size) return 'other';
    hash.update(piece);
    pending.push(piece);
    pendingSize += piece.length;
    if (pendingSize >= writeSize) await write();
  }
  if (size < expected.size) return 'broken';
  if (pendingSize > 0) await write();
  return hash.digest('hex') === expected.sha256 ? 'kept' : 'other';
}

/** Removes what broken connections and stopped processes left of contents sent whole. */
export async function dropLeftovers(folder: BlobFolder, olderThan: Date): Promise<number> {
  let dropped = 0;
  const incoming = path.join(folder.root, 'incoming');
  for (const name of await readdir(incoming)) {
    if (!name.endsWith(wholeEnding)) continue;
    const file = path.join(incoming, name);
    const facts = await stat(file).catch(() => null); // gone meanwhile: another process sweeps, too
    if (!facts || facts.mtime >= olderThan) continue;
    await rm(file, { force: true });
    dropped += 1;
  }
  return dropped;
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
