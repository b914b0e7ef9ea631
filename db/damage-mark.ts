import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUnreadable } from './open.ts';

// A store can open and still have a page that went bad: every page is authenticated, so reading it fails. It stays usable but for what
// lies there; the next log-in with the centre puts it aside and fetches everything anew.

const fileName = 'damaged';

/** Notes beside the store that a page of it cannot be read, if that is what the error says. */
export function noteDamage(folder: string, error: unknown): void {
  if (!isUnreadable(error)) return;
  try {
    markDamaged(folder);
  } catch {
    // A disk that takes nothing: the next read of that page tries again.
  }
}

/** Notes it, or throws what the disk says. */
export function markDamaged(folder: string): void {
  writeFileSync(join(folder, fileName), '', { mode: 0o600, flush: true });
}

/** Whether a page of this store could not be read. */
export function isDamaged(folder: string): boolean {
  return existsSync(join(folder, fileName));
}
