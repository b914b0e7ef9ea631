import { readdir } from 'node:fs/promises';
import { AppError } from '../../core/domain/errors.ts';
import { systemCode } from '../../core/domain/system-code.ts';
import { addBranchScan, type BranchScan, scanOfMark, scansInFolder } from '../../db/branch-scans.ts';
import { inTransaction } from '../../db/sql.ts';
import { safeFileName } from '../../intake/content/safe-file-name.ts';
import { type FolderFile, isUnchanged, listFiles } from '../../intake/folders/folder-files.ts';
import { haveOneName, isSameFile } from '../../intake/folders/resting-files.ts';
import { Settling } from '../../intake/folders/settling.ts';
import type { Desk } from '../commands/desk.ts';
import { keepFile } from './keep-file.ts';
import { RestingScans, type ScanTimes } from './resting-scans.ts';

/** Most bytes of one file that is taken in. */
export const largestScan = 512 * 1024 ** 2;

/** What one look into a folder found. */
export type ScanFolderState = { waitingFiles: number; problem: string | null };

/** The folder a scanner in the branch office writes to. A file leaves it only when its bytes and its line in the list are on disk. */
export class ScanFolder {
  readonly path: string;
  readonly #desk: Desk;
  readonly #settling: Settling;
  readonly #resting: RestingScans;

  constructor(desk: Desk, path: string, times: ScanTimes) {
    this.#desk = desk;
    this.path = path;
    this.#settling = new Settling(times);
    this.#resting = new RestingScans(desk, path, times);
  }

  /** Looks once and takes what has stopped changing. Never throws; `isEnding` ends it between two files. */
  async look(isEnding: () => boolean): Promise<ScanFolderState & { taken: number }> {
    let [taken, waitingFiles] = [0, 0];
    let problem: string | null = null;
    try {
      taken += await this.#resting.look(isEnding, (file, error) => {
        problem ??= fileInWords({ name: file.called }, error);
      });
      const { files } = await listFiles(this.path);
      this.#settling.keepOnly(files);
      for (const file of files) {
        if (isEnding()) break;
        const outcome = await this.#lookAt(file).catch((error: unknown) => {
          problem ??= fileInWords(file, error);
          return 'waits' as const;
        });
        if (outcome === 'lacksEnd') problem ??= unfinishedInWords(file);
        if (outcome === 'taken') taken += 1;
        if (outcome === 'waits' || outcome === 'lacksEnd') waitingFiles += 1;
      }
    } catch (error) {
      problem = folderInWords(error);
    }
    return { waitingFiles, problem, taken };
  }

  async #lookAt(file: FolderFile): Promise<'taken' | 'aside' | 'waits' | 'lacksEnd'> {
    const { db } = this.#desk.store;
    const known = scanOfMark(db, file.mark) ?? (await this.#grownOf(file));
    if (known) {
      await this.#resting.putAside(file, known);
      return 'aside';
    }
    const { isSettled, lacksEnd } = await this.#settling.look(file);
    if (!isSettled) return lacksEnd ? 'lacksEnd' : 'waits';
    if (file.size > largestScan) throw new AppError('invalid_input', 'zu groß');
    return (await this.#take(file)) ? 'taken' : 'waits';
  }

  /** The scan of a file that was taken, still lies here and has been written on since. */
  async #grownOf(file: FolderFile): Promise<BranchScan | null> {
    for (const scan of scansInFolder(this.#desk.store.db)) {
      const taken = { mark: scan.folderMark ?? '', identity: null, sha256: scan.sha256, size: scan.size };
      if (haveOneName(taken.mark, file.mark) && (await isSameFile(file, taken))) return scan;
    }
    return null;
  }

  /** False when it changed while it was read. */
  async #take(file: FolderFile): Promise<boolean> {
    const { store, newId, now } = this.#desk;
    const blob = await keepFile(store.blobs, file, () => isUnchanged(this.path, file));
    if (!blob) return false;
    const fileName = safeFileName(file.name.toString('utf8'));
    const scan = { id: newId(), fileName, source: 'folder' as const, takenAt: now(), ...blob };
    inTransaction(store.db, () => addBranchScan(store.db, scan, file.mark));
    store.blobs.release(blob.sha256);
    await this.#resting.putAside(file, { id: scan.id, folderMark: file.mark });
    return true;
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

function fileInWords({ name }: Pick<FolderFile, 'name'>, error: unknown): string {
  const shown = `Die Datei „${safeFileName(name.toString('utf8'))}“`;
  if (error instanceof AppError && error.code === 'invalid_input') {
    return `${shown} ist größer als 512 MB und wird nicht übernommen. Sie bleibt im Ordner.`;
  }
  if (error instanceof AppError) return `${shown} lässt sich nicht übernehmen: ${error.message} Sie bleibt im Ordner.`;
  const code = systemCode(error);
  return `${shown} ${ofFile[code] ?? `lässt sich nicht übernehmen (${code || 'unbekannt'}).`} Sie bleibt im Ordner.`;
}

const unfinishedInWords = ({ name }: FolderFile): string =>
  `Der Datei „${safeFileName(name.toString('utf8'))}“ fehlt das Ende. Es wird gewartet, ob der Scanner weiterschreibt.`;
