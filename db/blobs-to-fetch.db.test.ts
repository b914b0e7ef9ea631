import { afterEach, beforeEach, expect, it } from 'vitest';
import { blobArrived, bytesHeld, blobsToEvict } from './blob-table.ts';
import { missingVersions } from './blobs-to-fetch.ts';
import { addToOutbox } from './outbox.ts';
import { writeRecord } from './records.ts';
import { all, run } from './sql.ts';
import { sampleBody } from './test-support/sample-body.ts';
import { addScope, newId, temporaryStore, testNow } from './test-support/temporary-store.ts';

let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => store.discard());

const nameOf = (number: number) => number.toString(16).padStart(64, '0');
function addVersions(count: number): void {
  const scopeId = addScope(store.db);
  for (let number = 0; number < count; number += 1) {
    const body = { ...sampleBody('version'), sha256: nameOf(number), size: 100 };
    writeRecord(store.db, { kind: 'version', id: newId(), scopeId, ver: 1, isPending: false, body });
  }
}
const has = (number: number, state: 'present' | 'uploading' = 'present') =>
  blobArrived(store.db, { sha256: nameOf(number), size: 100, dek: Buffer.alloc(32) }, state, testNow());

it('what is missing among very many documents is looked for in slices, between which others may work', async () => {
  addVersions(4);
  has(1);
  run(store.db, 'UPDATE version SET row = row * 4000');
  let pauses = 0;
  const found = await missingVersions(store.db, async () => {
    pauses += 1;
    return true;
  });
  const places = all<{ row: number; sha256: string }>(store.db, 'SELECT row, sha256 FROM version ORDER BY row DESC');
  expect(found).toEqual(places.filter(({ sha256 }) => sha256 !== nameOf(1)).map(({ row }) => row));
  expect(pauses).toBeGreaterThan(6);
});

it('the look ends when the store is about to close', async () => {
  addVersions(4);
  run(store.db, 'UPDATE version SET row = row * 4000');
  expect(await missingVersions(store.db, async () => false)).toHaveLength(1);
});

it('a desk on which nearly everything is missing does not list it all', async () => {
  addVersions(1_005);
  expect(await missingVersions(store.db, async () => true)).toBeNull();
  has(1);
  for (let number = 0; number < 10; number += 1) has(number);
  expect(await missingVersions(store.db, async () => true)).toHaveLength(995);
});

it('what waiting commands name, and only that, is held of what is here', () => {
  for (let number = 0; number < 4; number += 1) has(number, number === 3 ? 'uploading' : 'present');
  const args = { content: { sha256: nameOf(1), attachments: [{ sha256: nameOf(2) }] } };
  addToOutbox(store.db, { id: newId(), name: 'addDocument', args, at: testNow(), schema: 1, label: '' });
  expect(bytesHeld(store.db, '2026-12-06')).toBe(300);
  expect(blobsToEvict(store.db, 0, '2026-12-06')).toEqual([nameOf(0)]);
});
