import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../core/domain/errors.ts';
import type { Moment } from '../core/domain/moments.ts';
import { createHolds } from './blob-holds.ts';
import { createFolderFlush } from './folder-flush.ts';
import { frameCount, frameRange, frameSize, openFrame } from './blob-frames.ts';
import { clearParts, dropUnusedParts, forgetPart, mayKeepPart, notePart, takeUpPart } from './blob-parts.ts';
import * as table from './blob-table.ts';
import { isWhole, type WholeContent, writeWhole } from './blob-whole.ts';
import { type BlobWriter, createWriter, type WrittenBlob } from './blob-writer.ts';
import { blobNameKey } from './meta.ts';
import { readableError, withoutWaitingForDisk } from './open.ts';
import type { WritableDb } from './sql.ts';
import { removeStrayFiles } from './stray-files.ts';

const checkedAtOnce = 4 * frameSize;

/** Encrypted bytes by their SHA-256. Reads throw AppError `not_found` when the bytes are not here or damaged; then they are wanted again. */
export type BlobStore = {
  has(sha256: string): boolean;
  info(sha256: string): table.BlobInfo | null;
  /** Where a content lies below the folder of blobs. */
  fileName(sha256: string): string;
  /** uploading: the centre does not have them yet; they are held until `release`, which follows when a record or a command names them. */
  startWriting(state: 'present' | 'uploading'): Promise<BlobWriter>;
  /** For a content that comes from the centre: goes on where an earlier one was kept, `size` says how far that is. */
  startFetching(sha256: string): Promise<BlobWriter>;
  /** Keeps a small content that came whole from the centre; false: it came changed. Throws AppError `storage_full`. */
  keepWhole(content: WholeContent): Promise<boolean>;
  /** Writes all bytes at once; does not hold them. */
  put(bytes: Uint8Array, state: 'present' | 'uploading'): Promise<WrittenBlob>;
  /** Bytes from `from` to before `to`; what lies beyond the end is left out. */
  readRange(sha256: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Compares a content with its SHA-256, a part at a time; false: it is damaged and wanted again. */
  check(sha256: string): Promise<boolean>;
  /** All bytes, compared with their SHA-256. */
  readAll(sha256: string): Promise<Uint8Array<ArrayBuffer>>;
  markUploaded(sha256s: readonly string[]): void;
  /** The centre says it lacks a content that counted as being there: it has to be sent again. */
  markMissing(sha256: string): void;
  /** Removes what is longest unused until at most `limit` bytes lie here; never what the centre lacks. Gives how many went. */
  evict(limit: number, dueUntil: string): Promise<number>;
  /** Keeps what no record names while somebody reads it; until `release`. */
  hold(sha256: string): void;
  /** What was written as `uploading` is named by a record now, or not wanted after all. */
  release(sha256: string): void;
  /** Removes what no record here refers to any more and nobody holds. */
  removeUnused(): Promise<number>;
  /** Removes files that a killed program left and no row knows the key of; gives how many went. */
  removeStray(pause: () => Promise<void>): Promise<number>;
};

/** Opens the blob folder of a store; half-written files of a run before are removed, but for kept parts of what is fetched. */
export function openBlobStore(folder: string, db: WritableDb, now: () => Moment): BlobStore {
  const nameKey = blobNameKey(db);
  const waiting = join(folder, 'incoming');
  mkdirSync(waiting, { recursive: true });
  clearParts(db, waiting, now());
  const fileName = (sha256: string) => {
    const name = createHmac('sha256', nameKey).update(sha256).digest('hex');
    return join(name.slice(0, 2), name);
  };
  const fileOf = (sha256: string) => join(folder, fileName(sha256));

  // The same content may come twice at once, each time under a key of its own.
  const publishing = new Map<string, Promise<void>>();
  const oneByOne = async (sha256: string, work: () => Promise<void>) => {
    const before = publishing.get(sha256) ?? Promise.resolve();
    const mine = before.catch(() => {}).then(work);
    publishing.set(sha256, mine);
    await mine.finally(() => publishing.get(sha256) === mine && publishing.delete(sha256));
  };

  const { hold, release, held } = createHolds();

  const lost = async (sha256: string): Promise<never> => {
    table.blobLost(db, sha256);
    await rm(fileOf(sha256), { force: true });
    throw new AppError('not_found', 'Der Inhalt ist auf diesem Gerät nicht lesbar und wird neu geladen.', { sha256 });
  };

  const present = (sha256: string) => {
    const info = table.readBlob(db, sha256);
    if (!info?.dek || info.state === 'wanted') {
      throw new AppError('not_found', 'Der Inhalt ist noch nicht auf diesem Gerät.', { sha256 });
    }
    return { ...info, dek: info.dek };
  };

  const readRange = async (sha256: string, from: number, to: number): Promise<Buffer<ArrayBuffer>> => {
    const info = present(sha256);
    const end = Math.min(to, info.size);
    if (from >= end) return Buffer.alloc(0);
    try {
      await using file = await open(fileOf(sha256), 'r');
      const parts: Buffer<ArrayBuffer>[] = [];
      for (let index = Math.floor(from / frameSize); index * frameSize < end; index += 1) {
        const plain = await readFrame(file, info, index);
        parts.push(plain.subarray(Math.max(0, from - index * frameSize), end - index * frameSize));
      }
      if (info.lastUse.slice(0, 10) !== now().slice(0, 10)) table.blobUsed(db, sha256, now());
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    } catch (error) {
      // Too many open files, a scanner that holds the file: the bytes are well, and may be the only ones there are.
      if (isPassing(error)) throw readableError(error);
      return lost(sha256);
    }
  };

  const startWriting = async (state: 'present' | 'uploading'): Promise<BlobWriter> => {
    const temporary = join(waiting, randomBytes(16).toString('hex'));
    const file = await open(temporary, 'wx', 0o600);
    return createWriter(file, temporary, (blob) => oneByOne(blob.sha256, () => publish(file, temporary, blob, state)));
  };

  const fetching = new Set<string>();
  const startFetching = async (sha256: string): Promise<BlobWriter> => {
    if (fetching.has(sha256)) return startWriting('present');
    fetching.add(sha256);
    try {
      const begun = await takeUpPart(db, waiting, sha256);
      const name = begun?.file ?? randomBytes(16).toString('hex');
      const temporary = join(waiting, name);
      const file = await open(temporary, begun ? 'a' : 'wx', 0o600);
      const put = (blob: WrittenBlob & { dek: Uint8Array }) =>
        oneByOne(blob.sha256, () => publish(file, temporary, blob, 'present'));
      let isNoted = begun !== null;
      return createWriter(file, temporary, put, {
        begun,
        onFirstFrame(dek) {
          notePart(db, { sha256, file: name, dek, at: now() });
          isNoted = true;
        },
        mayKeep: () => mayKeepPart(db, sha256),
        onOver(isKept) {
          fetching.delete(sha256);
          if (isNoted && !isKept) forgetPart(db, sha256);
        },
      });
    } catch (error) {
      fetching.delete(sha256);
      throw error;
    }
  };

  const flushFolders = createFolderFlush(folder);

  /**
   * Bytes, name and folder are flushed together, which costs one turn of the disk instead of three. The name may be taken before: only
   * the row, written after all of it, makes the file count, and a file that stands there without one is of no use to anybody. What the
   * centre has as well can be fetched again, so its row need not be on disk at once.
   */
  const publish = async (
    file: FileHandle,
    temporary: string,
    blob: WrittenBlob & { dek: Uint8Array },
    state: 'present' | 'uploading',
  ) => {
    if (state === 'uploading') hold(blob.sha256);
    const standing = table.readBlob(db, blob.sha256);
    if (standing?.dek && standing.state !== 'wanted') {
      if (state === 'present') table.blobsUploaded(db, [blob.sha256]);
      await file.close();
      return rm(temporary, { force: true });
    }
    const target = fileOf(blob.sha256);
    if (process.platform === 'win32') {
      await file.sync(); // an open file cannot be renamed there, nor a folder flushed
      await file.close();
      await renameInto(temporary, target);
    } else {
      const isNewFolder = await renameInto(temporary, target);
      await Promise.all([file.datasync(), flushFolders(dirname(target), isNewFolder)]);
      await file.close();
    }
    const note = () => table.blobArrived(db, blob, state, now());
    if (state === 'present') withoutWaitingForDisk(db, note);
    else note();
  };

  const keepWhole = async ({ sha256, size, pieces }: WholeContent): Promise<boolean> => {
    if (!isWhole({ sha256, size, pieces })) return false;
    await oneByOne(sha256, async () => {
      const standing = table.readBlob(db, sha256);
      if (standing?.dek && standing.state !== 'wanted') return table.blobsUploaded(db, [sha256]);
      const dek = randomBytes(32);
      await writeWhole(fileOf(sha256), dek, pieces);
      withoutWaitingForDisk(db, () => table.blobArrived(db, { sha256, size, dek }, 'present', now()));
    });
    return true;
  };

  const removeFiles = async (names: readonly string[]) => {
    for (const sha256 of names) {
      // The same content may have come again meanwhile.
      await oneByOne(sha256, async () => {
        if (!table.readBlob(db, sha256)?.dek) await rm(fileOf(sha256), { force: true });
      });
    }
    return names.length;
  };

  return {
    has: (sha256) => (table.readBlob(db, sha256)?.state ?? 'wanted') !== 'wanted',
    info: (sha256) => table.readBlob(db, sha256),
    fileName,
    startWriting,
    startFetching,
    keepWhole,
    async put(bytes, state) {
      const writer = await startWriting(state);
      await writer.append(bytes);
      const blob = await writer.finish();
      if (state === 'uploading') release(blob.sha256);
      return blob;
    },
    readRange,
    async check(sha256) {
      const { size } = present(sha256);
      const hash = createHash('sha256');
      try {
        for (let from = 0; from < size; from += checkedAtOnce) {
          hash.update(await readRange(sha256, from, from + checkedAtOnce));
        }
        return hash.digest('hex') === sha256 || (await lost(sha256));
      } catch (error) {
        if (error instanceof AppError && error.code === 'not_found') return false;
        throw error;
      }
    },
    async readAll(sha256) {
      const bytes = await readRange(sha256, 0, present(sha256).size);
      return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : lost(sha256);
    },
    // A power cut sets it back to what is asked at the centre before it is sent.
    markUploaded: (sha256s) => withoutWaitingForDisk(db, () => table.blobsUploaded(db, sha256s)),
    markMissing: (sha256) => table.blobMissingAtCentre(db, sha256),
    evict: (limit, dueUntil) => {
      const going = table.blobsToEvict(db, limit, dueUntil);
      for (const sha256 of going) table.forgetBlob(db, sha256);
      return removeFiles(going);
    },
    hold,
    release,
    async removeUnused() {
      await dropUnusedParts(db, waiting, fetching);
      return removeFiles(table.forgetUnusedBlobs(db, held));
    },
    removeStray: (pause) => {
      const kept = () => [...table.contentsWithKey(db), ...publishing.keys()];
      return removeStrayFiles(folder, { kept, nameOf: fileName, now: () => Date.parse(now()) }, pause);
    },
  };
}

/** The frames of a blob file whose key is known from elsewhere, one after the other. Throws when it is missing, changed or cut. */
export async function* readBlobFile(path: string, blob: { dek: Uint8Array; size: number }): AsyncGenerator<Uint8Array> {
  await using file = await open(path, 'r');
  for (let index = 0; index < frameCount(blob.size); index += 1) yield await readFrame(file, blob, index);
}

function isPassing(error: unknown): boolean {
  const code = String((error as { code?: unknown }).code ?? '');
  return /^E[A-Z]+$/.test(code) && code !== 'ENOENT' && code !== 'EIO';
}

async function readFrame(
  file: FileHandle,
  info: { dek: Uint8Array; size: number },
  index: number,
): Promise<Buffer<ArrayBuffer>> {
  const { position, length, isLast } = frameRange(index, info.size);
  const sealed = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(sealed, 0, length, position);
  return openFrame(info.dek, index, isLast && index === frameCount(info.size) - 1, sealed.subarray(0, bytesRead));
}

/** True when the folder had to be made. */
async function renameInto(temporary: string, target: string): Promise<boolean> {
  try {
    await rename(temporary, target);
    return false;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
    const made = await mkdir(dirname(target), { recursive: true });
    await rename(temporary, target);
    return made !== undefined;
  }
}
