import type { Id } from '../core/domain/ids.ts';
import { type BodyOf, type RecordKind, recordKinds } from '../core/domain/records.ts';
import { unindexScope } from './full-text/entries.ts';
import { touchDocumentsOfKeyword, touchOwner } from './full-text/owner-texts.ts';
import { changePageText, forgetPageTexts } from './full-text/page-texts.ts';
import {
  bodyToColumns,
  decompressText,
  idBytes,
  idText,
  type RecordTable,
  recordTable,
  rowToBody,
} from './record-tables.ts';
import { all, first, firstExact, inTransaction, type ReadableDb, run, type WritableDb } from './sql.ts';

export type RecordPlace = { kind: RecordKind; scopeId: Id; id: Id };
export type RecordState = RecordPlace & {
  /** Scope version at which the centre wrote it; 0: the centre has not seen it yet. */
  ver: number;
  isPending: boolean;
  digest: bigint | null;
  body: Record<string, unknown>;
};
type NewState = RecordPlace & {
  ver: number;
  body: Record<string, unknown> | null;
  isPending: boolean;
  digest?: bigint | null;
};

/** Writes a record as it is to be from now on, or removes it (body null), and keeps the full text in step. */
export function writeRecord(db: WritableDb, record: NewState): void {
  inTransaction(db, () => {
    const table = recordTable(record.kind);
    const scope = idBytes(record.scopeId);
    const id = idBytes(record.id);
    const row = first<{ row: number }>(
      db,
      `SELECT row FROM ${table.table} WHERE scope_id = ? AND id = ?`,
      scope,
      id,
    )?.row;
    putRow(db, { table, scope, id, row: row ?? null }, record);
  });
}

/** A record's place in its table: bytes of its ids and its rowid, null when it is not there. */
export type RowPlace = { table: RecordTable; scope: Buffer; id: Buffer; row: number | bigint | null };

/** `writeRecord` for a place that has been looked up already; needs an open transaction. */
export function putRow(db: WritableDb, place: RowPlace, state: Omit<NewState, 'kind' | 'scopeId' | 'id'>): void {
  const { table, scope, id, row } = place;
  if (state.body === null) {
    if (row === null) return;
    beforeRemoval(db, place);
    run(db, table.remove, row);
    afterWrite(db, place, null);
    return;
  }
  const values = bodyToColumns(table, state.body);
  const digest = state.digest ?? null;
  const isPending = state.isPending ? 1 : 0;
  if (row === null) run(db, table.insert, id, scope, state.ver, digest, isPending, ...values);
  else {
    beforeChange(db, place, state.body);
    run(db, table.update, state.ver, digest, isPending, ...values, row);
  }
  afterWrite(db, place, state.body);
}

function beforeRemoval(db: WritableDb, place: RowPlace): void {
  if (place.table.kind === 'page') changePage(db, standingPage(db, place), null);
  if (place.table.kind === 'documentKeyword') touchDocumentOfLink(db, place);
}

/** A change of whom a row belongs to leaves the owner before with a wrong text. */
function beforeChange(db: WritableDb, place: RowPlace, body: Record<string, unknown>): void {
  if (place.table.kind === 'documentKeyword') touchDocumentOfLink(db, place);
  if (place.table.kind !== 'page') return;
  const standing = standingPage(db, place);
  const isSame = standing.number === body['number'] && idText(standing.version_id) === body['versionId'];
  changePage(db, standing, isSame ? String(body['text']) : null);
}

type StandingPage = { scope: Buffer; version_id: Uint8Array; number: number; text: Uint8Array };

function standingPage(db: ReadableDb, place: RowPlace): StandingPage {
  const page = first<Omit<StandingPage, 'scope'>>(
    db,
    'SELECT version_id, number, text FROM page WHERE row = ?',
    place.row,
  );
  if (!page) throw new Error('page row is gone');
  return { ...page, scope: place.scope };
}

function changePage(db: WritableDb, page: StandingPage, after: string | null): void {
  const owner = { scopeId: page.scope, ownerKind: 'page' as const, ownerId: page.version_id, pageNumber: page.number };
  changePageText(db, owner, () => decompressText(page.text), after);
}

function touchDocumentOfLink(db: WritableDb, place: RowPlace): void {
  const link = first<{ document_id: Uint8Array }>(
    db,
    'SELECT document_id FROM document_keyword WHERE row = ?',
    place.row,
  );
  if (link) touchOwner(db, 'document', place.scope, link.document_id);
}

