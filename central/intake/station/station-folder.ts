import { randomBytes } from 'node:crypto';
import { createIdSource } from '../../../core/domain/ids.ts';
import { keepUntold } from '../../store/incoming.ts';
import {
  fileIn,
  type FolderFile,
  isUnchanged,
  listFiles,
  openFile,
  removeFile,
  settleAside,
} from '../../../intake/folders/folder-files.ts';
import { fileInWords, folderInWords, houseInWords, isTroubleOfHouse, notRemovedInWords } from './folder-words.ts';
import type { Intake } from './intake.ts';
import { filesToLeave, noteLeftFolder, wasJournalled } from './stacks.ts';
import { journalFile, largestFile } from './take-in.ts';

const newId = createIdSource(Date.now, (bytes) => bytes.set(randomBytes(bytes.length)));
const shortestWait = 5_000; // milliseconds until a file that could not be taken is tried again
const longestWait = 300_000;

/** What one look into a folder found. */
export type FolderState = { waitingFiles: number; problem: string | null };

type Seen = { mark: string; since: number; failures: number; tryAt: number; problem: string | null };

/** One watched folder: remembers what it saw, so that a file is taken only when it has stopped changing. */
export class StationFolder {
  readonly folder: string;
  readonly station: string;
  /** What lies here was printed by a Fachverfahren and goes out of the house. */
  readonly isNotices: boolean;
  readonly #intake: Intake;
  readonly #settleMilliseconds: number;
  #seen = new Map<string, Seen>();

  constructor(
    intake: Intake,
    place: { folder: string; station: string; settleMilliseconds: number; isNotices?: boolean },
  ) {
    this.#intake = intake;
    this.folder = place.folder;
    this.station = place.station;
    this.isNotices = place.isNotices ?? false;
    this.#settleMilliseconds = place.settleMilliseconds;
  }

  /** Looks into the folder once and takes what is complete. Never throws; `isEnding` ends it between two files. */
  async look(isEnding: () => boolean = () => false): Promise<FolderState> {
    try {
      // The journal first: what it has and the folder has not is gone, what comes between the two is looked at next time.
      const journalled = await filesToLeave(this.#intake.database, this.folder);
      const { files, oddCount } = await listFiles(this.folder);
      const left = await this.#settleJournalled(files, new Set(journalled));
      const open = files.filter((file) => !left.has(file.mark));
      const taken = await this.#takeComplete(open, isEnding);
      return { waitingFiles: open.length - taken, problem: this.#problem(oddCount, left) };
    } catch (error) {
      return {
        waitingFiles: this.#seen.size,
        problem: isTroubleOfHouse(error) ? houseInWords(error) : folderInWords(error),
      };
    }
  }

  #problem(oddCount: number, left: ReadonlyMap<string, string | null>): string | null {
    const told = [...this.#seen.values()].flatMap(({ problem }) => problem ?? []);
    const kept = [...left.values()].flatMap((problem) => problem ?? []);
    const odd =
      oddCount > 0
        ? [`${oddCount === 1 ? 'Ein Eintrag ist' : `${oddCount} Einträge sind`} keine gewöhnliche Datei.`]
        : [];
    return [...kept, ...told, ...odd][0] ?? null;
  }

  /** Files that are journalled but still here (the service ended in between) are removed; returns those, with what keeps them here. */
  async #settleJournalled(files: FolderFile[], journalled: ReadonlySet<string>): Promise<Map<string, string | null>> {
    const { database } = this.#intake;
    const aside = await settleAside(this.folder, (mark) => wasJournalled(database, this.folder, mark));
    const here = new Map(files.map((file) => [file.mark, file]));
    const stayed = new Map<string, string | null>();
    const gone = new Set(aside);
    for (const mark of journalled) {
      const file = here.get(mark);
      if (!file || (await this.#remove(file))) gone.add(mark);
      if (file) stayed.set(mark, gone.has(mark) ? null : notRemovedInWords(file.name));
    }
    if (gone.size > 0) await noteLeftFolder(database, this.folder, [...gone]);
    return stayed;
  }

  /** False when it still lies there. */
  async #remove(file: FolderFile): Promise<boolean> {
    try {
      await removeFile(this.folder, file, () => this.#intake.afterStep?.('setAside'));
      await this.#intake.afterStep?.('removed');
      return true;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#intake.log.warn(
        { code: (error as NodeJS.ErrnoException).code },
        'a file could not be taken out of its folder',
      );
      return false;
    }
  }

  async #takeComplete(files: FolderFile[], isEnding: () => boolean): Promise<number> {
    const before = this.#seen;
    this.#seen = new Map();
    let taken = 0;
    for (const file of files) {
      const key = file.name.toString('latin1');
      const known = before.get(key);
      const seen =
        known?.mark === file.mark
          ? known
          : { mark: file.mark, since: performance.now(), failures: 0, tryAt: 0, problem: null };
      this.#seen.set(key, seen);
      const now = performance.now();
      if (isEnding() || now - seen.since < this.#settleMilliseconds || now < seen.tryAt) continue;
      if (await this.#tryToTake(file, seen)) {
        this.#seen.delete(key);
        taken += 1;
      }
    }
    return taken;
  }

  async #tryToTake(file: FolderFile, seen: Seen): Promise<boolean> {
    try {
      seen.problem = null;
      if (await this.#take(file)) return true;
      seen.since = performance.now(); // it changed while it was read
      return false;
    } catch (error) {
      if (
        !isSystemError(error) &&
        !isTroubleOfHouse(error) &&
        error instanceof Error &&
        error.name !== 'TooLongError'
      ) {
        this.#intake.log.error({ name: error.name }, 'a file could not be taken in');
      }
      seen.failures += 1;
      seen.tryAt = performance.now() + Math.min(longestWait, shortestWait * 2 ** (seen.failures - 1));
      seen.problem = fileInWords(file.name, error);
      return false;
    }
  }

  /** Bytes into the store, then the row, then the file out of the folder. False when it was not complete after all, or is gone. */
  async #take(file: FolderFile): Promise<boolean> {
    const intake = this.#intake;
    const content = await this.#keep(file);
    if (!content) return false;
    await intake.afterStep?.('kept');
    const place = { folder: this.folder, mark: file.mark };
    const isStillThere = () => isUnchanged(this.folder, file);
    const fileName = file.name.toString('utf8');
    const source = this.isNotices ? ('fachverfahren' as const) : ('folder' as const);
    const from = { source, station: this.station, fileName, takenBy: null };
    const journalled = await journalFile(intake, { ...from, stackId: newId(), content, place, isStillThere });
    if (!journalled) return (await fileIn(this.folder, file.name)) === null;
    await intake.afterStep?.('journalled');
    intake.wake();
    if (await this.#remove(file)) await noteLeftFolder(intake.database, this.folder, [file.mark]);
    return true;
  }

  async #keep(file: FolderFile) {
    const handle = await openFile(file);
    try {
      const source = handle.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 });
      const isGood = () => isUnchanged(this.folder, file);
      if (!(await isGood())) return null;
      return await keepUntold(this.#intake.blobs, source, { limit: largestFile, isGood });
    } finally {
      await handle.close();
    }
  }
}

const isSystemError = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && typeof error.syscall === 'string';
