import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

// A program that is killed between a row and its file leaves the file of a content whose key is in no row: nobody can read it, and nobody would
// ever miss or remove it.

/** Names made at once: a few milliseconds. */
const slice = 1_000;
/** What was laid down since is not old enough to be left behind, in milliseconds. */
const young = 3_600_000;

/**
 * Removes files of contents that no row knows a key of; gives how many went. `kept`: names of contents that have a row or are being laid
 * down, asked once, after the folder was read. `nameOf`: where one lies below the folder. `pause` lets other work go first.
 */
export async function removeStrayFiles(
  folder: string,
  { kept, nameOf, now }: { kept: () => readonly string[]; nameOf: (sha256: string) => string; now: () => number },
  pause: () => Promise<void>,
): Promise<number> {
  const left = new Set<string>();
  for (const part of await readdir(folder)) {
    if (!/^[\da-f]{2}$/.test(part)) continue;
    for (const name of await readdir(join(folder, part))) left.add(join(part, name));
  }
  for (const [index, sha256] of kept().entries()) {
    left.delete(nameOf(sha256));
    if (index % slice === slice - 1) await pause();
  }
  let removed = 0;
  for (const name of left) {
    await pause();
    const path = join(folder, name);
    const laidDown = (await stat(path).catch(() => null))?.ctimeMs ?? Number.POSITIVE_INFINITY;
    if (laidDown > now() - young) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}
