import { readdir } from 'node:fs/promises';
import { AppError } from '../../core/domain/errors.ts';
import { systemCode } from '../../core/domain/system-code.ts';
import { addBranchScan, forgetMark, isMarkTaken } from '../../db/branch-scans.ts';
import { inTransaction } from '../../db/sql.ts';
import { safeFileName } from '../../intake/content/safe-file-name.ts';
import {
  type FolderFile,
  isUnchanged,
  listFiles,
  openFile,
  removeFile,
  settleAside,
} from '../../intake/folders/folder-files.ts';
import type { Desk } from '../commands/desk.ts';

/** Most bytes of one file that is taken in. */
export const largestScan = 512 * 1024 ** 2;

/** What one look into a folder found. */
export type ScanFolderState = { waitingFiles: number; problem: string | null };

type Seen = { mark: string; since: number };

/** The folder a scanner in the branch office writes to. A file leaves it only when its bytes and its line in the list are on disk. */
export class ScanFolder {
  readonly path: string;
  readonly #desk: Desk;
  readonly #settleMilliseconds: number;
  #seen = new Map<string, Seen>();

  constructor(desk: Desk, path: string, settleMilliseconds: number) {
    this.#desk = desk;
    this.path = path;
    this.#settleMilliseconds = settleMilliseconds;
  }

  /** Looks once and takes what has stopped changing. Never throws; `isEnding` ends it between two files. */
  async look(isEnding: () => boolean): Promise<ScanFolderState & { taken: number }> {
    let [taken, waitingFiles] = [0, 0];
    let problem: string | null = null;
    try {
      const { db } = this.#desk.store;
      for (const mark of await settleAside(this.path, async (mark) => isMarkTaken(db, mark))) this.#forget(mark);
      const { files } = await listFiles(this.path);
      const before = this.#seen;
      this.#seen = new Map();
      for (const file of files) {
        if (isEnding()) break;
        const outcome = await this.#lookAt(file, before.get(file.mark)).catch((error: unknown) => {
          problem ??= fileInWords(file, error);
          return 'waits' as const;
        });
        if (outcome === 'taken') taken += 1;
        if (outcome === 'waits') waitingFiles += 1;
      }
    } catch (error) {
      problem = folderInWords(error);
    }
    return { waitingFiles, problem, taken };
  }

  async #lookAt(file: FolderFile, known: Seen | undefined): Promise<'taken' | 'removed' | 'waits'> {
    const { db } = this.#desk.store;
    if (isMarkTaken(db, file.mark)) {
      await this.#remove(file);
      return 'removed';
    }
    const seen = known ?? { mark: file.mark, since: performance.now() };
    this.#seen.set(file.mark, seen);
    if (performance.now() - seen.since < this.#settleMilliseconds) return 'waits';
    if (file.size > largestScan) throw new AppError('invalid_input', 'zu groß');
    if (!(await this.#take(file))) return 'waits';
    this.#seen.delete(file.mark);
    await this.#remove(file);
    return 'taken';
  }

  /** False when it changed while it was read. */
  async #take(file: FolderFile): Promise<boolean> {
    const { store, newId, now } = this.#desk;
    const writer = await store.blobs.startWriting('uploading');
    let blob: { sha256: string; size: number };
    try {
      await using handle = await openFile(file);
      for await (const part of handle.createReadStream({ autoClose: false })) await writer.append(part as Buffer);
      if (!(await isUnchanged(this.path, file))) {
        await writer.abort();
        return false;
      }
      blob = await writer.finish();
    } catch (error) {
      await writer.abort();
      throw error;
    }
    const fileName = safeFileName(file.name.toString('utf8'));
    const scan = { id: newId(), fileName, source: 'folder' as const, takenAt: now(), ...blob };
    inTransaction(store.db, () => addBranchScan(store.db, scan, file.mark));
    store.blobs.release(blob.sha256);
    return true;
  }

  async #remove(file: FolderFile): Promise<void> {
    await removeFile(this.path, file);
    this.#forget(file.mark);
  }

  #forget(mark: string): void {
    const { db } = this.#desk.store;
    inTransaction(db, () => forgetMark(db, mark));
  }
}

/** Throws AppError `invalid_input` with a sentence when nothing can be taken from a folder. */
export async function requireFolder(path: string): Promise<void> {
  try {
    await readdir(path);
  } catch (error) {
    throw new AppError('invalid_input', folderInWords(error));
  }
}

const ofFolder: Record<string, string> = {
  ENOENT: 'Der Ordner ist nicht erreichbar. Sobald er wieder da ist, geht es von selbst weiter.',
  ENOTDIR: 'Unter diesem Namen liegt kein Ordner.',
  EACCES: 'Der Ordner lässt sich nicht öffnen, weil Ihnen das Recht dazu fehlt.',
  EPERM: 'Der Ordner lässt sich nicht öffnen, weil Ihnen das Recht dazu fehlt.',
};

function folderInWords(error: unknown): string {
  const code = systemCode(error);
  return ofFolder[code] ?? `Der Ordner lässt sich nicht lesen (${code || 'unbekannt'}). Es wird weiter versucht.`;
}

const ofFile: Record<string, string> = {
  EACCES: 'lässt sich nicht übernehmen, weil Ihnen das Recht dazu fehlt.',
  EPERM: 'lässt sich nicht übernehmen, weil Ihnen das Recht dazu fehlt.',
  EBUSY: 'wird noch von einem anderen Programm benutzt.',
  ELOOP: 'ist nur ein Verweis.',
  ENOSPC: 'lässt sich nicht übernehmen: Auf diesem Gerät ist kein Speicherplatz mehr frei.',
};

function fileInWords({ name }: FolderFile, error: unknown): string {
  const shown = `Die Datei „${safeFileName(name.toString('utf8'))}“`;
  if (error instanceof AppError && error.code === 'invalid_input') {
    return `${shown} ist größer als 512 MB und wird nicht übernommen. Sie bleibt im Ordner.`;
  }
  if (error instanceof AppError) return `${shown} lässt sich nicht übernehmen: ${error.message} Sie bleibt im Ordner.`;
  const code = systemCode(error);
  return `${shown} ${ofFile[code] ?? `lässt sich nicht übernehmen (${code || 'unbekannt'}).`} Sie bleibt im Ordner.`;
}
