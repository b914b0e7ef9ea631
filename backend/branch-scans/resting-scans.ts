import { rm } from 'node:fs/promises';
import type { Id } from '../../core/domain/ids.ts';
import {
  addBranchScan,
  type BranchScan,
  readBranchScan,
  replaceContent,
  scanOfMark,
  setFolderMark,
  settleBranchScan,
} from '../../db/branch-scans.ts';
import { inTransaction } from '../../db/sql.ts';
import { type FolderFile, giveBack, isUnchanged } from '../../intake/folders/folder-files.ts';
import {
  asideOf,
  hashOf,
  isSameFile,
  listResting,
  type RestingFile,
  setAside,
  stateOf,
} from '../../intake/folders/resting-files.ts';
import { lacksEndOf, Settling, type SettleTimes } from '../../intake/folders/settling.ts';
import type { Desk } from '../commands/desk.ts';
import { keepFile } from './keep-file.ts';

export type ScanTimes = SettleTimes & {
  /** For so long a file that was taken rests before it is removed; 30 times as long where its end is missing. */
  restMilliseconds: number;
};

const longerWithoutEnd = 30;
const grownApart =
  'Die Datei ist gewachsen, nachdem Schreiben aus ihr im Postkorb lagen. Hier liegt die ganze Datei. Bitte lesen Sie sie noch einmal, legen Sie sie ungelesen in den Postkorb, oder entfernen Sie sie.';

/** What a resting file is known by; one that lies in its folder still has the mark of its name. */
const restMark = (file: FolderFile): string => `rest/${stateOf(file.mark)}/${file.identity}`;

/** Files of the scanner that were taken: one it goes on writing into is taken anew, one it leaves alone is removed in the end. */
export class RestingScans {
  readonly #desk: Desk;
  readonly #folder: string;
  readonly #times: ScanTimes;
  readonly #settling: Settling;

  constructor(desk: Desk, folder: string, times: ScanTimes) {
    this.#desk = desk;
    this.#folder = folder;
    this.#times = times;
    this.#settling = new Settling(times);
  }

  /** Moves a file out of its folder that is in the list as this scan. */
  async putAside(file: FolderFile, { id, folderMark }: Pick<BranchScan, 'id' | 'folderMark'>): Promise<void> {
    const resting = await setAside(this.#folder, file, id);
    if (!resting) return this.#mark(id, null);
    if (stateOf(resting.mark) !== stateOf(file.mark) && resting.identity !== file.identity) {
      await giveBack(this.#folder, resting.path, file.name);
      return this.#mark(id, null);
    }
    // As it was taken: whether it has grown since is seen by that.
    this.#mark(id, `rest/${stateOf(folderMark ?? file.mark)}/${file.identity}`);
  }

  /** Decides about all that rest; gives how many were taken anew. */
  async look(isEnding: () => boolean, onProblem: (file: RestingFile, error: unknown) => void): Promise<number> {
    const files = await listResting(this.#folder);
    this.#settling.keepOnly(files);
    let taken = 0;
    for (const file of files) {
      if (isEnding()) break;
      const isTaken = await this.#settle(file).catch((error: unknown) => {
        onProblem(file, error);
        return false;
      });
      if (isTaken) taken += 1;
    }
    return taken;
  }

  #mark(scanId: Id, mark: string | null): void {
    const { db } = this.#desk.store;
    inTransaction(db, () => setFolderMark(db, scanId, mark));
  }

  /** True when it was taken anew. */
  async #settle(file: RestingFile): Promise<boolean> {
    const { db } = this.#desk.store;
    const scan = scanOfMark(db, restMark(file)) ?? this.#notYetMarked(file);
    if (scan) {
      await this.#removeRested(file, scan);
      return false;
    }
    const before = file.id && readBranchScan(db, file.id);
    if (!before) return this.#withoutScan(file);
    if (await this.#isOf(file, before)) return this.#takeGrown(file, before);
    await giveBack(this.#folder, file.path, file.called);
    this.#mark(before.id, null);
    return false;
  }

  /** The power went between moving it and saying so; ones of earlier versions have no id in their name. */
  #notYetMarked(file: RestingFile): BranchScan | null {
    const { db } = this.#desk.store;
    if (file.id === null) return scanOfMark(db, file.mark);
    const scan = readBranchScan(db, file.id);
    if (!scan || scan.folderMark === null || scan.folderMark.startsWith('rest/')) return null;
    if (stateOf(scan.folderMark) !== stateOf(file.mark)) return null;
    this.#mark(scan.id, restMark(file));
    return scan;
  }

  /** It was taken out of the list, or the list is an older one. */
  async #withoutScan(file: RestingFile): Promise<boolean> {
    if (file.takenState === stateOf(file.mark)) {
      if (Date.now() - file.changedAt >= this.#times.restMilliseconds) await rm(file.path, { force: true });
    } else await giveBack(this.#folder, file.path, file.called);
    return false;
  }

  async #isOf(file: RestingFile, scan: BranchScan): Promise<boolean> {
    const identity = scan.folderMark?.startsWith('rest/') ? (scan.folderMark.split('/')[3] ?? null) : null;
    return isSameFile(file, { mark: file.mark, identity, sha256: scan.sha256, size: scan.size });
  }

  async #removeRested(file: RestingFile, scan: BranchScan): Promise<void> {
    if (scan.state === 'waiting') return;
    const rested = Date.now() - Math.max(Date.parse(scan.takenAt), file.changedAt);
    const { restMilliseconds } = this.#times;
    if (rested < restMilliseconds) return;
    if (rested < restMilliseconds * longerWithoutEnd && (await lacksEndOf(file))) return;
    if ((await hashOf(file)) !== scan.sha256) return void (await this.#takeGrown(file, scan));
    if (!(await isUnchanged(asideOf(this.#folder), file))) return;
    await rm(file.path, { force: true });
    this.#mark(scan.id, null);
  }

  async #takeGrown(file: RestingFile, before: BranchScan): Promise<boolean> {
    const { store, newId, now } = this.#desk;
    const { db, blobs } = store;
    if (!(await this.#settling.look(file)).isSettled) return false;
    const blob = await keepFile(blobs, file, () => isUnchanged(asideOf(this.#folder), file));
    if (!blob) return false;
    try {
      return inTransaction(db, () => {
        const scan = readBranchScan(db, before.id);
        if (!scan) return false;
        const mark = restMark(file);
        setFolderMark(db, scan.id, scan.state === 'done' && blob.sha256 !== scan.sha256 ? null : mark);
        if (blob.sha256 === scan.sha256) return false; // only touched
        if (scan.state !== 'done') {
          replaceContent(db, scan.id, blob);
          return true;
        }
        const apart = { id: newId(), fileName: scan.fileName, source: scan.source, takenAt: now(), ...blob };
        addBranchScan(db, apart, mark);
        settleBranchScan(db, apart.id, { state: 'needsLook', reason: grownApart }, now());
        return true;
      });
    } finally {
      blobs.release(blob.sha256);
    }
  }
}
