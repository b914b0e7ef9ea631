import type { PulledRow } from '../core/contract/central.ts';
import type { Id } from '../core/domain/ids.ts';
import { type RecordKind, recordKinds } from '../core/domain/records.ts';
import { addDigest, digestHalves, joinHalves } from './digest.ts';
import { writeFresh } from './fresh-rows.ts';
import { type DigestedRow, type PreparedRows, type PreparedTable, prepareRows, rowsOfTable } from './prepared-rows.ts';
import { idBytes, idText, recordTable } from './record-tables.ts';
import { putRow } from './records.ts';
import { all, allExact, first, firstExact, inTransaction, type ReadableDb, run, type WritableDb } from './sql.ts';

const kinds: ReadonlySet<string> = new Set(recordKinds);

/** What rows that were written change: the digest of their scope, and how many rows this program could not read. */
export type RowsApplied = { digestChange: bigint; unread: number };

/**
 * Writes rows as the centre sent them; gives the change of the scope's digest. Needs an open transaction, and no undo
 * images of the scope may stand (see backend/sync/rebase.ts). What this program cannot read (a newer kind, a value its tables do
 * not know) is kept as it came in `other_record`, so that one row never stops the sync. `held`: what the scope may hold; other rows
 * are not looked for.
 */
export function applyPulledRows(
  db: WritableDb,
  scopeId: Id,
  rows: readonly PulledRow[],
  held: RowsHeld = rowsHeld(db, scopeId),
): RowsApplied {
  const prepared = prepareRows(rows, rows, (row) => !isFresh(held, row));
  return applyPreparedRows(db, scopeId, prepared, held);
}

/** The same for rows that are ready to be written. */
export function applyPreparedRows(db: WritableDb, scopeId: Id, prepared: PreparedRows, held: RowsHeld): RowsApplied {
  const scope = idBytes(scopeId);
  const arrival = { scope, hasSideRows: hasSideRows(db, scope) };
  let digestChange = 0n;
  let unread = 0;
  const apply = ({ row, high, low }: DigestedRow) => {
    const digest = joinHalves(high, low);
    const before = kinds.has(row.kind)
      ? applyKnown(db, { ...arrival, digest, isFresh: isFresh(held, row) }, row)
      : applyOther(db, { ...arrival, digest }, row);
    if (before.isUnread) unread += 1;
    digestChange += digest - before.digest;
  };
  for (const single of prepared.singles) apply(single);
  for (const table of prepared.tables) {
    const isNew = !arrival.hasSideRows && !holdsAnyOf(held, table);
    if (isNew && writeFresh(db, scope, table, isUnreadable)) digestChange += table.digest;
    else for (const row of rowsOfTable(prepared, table)) apply({ row, ...digestHalves(row) });
  }
  return { digestChange: addDigest(0n, digestChange), unread };
}

/**
 * Puts rows into their tables that a program before this one kept aside because it could not read them; what this one cannot read either
 * stays where it is. The digest of the scope is that of its rows, wherever they lie, so nothing has to be fetched. Gives how many.
 */
export function readKeptRows(db: WritableDb): number {
  return inTransaction(db, () => {
    const rows = allExact<KeptRow>(db, 'SELECT scope_id, kind, id, ver, digest, body FROM other_record ORDER BY rowid');
    const readable = rows.filter(({ kind, ...row }) => kinds.has(kind) && isReadNow(db, kind as RecordKind, row));
    for (const { scope_id, kind, id } of readable) {
      run(db, 'DELETE FROM other_record WHERE scope_id = ? AND kind = ? AND id = ?', scope_id, kind, id);
    }
    return readable.length;
  });
}

type KeptRow = { scope_id: Buffer; kind: string; id: Buffer; ver: bigint; digest: bigint | null; body: string };

function isReadNow(db: WritableDb, kind: RecordKind, row: Omit<KeptRow, 'kind'>): boolean {
  const table = recordTable(kind);
  const standing = first<{ row: number }>(db, table.find, row.scope_id, row.id);
  const place = { table, scope: row.scope_id, id: row.id, row: standing?.row ?? null };
  try {
    const body = JSON.parse(row.body) as Record<string, unknown>;
    putRow(db, place, { ver: Number(row.ver), body, isPending: false, digest: row.digest });
    return true;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return false;
  }
}

type Applied = { digest: bigint; isUnread: boolean };
type Arrival = { scope: Buffer; digest: bigint; hasSideRows: boolean };

/** What stands of a scope here: kinds with many rows as a whole, the few rows of other kinds by their ids. */
export type RowsHeld = { kinds: ReadonlySet<RecordKind>; ids: ReadonlySet<string> };
/** Of a file that comes whole some rows are often here already, for the lists: to know them is quicker than to look for each that comes. */
const fewRows = 50;

const someOfEach = recordKinds
  .map(
    (kind) =>
      `SELECT '${kind}' AS kind, id FROM (SELECT id FROM ${recordTable(kind).table} WHERE scope_id = ?1 LIMIT ${fewRows})`,
  )
  .join(' UNION ALL ');

