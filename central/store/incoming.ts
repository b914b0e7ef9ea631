import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobStore, StoredContent } from './blob-store.ts';
import { writePieces } from './incoming-pieces.ts';
import { endProgress, forgetProgress, keepProgress, takeProgress } from './incoming-progress.ts';
import { systemCode } from '../../core/domain/system-code.ts';

// Contents on their way into the store, as files on the centre's own disk, until their size and SHA-256 are known to be right.

/** Ending of contents that are sent whole. */
const wholeEnding = '.whole';
const incomingPath = ({ incoming }: BlobStore, uploadId: string): string => path.join(incoming, `${uploadId}.part`);

/** Bytes of an upload that are there; 0 when nothing came yet. */
export async function incomingSize(store: BlobStore, uploadId: string): Promise<number> {
  try {
    return (await stat(incomingPath(store, uploadId))).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

export type Part = { written: number; sha256: string; isTooLong: boolean };

/**
 * Writes one part at an offset; what stood behind the offset goes. Never more than `limit` bytes. Throws where the disk does not take
 * it; what came before the line broke is told with its error.
 */
export async function writePart(
  store: BlobStore,
  uploadId: string,
  part: { offset: number; limit: number; source: Readable },
): Promise<Part & { error: unknown }> {
  const { offset, limit, source } = part;
  const hash = createHash('sha256');
  const whole = takeProgress(store, uploadId, offset);
  const handle = await open(incomingPath(store, uploadId), constants.O_RDWR | constants.O_CREAT, 0o600);
  let isKeptOpen = false;
  try {
    if ((await handle.stat()).size !== offset) await handle.truncate(offset);
    const taken = await writePieces(handle, source, { position: offset, limit, isEager: true }, (piece) => {
      hash.update(piece);
      whole?.hash.update(piece);
    });
    if (taken.error === null && !taken.isTooLong && whole) {
      // What comes last is flushed together with its name.
      isKeptOpen = taken.written < limit;
      keepProgress(store, uploadId, { ...whole, size: offset + taken.written }, isKeptOpen ? handle : null);
    }
    return { ...taken, sha256: hash.digest('base64') };
  } catch (error) {
    await cutIncoming(store, uploadId, offset);
    throw error;
  } finally {
    if (!isKeptOpen) await handle.close();
  }
}

/** Shortens an upload to its first bytes; makes its file when there is none. */
export async function cutIncoming(store: BlobStore, uploadId: string, size: number): Promise<void> {
  await forgetProgress(store, uploadId);
  const file = incomingPath(store, uploadId);
  await (await open(file, 'a', 0o600)).close();
  await truncate(file, size);
}

export async function dropIncoming(store: BlobStore, uploadId: string): Promise<void> {
  await forgetProgress(store, uploadId);
  await rm(incomingPath(store, uploadId), { force: true });
}

/**
 * Gives a finished upload its place in the store when size and SHA-256 are right; false when not. It is read in full unless all its parts
 * came one after the other into this process, which then has counted along.
 */
export async function keepIncoming(store: BlobStore, uploadId: string, expected: StoredContent): Promise<boolean> {
  const source = incomingPath(store, uploadId);
  if ((await stat(source)).size !== expected.size) return false;
  const counted = await endProgress(store, uploadId, expected.size).catch(async (error: unknown) => {
    await cutIncoming(store, uploadId, 0); // what the disk did not take has to come again
    throw error;
  });
  if ((counted ?? (await sha256Of(source))) !== expected.sha256) return false;
  const handle = await open(source, 'r+');
  try {
    await store.keep({ ...expected, handle, path: source });
  } finally {
    await handle.close();
  }
  return true;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}

/** What became of a content sent whole: kept; other bytes than announced; the line broke before its end. */
export type WholeOutcome = 'kept' | 'other' | 'broken';

/** Writes a content as it comes and hashes it on the way; it takes its place only when size and SHA-256 are right. */
export async function keepWhole(store: BlobStore, expected: StoredContent, source: Readable): Promise<WholeOutcome> {
  const temporary = path.join(store.incoming, `${randomUUID()}${wholeEnding}`);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    const outcome = await writeWhole(handle, expected, source);
    if (outcome === 'kept') await store.keep({ ...expected, handle, path: temporary });
    else await rm(temporary, { force: true });
    return outcome;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}

/** Keeps the bytes of a small content that are in memory; false when they are not what they are said to be. */
export async function keepGathered(
  store: BlobStore,
  content: StoredContent,
  pieces: readonly Uint8Array[],
): Promise<boolean> {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  if (hash.digest('hex') !== content.sha256) return false;
  // What lies in its place may be damaged, and may be being read.
  return (await store.keepNew(content, pieces)) || (await keepWhole(store, content, Readable.from(pieces))) === 'kept';
}

async function writeWhole(handle: FileHandle, expected: StoredContent, source: Readable): Promise<WholeOutcome> {
  const hash = createHash('sha256');
  const place = { position: 0, limit: expected.size, isEager: false };
  const { written, isTooLong, error } = await writePieces(handle, source, place, (piece) => hash.update(piece));
  if (isTooLong) return 'other';
  if (error !== null || written < expected.size) return 'broken';
  return hash.digest('hex') === expected.sha256 ? 'kept' : 'other';
}

/** More bytes than may be taken in one file. */
export class TooLongError extends Error {}

/**
 * Keeps a content whose SHA-256 nobody told: it is counted on the way. `isGood` is asked before it takes its place in the store; null
 * when that said no. Throws TooLongError, and what source or disk throw; nothing is kept then.
 */
export async function keepUntold(
  store: BlobStore,
  source: AsyncIterable<Uint8Array>,
  options: { limit: number; isGood?: () => Promise<boolean> },
): Promise<StoredContent | null> {
  const temporary = path.join(store.incoming, `${randomUUID()}${wholeEnding}`);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of source) {
      size += piece.length;
      if (size > options.limit) throw new TooLongError('more bytes than may be taken');
      hash.update(piece);
      for (let at = 0; at < piece.length; ) at += (await handle.write(piece, at)).bytesWritten;
    }
    const content = { sha256: hash.digest('hex'), size };
    if (options.isGood && !(await options.isGood())) {
      await rm(temporary, { force: true });
      return null;
    }
    await store.keep({ ...content, handle, path: temporary });
    return content;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}

/** Removes what broken connections and stopped processes left of contents sent whole. */
export async function dropLeftovers(store: BlobStore, olderThan: Date): Promise<number> {
  let dropped = 0;
  for (const name of await readdir(store.incoming)) {
    if (!name.endsWith(wholeEnding)) continue;
    const file = path.join(store.incoming, name);
    const facts = await stat(file).catch(() => null); // gone meanwhile: another process sweeps, too
    if (!facts || facts.mtime >= olderThan) continue;
    await rm(file, { force: true });
    dropped += 1;
  }
  return dropped;
}
