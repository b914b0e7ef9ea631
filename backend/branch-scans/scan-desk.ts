import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import {
  type BranchScan,
  nextBranchScan,
  readBranchScan,
  removeOldBranchScans,
  settleBranchScan,
} from '../../db/branch-scans.ts';
import { readableError } from '../../db/open.ts';
import { inTransaction } from '../../db/sql.ts';
import type { StackReader } from '../../intake/station/stack-reading.ts';
import type { Desk } from '../commands/desk.ts';
import type { Timers } from '../sync/environment.ts';
import { deliverScan, whatToLookAt } from './deliver-scan.ts';
import { withMissingEnd } from './missing-end.ts';
import type { ScanFolderState } from './scan-folder.ts';
import { watchScanFolder } from './scan-folder-watch.ts';

const retryAfter = 10_000; // milliseconds until a full disk is tried again
const keptDays = 7;

type Underway = { scanId: Id; pagesDone: number; pageCount: number | null };

/** Paper scanned at this desk, as long as somebody is logged in: the folder is watched, files are read one after the other. */
export type ScanDesk = {
  /** A file was taken in or is to be read again. */
  wake(): void;
  /** The list is another one: pages are told. */
  changed(): void;
  /** Pages done of the file that is being read. */
  underway(): Underway | null;
  /** Why nothing is read although files wait; null: nothing is in the way. */
  problem(): string | null;
  folder(): (ScanFolderState & { path: string }) | null;
  /** The folder was set anew. */
  followFolder(): void;
  onChanged(listener: () => void): () => void;
  /** Ends reading; what was not delivered is read again after the next log-in. */
  stop(): Promise<void>;
};

type Parts = {
  desk: Desk;
  /** Made when the first file comes. */
  reader: () => StackReader;
  timers: Pick<Timers, 'after'>;
  /** False while the first records are still coming: whoever read then would not find the file a letter belongs to. */
  isReady: () => boolean;
  onFault: (error: unknown) => void;
};

/** Starts the work on scans of one store. */
export function startScanDesk({ desk, reader, timers, isReady, onFault }: Parts): ScanDesk {
  const { db, blobs } = desk.store;
  const ending = new AbortController();
  const listeners = new Set<() => void>();
  const isEnding = () => ending.signal.aborted;
  let underway: Underway | null = null;
  let working: Promise<void> | null = null;
  let problem: string | null = null;
  let cancelRetry = () => {};
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };

  const readOne = async (scan: BranchScan) => {
    underway = { scanId: scan.id, pagesDone: 0, pageCount: null };
    tell();
    const bytes = await blobs.readAll(scan.sha256);
    const reading = await reader().readStack(bytes, scan.fileName, {
      priority: 'waitedFor',
      signal: ending.signal,
      onProgress: (pagesDone, pageCount) => {
        underway = { scanId: scan.id, pagesDone, pageCount };
        tell();
      },
    });
    if (isEnding()) return;
    const reason = whatToLookAt(reading);
    if (reason === null) return deliverScan(desk, scan, await withMissingEnd(scan, bytes, reading));
    settle(scan, reason, reading.pageCount || null);
  };
  const settle = ({ id, sha256 }: BranchScan, reason: string, pageCount: number | null = null) => {
    const now = readBranchScan(db, id);
    if (now?.state !== 'waiting' || now.sha256 !== sha256) return;
    inTransaction(db, () => settleBranchScan(db, id, { state: 'needsLook', reason, pageCount }, desk.now()));
  };

  /** False: nothing can be kept now, the rest waits. */
  const readOrSay = async (scan: BranchScan): Promise<boolean> => {
    try {
      await readOne(scan);
      problem = null;
      return true;
    } catch (error) {
      if (isEnding()) return false;
      const told = readableError(error);
      if (told instanceof AppError && told.code === 'storage_full') {
        problem = told.message;
        cancelRetry();
        cancelRetry = timers.after(retryAfter, wake);
        return false;
      }
      if (!(told instanceof AppError)) onFault(error);
      settle(scan, told instanceof AppError ? told.message : notRead);
      return true;
    } finally {
      underway = null;
      if (!isEnding()) tell();
    }
  };
  const work = async () => {
    for (let scan = nextBranchScan(db); scan && !isEnding(); scan = nextBranchScan(db)) {
      if (!(await readOrSay(scan))) break;
    }
    if (!isEnding()) await blobs.removeUnused();
  };
  const wake = () => {
    if (isEnding() || !isReady()) return;
    working ??= work()
      .catch((error: unknown) => {
        if (!isEnding()) onFault(error);
      })
      .finally(() => {
        working = null;
      });
  };

  inTransaction(db, () => removeOldBranchScans(db, momentOf(Date.parse(desk.now()) - keptDays * 86_400_000)));
  const watch = watchScanFolder({ desk, timers, onFault, onTaken: wake, onChanged: tell });
  if (nextBranchScan(db)) wake();
  return {
    wake,
    changed: tell,
    underway: () => underway,
    problem: () => problem ?? (!isReady() && nextBranchScan(db) ? notReady : null),
    folder: watch.state,
    followFolder: watch.follow,
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      ending.abort();
      cancelRetry();
      await Promise.allSettled([working, watch.stop()]);
    },
  };
}

const notReady = 'Die Akten werden gerade zum ersten Mal geholt. Danach werden die wartenden Dateien gelesen.';
const notRead =
  'Die Datei konnte nicht gelesen werden. Sie ist auf diesem Gerät aufbewahrt. Bitte lesen Sie sie noch einmal oder legen Sie sie ungelesen in den Postkorb.';
