import { type FileHandle, link, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../../core/domain/system-code.ts';

// A content counts once its bytes and its name are on disk. Flushing costs far more than all else here, so nothing is flushed twice and
// what can be flushed together is: one turn of the disk then serves bytes, name and folders, and also the contents kept beside it.

/** Folders whose own names this process has flushed; another process flushes them once for itself. */
const flushedFolders = new Set<string>();

/**
 * Gives a written and checked file its place; bytes and name are on disk when this returns.
 *
 * A name nothing stood under may be taken before the bytes are flushed: no row of the database speaks of it until this has returned, so
 * after a power cut at worst a file lies there that counts for nothing and is written over. Where a file stands already, it may be one
 * that counts: it is replaced only by bytes that are on disk.
 */
export async function publishFile(file: FileHandle, temporary: string, target: string, root: string): Promise<void> {
  const folder = path.dirname(target);
  if (!flushedFolders.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 });
  if (await tookFreeName(temporary, target)) {
    await Promise.all([file.datasync(), flushFolders(folder, root)]);
    await rm(temporary, { force: true });
    return;
  }
  await file.datasync();
  await rename(temporary, target);
  await flushFolders(folder, root);
}

/**
 * Writes checked bytes at once under a name nothing stands under; false: something does, and is left as it is. What a power cut or a full
 * disk leaves of them counts for nothing, as above.
 */
export async function publishNewFile(pieces: readonly Uint8Array[], target: string, root: string): Promise<boolean> {
  const folder = path.dirname(target);
  if (!flushedFolders.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 });
  const handle = await open(target, 'wx', 0o600).catch((error: unknown) => {
    if (systemCode(error) === 'EEXIST') return null;
    throw error;
  });
  if (!handle) return false;
  try {
    await writeAll(handle, pieces, 0);
    await Promise.all([handle.datasync(), flushFolders(folder, root)]);
    return true;
  } catch (error) {
    // The name may be another's by now, whose bytes count; these are ours.
    await handle.truncate().catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}

/** Writes pieces one after the other; one turn of the disk as a rule, but a disk that is almost full takes less than it was given. */
export async function writeAll(handle: FileHandle, pieces: readonly Uint8Array[], position: number): Promise<void> {
  let { bytesWritten: at } = await handle.writev(pieces, position);
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (at === size) return;
  const rest = Buffer.concat(pieces);
  while (at < size) at += (await handle.write(rest, at, size - at, position + at)).bytesWritten;
}

/** False when something stands there, or the file system knows no second name for a file. */
async function tookFreeName(temporary: string, target: string): Promise<boolean> {
  try {
    await link(temporary, target);
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST' || code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS' || code === 'EMLINK') {
      return false;
    }
    throw error;
  }
}

/** Flushes the names in a folder; and those of the folders above it, once, for they may be new. */
async function flushFolders(folder: string, root: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be flushed there
  const above: string[] = [];
  for (let inner = folder; inner !== root && !flushedFolders.has(inner); inner = path.dirname(inner)) {
    above.push(inner);
  }
  await Promise.all([flushFolder(folder), ...above.map((inner) => flushFolder(path.dirname(inner)))]);
  for (const inner of above) flushedFolders.add(inner);
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
