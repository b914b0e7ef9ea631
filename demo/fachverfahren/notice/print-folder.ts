import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredNotice } from './notice-store.ts';

/** Where the Fachverfahren prints to: a folder that somebody else watches. */
export type PrintFolder = {
  /** Lays the PDF there, whole or not at all. Rejects when the folder cannot be written. */
  print(notice: StoredNotice): Promise<void>;
};

/** Prints into `folder` as a PDF printer does: written under a name that says it is not finished, then given its own. */
export function openPrintFolder(folder: string): PrintFolder {
  return {
    print: async (notice) => {
      // Two notices of one case on one day bear the same name; none takes the place of the other.
      const name = notice.fileName.replace(/\.pdf$/, `_${notice.id.slice(0, 8)}.pdf`);
      const unfinished = join(folder, `${name}.part`);
      try {
        await writeFile(unfinished, notice.bytes);
        await rename(unfinished, join(folder, name));
      } catch (error) {
        await rm(unfinished, { force: true }).catch(() => undefined);
        throw error;
      }
    },
  };
}
