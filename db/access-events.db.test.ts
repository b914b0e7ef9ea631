import { afterEach, beforeEach, expect, it } from 'vitest';
import { chainStart } from '../core/contract/access-events.ts';
import type { AccessAction } from '../core/contract/access-events.ts';
import { beginAccessChain, noteAccessSent, recordAccess, sendAccessAgain, waitingAccess } from './access-events.ts';
import { newId, temporaryStore } from './test-support/temporary-store.ts';

let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => store.discard());

const scopeId = newId();
const documentId = newId();
const look = (action: AccessAction, at: string, targetId = documentId) =>
  recordAccess(store.db, { action, scopeId, targetId }, at, newId);
const waiting = () => waitingAccess(store.db, 100);

// S38: the same look within ten minutes is one
it('the same document within ten minutes is one look, printing and saving count each time', () => {
  expect(look('read', '2026-11-22T08:00:00.000Z')).toBe(true);
  expect(look('read', '2026-11-22T08:09:59.000Z')).toBe(false);
  expect(look('read', '2026-11-22T08:09:59.000Z', newId())).toBe(true);
  expect(look('printed', '2026-11-22T08:09:59.000Z')).toBe(true);
  expect(look('printed', '2026-11-22T08:09:59.000Z')).toBe(true);
  expect(look('read', '2026-11-22T08:10:00.000Z')).toBe(true);
  expect(look('read', '2026-11-21T08:00:00.000Z')).toBe(true); // a clock that was set back hides nothing
});

// S38: looks are a chain of hashes of their store
it('each look is chained to the one before, and a new chain begins anew', () => {
  look('printed', '2026-11-22T08:00:00.000Z');
  look('saved', '2026-11-22T08:00:01.000Z');
  const chainId = newId();
  beginAccessChain(store.db, chainId);
  look('saved', '2026-11-22T08:00:02.000Z');
  const [first, second, third] = waiting();
  expect(first).toMatchObject({ number: 1, prev: chainStart });
  expect(second).toMatchObject({ number: 2, prev: first?.hash, chainId: first?.chainId });
  expect(third).toMatchObject({ number: 1, prev: chainStart, chainId });
});

// S39: kept a month here, to be told again
it('what the centre has stays a month, so that it can be told again to a centre that was set back', () => {
  look('printed', '2026-10-01T08:00:00.000Z');
  look('saved', '2026-11-22T08:00:00.000Z');
  noteAccessSent(
    store.db,
    waiting().map(({ id }) => id),
    '2026-11-22T08:00:05.000Z',
  );
  expect(waiting()).toEqual([]);
  sendAccessAgain(store.db);
  expect(waiting().map(({ action }) => action)).toEqual(['saved']);
});
