import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdSource, type Id } from '../../core/domain/ids.ts';
import type { Level, ScopeKind } from '../../core/domain/levels.ts';
import { listScopes, replaceScopes } from '../scopes.ts';
import type { WritableDb } from '../sql.ts';
import { openStore, type StoreOnDisk } from '../store.ts';

export const testKey = () => new Uint8Array(32).fill(9);
export const newId = createIdSource(Date.now, (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>));
export const testNow = () => '2026-11-22T08:00:00.000Z';

/** A new store in a folder of its own; `discard` closes and removes both. */
export function temporaryStore(now = testNow): StoreOnDisk & { discard(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'aktenpult-db-'));
  const store = openStore({ folder, key: testKey(), newId, now });
  return {
    ...store,
    discard() {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Adds a scope, whole and empty. */
export function addScope(db: WritableDb, kind: ScopeKind = 'c', level: Level = 'write'): Id {
  const id = newId();
  replaceScopes(db, [...listScopes(db), { id, kind, level, validTo: null, head: 0 }]);
  return id;
}
