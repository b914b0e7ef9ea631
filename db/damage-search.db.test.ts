import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { damagedTables, tablesOnDisk } from './damage-search.ts';
import { generateOffice } from './queries/test-support/generated-store.ts';
import { all, first, handleOf, type ReadableDb } from './sql.ts';
import { openStore, type StoreOnDisk } from './store.ts';
import { newId, temporaryStore, testKey, testNow } from './test-support/temporary-store.ts';

const pageSize = 4096;
let store: ReturnType<typeof temporaryStore>;
let file: string;
let other: string;
beforeEach(() => {
  store = temporaryStore();
  file = join(store.folder, 'store.db');
  other = join(store.folder, 'copy.db');
});
afterEach(() => store.discard());

const office = { caseFiles: 1, documents: 4, pages: 5, letters: 2 };
const open = (): StoreOnDisk => openStore({ folder: store.folder, key: testKey(), newId, now: testNow });
const pagesOf = (db: ReadableDb): number => Number(handleOf(db).pragma('page_count', { simple: true }));
const freePages = (db: ReadableDb): number => Number(handleOf(db).pragma('freelist_count', { simple: true }));
const usedPages = (db: ReadableDb): Set<number> =>
  new Set(all<{ page: number }>(db, 'SELECT pageno AS page FROM dbstat').map(({ page }) => page));
const flipped = (bytes: Buffer, page: number): Buffer => {
  const copy = Buffer.from(bytes);
  const at = (page - 1) * pageSize + 1 + ((page * 37) % (pageSize - 1));
  copy[at] = (copy[at] ?? 0) ^ 4;
  return copy;
};

/** Flips a bit in each page of a copy, one after the other; gives the pages of which nothing is noticed. `step`: only each so many. */
function unnoticed(good: Buffer, pages: number, tables: string[], step = 1): number[] {
  const missed: number[] = [];
  writeFileSync(other, good);
  const handle = openSync(other, 'r+');
  const write = (bytes: Buffer, page: number) =>
    writeSync(handle, bytes, (page - 1) * pageSize, pageSize, (page - 1) * pageSize);
  for (let page = 1; page <= pages; page += step) {
    write(flipped(good, page), page);
    if (damagedTables({ file: other, key: testKey(), tables }).length === 0) missed.push(page);
    write(good, page);
  }
  closeSync(handle);
  return missed;
}

// S54: every page in use is read, indexes, long rows and full text too
it('a bit flipped in any page in use is noticed, in long rows, indexes and the full text, too; in a whole file nothing is', () => {
  generateOffice(store.db, office);
  const tables = tablesOnDisk(store.db);
  const pages = pagesOf(store.db);
  expect(pages).toBeGreaterThan(200);
  expect(usedPages(store.db).size + freePages(store.db)).toBe(pages);
  const longRows = first<{ count: number }>(
    store.db,
    `SELECT count(*) AS count FROM dbstat WHERE pagetype = 'overflow'`,
  );
  expect(longRows?.count).toBeGreaterThan(10);
  store.close();
  expect(damagedTables({ file, key: testKey(), tables })).toEqual([]);
  expect(unnoticed(readFileSync(file), pages, tables)).toEqual([]);
}, 120_000);

it('a bit flipped in any page in use of a larger database is noticed, where pages stand above and below others', () => {
  generateOffice(store.db, { caseFiles: 1, documents: 100, pages: 5, letters: 2 });
  const tables = tablesOnDisk(store.db);
  const pages = pagesOf(store.db);
  const used = usedPages(store.db);
  expect(pages).toBeGreaterThan(1_000);
  store.close();
  const missed = unnoticed(readFileSync(file), pages, tables, 19);
  expect(missed.filter((page) => used.has(page))).toEqual([]);
}, 120_000);

