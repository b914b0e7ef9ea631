import { expiryBetween } from '../../db/scopes.ts';
import type { Desk } from '../commands/desk.ts';
import type { Timers } from './environment.ts';

/** A right may be shortened meanwhile, and a device may sleep: look again at least so often. */
const longestWait = 30_000;

/**
 * Tells the pages the moment a right runs out by the clock of this desk, so that its files and letters leave the screen also while the
 * centre is away; the rows themselves go later. Returns how to stop.
 */
export function watchExpiry(desk: Desk, timers: Timers): () => void {
  let told = desk.now();
  let cancel = () => {};
  const look = () => {
    const now = desk.now();
    const { expired, next } = expiryBetween(desk.store.db, told, now);
    told = now;
    const wait = next === null ? longestWait : Math.min(Date.parse(next) - Date.parse(now), longestWait);
    cancel = timers.after(wait, look);
    if (expired.length > 0) desk.changes.tell('scopes', { gained: [], lost: expired });
  };
  look();
  return () => cancel();
}
