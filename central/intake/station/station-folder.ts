import { randomBytes } from 'node:crypto';
import { createIdSource } from '../../../core/domain/ids.ts';
import { safeFileName } from '../../../intake/content/safe-file-name.ts';
import { fileIn, type FolderFile, isUnchanged, listFiles, openFile } from '../../../intake/folders/folder-files.ts';
import { haveOneName, isSameFile, listResting } from '../../../intake/folders/resting-files.ts';
import { Settling } from '../../../intake/folders/settling.ts';
import { keepUntold } from '../../store/incoming.ts';
import { fileInWords, folderInWords, houseInWords, isTroubleOfHouse, notRemovedInWords } from './folder-words.ts';
import type { Intake } from './intake.ts';
import { RestingFolder, type RestTimes } from './resting-folder.ts';
import { noteLeftFolder } from './stacks.ts';
import { journalFile, largestFile } from './take-in.ts';
import { type JournalledFile, journalledFiles } from './taken-files.ts';

const newId = createIdSource(Date.now, (bytes) => bytes.set(randomBytes(bytes.length)));
const shortestWait = 5_000; // milliseconds until a file that could not be taken is tried again
const longestWait = 300_000;
/** Resting files are looked at less often: there are as many as a scanner makes in a day. */
const restLooks = 5; // times the settle time

/** What one look into a folder found. */
export type FolderState = { waitingFiles: number; problem: string | null };

type Failed = { mark: string; failures: number; tryAt: number; problem: string | null };
type Place = { folder: string; station: string; times: RestTimes; isNotices?: boolean };

/** One watched folder: remembers what it saw, so that a file is taken only when it has stopped changing. */
export class StationFolder {
  readonly folder: string;
  readonly station: string;
  /** What lies here was printed by a Fachverfahren and goes out of the house. */
  readonly isNotices: boolean;
  readonly #intake: Intake;
  readonly #settling: Settling;
  readonly #resting: RestingFolder;
  readonly #restEvery: number;
  #restedAt = Number.NEGATIVE_INFINITY;
  #restProblem: string | null = null;
  #failed = new Map<string, Failed>();
  #waiting = 0;

  constructor(intake: Intake, place: Place) {
    this.#intake = intake;
    this.folder = place.folder;
    this.station = place.station;
    this.isNotices = place.isNotices ?? false;
    this.#settling = new Settling(place.times);
    this.#resting = new RestingFolder(intake, place.folder, place.times);
    this.#restEvery = restLooks * place.times.settleMilliseconds;
  }

