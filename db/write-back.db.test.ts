import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { generateOffice } from './queries/test-support/generated-store.ts';
import { handleOf } from './sql.ts';
import { openStore } from './store.ts';
import { newId, temporaryStore, testKey, testNow } from './test-support/temporary-store.ts';

let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => store.discard());

const office = { caseFiles: 4, documents: 20, pages: 5, letters: 2 };
const sizeOf = (name: string) => statSync(join(store.folder, name)).size;
const pagesBeforeWriteBack = () => Number(handleOf(store.db).pragma('wal_autocheckpoint', { simple: true }));

it('a thread moves what lies in the write-ahead log into the database, so that the log begins anew', async () => {
  const { run, stop } = store.startWriteBack();
  generateOffice(store.db, office);
  const [log, database] = [sizeOf('store.db-wal'), sizeOf('store.db')];
  expect(log).toBeGreaterThan(database);
  await run();
  expect(sizeOf('store.db')).toBeGreaterThan(database * 2);
  generateOffice(store.db, { ...office, caseFiles: 1 });
  expect(sizeOf('store.db-wal')).toBe(log);
  await stop();
});

it('commits leave the log alone only until the thread is stopped, which lets go of the file', async () => {
  const usual = pagesBeforeWriteBack();
  const { run, stop } = store.startWriteBack();
  expect(pagesBeforeWriteBack()).toBe(usual * 4);
  await run();
  await stop();
  expect(pagesBeforeWriteBack()).toBe(usual);
  store.close();
  expect(readdirSync(store.folder)).not.toContain('store.db-wal'); // the last one who closes removes it
  store = { ...store, ...openStore({ folder: store.folder, key: testKey(), newId, now: testNow }) };
});

it('nobody waits for a thread that could not be started', async () => {
  const { run, stop } = store.startWriteBack(new URL('./no-such-worker.ts', import.meta.url));
  generateOffice(store.db, office);
  await run();
  await run();
  await stop();
});
