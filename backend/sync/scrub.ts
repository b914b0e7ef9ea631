import { createHash } from 'node:crypto';
import { isEnough } from '../../core/domain/levels.ts';
import { presentContents } from '../../db/blob-table.ts';
import { markDamaged } from '../../db/damage-mark.ts';
import { tablesOnDisk } from '../../db/damage-search.ts';
import { summedDigest } from '../../db/pulled-rows.ts';
import { listScopes, mustReplace, noteMismatch, type Scope, scopeDigest } from '../../db/scopes.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { inTransaction, type ReadableDb } from '../../db/sql.ts';
import { hasImagesIn } from '../../db/undo-images.ts';
import type { Desk } from '../commands/desk.ts';
import { sendBlob } from './blob-transfer.ts';
import type { Central } from './central.ts';

const days = 30;
const day = 86_400_000;
/** A desk that was off over the weekend makes three days up at once; after longer, the rest with the next look, an hour later. */
const mostDaysAtOnce = 3;
/** Number of the last day whose contents have been compared; kept, so that a restart does not read them again. */
const doneSetting = 'contents.checkedDay';

type Parts = { desk: Desk; central: Central; pause: () => Promise<void> };

/**
 * Days whose thirtieth is due, the oldest first: today's, and those on which this desk was off. What is older than thirty days falls to
 * one of them again.
 */
function dueDays(desk: Desk, setting: string): number[] {
  const today = Math.floor(Date.parse(desk.now()) / day);
  const kept = readSetting(desk.store.db, setting);
  // A clock that was wrong may have noted a day to come.
  const last = kept === null || Number(kept) > today ? today - 1 : Number(kept);
  const first = Math.max(last + 1, today - days + 1);
  return Array.from({ length: today - first + 1 }, (_, index) => first + index).slice(0, mostDaysAtOnce);
}

/**
 * Compares a thirtieth of the contents on this desk with their SHA-256 for each day, also for those it was off; which thirtieth follows from the day and the
 * content's own name. A damaged one is wanted again. Contents only this desk has are left alone: nothing could replace them.
 */
export async function scrubDesk({
  desk,
  pause,
}: Omit<Parts, 'central'>): Promise<{ checked: number; damaged: number }> {
  const { db, blobs } = desk.store;
  const found = { checked: 0, damaged: 0 };
  for (const due of dueDays(desk, doneSetting)) {
    for (const sha256 of presentContents(db)) {
      if (Number.parseInt(sha256.slice(0, 8), 16) % days !== due % days) continue;
      await pause();
      if (blobs.info(sha256)?.state !== 'present') continue; // gone meanwhile
      found.checked += 1;
      if (!(await blobs.check(sha256))) found.damaged += 1;
    }
    writeSetting(db, doneSetting, String(due));
  }
  return found;
}

/** Number of the last day whose scopes have been summed up. */
const summedSetting = 'rows.checkedDay';

/**
 * Sums up the rows of a thirtieth of the scopes for each day, as above, and compares them with the digest kept while pulling. Where a row is gone
 * or too much, all of the scope is fetched anew; what stands is readable meanwhile. Where her own commands wait it is looked at next
 * month: their rows stand above the centre's.
 */
export async function scrubRows({
  desk,
  pause,
}: Omit<Parts, 'central'>): Promise<{ checked: number; damaged: number }> {
  const { db } = desk.store;
  const found = { checked: 0, damaged: 0 };
  for (const due of dueDays(desk, summedSetting)) {
    for (const scope of listScopes(db)) {
      if (Number.parseInt(scope.id.slice(-8), 16) % days !== due % days) continue;
      await pause();
      if (!isAtRest(db, scope)) continue;
      found.checked += 1;
      if (summedDigest(db, scope.id) === scopeDigest(db, scope.id)) continue;
      inTransaction(db, () => noteMismatch(db, scope.id));
      found.damaged += 1;
    }
    writeSetting(db, summedSetting, String(due));
  }
  return found;
}

function isAtRest(db: ReadableDb, { id, level, known }: Scope): boolean {
  return known > 0 && isEnough(level, 'read') && !mustReplace(db, id) && !hasImagesIn(db, id);
}

/** Number of the last day whose tables have been read. */
const readPagesSetting = 'pages.checkedDay';

/** Gives those of the named tables that have a page which went bad; see `Store.searchDamage`. */
export type SearchDamage = (tables: readonly string[], signal: AbortSignal) => Promise<string[]>;

/**
 * Reads every page of a thirtieth of the tables for each day, as above, also those that nothing else reads. Where one went bad that is noted
 * beside the store, and the next log-in with the centre puts the store aside (S29).
 */
export async function scrubPages({
  desk,
  pause,
  search,
  signal,
}: Omit<Parts, 'central'> & { search: SearchDamage; signal: AbortSignal }): Promise<{
  checked: number;
  damaged: number;
}> {
  const { db, folder } = desk.store;
  const found = { checked: 0, damaged: 0 };
  for (const due of dueDays(desk, readPagesSetting)) {
    const tables = tablesOnDisk(db).filter((table) => dayOf(table) === due % days);
    await pause();
    const damaged = tables.length > 0 ? await search(tables, signal) : [];
    if (damaged.length > 0) markDamaged(folder);
    found.checked += tables.length;
    found.damaged += damaged.length;
    await pause();
    writeSetting(db, readPagesSetting, String(due));
  }
  return found;
}

/** Up to which day contents, rows and pages of this desk have been looked after; null: not yet. */
export function lookedAfter(db: ReadableDb): Record<'contents' | 'rows' | 'pages', string | null> {
  const until = (setting: string) => {
    const kept = readSetting(db, setting);
    return kept === null ? null : new Date(Number(kept) * day).toISOString().slice(0, 10);
  };
  return { contents: until(doneSetting), rows: until(summedSetting), pages: until(readPagesSetting) };
}

const dayOf = (table: string): number => createHash('sha256').update(table).digest().readUInt32BE() % days;

/** Sends contents again that are damaged at the centre, when they are here and whole; gives how many. */
export async function bringBack({ desk, central, pause }: Parts): Promise<number> {
  const { blobs } = desk.store;
  let brought = 0;
  for (const sha256 of await central.wantedBlobs()) {
    if (blobs.info(sha256)?.state !== 'present') continue;
    await pause();
    if (!(await blobs.check(sha256))) continue;
    await sendBlob(central, blobs, sha256);
    brought += 1;
  }
  return brought;
}
