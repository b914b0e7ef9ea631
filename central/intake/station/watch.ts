import path from 'node:path';
import { listSubfolders } from '../../../intake/folders/folder-files.ts';
import { folderInWords } from './folder-words.ts';
import type { Intake } from './intake.ts';
import { layDownFiles } from './lay-down.ts';
import type { RestTimes } from './resting-folder.ts';
import { type FolderState, StationFolder } from './station-folder.ts';
import { saveFolder } from './watched-folders.ts';

export type WatchOptions = {
  /** Each with the stations below it. */
  folders: readonly string[];
  /** The same, but a Fachverfahren prints its notices there. */
  noticeFolders?: readonly string[];
  pollMilliseconds: number;
  /** How long files must not have changed, and how long they rest after they were taken over. */
  times: RestTimes;
};

const toldAgainAfter = 15_000; // milliseconds

/**
 * Watches folders by looking again and again: it works on every share, and after every interruption, where news from the system do not.
 * Each folder below one given is a station by its name; what lies in the given folder itself belongs to a station by that folder's name.
 */
export class FolderWatch {
  readonly #intake: Intake;
  readonly #options: WatchOptions;
  readonly #stations = new Map<string, StationFolder>();
  readonly #told = new Map<string, { text: string; at: number }>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;
  #isEnding = false;

  constructor(intake: Intake, options: WatchOptions) {
    this.#intake = intake;
    this.#options = options;
  }

  start(): void {
    if (this.#roots().length > 0) this.#lookAndWait();
  }

  /** Lets the file under way be taken to its end. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    clearTimeout(this.#timer);
    await this.#looking?.catch(() => undefined);
  }

  #lookAndWait(): void {
    this.#looking = this.lookOnce().catch((error: unknown) => {
      this.#intake.log.error(
        { name: error instanceof Error ? error.name : '' },
        'the intake folders could not be looked at',
      );
    });
    void this.#looking.then(() => {
      if (!this.#isEnding) this.#timer = setTimeout(() => this.#lookAndWait(), this.#options.pollMilliseconds);
    });
  }

  #roots(): { folder: string; isNotices: boolean }[] {
    const { folders, noticeFolders = [] } = this.#options;
    return [
      ...folders.map((folder) => ({ folder, isNotices: false })),
      ...noticeFolders.map((folder) => ({ folder, isNotices: true })),
    ];
  }

  /** One look into all folders. */
  async lookOnce(): Promise<void> {
    for (const { folder, isNotices } of this.#roots()) {
      const subfolders = await listSubfolders(folder).catch(() => []);
      for (const place of [folder, ...subfolders.map((name) => path.join(folder, name))]) {
        if (this.#isEnding) return;
        const station = this.#stationAt(place, isNotices);
        await this.#tell(station, await station.look(() => this.#isEnding));
      }
    }
    // A station whose folder has gone: said so, until it is back.
    await layDownFiles(this.#intake, [...this.#stations.keys()]);
    await this.#tellMissing();
  }

  #stationAt(folder: string, isNotices: boolean): StationFolder {
    const known = this.#stations.get(folder);
    if (known) return known;
    const { times } = this.#options;
    const made = new StationFolder(this.#intake, {
      folder,
      station: path.basename(folder).normalize('NFC'),
      ...{ times, isNotices },
    });
    this.#stations.set(folder, made);
    return made;
  }

  async #tellMissing(): Promise<void> {
    const roots = new Set(this.#roots().map(({ folder }) => folder));
    for (const [folder, station] of this.#stations) {
      if (roots.has(folder)) continue;
      const names = await listSubfolders(path.dirname(folder)).catch(() => null);
      if (names?.includes(path.basename(folder).normalize('NFC'))) continue;
      await this.#tell(station, {
        waitingFiles: 0,
        problem: folderInWords(Object.assign(new Error(), { code: 'ENOENT' })),
      });
    }
  }

  async #tell({ folder, station, isNotices }: StationFolder, state: FolderState): Promise<void> {
    const text = JSON.stringify(state);
    const told = this.#told.get(folder);
    if (told?.text === text && performance.now() - told.at < toldAgainAfter) return;
    await saveFolder(this.#intake.database, { folder, station, isNotices, ...state });
    if (state.problem && told?.text !== text)
      this.#intake.log.warn({ files: state.waitingFiles }, 'an intake folder has a problem');
    this.#told.set(folder, { text, at: performance.now() });
  }
}
