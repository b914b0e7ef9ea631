import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangesResponse, PulledScope } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { readMeta, updateMeta } from '../../db/meta.ts';
import { readRecord } from '../../db/records.ts';
import { raiseHead, readScope } from '../../db/scopes.ts';
import { sampleBody } from '../../db/test-support/sample-body.ts';
import { addScope, newId, temporaryStore } from '../../db/test-support/temporary-store.ts';
import { takeChanges } from './take-changes.ts';
import { takePull } from './take-pull.ts';

// An answer counts only on the base it was asked from (S12). What a late one would do is healed later or not at all; these are the two checks.

let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => store.discard());

describe('an answer to a pull that comes late', () => {
  const noteId = newId();
  const told = (scopeId: Id, after: number, to: number, text: string): PulledScope => ({
    // More is to come: sums are compared at the end only.
    ...{ scopeId, after, to, head: 100, digest: '0', rowCount: 1, isFull: after === 0 },
    rows: [{ kind: 'note', id: noteId, ver: to, deleted: false, body: { ...sampleBody('note'), text } }],
  });
  const textOf = (scopeId: Id) => readRecord(store.db, 'note', scopeId, noteId)?.text;
  const take = (answer: PulledScope) => takePull(store.db, [answer], async () => {});

  it('does not take back what is shown already', async () => {
    const scopeId = addScope(store.db);
    const base = readScope(store.db, scopeId)?.known ?? 0;
    await take(told(scopeId, base, base + 1, 'eins'));
    const late = told(scopeId, base, base + 1, 'eins');
    await take(told(scopeId, base + 1, base + 2, 'zwei'));
    expect(textOf(scopeId)).toBe('zwei');
    await take(late);
    expect(textOf(scopeId)).toBe('zwei');
    expect(readScope(store.db, scopeId)?.known).toBe(base + 2);
  });

  it('does not skip what it was not asked for', async () => {
    const scopeId = addScope(store.db);
    const base = readScope(store.db, scopeId)?.known ?? 0;
    raiseHead(store.db, scopeId, base + 7);
    // Asked from further on, before everything was to be fetched anew.
    await take(told(scopeId, base + 5, base + 7, 'sieben'));
    expect(readScope(store.db, scopeId)?.known).toBe(base);
    expect(textOf(scopeId)).toBeUndefined();
  });
});

describe('an answer about changes that comes late', () => {
  const answer = (base: string, cursor: string): ChangesResponse => ({
    ...{ epoch: 'e', base, cursor, accessVersion: 1, heads: [], manifest: null },
    serverTime: '2026-11-22T08:00:00.000Z',
  });

  it('does not move the cursor past changes that it does not tell', () => {
    updateMeta(store.db, { epoch: 'e', cursor: '20', accessVersion: 1 });
    expect(takeChanges(store.db, answer('100', '105')).isApplied).toBe(false);
    expect(readMeta(store.db).cursor).toBe('20');
    expect(takeChanges(store.db, answer('20', '105')).isApplied).toBe(true);
    expect(readMeta(store.db).cursor).toBe('105');
  });
});