/** Looks what of a scope stands here before rows come. */
export function rowsHeld(db: ReadableDb, scopeId: Id): RowsHeld {
  const [kinds, ids] = [new Set<RecordKind>(), new Set<string>()];
  const rows = all<{ kind: RecordKind; id: Uint8Array }>(db, someOfEach, idBytes(scopeId));
  for (const [kind, ofKind] of Map.groupBy(rows, (row) => row.kind)) {
    if (ofKind.length === fewRows) kinds.add(kind);
    else for (const { id } of ofKind) ids.add(idText(id));
  }
  return { kinds, ids };
}

function holdsAnyOf({ kinds: many, ids }: RowsHeld, { kind, ids: coming }: PreparedTable): boolean {
  return many.has(kind) || [...ids].some((id) => coming.includes(id));
}

function isFresh({ kinds: many, ids }: RowsHeld, { kind, id }: PulledRow): boolean {
  return !many.has(kind as RecordKind) && !ids.has(id);
}

function hasSideRows(db: WritableDb, scope: Buffer): boolean {
  return (
    first(db, 'SELECT 1 FROM tombstone WHERE scope_id = ? LIMIT 1', scope) !== undefined ||
    first(db, 'SELECT 1 FROM other_record WHERE scope_id = ? LIMIT 1', scope) !== undefined
  );
}

function applyKnown(db: WritableDb, arrival: Arrival & { isFresh: boolean }, row: PulledRow): Applied {
  const { scope, digest } = arrival;
  const table = recordTable(row.kind as RecordKind);
  const id = idBytes(row.id);
  const standing = arrival.isFresh
    ? undefined
    : firstExact<{ row: bigint; digest: bigint | null }>(db, table.find, scope, id);
  const place = { table, scope, id, row: standing?.row ?? null };
  const before = standing ? (standing.digest ?? 0n) : forget(db, arrival, row.kind, id);
  if (row.deleted || row.body === null) {
    putRow(db, place, { ver: row.ver, body: null, isPending: false });
    bury(db, arrival, row, id);
    return { digest: before, isUnread: false };
  }
  try {
    putRow(db, place, { ver: row.ver, body: row.body, isPending: false, digest });
    return { digest: before, isUnread: false };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    putRow(db, place, { ver: row.ver, body: null, isPending: false });
    keepOther(db, arrival, row, id);
    return { digest: before, isUnread: true };
  }
}

function applyOther(db: WritableDb, arrival: Arrival, row: PulledRow): Applied {
  const id = idBytes(row.id);
  const before = forget(db, arrival, row.kind, id);
  if (row.deleted || row.body === null) bury(db, arrival, row, id);
  else keepOther(db, arrival, row, id);
  return { digest: before, isUnread: true };
}

/** Takes a record out of the two side tables; gives the digest it had there. */
function forget(db: WritableDb, arrival: Arrival, kind: string, id: Buffer): bigint {
  if (!arrival.hasSideRows) return 0n;
  let digest = 0n;
  for (const table of ['tombstone', 'other_record']) {
    const found = firstExact<{ digest: bigint | null }>(
      db,
      `SELECT digest FROM ${table} WHERE scope_id = ? AND kind = ? AND id = ?`,
      arrival.scope,
      kind,
      id,
    );
    if (!found) continue;
    digest += found.digest ?? 0n;
    run(db, `DELETE FROM ${table} WHERE scope_id = ? AND kind = ? AND id = ?`, arrival.scope, kind, id);
  }
  return digest;
}

function bury(db: WritableDb, arrival: Arrival, row: PulledRow, id: Buffer): void {
  run(
    db,
    'INSERT OR REPLACE INTO tombstone (scope_id, kind, id, ver, digest) VALUES (?, ?, ?, ?, ?)',
    arrival.scope,
    row.kind,
    id,
    row.ver,
    arrival.digest,
  );
}

function keepOther(db: WritableDb, arrival: Arrival, row: PulledRow, id: Buffer): void {
  run(
    db,
    'INSERT OR REPLACE INTO other_record (scope_id, kind, id, ver, digest, body) VALUES (?, ?, ?, ?, ?, ?)',
    arrival.scope,
    row.kind,
    id,
    row.ver,
    arrival.digest,
    JSON.stringify(row.body),
  );
}

function isUnreadable(error: unknown): boolean {
  return error instanceof TypeError || String((error as { code?: unknown }).code).startsWith('SQLITE_CONSTRAINT');
}

/** The sum of the digests of all rows of a scope, from the rows themselves; for checks. */
export function summedDigest(db: ReadableDb, scopeId: Id): bigint {
  const scope = idBytes(scopeId);
  let sum = 0n;
  for (const table of [...recordKinds.map((kind) => recordTable(kind).table), 'tombstone', 'other_record']) {
    sum = addDigest(sum, sumOf(db, table, scope));
  }
  return sum;
}

function sumOf(db: ReadableDb, table: string, scope: Buffer): bigint {
  let sum = 0n;
  for (const row of allExact<{ digest: bigint | null }>(db, `SELECT digest FROM ${table} WHERE scope_id = ?`, scope)) {
    sum = addDigest(sum, row.digest ?? 0n);
  }
  return sum;
}
