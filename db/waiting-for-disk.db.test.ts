import { afterEach, beforeEach, expect, it } from 'vitest';
import { updateMeta } from './meta.ts';
import { withoutWaitingForDisk } from './open.ts';
import { handleOf, inTransaction } from './sql.ts';
import { temporaryStore, testNow } from './test-support/temporary-store.ts';

let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => store.discard());

const [normal, full] = [1, 2];
const waits = () => handleOf(store.db).pragma('synchronous', { simple: true });
const write = () => updateMeta(store.db, { lastSyncedAt: testNow() });

// S16: the store waits for the disk again after what need not be there at once
it('waits for the disk again after work that need not be on it', () => {
  const during = withoutWaitingForDisk(store.db, () => {
    inTransaction(store.db, write);
    return waits();
  });
  expect([during, waits()]).toEqual([normal, full]);
});

// S16: also when that work failed
it('waits for the disk again after work that failed, in a transaction or before it', () => {
  const fail = () => {
    write();
    throw new Error('broken off');
  };
  expect(() => withoutWaitingForDisk(store.db, fail)).toThrow('broken off');
  expect(waits()).toBe(full);
  expect(() => withoutWaitingForDisk(store.db, () => inTransaction(store.db, fail))).toThrow('broken off');
  expect(waits()).toBe(full);
});

// S16: what comes with an act is on the disk with it
it('waits for the disk with the whole of a transaction that has begun before', () => {
  const during = inTransaction(store.db, () => withoutWaitingForDisk(store.db, () => [write(), waits()][1]));
  expect([during, waits()]).toEqual([full, full]);
});