  /** Looks into the folder once and takes what is complete. Never throws; `isEnding` ends it between two files. */
  async look(isEnding: () => boolean = () => false): Promise<FolderState> {
    try {
      const isRestLook = performance.now() - this.#restedAt >= this.#restEvery;
      const resting = isRestLook ? await this.#resting.list() : [];
      // The journal before the folder: what it has and the folder has not is gone, what comes between the two is looked at next time.
      const restingIds = resting.map(({ id }) => id);
      const journalled = await journalledFiles(this.#intake.database, this.folder, restingIds);
      const { files, oddCount } = await listFiles(this.folder);
      const left = await this.#putJournalledAside(files, journalled);
      if (isRestLook) {
        this.#restProblem = await this.#resting.settle(journalled, isEnding);
        this.#restedAt = performance.now();
      }
      const open = files.filter((file) => !left.has(file.mark));
      const { taken, problem } = await this.#takeComplete(open, isEnding);
      this.#waiting = open.length - taken;
      return { waitingFiles: this.#waiting, problem: this.#problem({ oddCount, left, problem }) };
    } catch (error) {
      const problem = isTroubleOfHouse(error) ? houseInWords(error) : folderInWords(error);
      return { waitingFiles: this.#waiting, problem };
    }
  }

  #problem(found: { oddCount: number; left: ReadonlyMap<string, string | null>; problem: string | null }) {
    const { oddCount } = found;
    const kept = [...found.left.values()].flatMap((problem) => problem ?? []);
    const odd =
      oddCount > 0
        ? [`${oddCount === 1 ? 'Ein Eintrag ist' : `${oddCount} Einträge sind`} keine gewöhnliche Datei.`]
        : [];
    return [...kept, found.problem ?? [], this.#restProblem ?? [], ...odd].flat()[0] ?? null;
  }

  /**
   * Files that are journalled but still here (the service ended in between) go aside, also one that has been written on since; returns
   * those, with what keeps them here.
   */
  async #putJournalledAside(files: FolderFile[], journalled: JournalledFile[]): Promise<Map<string, string | null>> {
    const stayed = new Map<string, string | null>();
    const gone: string[] = [];
    const unsure = journalled.filter(({ restedFor }) => restedFor === null);
    // One that rests already has left: what lies there under its name was laid there since, be it the same paper scanned to the same bytes.
    const resting = new Set(unsure.length > 0 ? (await listResting(this.folder)).map(({ id }) => id) : []);
    for (const taken of unsure) {
      const file = resting.has(taken.stackId) ? null : await fileOf(taken, files);
      const isAway = !file || (await this.#putAside(file, taken));
      if (isAway) gone.push(taken.mark);
      if (file) stayed.set(file.mark, isAway ? null : notRemovedInWords(file.name));
    }
    if (gone.length > 0) await noteLeftFolder(this.#intake.database, this.folder, gone);
    return stayed;
  }

  /** False when it still lies there. */
  async #putAside(file: FolderFile, taken: JournalledFile): Promise<boolean> {
    try {
      await this.#resting.putAside(file, taken);
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

  async #takeComplete(files: FolderFile[], isEnding: () => boolean) {
    const before = this.#failed;
    this.#failed = new Map();
    this.#settling.keepOnly(files);
    let taken = 0;
    let problem: string | null = null;
    for (const file of files) {
      const key = file.name.toString('latin1');
      const known = before.get(key);
      const failed = known?.mark === file.mark ? known : { mark: file.mark, failures: 0, tryAt: 0, problem: null };
      this.#failed.set(key, failed);
      if (!isEnding() && performance.now() >= failed.tryAt) {
        const outcome = await this.#tryToTake(file, failed);
        if (outcome === 'taken') taken += 1;
        if (outcome === 'lacksEnd') problem ??= unfinishedInWords(file.name);
      }
      problem = failed.problem ?? problem;
    }
    return { taken, problem };
  }

  async #tryToTake(file: FolderFile, failed: Failed): Promise<'taken' | 'lacksEnd' | 'waits'> {
    try {
      failed.problem = null;
      const { isSettled, lacksEnd } = await this.#settling.look(file);
      if (!isSettled) return lacksEnd ? 'lacksEnd' : 'waits';
      return (await this.#take(file, lacksEnd)) ? 'taken' : 'waits';
    } catch (error) {
      const isOwn = isSystemError(error) || isTroubleOfHouse(error);
      if (!isOwn && error instanceof Error && error.name !== 'TooLongError') {
        this.#intake.log.error({ name: error.name }, 'a file could not be taken in');
      }
      failed.failures += 1;
      failed.tryAt = performance.now() + Math.min(longestWait, shortestWait * 2 ** (failed.failures - 1));
      failed.problem = fileInWords(file.name, error);
      return 'waits';
    }
  }

  /** Bytes into the store, then the row, then the file aside. False when it was not complete after all, or is gone. */
  async #take(file: FolderFile, lacksEnd: boolean): Promise<boolean> {
    const intake = this.#intake;
    const content = await this.#keep(file);
    if (!content) return false;
    await intake.afterStep?.('kept');
    const { mark, identity } = file;
    const place = { folder: this.folder, mark, identity, lacksEnd };
    const isStillThere = () => isUnchanged(this.folder, file);
    const fileName = file.name.toString('utf8');
    const source = this.isNotices ? ('fachverfahren' as const) : ('folder' as const);
    const stackId = newId();
    const from = { stackId, source, station: this.station, fileName, takenBy: null };
    const journalled = await journalFile(intake, { ...from, content, place, isStillThere });
    if (!journalled) return (await fileIn(this.folder, file.name)) === null;
    await intake.afterStep?.('journalled');
    intake.wake();
    const taken = { stackId, mark, identity, ...content, lacksEnd, restedFor: null, isUnderway: true };
    if (await this.#putAside(file, taken)) await noteLeftFolder(intake.database, this.folder, [mark]);
    return true;
  }

  async #keep(file: FolderFile) {
    await using handle = await openFile(file);
    const source = handle.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 });
    const isGood = () => isUnchanged(this.folder, file);
    if (!(await isGood())) return null;
    return await keepUntold(this.#intake.blobs, source, { limit: largestFile, isGood });
  }
}

/** The file as it lies there now; null when it has gone, or another has its name. */
async function fileOf(taken: JournalledFile, files: readonly FolderFile[]): Promise<FolderFile | null> {
  const file = files.find(({ mark }) => haveOneName(mark, taken.mark));
  if (!file) return null;
  return file.mark === taken.mark || (await isSameFile(file, taken)) ? file : null;
}

const unfinishedInWords = (name: Buffer): string =>
  `Der Datei „${safeFileName(name.toString('utf8'))}“ fehlt das Ende. Es wird gewartet, ob der Scanner weiterschreibt.`;

const isSystemError = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && typeof error.syscall === 'string';
