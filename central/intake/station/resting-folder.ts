import { rm } from 'node:fs/promises';
import { type FolderFile, giveBack, isUnchanged, openFile } from '../../../intake/folders/folder-files.ts';
import {
  asideOf,
  hashOf,
  isSameFile,
  listResting,
  type RestingFile,
  setAside,
  stateOf,
} from '../../../intake/folders/resting-files.ts';
import { Settling, type SettleTimes } from '../../../intake/folders/settling.ts';
import { keepUntold } from '../../store/incoming.ts';
import { fileInWords } from './folder-words.ts';
import type { Intake } from './intake.ts';
import { noteLeftFolder, wasJournalled } from './stacks.ts';
import { largestFile } from './take-in.ts';
import { type JournalledFile, journalGrown } from './taken-files.ts';

export type RestTimes = SettleTimes & {
  /** For so long a file that was taken over rests before it is removed; 30 times as long where its end is missing. */
  restMilliseconds: number;
};

const longerWithoutEnd = 30;
type Found = RestingFile & { id: NonNullable<RestingFile['id']> };

/** The files of one folder that were taken over: one that grows is taken anew, one that nobody wrote into is removed in the end. */
export class RestingFolder {
  readonly #intake: Intake;
  readonly #folder: string;
  readonly #times: RestTimes;
  readonly #settling: Settling;
  #files: Found[] = [];

  constructor(intake: Intake, folder: string, times: RestTimes) {
    this.#intake = intake;
    this.#folder = folder;
    this.#times = times;
    this.#settling = new Settling(times);
  }

  /** Looks which files rest there. Those without an id in their name are ones of earlier versions: known ones go, others go back. */
  async list(): Promise<Found[]> {
    const { database } = this.#intake;
    const files = await listResting(this.#folder);
    for (const file of files.filter(({ id }) => id === null)) {
      if (await wasJournalled(database, this.#folder, file.mark)) await rm(file.path, { force: true });
      else await giveBack(this.#folder, file.path, file.called);
    }
    this.#files = files.filter((file): file is Found => file.id !== null);
    this.#settling.keepOnly(this.#files);
    return this.#files;
  }

  /** Decides about the files listed last. Returns a problem to be told. */
  async settle(journalled: readonly JournalledFile[], isEnding: () => boolean): Promise<string | null> {
    const known = new Map(journalled.map((taken) => [taken.stackId, taken]));
    let problem: string | null = null;
    for (const file of this.#files) {
      if (isEnding()) break;
      await this.#settleOne(file, known.get(file.id)).catch((error: unknown) => {
        problem ??= fileInWords(file.called, error);
      });
    }
    return problem;
  }

  /** Moves a journalled file out of its folder; another that took its name in this moment goes back. False: it still lies there. */
  async putAside(file: FolderFile, taken: JournalledFile): Promise<void> {
    const resting = await setAside(this.#folder, file, taken.stackId);
    await this.#intake.afterStep?.('setAside');
    if (!resting || stateOf(resting.mark) === stateOf(taken.mark) || (await isSameFile(resting, taken))) return;
    await giveBack(this.#folder, resting.path, file.name);
  }

  async #settleOne(file: Found, taken: JournalledFile | undefined): Promise<void> {
    // The journal is from before it was taken over, for example restored: it comes in once more.
    if (!taken) return giveBack(this.#folder, file.path, file.called);
    if (taken.restedFor === null) await noteLeftFolder(this.#intake.database, this.#folder, [taken.mark]);
    const isAsTaken = stateOf(file.mark) === stateOf(taken.mark);
    const rest = this.#times.restMilliseconds * (taken.lacksEnd ? longerWithoutEnd : 1);
    if (isAsTaken && (taken.isUnderway || (taken.restedFor ?? 0) < rest)) return;
    if (isAsTaken && (await hashOf(file)) === taken.sha256) return this.#remove(file);
    if (!isAsTaken && !(await isSameFile(file, taken))) return giveBack(this.#folder, file.path, file.called);
    await this.#takeGrown(file, taken);
  }

  async #remove(file: Found): Promise<void> {
    if (!(await isUnchanged(asideOf(this.#folder), file))) return;
    await rm(file.path, { force: true }); // another service may have been quicker
    await this.#intake.afterStep?.('removed');
  }

  async #takeGrown(file: Found, taken: JournalledFile): Promise<void> {
    const { isSettled, lacksEnd } = await this.#settling.look(file);
    if (!isSettled) return;
    const isStillThere = () => isUnchanged(asideOf(this.#folder), file);
    const content = await this.#keep(file, isStillThere);
    if (!content) return;
    await this.#intake.afterStep?.('kept');
    const mark = stateOf(file.mark) + taken.mark.slice(taken.mark.lastIndexOf('/'));
    const { identity } = file;
    const grown = { folder: this.#folder, taken, mark, identity, content, lacksEnd, isStillThere };
    if (!(await journalGrown(this.#intake, grown))) return;
    await this.#intake.afterStep?.('grown');
    this.#intake.wake();
  }

  async #keep(file: Found, isGood: () => Promise<boolean>) {
    await using handle = await openFile(file);
    const source = handle.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 });
    return await keepUntold(this.#intake.blobs, source, { limit: largestFile, isGood });
  }
}
