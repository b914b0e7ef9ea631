import { createHash } from 'node:crypto';
import type { ChangesResponse, Manifest } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Level, ScopeKind } from '../../core/domain/levels.ts';
import { manifestText } from '../../core/sync/manifest-text.ts';
import type { Queryable } from './database.ts';
import { unsigned } from './scopes.ts';

// Who may do what now, by the clock of the database. A denial wins over every grant; nobody but she herself sees a worker's own scope.

/** A condition on `scope_grant held join scope on scope.id = held.scope_id` for a worker. */
const permittedTo = (worker: string) => `(scope.kind <> 'u' or scope.id = ${worker})
  and not exists (select 1 from scope_deny denied where denied.scope_id = scope.id and denied.worker_id = ${worker})`;
const permitted = permittedTo('$1');

/** The level a worker holds now in each of these scopes; scopes without any are missing. */
export async function levelsIn(database: Queryable, workerId: Id, scopeIds: Iterable<Id>): Promise<Map<Id, Level>> {
  const { rows } = await database.query<{ scope_id: Id; level: Level }>(
    `select held.scope_id, max(held.level)::text as level
     from effective_principals($1, statement_timestamp()) mine
     join scope_grant held on held.principal_id = mine.principal_id
     join scope on scope.id = held.scope_id
     where held.scope_id = any ($2::uuid[]) and ${permitted}
     group by held.scope_id`,
    [workerId, [...scopeIds]],
  );
  return new Map(rows.map((row) => [row.scope_id, row.level]));
}

/** Which of these scopes each of these workers may read now; workers who may read none are missing. */
export async function readersOf(database: Queryable, workerIds: Id[], scopeIds: Id[]): Promise<Map<Id, Set<Id>>> {
  const { rows } = await database.query<{ worker_id: Id; scope_id: Id }>(
    `select distinct asked.worker_id, held.scope_id
     from unnest($1::uuid[]) as asked (worker_id)
     cross join lateral effective_principals(asked.worker_id, statement_timestamp()) mine
     join scope_grant held on held.principal_id = mine.principal_id and held.level >= 'read'
     join scope on scope.id = held.scope_id
     where held.scope_id = any ($2::uuid[]) and ${permittedTo('asked.worker_id')}`,
    [workerIds, scopeIds],
  );
  const readers = new Map<Id, Set<Id>>();
  for (const row of rows) readers.set(row.worker_id, (readers.get(row.worker_id) ?? new Set()).add(row.scope_id));
  return readers;
}

/**
 * The level a worker held in each of these files and Postkörbe within the last half year, or would hold but for a denial. What she
 * did then may reach us only now.
 */
export async function levelsHeldLately(database: Queryable, workerId: Id, scopeIds: Id[]): Promise<Map<Id, Level>> {
  const { rows } = await database.query<{ scope_id: Id; level: Level }>(
    `with recursive lately (principal_id, depth) as (
       select $1::uuid, 0
       union
       select member.principal_id, lately.depth + 1
       from lately join membership member on member.worker_id = lately.principal_id
       where lately.depth < 8 and coalesce(lower(member.valid), '-infinity') <= clock_timestamp()
         and not isempty(member.valid) and coalesce(upper(member.valid), 'infinity') > clock_timestamp() - interval '180 days'
     )
     select held.scope_id, max(held.level)::text as level
     from lately join scope_grant held on held.principal_id = lately.principal_id
     join scope on scope.id = held.scope_id and scope.kind in ('c', 'o')
     where held.scope_id = any ($2::uuid[])
     group by held.scope_id`,
    [workerId, scopeIds],
  );
  return new Map(rows.map((row) => [row.scope_id, row.level]));
}

/** A condition: the worker $1 brought a content herself or may read it somewhere. */
const isHersOf = (sha256: string) => `(
  exists (select 1 from upload where upload.sha256 = ${sha256} and upload.worker_id = $1 and upload.state = 'done')
  or exists (
    select 1 from blob_scope place
    join scope on scope.id = place.scope_id
    join scope_grant held on held.scope_id = scope.id and held.level >= 'read'
    join effective_principals($1, statement_timestamp()) mine on mine.principal_id = held.principal_id
    where place.sha256 = ${sha256} and ${permitted}))`;
