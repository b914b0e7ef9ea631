import type { Id } from '../../../../core/domain/ids.ts';
import type { Statement } from '../memory-database.ts';
import type { RecordRow } from '../tables.ts';

const keyOf = (row: { kind: string; id: Id }) => `${row.kind}/${row.id}`;
const bodyOf = (row: RecordRow) => JSON.parse(row.body as string) as Record<string, unknown>;

const recordsAt = (
  transaction: Parameters<Statement>[0],
  kinds: string[],
  ids: Id[],
  scopeOf: (index: number) => Id,
) => ({
  rows: kinds.flatMap((kind, index) => {
    const [scopeId, asked] = [scopeOf(index), { kind, id: ids[index] as Id }];
    const row = transaction.get(`record ${scopeId}`, keyOf(asked));
    return row ? [{ scope_id: scopeId, ...asked, body: row.deleted ? null : bodyOf(row), h: row.h }] : [];
  }),
});

/** central/store/records.ts: records and where contents are. */
export const recordStatements: Record<string, Statement> = {
  'select id, body from record where scope_id = $1 and kind = $2 and parent_id = $3 and not deleted order by id': (
    transaction,
    [scopeId, kind, parentId]: [Id, string, Id],
  ) => ({
    rows: transaction
      .rows(`record ${scopeId}`)
      .filter((row) => row.kind === kind && row.parentId === parentId && !row.deleted)
      .sort((left, right) => (left.id < right.id ? -1 : 1))
      .map((row) => ({ id: row.id, body: bodyOf(row) })),
  }),

  [`select scope_id, kind, id, body, h::text from record
     join unnest($2::text[], $3::uuid[]) as asked (kind, id) using (kind, id) where scope_id = $1`]: (
    transaction,
    [scopeId, kinds, ids]: [Id, string[], Id[]],
  ) => recordsAt(transaction, kinds, ids, () => scopeId),

  [`select scope_id, kind, id, body, h::text from record
     join unnest($1::uuid[], $2::text[], $3::uuid[]) as asked (scope_id, kind, id) using (scope_id, kind, id)`]: (
    transaction,
    [scopeIds, kinds, ids]: [Id[], string[], Id[]],
  ) => recordsAt(transaction, kinds, ids, (index) => scopeIds[index] as Id),

  [`insert into record (scope_id, kind, id, ver, deleted, parent_id, body, h)
     select scope_id, kind, id, ver, body is null, parent_id, body::jsonb, h
     from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::uuid[], $6::text[], $7::bigint[])
       as row (scope_id, kind, id, ver, parent_id, body, h)
     on conflict (scope_id, kind, id) do update
     set ver = excluded.ver, deleted = excluded.deleted, parent_id = excluded.parent_id, body = excluded.body, h = excluded.h`]:
    async (
      transaction,
      [scopeIds, kinds, ids, vers, parentIds, bodies, digests]: [
        Id[],
        string[],
        Id[],
        number[],
        (Id | null)[],
        (string | null)[],
        string[],
      ],
    ) => {
      for (const [index, scopeId] of scopeIds.entries()) {
        const body = bodies[index] ?? null;
        const row = {
          ...{ scopeId, kind: kinds[index] as string, id: ids[index] as Id, ver: vers[index] as number },
          ...{ deleted: body === null, parentId: parentIds[index] ?? null, body, h: digests[index] as string },
        };
        await transaction.lock(`record ${scopeId}`, keyOf(row));
        transaction.put(`record ${scopeId}`, keyOf(row), row);
      }
      return { rows: [] };
    },

  [`insert into blob_scope (sha256, scope_id)
       select distinct decode(sha256, 'hex'), scope_id from unnest($1::text[], $2::uuid[]) as row (sha256, scope_id)
       on conflict do nothing`]: async (transaction, [sha256s, scopeIds]: [string[], Id[]]) => {
    for (const [index, sha256] of sha256s.entries()) {
      const scopeId = scopeIds[index] as Id;
      await transaction.lock('blobScope', `${sha256}/${scopeId}`);
      transaction.put('blobScope', `${sha256}/${scopeId}`, { sha256, scopeId });
    }
    return { rows: [] };
  },

  [`delete from blob_scope place where place.scope_id = any ($1::uuid[]) and not exists (
       select 1 from record where record.scope_id = place.scope_id and record.kind = 'version'
         and encode(place.sha256, 'hex') in (record.body ->> 'sha256', record.body #>> '{transferNote,original,sha256}'))`]:
    async (transaction, [scopeIds]: [Id[]]) => {
      for (const place of transaction.rows('blobScope').filter(({ scopeId }) => scopeIds.includes(scopeId))) {
        const isNamed = transaction
          .rows(`record ${place.scopeId}`)
          .some((row) => row.kind === 'version' && row.body !== null && contentsIn(bodyOf(row)).includes(place.sha256));
        if (isNamed) continue;
        await transaction.lock('blobScope', `${place.sha256}/${place.scopeId}`);
        transaction.put('blobScope', `${place.sha256}/${place.scopeId}`, null);
      }
      return { rows: [] };
    },
};

/** The content of a version, and that of the original it was made from. */
function contentsIn(body: Record<string, unknown>): unknown[] {
  const { original } = (body['transferNote'] ?? {}) as { original?: { sha256?: unknown } | null };
  return [body['sha256'], original?.sha256];
}
