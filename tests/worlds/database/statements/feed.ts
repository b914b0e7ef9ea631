import type { Id } from '../../../../core/domain/ids.ts';
import type { MemoryDatabase, Statement } from '../memory-database.ts';
import type { Transaction } from '../transaction.ts';
import { markOfRefusals } from './commands.ts';

/** Named, since a proof makes the cursor a naive one. */
export const feedStateText = `select store.epoch, pg_snapshot_xmin(pg_current_snapshot())::text as cursor,
       (select version from access_version where worker_id = $1) as version,
       (select count(*) || ' ' || count(*) filter (where state <> 'open') from quarantine where worker_id = $1) as refusals,
       exists (select 1 from membership where next_edge <= clock_timestamp()) as has_edges,
       $2::uuid is not null and not exists (select 1 from mutation where id = $2) as is_forgotten
     from store`;

/** central/store/feed.ts, pulled-rows.ts, epoch.ts and what push.ts asks for itself. */
export const feedStatements: Record<string, Statement> = {
  'select epoch from store': (transaction) => ({ rows: [{ epoch: transaction.get('store', '')?.epoch }] }),

  [feedStateText]: (transaction, [workerId, after]: [Id, Id | null], database) => ({
    rows: [
      {
        epoch: transaction.get('store', '')?.epoch,
        cursor: String(database.oldestOpen()),
        version: transaction.get('accessVersion', workerId)?.version ?? null,
        refusals: markOfRefusals(transaction, workerId),
        has_edges: transaction.rows('membership').some((one) => (one.nextEdge ?? Infinity) <= transaction.now()),
        is_forgotten: after !== null && !transaction.get('mutation', after),
      },
    ],
  }),

  'select worker_id from access_version where last_xid = pg_current_xact_id()': (transaction) => ({
    rows: transaction
      .rows('accessVersion')
      .filter(({ lastXid }) => lastXid === transaction.xid)
      .map(({ workerId }) => ({ worker_id: workerId })),
  }),

  'select id, head, digest::text, row_count, purge_floor from scope where id = any ($1::uuid[])': (
    transaction,
    [ids]: [Id[]],
  ) => ({
    rows: ids.flatMap((id) => {
      const scope = transaction.get('scope', id);
      if (!scope) return [];
      const { head, digest, rowCount, purgeFloor } = scope;
      return [{ id, head, digest, row_count: rowCount, purge_floor: purgeFloor }];
    }),
  }),

  [`select told.* from unnest($1::uuid[], $2::bigint[]) as asked (scope_id, after)
     cross join lateral (
       select record.scope_id, record.kind, record.id, record.ver, record.body::text as body, coalesce(pg_column_size(record.body), 0) as size
       from record where record.scope_id = asked.scope_id and record.ver > asked.after
       order by record.ver limit 101
     ) as told limit 101`]: (transaction, [scopeIds, afters]: [Id[], number[]], database) => {
    const rows = scopeIds.flatMap((scopeId, index) =>
      rowsBetween(transaction, scopeId, afters[index] ?? 0)
        .slice(0, 101)
        .map((row) => ({ ...row, size: sizeOf(database, row.body) })),
    );
    return { rows: rows.slice(0, 101) };
  },

  [`select asked.scope_id, version.ver, version.rows, version.bytes
     from unnest($1::uuid[], $2::bigint[]) as asked (scope_id, after)
     cross join lateral (
       select record.ver, count(*)::integer as rows, coalesce(sum(pg_column_size(record.body)), 0)::bigint as bytes
       from record where record.scope_id = asked.scope_id and record.ver > asked.after group by record.ver
     ) as version
     order by 1, 2`]: (transaction, [scopeIds, afters]: [Id[], number[]], database) => {
    const rows = scopeIds.flatMap((scopeId, index) => {
      const versions = new Map<number, { rows: number; bytes: number }>();
      for (const { ver, body } of rowsBetween(transaction, scopeId, afters[index] ?? 0)) {
        const before = versions.get(ver) ?? { rows: 0, bytes: 0 };
        versions.set(ver, { rows: before.rows + 1, bytes: before.bytes + sizeOf(database, body) });
      }
      return [...versions].map(([ver, sums]) => ({ scope_id: scopeId, ver, ...sums }));
    });
    return { rows };
  },

  [`select told.* from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as asked (scope_id, after, upto)
     cross join lateral (
       select record.scope_id, record.kind, record.id, record.ver, record.body::text as body from record
       where record.scope_id = asked.scope_id and record.ver > asked.after and record.ver <= asked.upto offset 0
     ) as told
     order by told.scope_id, told.ver`]: (transaction, [scopeIds, afters, ends]: [Id[], number[], number[]]) => ({
    rows: scopeIds.flatMap((scopeId, index) => rowsBetween(transaction, scopeId, afters[index] ?? 0, ends[index] ?? 0)),
  }),
};

/** Rows of a scope after one version up to another, in the order of their versions. */
function rowsBetween(transaction: Transaction, scopeId: Id, after: number, upTo = Infinity) {
  return transaction
    .rows(`record ${scopeId}`)
    .filter(({ ver }) => ver > after && ver <= upTo)
    .sort((left, right) => left.ver - right.ver)
    .map(({ kind, id, ver, body }) => ({ scope_id: scopeId, kind, id, ver, body }));
}

function sizeOf(database: MemoryDatabase, body: string | null): number {
  if (body === null) return 0;
  return database.parts.sizeOf?.(body) ?? body.length;
}