const isHers = isHersOf('blob.sha256');

/** Of these contents (SHA-256) those that are stored whole and that the worker brought herself or may read somewhere. */
export async function visibleContents(database: Queryable, workerId: Id, sha256s: Buffer[]): Promise<Buffer[]> {
  const { rows } = await database.query<{ sha256: Buffer }>(
    `select blob.sha256 from blob where blob.sha256 = any ($2::bytea[]) and blob.state = 'stored' and ${isHers}`,
    [workerId, sha256s],
  );
  return rows.map((row) => row.sha256);
}

type VisibleContent = { size: number; checked_at: Date | null };

/**
 * The same for one content: asked by its name and not by a list, it is planned once and not anew each time, which takes ten times as long
 * as to answer it; and its places are looked up by the name, not all places of all contents gone through.
 */
export async function visibleContent(
  database: Queryable,
  workerId: Id,
  sha256: Buffer,
): Promise<VisibleContent | null> {
  const { rows } = await database.query<VisibleContent>(
    `select blob.size, blob.checked_at from blob
     where blob.sha256 = $2 and blob.state = 'stored' and ${isHersOf('$2')}`,
    [workerId, sha256],
  );
  return rows[0] ?? null;
}

/** Of these contents those of at most `largest` bytes that the worker may see. */
export async function smallVisible(
  database: Queryable,
  workerId: Id,
  sha256s: Buffer[],
  largest: number,
): Promise<(VisibleContent & { sha256: Buffer })[]> {
  const { rows } = await database.query<VisibleContent & { sha256: Buffer }>(
    `select blob.sha256, blob.size, blob.checked_at from blob
     where blob.sha256 = any ($2::bytea[]) and blob.state = 'stored' and blob.size <= $3 and ${isHers}`,
    [workerId, sha256s, largest],
  );
  return rows;
}

/** Contents whose bytes are damaged or gone and that the worker may see; the first thousand. */
export async function visibleDamaged(database: Queryable, workerId: Id): Promise<Buffer[]> {
  const { rows } = await database.query<{ sha256: Buffer }>(
    `select blob.sha256 from blob where blob.state = 'damaged' and ${isHers} order by blob.sha256 limit 1000`,
    [workerId],
  );
  return rows.map((row) => row.sha256);
}

type ScopeRow = { id: Id; kind: ScopeKind; level: Level; until: Date | null; head: number };

/** All scopes a worker may read now. */
export async function readManifest(database: Queryable, workerId: Id, accessVersion: number): Promise<Manifest> {
  const { rows } = await database.query<ScopeRow>(
    `select scope.id, scope.kind, max(held.level)::text as level, nullif(max(mine.until), 'infinity') as until, scope.head
     from effective_principals($1, statement_timestamp()) mine
     join scope_grant held on held.principal_id = mine.principal_id and held.level >= 'read'
     join scope on scope.id = held.scope_id
     where ${permitted}
     group by scope.id, scope.kind, scope.head
     order by scope.id`,
    [workerId],
  );
  const scopes = rows.map((row) => ({
    scopeId: row.id,
    kind: row.kind,
    level: row.level,
    validTo: row.until?.toISOString() ?? null,
    head: row.head,
  }));
  const hash = createHash('sha256').update(manifestText({ accessVersion, scopes })).digest('hex');
  return { accessVersion, count: scopes.length, hash, scopes };
}

/** Readable scopes that may have changed since a cursor, with the digest of their rows at their head. */
export async function readHeads(database: Queryable, workerId: Id, cursor: string): Promise<ChangesResponse['heads']> {
  const { rows } = await database.query<{ id: Id; head: number; digest: string }>(
    `select scope.id, scope.head, scope.digest::text as digest from scope
     where scope.last_xid >= $2::xid8 and ${permitted} and exists (
       select 1 from scope_grant held
       where held.scope_id = scope.id and held.level >= 'read'
         and held.principal_id in (select principal_id from effective_principals($1, statement_timestamp())))
     order by scope.id`,
    [workerId, cursor],
  );
  return rows.map(({ id, head, digest }) => ({ scopeId: id, head, digest: String(unsigned(digest)) }));
}

