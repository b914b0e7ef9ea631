import { endOf } from './file-end.ts';
import { type FolderFile, openFile } from './folder-files.ts';

/** For so long a file must not have changed, in milliseconds: as it is usual, and where the end its format asks for is missing. */
export type SettleTimes = { settleMilliseconds: number; unfinishedMilliseconds: number };

export type Settled = { isSettled: boolean; lacksEnd: boolean };

type Seen = { mark: string; since: number; lacksEnd: boolean | null };

/** Remembers since when files are as they are, and whether they have an end: a scanner may pause in the middle of one. */
export class Settling {
  readonly #times: SettleTimes;
  #seen = new Map<string, Seen>();

  constructor(times: SettleTimes) {
    this.#times = times;
  }

  /** Whether a file may be taken now. Throws when it cannot be read. */
  async look(file: FolderFile): Promise<Settled> {
    const key = file.name.toString('latin1');
    const known = this.#seen.get(key);
    const seen = known?.mark === file.mark ? known : { mark: file.mark, since: performance.now(), lacksEnd: null };
    this.#seen.set(key, seen);
    const age = performance.now() - seen.since;
    if (age < this.#times.settleMilliseconds) return { isSettled: false, lacksEnd: false };
    seen.lacksEnd ??= await lacksEndOf(file);
    return { isSettled: !seen.lacksEnd || age >= this.#times.unfinishedMilliseconds, lacksEnd: seen.lacksEnd };
  }

  /** Forgets all others: they have gone. */
  keepOnly(files: readonly FolderFile[]): void {
    const here = new Set(files.map(({ name }) => name.toString('latin1')));
    for (const key of this.#seen.keys()) if (!here.has(key)) this.#seen.delete(key);
  }
}

/** True when the end is missing that the format of a file asks for. */
export async function lacksEndOf(file: FolderFile): Promise<boolean> {
  await using handle = await openFile(file);
  const read = async (at: number, length: number) => {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  };
  return (await endOf({ read }, file.size)) === 'unfinished';
}
