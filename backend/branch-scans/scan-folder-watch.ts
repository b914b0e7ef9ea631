import { readSetting } from '../../db/settings.ts';
import type { Desk } from '../commands/desk.ts';
import type { Timers } from '../sync/environment.ts';
import { ScanFolder, type ScanFolderState } from './scan-folder.ts';

export const scanFolderSetting = 'branchScans.folder';
const lookEvery = 2_000; // milliseconds
/** A scanner may pause in the middle of a file, for paper: what has no end yet waits longer, what was taken rests for a day. */
const times = { settleMilliseconds: 1_500, unfinishedMilliseconds: 120_000, restMilliseconds: 86_400_000 };

/** Looks into the folder of the scanner again and again, as long as one is set. */
export type ScanFolderWatch = {
  state(): (ScanFolderState & { path: string }) | null;
  /** The folder was set anew. */
  follow(): void;
  /** Lets the file under way be taken to its end. */
  stop(): Promise<void>;
};

type Parts = {
  desk: Desk;
  timers: Pick<Timers, 'after'>;
  onFault: (error: unknown) => void;
  onTaken: () => void;
  onChanged: () => void;
};

/** Starts watching the folder that is set. */
export function watchScanFolder({ desk, timers, onFault, onTaken, onChanged }: Parts): ScanFolderWatch {
  const looks = new Set<Promise<void>>();
  let isEnding = false;
  let cancel = () => {};
  let folder: ScanFolder | null = null;
  let state: ScanFolderState = { waitingFiles: 0, problem: null };

  const look = async () => {
    const watched = folder;
    if (!watched) return;
    const { taken, waitingFiles, problem } = await watched.look(() => isEnding || watched !== folder);
    if (isEnding) return;
    if (taken > 0) onTaken();
    if (watched !== folder) return;
    const isOther = taken > 0 || waitingFiles !== state.waitingFiles || problem !== state.problem;
    state = { waitingFiles, problem };
    if (isOther) onChanged();
    cancel = timers.after(lookEvery, begin);
  };
  const begin = () => {
    const looking = look()
      .catch((error: unknown) => {
        if (!isEnding) onFault(error);
      })
      .finally(() => looks.delete(looking));
    looks.add(looking);
  };
  const follow = () => {
    cancel();
    const path = readSetting(desk.store.db, scanFolderSetting);
    folder = path ? new ScanFolder(desk, path, times) : null;
    state = { waitingFiles: 0, problem: null };
    onChanged();
    begin();
  };

  follow();
  return {
    state: () => folder && { path: folder.path, ...state },
    follow,
    async stop() {
      isEnding = true;
      cancel();
      await Promise.all(looks);
    },
  };
}
