import type { Id } from '../core/domain/ids.ts';
import type { Moment } from '../core/domain/moments.ts';
import { idBytes, idText } from './record-tables.ts';
import { markSealedDue } from './sent.ts';
import { all, first, inTransaction, type ReadableDb, run, type SqlValue, type WritableDb } from './sql.ts';

/** A command on its way to the centre. */
export type OutboxEntry = {
  row: number;
  id: Id;
  /** Its number in the sequence of this client id; null until it is pushed for the first time. */
  mid: number | null;
  name: string;
  args: unknown;
  at: Moment;
  schema: number;
  label: string;
  /** orphan: its scopes are no longer here, it is pushed all the same; acked: accepted, its rows have not been pulled yet. */
  state: 'waiting' | 'orphan' | 'acked';
  ackedScopes: { scopeId: Id; ver: number }[];
};
export type NewOutboxEntry = Pick<OutboxEntry, 'id' | 'name' | 'args' | 'at' | 'schema' | 'label'>;

type EntryRow = Omit<OutboxEntry, 'id' | 'args' | 'ackedScopes'> & {
  id: Uint8Array;
  args: string;
  acked_scopes: string | null;
};
const columns = 'row, id, mid, name, args, at, schema, label, state, acked_scopes';

function entryOf({ acked_scopes: acked, ...row }: EntryRow): OutboxEntry {
  return { ...row, id: idText(row.id), args: JSON.parse(row.args), ackedScopes: acked ? JSON.parse(acked) : [] };
}

function entries(db: ReadableDb, where: string, ...values: SqlValue[]): OutboxEntry[] {
  return all<EntryRow>(db, `SELECT ${columns} FROM outbox ${where}`, ...values).map(entryOf);
}

/** Puts a command at the end of the outbox; gives its row. */
export function addToOutbox(db: WritableDb, entry: NewOutboxEntry): number {
  return run(
    db,
    'INSERT INTO outbox (id, name, args, at, schema, label) VALUES (?, ?, ?, ?, ?, ?)',
    idBytes(entry.id),
    entry.name,
    JSON.stringify(entry.args),
    entry.at,
    entry.schema,
    entry.label,
  ).row;
}

/** Remembers which scopes a command read or wrote, in place of what was remembered. */
export function setOutboxScopes(db: WritableDb, outboxRow: number, scopeIds: Iterable<Id>): void {
  run(db, 'DELETE FROM outbox_scope WHERE outbox_row = ?', outboxRow);
  for (const scopeId of new Set(scopeIds)) {
    run(db, 'INSERT INTO outbox_scope (outbox_row, scope_id) VALUES (?, ?)', outboxRow, idBytes(scopeId));
  }
}

/** Commands the centre has not answered yet, oldest first. */
export function waitingEntries(db: ReadableDb, limit: number): OutboxEntry[] {
  return entries(db, `WHERE state <> 'acked' ORDER BY row LIMIT ?`, limit);
}

/** Everything in the outbox, oldest first, also what is accepted but not pulled yet. */
export function outboxEntries(db: ReadableDb): OutboxEntry[] {
  return entries(db, 'ORDER BY row');
}

/** The commands at these rows, oldest first. */
export function outboxEntriesAt(db: ReadableDb, rows: readonly number[]): OutboxEntry[] {
  return entries(db, 'WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row', JSON.stringify(rows));
}

/** One command of the outbox by its id. */
export function outboxEntry(db: ReadableDb, id: Id): OutboxEntry | null {
  return entries(db, 'WHERE id = ?', idBytes(id))[0] ?? null;
}

/** How many commands wait for the centre's answer. */
export function countWaiting(db: ReadableDb): number {
  return first<{ n: number }>(db, `SELECT count(*) AS n FROM outbox WHERE state <> 'acked'`)?.n ?? 0;
}

/** Scopes a command read, wrote, or waits for. */
export function outboxScopesOf(db: ReadableDb, outboxRow: number): Id[] {
  return all<{ scope_id: Uint8Array }>(db, 'SELECT scope_id FROM outbox_scope WHERE outbox_row = ?', outboxRow).map(
    (found) => idText(found.scope_id),
  );
}

/** Rows of the commands that read the scope, wrote to it, or wait for it. */
export function outboxRowsOf(db: ReadableDb, scopeId: Id): number[] {
  const text = 'SELECT outbox_row FROM outbox_scope WHERE scope_id = ?';
  return all<{ outbox_row: number }>(db, text, idBytes(scopeId)).map((found) => found.outbox_row);
}

/** Numbers a command for its first push. */
export function setMid(db: WritableDb, outboxRow: number, mid: number): void {
  run(db, 'UPDATE outbox SET mid = ? WHERE row = ?', mid, outboxRow);
}

/** Takes all numbers away from what waits: a new client id begins, or the centre wants other numbers. */
export function clearMids(db: WritableDb): void {
  run(db, `UPDATE outbox SET mid = NULL WHERE state <> 'acked'`);
}

/** The centre accepted a command: it stays until its rows are pulled, and a copy until it is safely kept there. */
export function markAcked(db: WritableDb, entry: OutboxEntry, scopes: { scopeId: Id; ver: number }[]): void {
  inTransaction(db, () => {
    run(
      db,
      `INSERT OR IGNORE INTO sent (id, mid, name, args, at, schema, label)
       SELECT id, coalesce(mid, 9007199254740991), name, args, at, schema, label FROM outbox WHERE row = ?`,
      entry.row,
    );
    run(
      db,
      `UPDATE outbox SET state = 'acked', mid = NULL, acked_scopes = ? WHERE row = ?`,
      JSON.stringify(scopes),
      entry.row,
    );
  });
}

/** Takes a command out of the outbox with its undo images. */
export function dropFromOutbox(db: WritableDb, outboxRow: number): void {
  run(db, 'DELETE FROM outbox WHERE row = ?', outboxRow);
}

/** Forgets copies of commands that the centre has on safe ground. */
export function forgetDurable(db: WritableDb, durableMid: number): void {
  run(db, 'DELETE FROM sent WHERE mid <= ?', durableMid);
}

/**
 * The centre was restored: everything it may have forgotten is pushed again, in the old order, before what waits already.
 * What lies sealed is handed over with the next log-in. Undo images must have been taken back before. Gives the rows the commands have now.
 */
export function requeueSent(db: WritableDb): OutboxEntry[] {
  return inTransaction(db, () => {
    const waiting = entries(db, `WHERE state <> 'acked' ORDER BY row`);
    const again = all<EntryRow>(
      db,
      `SELECT row, id, NULL AS mid, name, args, at, schema, label, 'waiting' AS state, NULL AS acked_scopes
       FROM sent WHERE sealed IS NULL ORDER BY row`,
    ).map(entryOf);
    run(db, 'DELETE FROM outbox');
    run(db, 'DELETE FROM sent WHERE sealed IS NULL');
    markSealedDue(db);
    for (const entry of [...again, ...waiting]) addToOutbox(db, entry);
    return entries(db, 'ORDER BY row');
  });
}