/** The ids of all scopes a worker may read now. */
export async function readableScopes(database: Queryable, workerId: Id): Promise<Set<Id>> {
  const { rows } = await database.query<{ id: Id }>(
    `select distinct scope.id from effective_principals($1, statement_timestamp()) mine
     join scope_grant held on held.principal_id = mine.principal_id and held.level >= 'read'
     join scope on scope.id = held.scope_id
     where ${permitted}`,
    [workerId],
  );
  return new Set(rows.map((row) => row.id));
}

const nextEdge = `case when lower(valid) > clock_timestamp() then lower(valid)
  when upper(valid) > clock_timestamp() then upper(valid) end`;

/**
 * Notes beginnings and ends of memberships that the clock has passed, which raises the version of those concerned.
 * To be called before rights are compared; true when there were any.
 */
export async function settleEdges(database: Queryable): Promise<boolean> {
  const { rows } = await database.query('select 1 from membership where next_edge <= clock_timestamp() limit 1');
  if (rows.length === 0) return false;
  const { rowCount } = await database.query(
    `update membership set next_edge = ${nextEdge}
     where id in (select id from membership where next_edge <= clock_timestamp() order by id for update)`,
  );
  return (rowCount ?? 0) > 0;
}

export type NewMembership = {
  workerId: Id;
  principalId: Id;
  sourceId: Id;
  reason: string;
  from: string;
  /** Null: without end. */
  to: string | null;
  /** By the clock of the desk; a beginning that was not in the future there begins at once here. */
  at: string;
};

/** Makes somebody a member of a principal for a time. The same source again changes nothing. */
export async function addMembership(database: Queryable, membership: NewMembership): Promise<void> {
  const { workerId, principalId, sourceId, reason, from, to, at } = membership;
  await database.query(
    `with wanted as (
       select case when $5::timestamptz <= $7::timestamptz then least($5::timestamptz, clock_timestamp()) else $5::timestamptz end as begin
     ), ranged as (
       select tstzrange(begin, greatest($6::timestamptz, begin)) as valid from wanted
     )
     insert into membership (worker_id, principal_id, source_id, reason, valid, next_edge)
     select $1, $2, $3, $4, valid, ${nextEdge} from ranged
     on conflict do nothing`,
    [workerId, principalId, sourceId, reason, from, to ?? 'infinity', at],
  );
}

/** Ends all memberships of a worker in a principal now, whatever they follow from. */
export async function leavePrincipal(
  database: Queryable,
  { workerId, principalId }: Pick<NewMembership, 'workerId' | 'principalId'>,
): Promise<void> {
  await database.query(
    `update membership
     set valid = case when lower(valid) >= clock_timestamp() then 'empty'::tstzrange
                      else tstzrange(lower(valid), least(coalesce(upper(valid), 'infinity'), clock_timestamp())) end,
         next_edge = null
     where worker_id = $1 and principal_id = $2 and not isempty(valid)`,
    [workerId, principalId],
  );
}

/** Ends the memberships of a source now: the centre's clock decides, not the desk's. */
export async function endMembership(database: Queryable, sourceId: Id): Promise<void> {
  await database.query(
    `update membership
     set valid = case when lower(valid) >= clock_timestamp() then 'empty'::tstzrange
                      else tstzrange(lower(valid), least(coalesce(upper(valid), 'infinity'), clock_timestamp())) end,
         next_edge = null
     where source_id = $1 and not isempty(valid)`,
    [sourceId],
  );
}

export type Denial = { scopeId: Id; workerId: Id; reason: string };

/** Shuts a worker out of a scope, whatever else gives her rights there. */
export async function deny(database: Queryable, { scopeId, workerId, reason }: Denial): Promise<void> {
  await database.query(
    'insert into scope_deny (scope_id, worker_id, reason) values ($1, $2, $3) on conflict do nothing',
    [scopeId, workerId, reason],
  );
}

/** Takes an exclusion back: her other rights count again. */
export async function endDenial(database: Queryable, denial: Pick<Denial, 'scopeId' | 'workerId'>): Promise<void> {
  await database.query('delete from scope_deny where scope_id = $1 and worker_id = $2', [
    denial.scopeId,
    denial.workerId,
  ]);
}
