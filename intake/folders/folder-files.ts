import { createHash } from 'node:crypto';
import { constants, type BigIntStats } from 'node:fs';
import { type FileHandle, link, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../../core/domain/system-code.ts';

// Files in a watched folder. Names are bytes: a scanner may write what is no text.

/** Where broken ones and ones given back are laid down, and where files rest between journal and removal. */
export const failedFolder = 'fehlerhaft';
export const returnedFolder = 'zurückgegeben';
export const asideFolder = '.uebernommen';

/** Names of files that are still being written, and of those that systems leave behind. */
const notYet = /^[.~]|\.(part|partial|tmp|temp|filepart|crdownload|download|lock)$|^(thumbs\.db|desktop\.ini)$/i;

/** True for the name of a file that is left alone: still being written, or left behind by a system. */
export const isUnfinishedName = (name: string): boolean => notYet.test(name);

export type FolderFile = {
  name: Buffer;
  path: Buffer;
  size: number;
  /** Milliseconds since 1970. */
  changedAt: number;
  /** What this file is known by: name, size and time of change. */
  mark: string;
  /** What the file system knows it by, however it is named and however much is written into it. */
  identity: string;
};

export const pathIn = (folder: string, name: Buffer): Buffer => Buffer.concat([Buffer.from(folder + path.sep), name]);

function markOf(name: Buffer, { size, mtimeNs }: BigIntStats): string {
  return `${size}/${mtimeNs}/${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

/** The file as it lies there now; null when it is gone or is no ordinary file. */
export async function fileIn(folder: string, name: Buffer): Promise<FolderFile | null> {
  const at = pathIn(folder, name);
  try {
    const facts = await lstat(at, { bigint: true });
    if (!facts.isFile()) return null;
    const changedAt = Number(facts.mtimeMs);
    return { name, path: at, size: Number(facts.size), changedAt, mark: markOf(name, facts), identity: `${facts.ino}` };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Files that may be taken, oldest first, and how many entries are no ordinary files (links, devices). Throws when the folder cannot be read. */
export async function listFiles(folder: string): Promise<{ files: FolderFile[]; oddCount: number }> {
  const entries = await readdir(folder, { encoding: 'buffer', withFileTypes: true });
  const files: FolderFile[] = [];
  let oddCount = 0;
  for (const entry of entries) {
    if (entry.isDirectory() || isUnfinishedName(entry.name.toString('utf8'))) continue;
    const file = await fileIn(folder, entry.name);
    if (file) files.push(file);
    else if (!entry.isFile()) oddCount += 1;
  }
  files.sort((one, other) => one.changedAt - other.changedAt || Buffer.compare(one.name, other.name));
  return { files, oddCount };
}

/** Folders below a folder that are stations of their own. */
export async function listSubfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name.normalize('NFC'));
  return names.filter((name) => !/^[.~]/.test(name) && name !== failedFolder && name !== returnedFolder).sort();
}

/** Opens a file for reading, never through a link. */
export function openFile(file: FolderFile): Promise<FileHandle> {
  return open(file.path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
}

/** True while the file under this name is the one it was. */
export async function isUnchanged(folder: string, file: FolderFile): Promise<boolean> {
  return (await fileIn(folder, file.name))?.mark === file.mark;
}

/** Puts a file back under its name, or one beside it where that is taken meanwhile. */
export async function giveBack(folder: string, from: Buffer, name: Buffer): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const prefix = attempt === 0 ? '' : `${attempt} `;
    const target = pathIn(folder, Buffer.concat([Buffer.from(prefix), name]));
    try {
      await link(from, target);
      return await rm(from);
    } catch (error) {
      const code = systemCode(error);
      if (code === 'EEXIST' && attempt < 1000) continue;
      // A file system without second names.
      if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
      if ((await lstat(target).catch(() => null)) === null) return rename(from, target);
    }
  }
}
