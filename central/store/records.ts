import { createHash } from 'node:crypto';
import type { Id } from '../../core/domain/ids.ts';
import { type ContentFacts, parentOf, type RecordKind } from '../../core/domain/records.ts';
import { originalToRead } from '../../core/domain/transfer-note.ts';
import { digestText } from '../../core/sync/canonical.ts';
import { visibleContents } from './access.ts';
import { bytesOf, type Queryable } from './database.ts';

export type Body = Record<string, unknown>;
/** A record to be written at a version of its scope; without body it becomes a tombstone. */
export type RecordRow = { scopeId: Id; kind: RecordKind; id: Id; ver: number; body: Body | null };
export type StoredMark = { deleted: boolean; h: bigint };

/** What one row adds to the digest of its scope: the first 64 bits of its SHA-256. */
export function rowDigest(row: { kind: string; id: string; ver: number; body: Body | null }): bigint {
  const deleted = row.body === null;
  return createHash('sha256')
    .update(digestText({ ...row, deleted }))
    .digest()
    .readBigUInt64BE(0);
}

export type RecordKey = { scopeId: Id; kind: string; id: Id };
/** A record as it is stored; without body it is a tombstone. */
export type StoredRecord = StoredMark & { body: Body | null };

/** What is stored of these records, by `markKey`; what never was is missing. */
export async function readRecords(database: Queryable, keys: RecordKey[]): Promise<Map<string, StoredRecord>> {
  type Row = { scope_id: Id; kind: string; id: Id; body: Body | null; h: string };
  const { text, scopes } = placesOf(keys);
  const { rows } = await database.query<Row>(text, [scopes, keys.map((key) => key.kind), keys.map((key) => key.id)]);
  return new Map(
    rows.map((row) => [
      markKey({ scopeId: row.scope_id, kind: row.kind, id: row.id }),
      { body: row.body, deleted: row.body === null, h: BigInt.asUintN(64, BigInt(row.h)) },
    ]),
  );
}

/** Of one scope, as most pushes ask, only its part of the table is gone into; that takes half the time. */
function placesOf(keys: RecordKey[]): { text: string; scopes: Id | Id[] } {
  const scopeIds = keys.map((key) => key.scopeId);
  const [first] = scopeIds;
  if (first !== undefined && scopeIds.every((scopeId) => scopeId === first)) return { text: ofOneScope, scopes: first };
  return { text: ofScopes, scopes: scopeIds };
}

const ofOneScope = `select scope_id, kind, id, body, h::text from record
     join unnest($2::text[], $3::uuid[]) as asked (kind, id) using (kind, id) where scope_id = $1`;
const ofScopes = `select scope_id, kind, id, body, h::text from record
     join unnest($1::uuid[], $2::text[], $3::uuid[]) as asked (scope_id, kind, id) using (scope_id, kind, id)`;

/** All living children of a record, in order of their ids. */
export async function readChildBodies(
  database: Queryable,
  scopeId: Id,
  kind: string,
  parentId: Id,
): Promise<{ id: Id; body: Body }[]> {
  const { rows } = await database.query<{ id: Id; body: Body }>(
    'select id, body from record where scope_id = $1 and kind = $2 and parent_id = $3 and not deleted order by id',
    [scopeId, kind, parentId],
  );
  return rows;
}

export const markKey = (row: { scopeId: Id; kind: string; id: Id }): string => `${row.scopeId}/${row.kind}/${row.id}`;

/** What is stored of these records already, by `markKey`. */
export async function readMarks(
  database: Queryable,
  rows: { scopeId: Id; kind: string; id: Id }[],
): Promise<Map<string, StoredMark>> {
  const found = await database.query<{ scope_id: Id; kind: string; id: Id; deleted: boolean; h: string }>(
    `select scope_id, kind, id, deleted, h::text from record
     join unnest($1::uuid[], $2::text[], $3::uuid[]) as asked (scope_id, kind, id) using (scope_id, kind, id)`,
    [rows.map((row) => row.scopeId), rows.map((row) => row.kind), rows.map((row) => row.id)],
  );
  return new Map(
    found.rows.map((row) => [
      markKey({ scopeId: row.scope_id, kind: row.kind, id: row.id }),
      { deleted: row.deleted, h: BigInt.asUintN(64, BigInt(row.h)) },
    ]),
  );
}

/**
 * Inserts or replaces rows; each record at most once. Contents named by versions become visible in their scope. All statements are
 * asked for at once, before anything is waited for.
 */
export async function writeRows(database: Queryable, rows: (RecordRow & { h: bigint })[]): Promise<void> {
  if (rows.length === 0) return;
  const written = database.query(
    `insert into record (scope_id, kind, id, ver, deleted, parent_id, body, h)
     select scope_id, kind, id, ver, body is null, parent_id, body::jsonb, h
     from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::uuid[], $6::text[], $7::bigint[])
       as row (scope_id, kind, id, ver, parent_id, body, h)
     on conflict (scope_id, kind, id) do update
     set ver = excluded.ver, deleted = excluded.deleted, parent_id = excluded.parent_id, body = excluded.body, h = excluded.h`,
    [
      rows.map((row) => row.scopeId),
      rows.map((row) => row.kind),
      rows.map((row) => row.id),
      rows.map((row) => row.ver),
      rows.map((row) => (row.body ? parentOf(row.kind, row.body) : null)),
      rows.map((row) => (row.body ? JSON.stringify(row.body) : null)),
      rows.map((row) => BigInt.asIntN(64, row.h).toString()),
    ],
  );
  await Promise.all([written, ...keepContentPlaces(database, rows)]);
}

// Who may read what was scanned at a desk may read the file it was scanned from, if whoever made this version could read that.
function keepOriginalPlaces(database: Queryable, versions: RecordRow[]): Promise<unknown>[] {
  return versions.flatMap(({ scopeId, body }) => {
    const version = body as ContentFacts & { createdBy: Id };
    const original = originalToRead(version);
    if (!original) return [];
    const seen = visibleContents(database, version.createdBy, [bytesOf(original.sha256)]);
    return [
      seen.then(([sha256]) => {
        const place = 'insert into blob_scope (sha256, scope_id) values ($1, $2) on conflict do nothing';
        return sha256 && database.query(place, [sha256, scopeId]);
      }),
    ];
  });
}

function keepContentPlaces(database: Queryable, rows: RecordRow[]): Promise<unknown>[] {
  const asked: Promise<unknown>[] = [];
  const versions = rows.filter((row) => row.kind === 'version');
  const named = versions.filter((row) => typeof row.body?.sha256 === 'string');
  if (named.length > 0) {
    const place = database.query(
      `insert into blob_scope (sha256, scope_id)
       select distinct decode(sha256, 'hex'), scope_id from unnest($1::text[], $2::uuid[]) as row (sha256, scope_id)
       on conflict do nothing`,
      [named.map((row) => row.body?.sha256), named.map((row) => row.scopeId)],
    );
    asked.push(place);
  }
  asked.push(...keepOriginalPlaces(database, named));
  const left = [...new Set(versions.filter((row) => row.body === null).map((row) => row.scopeId))];
  if (left.length === 0) return asked;
  const removed = database.query(
    `delete from blob_scope place where place.scope_id = any ($1::uuid[]) and not exists (
       select 1 from record where record.scope_id = place.scope_id and record.kind = 'version'
         and encode(place.sha256, 'hex') in (record.body ->> 'sha256', record.body #>> '{transferNote,original,sha256}'))`,
    [left],
  );
  asked.push(removed);
  return asked;
}
