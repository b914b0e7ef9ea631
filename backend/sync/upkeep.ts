import { AppError } from '../../core/domain/errors.ts';
import { sweepSearch } from '../../db/full-text/sweep.ts';
import { countPurges, notePurgesCleared } from '../../db/meta.ts';
import { readableError } from '../../db/open.ts';
import { retryMismatched } from '../../db/scopes.ts';
import type { Desk } from '../commands/desk.ts';
import type { Central } from './central.ts';
import { bringBack, scrubDesk, scrubPages, scrubRows, type SearchDamage } from './scrub.ts';
import { purgeExpired } from './take-changes.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** What is done for the store beside the rounds: clearing after purges, and looking after contents. */
export function createUpkeep(parts: {
  desk: Desk;
  central: Central;
  /** Lets other work go first; throws when all ends. */
  pause: () => Promise<void>;
  isStopped: () => boolean;
  /** Contents were found damaged here and are to be fetched anew. */
  onDamaged: () => void;
  /** Rows were found missing here; their scopes are to be fetched anew. */
  onGap: () => void;
  /** Reads tables of the store from its disk; without it no pages are looked after. */
  searchDamage?: SearchDamage;
  /** Pages of the store were found that cannot be read any more; it is noted beside the store. */
  onUnreadable?: () => void;
  onFault?: (error: unknown) => void;
}) {
  const { desk, central, pause } = parts;
  let lookedAfter = 0;
  let lookedForStray = 0;
  let ending = new AbortController();
  return {
    /** After a purge: bytes and words of what went, too. What a kill, a full disk or a lost line prevented is made up for here. */
    async clearAway(): Promise<void> {
      const { db, blobs } = desk.store;
      const purges = countPurges(db);
      if (purges === 0) return;
      try {
        await blobs.removeUnused();
        await sweepSearch(db, pause);
        notePurgesCleared(db, purges);
      } catch (error) {
        if (parts.isStopped()) throw error;
        parts.onFault?.(readableError(error)); // the next round tries again; a full disk must not stop the sync
      }
    },
    /**
     * What has run out is hidden at once and goes with the centre's next list; if that does not come, a day later by the desk's clock.
     * Where the disk does not take it now, the next failure tries again.
     */
    purgeLongExpired(): void {
      const yesterday = new Date(Date.parse(desk.now()) - 86_400_000).toISOString();
      try {
        const lost = purgeExpired(desk.store.db, yesterday);
        if (lost.length > 0) desk.changes.tell('scopes', { gained: [], lost });
      } catch (error) {
        parts.onFault?.(readableError(error));
      }
    },
    /** A search for damage that is under way ends. */
    halt: () => ending.abort(),
    /** Once an hour what went bad at the centre is brought back; once a day a thirtieth of what lies here is looked after, contents, rows and pages, those of missed days too. Once a day, and after a start, files that a killed program left are removed. */
    async lookAfterContents(): Promise<void> {
      const time = Date.parse(desk.now());
      if (time - lookedAfter < hour) return;
      lookedAfter = time;
      try {
        // What differed twice is left alone for an hour: fetching it without end would help nobody.
        if (retryMismatched(desk.store.db) > 0) parts.onGap();
        await bringBack({ desk, central, pause });
        const { damaged } = await scrubDesk({ desk, pause });
        if (damaged > 0) parts.onDamaged();
        if ((await scrubRows({ desk, pause })).damaged > 0) parts.onGap();
        if (parts.searchDamage) {
          ending = new AbortController();
          const pages = await scrubPages({ desk, pause, search: parts.searchDamage, signal: ending.signal });
          if (pages.damaged > 0) parts.onUnreadable?.();
        }
        // Last: a file that cannot be removed must not keep the looks above from their turn.
        if (time - lookedForStray < day) return;
        await desk.store.blobs.removeStray(pause);
        lookedForStray = time;
      } catch (error) {
        if (!(error instanceof AppError)) parts.onFault?.(error);
      }
    },
  };
}
