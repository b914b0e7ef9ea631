import { recordKinds } from '../../core/domain/records.ts';
import { recordTable } from '../../db/record-tables.ts';

/** Reads a store from outside. */
export type Look = (text: string, ...values: unknown[]) => Record<string, unknown>[];

const tablesByScope = [
  ...recordKinds.map((kind) => recordTable(kind).table),
  ...['tombstone', 'other_record', 'text_entry', 'undo_image', 'outbox_scope'],
];

/** Tables of a store that hold rows of scopes which are not there (any more): rule S5 of docs/sync.md. */
export function tablesWithRemains(look: Look): string[] {
  const isOdd = (table: string) =>
    look(`SELECT 1 FROM ${table} WHERE scope_id NOT IN (SELECT id FROM scope WHERE level <> 'deliver') LIMIT 1`)
      .length > 0;
  return tablesByScope.filter(isOdd);
}

/** True when the full text and the list of what it holds tell the same. */
export function fitsFullText(look: Look): boolean {
  const isSame = (entries: string, index: string) =>
    look(`${entries} EXCEPT SELECT rowid FROM ${index}`).length === 0 &&
    look(`SELECT rowid FROM ${index} EXCEPT ${entries}`).length === 0;
  return (
    isSame('SELECT row FROM text_entry', 'search_text') &&
    isSame(`SELECT row FROM text_entry WHERE owner_kind <> 'page'`, 'head_text')
  );
}

/** Kinds of records of which one is still marked as not yet at the centre. */
export function kindsPending(look: Look): string[] {
  return recordKinds.filter(
    (kind) => look(`SELECT 1 FROM ${recordTable(kind).table} WHERE is_pending = 1 LIMIT 1`).length > 0,
  );
}
