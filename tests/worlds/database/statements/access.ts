import type { Id } from '../../../../core/domain/ids.ts';
import type { Statement } from '../memory-database.ts';
import type { Transaction } from '../transaction.ts';
import { heldLevels, isPermitted, latePrincipalsOf, principalsOf } from './principals.ts';

/** The parts of statements of central/store/access.ts that say whether a denial stands against it. */
const permittedTo = (worker: string) => `(scope.kind <> 'u' or scope.id = ${worker})
  and not exists (select 1 from scope_deny denied where denied.scope_id = scope.id and denied.worker_id = ${worker})`;
const permitted = permittedTo('$1');

/** Scopes a worker may read now, with level and end. */
export function readableNow(transaction: Transaction, workerId: Id) {
  const held = heldLevels(transaction, principalsOf(transaction, workerId), 'read');
  return [...held].flatMap(([id, { level, until }]) => {
    const scope = transaction.get('scope', id);
    return scope && isPermitted(transaction, scope, workerId) ? [{ scope, level, until }] : [];
  });
}

const levelsText = `select held.scope_id, max(held.level)::text as level
     from effective_principals($1, statement_timestamp()) mine
     join scope_grant held on held.principal_id = mine.principal_id
     join scope on scope.id = held.scope_id
     where held.scope_id = any ($2::uuid[]) and ${permitted}
     group by held.scope_id`;
/** Named, since a proof leaves the check out. */
export const visibleContentsText = `select blob.sha256 from blob
     where blob.sha256 = any ($2::bytea[]) and blob.state = 'stored' and (
       exists (select 1 from upload where upload.sha256 = blob.sha256 and upload.worker_id = $1 and upload.state = 'done')
       or exists (
         select 1 from blob_scope place
         join scope on scope.id = place.scope_id
         join scope_grant held on held.scope_id = scope.id and held.level >= 'read'
         join effective_principals($1, statement_timestamp()) mine on mine.principal_id = held.principal_id
         where place.sha256 = blob.sha256 and ${permitted}))`;

/** central/store/access.ts: what a worker may, and since when. */
export const accessStatements: Record<string, Statement> = {
  [`select distinct asked.worker_id, held.scope_id
     from unnest($1::uuid[]) as asked (worker_id)
     cross join lateral effective_principals(asked.worker_id, statement_timestamp()) mine
     join scope_grant held on held.principal_id = mine.principal_id and held.level >= 'read'
     join scope on scope.id = held.scope_id
     where held.scope_id = any ($2::uuid[]) and ${permittedTo('asked.worker_id')}`]: (
    transaction,
    [workerIds, scopeIds]: [Id[], Id[]],
  ) => ({
    rows: [...new Set(workerIds)].flatMap((workerId) =>
      readableNow(transaction, workerId)
        .filter(({ scope }) => scopeIds.includes(scope.id))
        .map(({ scope }) => ({ worker_id: workerId, scope_id: scope.id })),
    ),
  }),

  [levelsText]: (transaction, [workerId, scopeIds]: [Id, Id[]]) => {
    const wanted = new Set(scopeIds);
    const held = heldLevels(transaction, principalsOf(transaction, workerId), 'deliver');
    const rows = [...held].flatMap(([scopeId, { level }]) => {
      const scope = wanted.has(scopeId) ? transaction.get('scope', scopeId) : undefined;
      return scope && isPermitted(transaction, scope, workerId) ? [{ scope_id: scopeId, level }] : [];
    });
    return { rows };
  },

  [`with recursive lately (principal_id, depth) as (
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
     group by held.scope_id`]: (transaction, [workerId, scopeIds]: [Id, Id[]]) => {
    const held = heldLevels(transaction, latePrincipalsOf(transaction, workerId), 'deliver');
    const rows = scopeIds.flatMap((scopeId) => {
      const kind = transaction.get('scope', scopeId)?.kind;
      const level = held.get(scopeId)?.level;
      return level && (kind === 'c' || kind === 'o') ? [{ scope_id: scopeId, level }] : [];
    });
    return { rows };
  },

  [visibleContentsText]: (transaction, [workerId, wanted]: [Id, Buffer[]]) => {
    const readable = new Set(readableNow(transaction, workerId).map(({ scope }) => scope.id));
    const rows = wanted.filter((bytes) => {
      const sha256 = bytes.toString('hex');
      if (transaction.get('blob', sha256)?.state !== 'stored') return false;
      if (transaction.get('upload', `${sha256}/${workerId}`)?.state === 'done') return true;
      return transaction.rows('blobScope').some((place) => place.sha256 === sha256 && readable.has(place.scopeId));
    });
    return { rows: rows.map((sha256) => ({ sha256 })) };
  },

  [`select scope.id, scope.kind, max(held.level)::text as level, nullif(max(mine.until), 'infinity') as until, scope.head
     from effective_principals($1, statement_timestamp()) mine
     join scope_grant held on held.principal_id = mine.principal_id and held.level >= 'read'
     join scope on scope.id = held.scope_id
     where ${permitted}
     group by scope.id, scope.kind, scope.head
     order by scope.id`]: (transaction, [workerId]: [Id]) => ({
    rows: readableNow(transaction, workerId)
      .map(({ scope: { id, kind, head }, level, until }) => {
        return { id, kind, head, level, until: until === Number.POSITIVE_INFINITY ? null : new Date(until) };
      })
      .sort((left, right) => (left.id < right.id ? -1 : 1)),
  }),

  [`select scope.id, scope.head, scope.digest::text as digest from scope
     where scope.last_xid >= $2::xid8 and ${permitted} and exists (
       select 1 from scope_grant held
       where held.scope_id = scope.id and held.level >= 'read'
         and held.principal_id in (select principal_id from effective_principals($1, statement_timestamp())))
     order by scope.id`]: (transaction, [workerId, cursor]: [Id, string]) => ({
    rows: readableNow(transaction, workerId)
      .filter(({ scope }) => scope.lastXid >= Number(cursor))
      .map(({ scope: { id, head, digest } }) => ({ id, head, digest: String(digest) }))
      .sort((left, right) => (left.id < right.id ? -1 : 1)),
  }),

  [`select distinct scope.id from effective_principals($1, statement_timestamp()) mine
     join scope_grant held on held.principal_id = mine.principal_id and held.level >= 'read'
     join scope on scope.id = held.scope_id
     where ${permitted}`]: (transaction, [workerId]: [Id]) => ({
    rows: readableNow(transaction, workerId).map(({ scope }) => ({ id: scope.id })),
  }),
};
