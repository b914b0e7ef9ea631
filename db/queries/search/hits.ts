import type { Id } from '../../../core/domain/ids.ts';
import { idOfHex } from '../../record-tables.ts';
import { all, type ReadableDb } from '../../sql.ts';

/** An entry of the full text; for pages the owner is a version. */
export type TextHit = {
  scopeId: Id;
  ownerKind: 'page' | 'document' | 'inbox_item' | 'note' | 'case_file';
  ownerId: Id;
  pageNumber: number;
};
type Row = { scope_id: string; owner_kind: TextHit['ownerKind']; owner_id: string; page_number: number };

/** Hits of a query in everything but pages, those written last first. Cheap however many there are. */
export function newestHits(db: ReadableDb, match: string, limit: number): TextHit[] {
  return hitsIn(db, entriesOf(db, 'head_text', 'rowid DESC', match, limit));
}

/**
 * Hits of a query in pages: the most telling first if there are no more than `mostToRank` (ranking takes time with their number), else those
 * written last first. Putting together the words that begin as typed is what costs; so counting and fetching are one query.
 */
export function tellingHits(db: ReadableDb, match: string, limit: number, mostToRank: number): TextHit[] {
  const newest = entriesOf(db, 'search_text', 'rowid DESC', match, mostToRank + 1);
  const isFew = newest.length > 1 && newest.length <= mostToRank;
  return hitsIn(db, isFew ? entriesOf(db, 'search_text', 'rank', match, limit) : newest.slice(0, limit));
}

type Index = 'search_text' | 'head_text';

function entriesOf(db: ReadableDb, index: Index, order: 'rowid DESC' | 'rank', match: string, limit: number): number[] {
  const sql = `SELECT rowid AS entry FROM ${index} WHERE ${index} MATCH ? ORDER BY ${order} LIMIT ?`;
  return all<{ entry: number }>(db, sql, match, limit).map(({ entry }) => entry);
}

function hitsIn(db: ReadableDb, entries: readonly number[]): TextHit[] {
  const rows = all<Row>(
    db,
    `SELECT hex(scope_id) AS scope_id, owner_kind, hex(owner_id) AS owner_id, page_number FROM json_each(?) AS wanted
     JOIN text_entry ON text_entry.row = wanted.value ORDER BY wanted.key`,
    JSON.stringify(entries),
  );
  return rows.map(({ scope_id: scopeId, owner_kind: ownerKind, owner_id: ownerId, page_number: pageNumber }) => ({
    ...{ scopeId: idOfHex(scopeId), ownerKind, ownerId: idOfHex(ownerId), pageNumber },
  }));
}
