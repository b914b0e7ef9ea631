import type { Id } from '../../../../core/domain/ids.ts';
import type { Statement } from '../memory-database.ts';

/** Named, since a proof makes the cursor a naive one. */
export const feedStateText = `select store.epoch, pg_snapshot_xmin(pg_current_snapshot())::text as cursor,
       (select version from access_version where worker_id = $1) as version,
       exists (select 1 from membership where next_edge <= clock_timestamp()) as has_edges
     from store`;

/** central/store/feed.ts, epoch.ts and what push.ts asks for itself. */
export const feedStatements: Record<string, Statement> = {
  'select epoch from store': (transaction) => ({ rows: [{ epoch: transaction.get('store', '')?.epoch }] }),

  [feedStateText]: (transaction, [workerId]: [Id], database) => ({
    rows: [
      {
        epoch: transaction.get('store', '')?.epoch,
        cursor: String(database.oldestOpen()),
        version: transaction.get('accessVersion', workerId)?.version ?? null,
        has_edges: transaction.rows('membership').some((one) => (one.nextEdge ?? Infinity) <= transaction.now()),
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

  [`select record.scope_id, record.ver, count(*)::integer as rows, coalesce(sum(pg_column_size(record.body)), 0)::bigint as bytes
     from unnest($1::uuid[], $2::bigint[]) as asked (scope_id, ver)
     join record on record.scope_id = asked.scope_id and record.ver > asked.ver
     group by 1, 2 order by 1, 2`]: (transaction, [scopeIds, afters]: [Id[], number[]], database) => {
    const sizeOf = database.parts.sizeOf ?? ((body: string) => body.length);
    const rows = scopeIds.flatMap((scopeId, index) => {
      const versions = new Map<number, { rows: number; bytes: number }>();
      for (const { ver, body } of transaction.rows(`record ${scopeId}`)) {
        if (ver <= (afters[index] ?? 0)) continue;
        const before = versions.get(ver) ?? { rows: 0, bytes: 0 };
        versions.set(ver, { rows: before.rows + 1, bytes: before.bytes + (body === null ? 0 : sizeOf(body)) });
      }
      return [...versions]
        .sort(([left], [right]) => left - right)
        .map(([ver, sums]) => ({ scope_id: scopeId, ver, ...sums }));
    });
    return { rows };
  },

  [`select record.scope_id, record.kind, record.id, record.ver, record.body::text as body
     from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as asked (scope_id, after, upto)
     join record on record.scope_id = asked.scope_id and record.ver > asked.after and record.ver <= asked.upto
     order by record.scope_id, record.ver`]: (transaction, [scopeIds, afters, ends]: [Id[], number[], number[]]) => ({
    rows: scopeIds.flatMap((scopeId, index) =>
      transaction
        .rows(`record ${scopeId}`)
        .filter(({ ver }) => ver > (afters[index] ?? 0) && ver <= (ends[index] ?? 0))
        .sort((left, right) => left.ver - right.ver)
        .map(({ kind, id, ver, body }) => ({ scope_id: scopeId, kind, id, ver, body })),
    ),
  }),
};
