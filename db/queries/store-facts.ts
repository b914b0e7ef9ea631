import { statSync } from 'node:fs';
import { recordKinds, type RecordKind } from '../../core/domain/records.ts';
import { recordTable } from '../record-tables.ts';
import { first, handleOf, type ReadableDb } from '../sql.ts';

/** Version and size of the local database. */
export function databaseFacts(db: ReadableDb): { store: number; databaseBytes: number } {
  const handle = handleOf(db);
  const store = Number(handle.pragma('user_version', { simple: true }));
  return { store, databaseBytes: statSync(handle.name, { throwIfNoEntry: false })?.size ?? 0 };
}

/** How many records of each kind are here. */
export function recordCounts(db: ReadableDb): Record<RecordKind, number> {
  const counts = recordKinds.map((kind) => {
    const row = first<{ n: number }>(db, `SELECT count(*) AS n FROM ${recordTable(kind).table}`);
    return [kind, row?.n ?? 0];
  });
  return Object.fromEntries(counts) as Record<RecordKind, number>;
}