/** Keeps the full text in step with a row that was written. */
export function afterWrite(db: WritableDb, place: RowPlace, body: Record<string, unknown> | null): void {
  const { table, scope, id } = place;
  switch (table.kind) {
    case 'page':
      if (body) indexPage(db, scope, body as BodyOf<'page'>);
      return;
    case 'document':
      return touchOwner(db, 'document', scope, id);
    case 'documentKeyword':
      if (body) touchOwner(db, 'document', scope, idBytes(String(body['documentId'])));
      return;
    case 'keyword':
      return touchDocumentsOfKeyword(db, id);
    case 'inboxItem':
      return touchOwner(db, 'inbox_item', scope, id);
    case 'note':
      return touchOwner(db, 'note', scope, id);
    case 'caseFile':
      return touchOwner(db, 'case_file', scope, id);
    case 'person':
    case 'household':
      return touchOwner(db, 'case_file', scope, scope); // the scope of a case file has its id
    default:
      return;
  }
}

function indexPage(db: WritableDb, scope: Buffer, body: BodyOf<'page'>): void {
  const owner = {
    scopeId: scope,
    ownerKind: 'page' as const,
    ownerId: idBytes(body.versionId),
    pageNumber: body.number,
  };
  changePageText(db, owner, () => null, body.text);
}

/** Reads the body of a record; null when it is not there. */
export function readRecord<K extends RecordKind>(db: ReadableDb, kind: K, scopeId: Id, id: Id): BodyOf<K> | null {
  const table = recordTable(kind);
  const row = first<Record<string, unknown>>(
    db,
    `${table.select} WHERE scope_id = ? AND id = ?`,
    idBytes(scopeId),
    idBytes(id),
  );
  return row ? (rowToBody(table, row) as BodyOf<K>) : null;
}

/** Reads a record with what the sync knows about it; null when it is not there. */
export function readState(db: ReadableDb, place: RecordPlace): RecordState | null {
  const table = recordTable(place.kind);
  const [scope, id] = [idBytes(place.scopeId), idBytes(place.id)];
  const row = first<Record<string, unknown>>(db, `${table.select} WHERE scope_id = ? AND id = ?`, scope, id);
  if (!row) return null;
  const digest = firstExact<{ digest: bigint | null }>(db, table.find, scope, id)?.digest ?? null;
  return {
    ...place,
    ver: row['ver'] as number,
    isPending: row['is_pending'] === 1,
    digest,
    body: rowToBody(table, row),
  };
}

const parentFields: Partial<Record<RecordKind, string>> = {
  version: 'owner_id',
  page: 'version_id',
  documentKeyword: 'document_id',
  historyEntry: 'document_id',
  person: 'household_id',
};

/** Reads all records under a parent, in order of their ids. */
export function readChildren<K extends RecordKind>(
  db: ReadableDb,
  kind: K,
  scopeId: Id,
  parentId: Id,
): { id: Id; body: BodyOf<K> }[] {
  const table = recordTable(kind);
  const field = parentFields[kind];
  if (!field) throw new Error(`${kind} hangs under nothing`);
  const rows = all<Record<string, unknown>>(
    db,
    `${table.select} WHERE scope_id = ? AND ${field} = ? ORDER BY id`,
    idBytes(scopeId),
    idBytes(parentId),
  );
  return rows.map((row) => ({ id: idText(row['id'] as Uint8Array), body: rowToBody(table, row) as BodyOf<K> }));
}

/** All records of a scope, kind by kind, in order of their ids; for comparing stores and for export. */
export function recordsOfScope(db: ReadableDb, scopeId: Id): Omit<RecordState, 'digest'>[] {
  const scope = idBytes(scopeId);
  return recordKinds.flatMap((kind) => {
    const table = recordTable(kind);
    const rows = all<Record<string, unknown>>(db, `${table.select} WHERE scope_id = ? ORDER BY id`, scope);
    return rows.map((row) => ({
      kind,
      scopeId,
      id: idText(row['id'] as Uint8Array),
      ver: row['ver'] as number,
      isPending: row['is_pending'] === 1,
      body: rowToBody(table, row),
    }));
  });
}

/** Removes every record of a scope with its full text and tombstones; the outbox stays. Gives the number of records removed. */
export function removeRecordsOfScope(db: WritableDb, scopeId: Id): number {
  return inTransaction(db, () => {
    const scope = idBytes(scopeId);
    forgetPageTexts(db, scope);
    unindexScope(db, scope);
    let removed = 0;
    for (const kind of recordKinds) {
      removed += run(db, `DELETE FROM ${recordTable(kind).table} WHERE scope_id = ?`, scope).changes;
    }
    run(db, 'DELETE FROM tombstone WHERE scope_id = ?', scope);
    run(db, 'DELETE FROM other_record WHERE scope_id = ?', scope);
    return removed;
  });
}
