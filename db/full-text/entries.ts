import { foldGerman } from '../../core/domain/folding.ts';
import { first, run, type WritableDb } from '../sql.ts';
import { learnWords } from './vocabulary.ts';

/** What a hit belongs to; for `page` the owner is a version and the page number counts from 1, else it is 0. */
export type TextOwner = {
  scopeId: Uint8Array;
  ownerKind: 'page' | 'document' | 'inbox_item' | 'note' | 'case_file';
  ownerId: Uint8Array;
  pageNumber: number;
};

/** Puts the text of an owner into the index, in place of what it had; empty text takes it out. */
export function indexText(db: WritableDb, owner: TextOwner, text: string): void {
  const row = entryRow(db, owner);
  const folded = foldGerman(text);
  if (folded.trim() === '') {
    if (row !== null) removeEntry(db, row);
    return;
  }
  const filter = `s${scopeRow(db, owner.scopeId)} t${owner.ownerKind.replace('_', '')}`;
  if (row === null) {
    const entry = run(
      db,
      'INSERT INTO text_entry (scope_id, owner_kind, owner_id, page_number) VALUES (?, ?, ?, ?)',
      owner.scopeId,
      owner.ownerKind,
      owner.ownerId,
      owner.pageNumber,
    );
    write(db, owner, entry.row, folded, filter);
  } else {
    write(db, owner, row, folded, filter);
  }
  learnWords(db, folded);
}

function write(db: WritableDb, { ownerKind }: TextOwner, row: number, folded: string, filter: string): void {
  run(db, 'INSERT OR REPLACE INTO search_text (rowid, text, k) VALUES (?, ?, ?)', row, folded, filter);
  if (ownerKind === 'page') return;
  // Without the pages once more: see db/migrations/0050-head-texts.ts.
  run(db, 'INSERT OR REPLACE INTO head_text (rowid, text, k) VALUES (?, ?, ?)', row, folded, filter);
}

/** Takes the text of an owner out of the index. */
export function unindexText(db: WritableDb, owner: TextOwner): void {
  const row = entryRow(db, owner);
  if (row !== null) removeEntry(db, row);
}

/** Takes all texts of a scope out of the index; gives how many there were. */
export function unindexScope(db: WritableDb, scopeId: Uint8Array): number {
  run(db, 'DELETE FROM search_text WHERE rowid IN (SELECT row FROM text_entry WHERE scope_id = ?)', scopeId);
  run(
    db,
    `DELETE FROM head_text WHERE rowid IN (SELECT row FROM text_entry WHERE scope_id = ? AND owner_kind <> 'page')`,
    scopeId,
  );
  return run(db, 'DELETE FROM text_entry WHERE scope_id = ?', scopeId).changes;
}

function removeEntry(db: WritableDb, row: number): void {
  run(db, 'DELETE FROM search_text WHERE rowid = ?', row);
  run(db, 'DELETE FROM head_text WHERE rowid = ?', row);
  run(db, 'DELETE FROM text_entry WHERE row = ?', row);
}

function entryRow(db: WritableDb, owner: TextOwner): number | null {
  const found = first<{ row: number }>(
    db,
    'SELECT row FROM text_entry WHERE scope_id = ? AND owner_kind = ? AND owner_id = ? AND page_number = ?',
    owner.scopeId,
    owner.ownerKind,
    owner.ownerId,
    owner.pageNumber,
  );
  return found?.row ?? null;
}

function scopeRow(db: WritableDb, scopeId: Uint8Array): number {
  return first<{ row: number }>(db, 'SELECT row FROM scope WHERE id = ?', scopeId)?.row ?? 0;
}
