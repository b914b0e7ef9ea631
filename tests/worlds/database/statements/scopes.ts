import type { Id } from '../../../../core/domain/ids.ts';
import type { Level, ScopeKind } from '../../../../core/domain/levels.ts';
import type { Statement } from '../memory-database.ts';
import type { ScopeRow } from '../tables.ts';
import { raiseAccessVersions } from './principals.ts';

/** A scope as the table makes it. */
const newScope = (id: Id, kind: ScopeKind, lastXid: number): ScopeRow => ({
  ...{ id, kind, lastXid, head: 0, digest: '0', rowCount: 0, journalCount: 0, purgeFloor: 0 },
  chain: Buffer.alloc(32),
});

const lockScopesText =
  'select id, kind, head, digest::text, row_count, chain, journal_count from scope where id = any ($1::uuid[]) order by id for no key update';

/** Rows as `lockScopes` reads them. */
const lockedRow = ({ id, kind, head, digest, rowCount, chain, journalCount }: ScopeRow) => ({
  ...{ id, kind, head, digest, chain },
  row_count: rowCount,
  journal_count: journalCount,
});

/** central/store/scopes.ts: locking, writing and making scopes, granting rights in them. */
export const scopeStatements: Record<string, Statement> = {
  [lockScopesText]: async (transaction, [ids]: [Id[]]) => {
    const rows: unknown[] = [];
    for (const id of [...new Set(ids)].sort()) {
      if (!transaction.get('scope', id)) continue;
      await transaction.lock('scope', id);
      const scope = transaction.get('scope', id);
      if (scope) rows.push(lockedRow(scope));
    }
    return { rows };
  },

  [`update scope set head = row.head, digest = row.digest, row_count = row.row_count, chain = row.chain,
       journal_count = row.journal_count, last_xid = case when row.moved then pg_current_xact_id() else scope.last_xid end
     from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::integer[], $5::bytea[], $6::bigint[], $7::boolean[])
       as row (id, head, digest, row_count, chain, journal_count, moved)
     where scope.id = row.id`]: async (
    transaction,
    [ids, heads, digests, rowCounts, chains, journalCounts, moved]: [
      Id[],
      number[],
      string[],
      number[],
      Buffer[],
      number[],
      boolean[],
    ],
  ) => {
    for (const [index, id] of ids.entries()) {
      await transaction.lock('scope', id);
      const scope = transaction.get('scope', id);
      if (!scope) continue;
      transaction.put('scope', id, {
        ...scope,
        head: heads[index] as number,
        digest: digests[index] as string,
        rowCount: rowCounts[index] as number,
        chain: chains[index] as Buffer,
        journalCount: journalCounts[index] as number,
        lastXid: moved[index] ? transaction.ownXid() : scope.lastXid,
      });
    }
    return { rows: [] };
  },

  [`insert into scope (id, kind) select id, kind from unnest($1::uuid[], $2::text[]) as row (id, kind) order by id
     on conflict do nothing returning id`]: async (transaction, [ids, kinds]: [Id[], ScopeKind[]]) => {
    const rows: { id: Id }[] = [];
    for (const { id, kind } of ids.map((id, index) => ({ id, kind: kinds[index] as ScopeKind })).sort(byId)) {
      await transaction.lock('scope', id);
      if (transaction.get('scope', id)) continue;
      transaction.put('scope', id, newScope(id, kind, transaction.ownXid()));
      rows.push({ id });
    }
    return { rows };
  },

  'delete from scope_grant where scope_id = $1 and principal_id = $2': async (
    transaction,
    [scopeId, principalId]: [Id, Id],
  ) => {
    const key = `${scopeId}/${principalId}`;
    await transaction.lock('grant', key);
    if (!transaction.get('grant', key)) return { rows: [] };
    transaction.put('grant', key, null);
    await raiseAccessVersions(transaction, [principalId]);
    return { rows: [] };
  },

  [`insert into scope_grant (scope_id, principal_id, level)
     select scope_id, principal_id, level::access_level from unnest($1::uuid[], $2::uuid[], $3::text[])
       as row (scope_id, principal_id, level)
     on conflict (scope_id, principal_id) do update set level = excluded.level where scope_grant.level <> excluded.level`]:
    async (transaction, [scopeIds, principalIds, wanted]: [Id[], Id[], Level[]]) => {
      const changed: Id[] = [];
      for (const [index, scopeId] of scopeIds.entries()) {
        const principalId = principalIds[index] as Id;
        const level = wanted[index] as Level;
        const key = `${scopeId}/${principalId}`;
        await transaction.lock('grant', key);
        if (transaction.get('grant', key)?.level === level) continue;
        transaction.put('grant', key, { scopeId, principalId, level });
        changed.push(principalId);
      }
      await raiseAccessVersions(transaction, changed);
      return { rows: [] };
    },
};

const byId = (left: { id: Id }, right: { id: Id }) => (left.id < right.id ? -1 : 1);
