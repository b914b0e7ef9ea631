import type { Id } from '../../core/domain/ids.ts';
import type { ScopeKind } from '../../core/domain/levels.ts';
import type { RecordKind } from '../../core/domain/records.ts';
import { type Connection, type Database, inTransaction } from './database.ts';
import { officeOccasion } from './house-journal.ts';
import { chainLine, writeLines } from './journal.ts';
import { type Body, markKey, readMarks, rowDigest, writeRows } from './records.ts';
import { type Grant, grant, type LockedScope, lockScopes, makeScopes, saveScopes } from './scopes.ts';

export type ImportedRecord = { scopeId: Id; kind: RecordKind; id: Id; body: Body };
export type ImportBatch = {
  scopes: { id: Id; kind: ScopeKind }[];
  grants: Grant[];
  records: ImportedRecord[];
  members: { workerId: Id; principalId: Id }[];
};

/** A record names a scope that is neither stored nor in the import. */
export class UnknownScopeError extends Error {
  readonly scopeId: Id;

  constructor(scopeId: Id) {
    super('unknown scope');
    this.scopeId = scopeId;
  }
}

const targetKinds: Record<ScopeKind, RecordKind> = { g: 'office', u: 'worker', o: 'inbox', c: 'caseFile' };

/** Writes one batch in a transaction: each scope moves on by one version and gets the line "imported" in its chain. */
export async function importBatch(database: Database, actorId: Id, batch: ImportBatch): Promise<void> {
  await inTransaction(database, 'write', async (connection) => {
    await makeScopes(connection, batch.scopes);
    await grant(connection, batch.grants);
    await importRecords(connection, actorId, batch.records);
    await addMembers(connection, batch.members);
  });
}

async function importRecords(connection: Connection, actorId: Id, all: ImportedRecord[]): Promise<void> {
  const records = [...new Map(all.map((record) => [markKey(record), record])).values()];
  if (records.length === 0) return;
  const scopes = await lockScopes(connection, new Set(records.map((record) => record.scopeId)));
  const scopeOf = (scopeId: Id): LockedScope => {
    const scope = scopes.get(scopeId);
    if (!scope) throw new UnknownScopeError(scopeId);
    return scope;
  };
  const marks = await readMarks(
    connection,
    records.filter((record) => scopeOf(record.scopeId).rowCount > 0),
  );
  const rows = records.map((record) => {
    const scope = scopeOf(record.scopeId);
    const row = { ...record, ver: scope.head + 1 };
    const h = rowDigest(row);
    const before = marks.get(markKey(record));
    scope.digest = BigInt.asUintN(64, scope.digest + h - (before?.h ?? 0n));
    if (!before) scope.rowCount += 1;
    return { ...row, h };
  });
  await writeRows(connection, rows);
  const occasion = officeOccasion(actorId, rows.length);
  const lines = [...scopes.values()].map((scope) => {
    scope.head += 1;
    const target = { targetKind: targetKinds[scope.kind], targetId: scope.id };
    return chainLine(scope, { action: 'imported', ...target, reason: null }, occasion);
  });
  await writeLines(connection, lines);
  await saveScopes(connection, [...scopes.values()], new Set(scopes.keys()));
}

async function addMembers(connection: Connection, members: ImportBatch['members']): Promise<void> {
  if (members.length === 0) return;
  await connection.query(
    `insert into membership (worker_id, principal_id) select * from unnest($1::uuid[], $2::uuid[]) on conflict do nothing`,
    [members.map((member) => member.workerId), members.map((member) => member.principalId)],
  );
}

export type ImportCheck = { scopes: number; records: number; wrongScopes: Id[] };

/** Compares digest and row count of every scope with its rows, and renews the planner's figures. */
export async function checkImport(database: Database): Promise<ImportCheck> {
  await database.query('analyze scope, record, scope_grant, membership, journal, blob_scope');
  return inTransaction(database, 'snapshot', async (connection) => {
    const { rows } = await connection.query<{ id: Id; rows: number; is_right: boolean }>(
      `select scope.id, count(record.id)::integer as rows,
         count(record.id) = scope.row_count
           and mod(coalesce(sum(record.h), 0) - scope.digest, 18446744073709551616) = 0 as is_right
       from scope left join record on record.scope_id = scope.id
       group by scope.id, scope.row_count, scope.digest`,
    );
    const records = rows.reduce((sum, row) => sum + row.rows, 0);
    return { scopes: rows.length, records, wrongScopes: rows.filter((row) => !row.is_right).map((row) => row.id) };
  });
}
