import type { Id } from '../../core/domain/ids.ts';
import type { Queryable } from './database.ts';

// Rows of scopes for answers to pulls, as JSON text: bodies pass from the database to the desk unparsed. In each statement the scopes
// asked for come first and their rows are looked up one scope after the other, whatever the planner believes about their number: what
// would be read otherwise, for one row, are all partitions.

/** News up to this are read in the same question as the rights to them. */
const fewRows = 100;
const fewBytes = 1024 * 1024; // as stored

type RowText = { scope_id: Id; kind: string; id: Id; ver: number; body: string | null };
const columns = 'record.scope_id, record.kind, record.id, record.ver, record.body::text as body';

/**
 * All rows after those versions, when they are few; null when they are not, or when a scope is asked for whole. Whoever asks has not
 * been looked at: the caller tells only rows of scopes she may read.
 */
export async function readFewRows(
  connection: Queryable,
  need: ReadonlyMap<Id, number>,
): Promise<Map<Id, string[]> | null> {
  const after = [...need.values()];
  if (after.includes(0)) return null;
  const { rows } = await connection.query<RowText & { size: number }>(
    `select told.* from unnest($1::uuid[], $2::bigint[]) as asked (scope_id, after)
     cross join lateral (
       select ${columns}, coalesce(pg_column_size(record.body), 0) as size
       from record where record.scope_id = asked.scope_id and record.ver > asked.after
       order by record.ver limit ${fewRows + 1}
     ) as told limit ${fewRows + 1}`,
    [[...need.keys()], after],
  );
  const bytes = rows.reduce((sum, row) => sum + row.size, 0);
  if (rows.length > fewRows || bytes > fewBytes) return null;
  return textsOf(rows.sort((left, right) => left.ver - right.ver));
}

type VersionSize = { scope_id: Id; ver: number; rows: number; bytes: number };

/** How much each version of these scopes holds, from those after on. */
export async function readVersionSizes(
  connection: Queryable,
  asked: { scopeId: Id; after: number }[],
): Promise<Map<Id, VersionSize[]>> {
  const { rows } = await connection.query<VersionSize>(
    `select asked.scope_id, version.ver, version.rows, version.bytes
     from unnest($1::uuid[], $2::bigint[]) as asked (scope_id, after)
     cross join lateral (
       select record.ver, count(*)::integer as rows, coalesce(sum(pg_column_size(record.body)), 0)::bigint as bytes
       from record where record.scope_id = asked.scope_id and record.ver > asked.after group by record.ver
     ) as version
     order by 1, 2`,
    [asked.map((one) => one.scopeId), asked.map((one) => one.after)],
  );
  return Map.groupBy(rows, (row) => row.scope_id);
}

/** Rows of scopes after one version up to another. */
export async function readRowTexts(
  connection: Queryable,
  told: { scopeId: Id; after: number; upTo: number }[],
): Promise<Map<Id, string[]>> {
  if (told.length === 0) return new Map();
  const { rows } = await connection.query<RowText>(
    `select told.* from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as asked (scope_id, after, upto)
     cross join lateral (
       select ${columns} from record
       where record.scope_id = asked.scope_id and record.ver > asked.after and record.ver <= asked.upto offset 0
     ) as told
     order by told.scope_id, told.ver`,
    [told.map((one) => one.scopeId), told.map((one) => one.after), told.map((one) => one.upTo)],
  );
  return textsOf(rows);
}

function textsOf(rows: RowText[]): Map<Id, string[]> {
  const texts = new Map<Id, string[]>();
  for (const row of rows) {
    const text = `{"kind":${JSON.stringify(row.kind)},"id":"${row.id}","ver":${row.ver},"deleted":${row.body === null},"body":${row.body}}`;
    const list = texts.get(row.scope_id);
    if (list) list.push(text);
    else texts.set(row.scope_id, [text]);
  }
  return texts;
}
