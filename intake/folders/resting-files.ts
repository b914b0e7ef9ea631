import { createHash } from 'node:crypto';
import { mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { isId } from '../../core/domain/id-text.ts';
import type { Id } from '../../core/domain/ids.ts';
import { systemCode } from '../../core/domain/system-code.ts';
import { asideFolder, fileIn, type FolderFile, openFile, pathIn } from './folder-files.ts';

// Files that were taken over. Each rests in a hidden folder of its folder under the id it was taken under: whoever still has it open goes
// on writing into it there, and that is seen. Only a file that nobody has written into is removed.

/** `id`: what it was taken over as; null for one that has no id in its name. `takenState`: size and time of change when it first was. */
export type RestingFile = FolderFile & { id: Id | null; takenState: string | null; called: Buffer };

const longestName = 255; // bytes, of most file systems
const restingPattern = /^([0-9a-f-]{36})~(\d+)-(\d+)~/;

/** The end of a long name is kept: it tells the kind of file. */
function restingName(id: Id, { name, mark }: FolderFile): Buffer {
  const before = Buffer.from(`${id}~${stateOf(mark).replace('/', '-')}~`);
  return Buffer.concat([before, name.subarray(Math.max(0, name.length - (longestName - before.length)))]);
}

/** Where files of a folder rest. */
export const asideOf = (folder: string): string => path.join(folder, asideFolder);

/** Moves a file that was taken over under `id` aside. Null when there was none; what rests there now may have grown, or be another. */
export async function setAside(folder: string, file: FolderFile, id: Id): Promise<RestingFile | null> {
  const aside = asideOf(folder);
  await mkdir(aside, { recursive: true });
  const name = restingName(id, file);
  try {
    await rename(file.path, pathIn(aside, name));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
  const resting = await fileIn(aside, name);
  return resting && { ...resting, id, takenState: stateOf(file.mark), called: file.name };
}

/** All files that rest in a folder. */
export async function listResting(folder: string): Promise<RestingFile[]> {
  const aside = asideOf(folder);
  const names = await readdir(aside, { encoding: 'buffer' }).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const files: RestingFile[] = [];
  for (const name of names) {
    const file = await fileIn(aside, name);
    if (!file) continue;
    files.push({ ...file, ...partsOf(name) });
  }
  return files;
}

function partsOf(name: Buffer): Pick<RestingFile, 'id' | 'takenState' | 'called'> {
  const [start, id, size, changedAt] = restingPattern.exec(name.toString('latin1')) ?? [];
  if (!isId(id) || !start) return { id: null, takenState: null, called: name };
  return { id, takenState: `${size}/${changedAt}`, called: name.subarray(start.length) };
}

/** The part of a mark that tells size and time of change; a file keeps it when it is renamed. */
export const stateOf = (mark: string): string => mark.slice(0, mark.lastIndexOf('/'));

/** True when both marks are of files with one name. */
export const haveOneName = (mark: string, other: string): boolean =>
  mark.slice(mark.lastIndexOf('/')) === other.slice(other.lastIndexOf('/'));

/** SHA-256 of the first `size` bytes of a file; of all of it without. */
export async function hashOf(file: FolderFile, size = Number.POSITIVE_INFINITY): Promise<string> {
  const hash = createHash('sha256');
  if (size > 0) {
    await using handle = await openFile(file);
    const source = handle.createReadStream({ autoClose: false, start: 0, end: size - 1, highWaterMark: 1024 * 1024 });
    for await (const piece of source) hash.update(piece as Buffer);
  }
  return hash.digest('hex');
}

/** What is known of a file that was taken over. */
export type TakenFile = { mark: string; identity: string | null; sha256: string; size: number };

/** True when a file is the one that was taken over, written on since; false when another took its name. */
export async function isSameFile(file: FolderFile, taken: TakenFile): Promise<boolean> {
  if (taken.identity !== null && taken.identity === file.identity) return true;
  // Shares number files anew now and then: what begins with the same bytes is the same file.
  return taken.size > 0 && file.size >= taken.size && (await hashOf(file, taken.size)) === taken.sha256;
}