// S54: damage in a free page is none
it('damage in a free page that holds nothing is no damage, and none comes of it when it is used again', () => {
  generateOffice(store.db, office);
  handleOf(store.db).exec('DELETE FROM page; DELETE FROM version');
  const tables = tablesOnDisk(store.db);
  const pages = pagesOf(store.db);
  const used = usedPages(store.db);
  const free = freePages(store.db);
  expect(free).toBeGreaterThan(5);
  store.close();
  const good = readFileSync(file);
  const missed = unnoticed(good, pages, tables);
  // The pages that lead to free ones are read as well.
  expect(missed.filter((page) => used.has(page))).toEqual([]);
  expect(missed.length).toBeLessThan(free);
  expect(missed.length).toBeGreaterThan(free - 3);
  writeFileSync(file, missed.reduce(flipped, good));
  expect(damagedTables({ file, key: testKey(), tables })).toEqual([]);
  const again = open();
  generateOffice(again.db, office, 2);
  expect(freePages(again.db)).toBe(0);
  expect(damagedTables({ file, key: testKey(), tables })).toEqual([]);
  again.close();
}, 120_000);

/** So many rows that the table and its index have pages above and below others. */
function insertTexts(db: ReadableDb, from: number): void {
  const insert = handleOf(db).prepare('INSERT INTO text_entry VALUES (?, ?, ?, ?, ?)');
  for (let row = from; row < from + 400; row += 1) insert.run(row, Buffer.alloc(16), 'note', Buffer.from(newId()), 0);
}

it('an older page in place of a newer one, as a disk leaves it that lost a write, is noticed where it does not fit the others', () => {
  generateOffice(store.db, office);
  const tables = tablesOnDisk(store.db);
  insertTexts(store.db, 10_000);
  store.close();
  const before = readFileSync(file);
  const changed = open();
  handleOf(changed.db).exec('DELETE FROM text_entry WHERE row >= 10000');
  insertTexts(changed.db, 20_000);
  changed.close();
  const after = readFileSync(file);
  const noticed: string[] = [];
  for (let at = pageSize; at < before.length; at += pageSize) {
    const stale = Buffer.from(after);
    if (before.copy(stale, at, at, at + pageSize) === 0 || stale.equals(after)) continue;
    writeFileSync(other, stale);
    noticed.push(JSON.stringify(damagedTables({ file: other, key: testKey(), tables })));
  }
  expect(noticed.filter((tables) => tables === '["text_entry"]').length).toBeGreaterThan(2);
  expect(noticed.filter((tables) => tables !== '["text_entry"]' && tables !== '[]')).toEqual([]);
});

// S54: read from the file, not from what the open store keeps in memory
it('a thread finds damage that the open store has not seen, since it keeps the page in memory', async () => {
  generateOffice(store.db, office);
  const tables = tablesOnDisk(store.db);
  store.close();
  const again = open();
  const signal = new AbortController().signal;
  try {
    const letters = () => first<{ count: number }>(again.db, 'SELECT count(row) AS count FROM inbox_item NOT INDEXED');
    const count = letters();
    const root = first<{ page: number }>(
      again.db,
      `SELECT rootpage AS page FROM sqlite_schema WHERE name = 'inbox_item'`,
    );
    expect(await again.searchDamage(tables, { signal })).toEqual([]);
    writeFileSync(file, flipped(readFileSync(file), root?.page ?? 0));
    expect(letters()).toEqual(count);
    expect(await again.searchDamage(tables, { signal })).toEqual(['inbox_item']);
    expect(await again.searchDamage(['setting'], { signal })).toEqual([]);
  } finally {
    again.close();
  }
});

it('a search that is ended lets go of the file at once, and says that it was ended', async () => {
  generateOffice(store.db, office);
  const tables = tablesOnDisk(store.db);
  const ending = new AbortController();
  const search = store.searchDamage(tables, { signal: ending.signal });
  ending.abort();
  await expect(search).rejects.toThrow('Abgebrochen');
  await expect(store.searchDamage(tables, { signal: ending.signal })).rejects.toThrow('Abgebrochen');
});
