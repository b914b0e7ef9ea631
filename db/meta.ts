import { randomBytes } from 'node:crypto';
import type { Id } from '../core/domain/ids.ts';
import type { Role } from '../core/domain/levels.ts';
import type { Moment } from '../core/domain/moments.ts';
import { idBytes, idText } from './record-tables.ts';
import { first, type ReadableDb, run, type SqlValue, type WritableDb } from './sql.ts';

/** What a store knows about itself and its centre. */
export type Meta = {
  epoch: string | null;
  clientId: Id;
  nextMid: number;
  /** The last command the centre acknowledged to this store. */
  lastAcknowledged: Id | null;
  cursor: string;
  accessVersion: number;
  workerId: Id | null;
  role: Role | null;
  refreshToken: string | null;
  lastSyncedAt: Moment | null;
};

/** Writes the first line of a new store; an existing one stays. */
export function initialiseMeta(db: WritableDb, clientId: Id): void {
  run(
    db,
    'INSERT OR IGNORE INTO meta (row, client_id, blob_name_key) VALUES (1, ?, ?)',
    idBytes(clientId),
    randomBytes(32),
  );
}

/** Reads what the store knows about itself. */
export function readMeta(db: ReadableDb): Meta {
  const row = metaRow(db);
  const workerId = row['worker_id'] as Uint8Array | null;
  const lastAcknowledged = row['last_acknowledged'] as Uint8Array | null;
  return {
    epoch: row['epoch'] as string | null,
    clientId: idText(row['client_id'] as Uint8Array),
    nextMid: row['next_mid'] as number,
    lastAcknowledged: lastAcknowledged ? idText(lastAcknowledged) : null,
    cursor: row['cursor'] as string,
    accessVersion: row['access_version'] as number,
    workerId: workerId ? idText(workerId) : null,
    role: row['role'] as Role | null,
    refreshToken: row['refresh_token'] as string | null,
    lastSyncedAt: row['last_synced_at'] as string | null,
  };
}

/** The key that names of blob files are made with, so that a file name tells nothing about the content. */
export function blobNameKey(db: ReadableDb): Uint8Array {
  return metaRow(db)['blob_name_key'] as Uint8Array;
}

function metaRow(db: ReadableDb): Record<string, unknown> {
  const row = first<Record<string, unknown>>(db, 'SELECT * FROM meta');
  if (!row) throw new Error('the store has no meta row');
  return row;
}

/** Writes some of what the store knows about itself. */
export function updateMeta(db: WritableDb, change: Partial<Meta>): void {
  const columns: [string, SqlValue][] = [];
  if (change.epoch !== undefined) columns.push(['epoch', change.epoch]);
  if (change.clientId !== undefined) columns.push(['client_id', idBytes(change.clientId)]);
  if (change.nextMid !== undefined) columns.push(['next_mid', change.nextMid]);
  if (change.lastAcknowledged !== undefined) {
    columns.push(['last_acknowledged', change.lastAcknowledged ? idBytes(change.lastAcknowledged) : null]);
  }
  if (change.cursor !== undefined) columns.push(['cursor', change.cursor]);
  if (change.accessVersion !== undefined) columns.push(['access_version', change.accessVersion]);
  if (change.workerId !== undefined) columns.push(['worker_id', change.workerId ? idBytes(change.workerId) : null]);
  if (change.role !== undefined) columns.push(['role', change.role]);
  if (change.refreshToken !== undefined) columns.push(['refresh_token', change.refreshToken]);
  if (change.lastSyncedAt !== undefined) columns.push(['last_synced_at', change.lastSyncedAt]);
  if (columns.length === 0) return;
  const sets = columns.map(([name]) => `${name} = ?`).join(', ');
  run(db, `UPDATE meta SET ${sets}`, ...columns.map(([, value]) => value));
}

/** Notes in the transaction of a purge that bytes and words of what went are still to be cleared. */
export function notePurge(db: WritableDb): void {
  run(db, 'UPDATE meta SET purges_to_clear = purges_to_clear + 1');
}

/** How many purges have not been cleared after, also of runs before. */
export function countPurges(db: ReadableDb): number {
  return metaRow(db)['purges_to_clear'] as number;
}

/** All purges counted before are cleared after; later ones stay noted. */
export function notePurgesCleared(db: WritableDb, count: number): void {
  run(db, 'UPDATE meta SET purges_to_clear = purges_to_clear - ?', count);
}
