import type { Id } from '../../core/domain/ids.ts';
import type { Level, ScopeKind } from '../../core/domain/levels.ts';
import type { Queryable } from './database.ts';

/** A scope locked by this transaction: its numbers are ours until the commit. */
export type LockedScope = {
  readonly id: Id;
  readonly kind: ScopeKind;
  head: number;
  digest: bigint; // unsigned 64 bit
  rowCount: number;
  chain: Buffer;
  journalCount: number;
};

type ScopeRow = {
  id: Id;
  kind: ScopeKind;
  head: number;
  digest: string;
  row_count: number;
  chain: Buffer;
  journal_count: number;
};

/** Unsigned 64 bit number of a signed one, as digests are stored. */
export const unsigned = (text: string): bigint => BigInt.asUintN(64, BigInt(text));

/** Locks scopes in order of their ids; those that do not exist are missing in the answer. */
export async function lockScopes(database: Queryable, ids: Iterable<Id>): Promise<Map<Id, LockedScope>> {
  const { rows } = await database.query<ScopeRow>(
    `select id, kind, head, digest::text, row_count, chain, journal_count from scope
     where id = any ($1::uuid[]) order by id for no key update`,
    [[...ids]],
  );
  return new Map(
    rows.map(({ id, kind, head, digest, row_count: rowCount, chain, journal_count: journalCount }) => [
      id,
      { id, kind, head, digest: unsigned(digest), rowCount, chain, journalCount },
    ]),
  );
}

/** Writes the numbers of locked scopes back. Those in `moved` got a new head: the feed will tell them. */
export async function saveScopes(database: Queryable, scopes: LockedScope[], moved: ReadonlySet<Id>): Promise<void> {
  if (scopes.length === 0) return;
  await database.query(
    `update scope set head = row.head, digest = row.digest, row_count = row.row_count, chain = row.chain,
       journal_count = row.journal_count, last_xid = case when row.moved then pg_current_xact_id() else scope.last_xid end
     from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::integer[], $5::bytea[], $6::bigint[], $7::boolean[])
       as row (id, head, digest, row_count, chain, journal_count, moved)
     where scope.id = row.id`,
    [
      scopes.map((scope) => scope.id),
      scopes.map((scope) => scope.head),
      scopes.map((scope) => BigInt.asIntN(64, scope.digest).toString()),
      scopes.map((scope) => scope.rowCount),
      scopes.map((scope) => scope.chain),
      scopes.map((scope) => scope.journalCount),
      scopes.map((scope) => moved.has(scope.id)),
    ],
  );
}

/** Makes scopes that do not exist yet; returns the ids of those made. */
export async function makeScopes(database: Queryable, scopes: { id: Id; kind: ScopeKind }[]): Promise<Set<Id>> {
  if (scopes.length === 0) return new Set();
  const { rows } = await database.query<{ id: Id }>(
    `insert into scope (id, kind) select id, kind from unnest($1::uuid[], $2::text[]) as row (id, kind) order by id
     on conflict do nothing returning id`,
    [scopes.map((scope) => scope.id), scopes.map((scope) => scope.kind)],
  );
  return new Set(rows.map((row) => row.id));
}

export type Grant = { scopeId: Id; principalId: Id; level: Level };

/** Gives principals rights in scopes; a right that exists takes the new level. */
export async function grant(database: Queryable, grants: Grant[]): Promise<void> {
  if (grants.length === 0) return;
  const unique = [...new Map(grants.map((one) => [`${one.scopeId}/${one.principalId}`, one])).values()];
  await database.query(
    `insert into scope_grant (scope_id, principal_id, level)
     select scope_id, principal_id, level::access_level from unnest($1::uuid[], $2::uuid[], $3::text[])
       as row (scope_id, principal_id, level)
     on conflict (scope_id, principal_id) do update set level = excluded.level where scope_grant.level <> excluded.level`,
    [unique.map((one) => one.scopeId), unique.map((one) => one.principalId), unique.map((one) => one.level)],
  );
}

/** Takes the right of a principal in a scope away. */
export async function revoke(database: Queryable, { scopeId, principalId }: Omit<Grant, 'level'>): Promise<void> {
  await database.query('delete from scope_grant where scope_id = $1 and principal_id = $2', [scopeId, principalId]);
}
