import type { Id } from '../../../core/domain/ids.ts';
import { idText } from '../../record-tables.ts';
import { all, first, type ReadableDb } from '../../sql.ts';

/** An entry of the full text; for pages the owner is a version. */
export type TextHit = {
  scopeId: Id;
  ownerKind: 'page' | 'document' | 'inbox_item' | 'note' | 'case_file';
  ownerId: Id;
  pageNumber: number;
};
type Row = { scope_id: Buffer; owner_kind: TextHit['ownerKind']; owner_id: Buffer; page_number: number };

/** Hits of a query, those written last first. Cheap however many there are. */
export function newestHits(db: ReadableDb, match: string, limit: number): TextHit[] {
  return hits(db, 'rowid DESC', match, limit);
}

/** Hits of a query, the most telling first; takes time with the number of hits. */
export function bestHits(db: ReadableDb, match: string, limit: number): TextHit[] {
  return hits(db, 'rank', match, limit);
}

/** How many hits a query has, counted no further than `upTo`. */
export function countHits(db: ReadableDb, match: string, upTo: number): number {
  const row = first<{ count: number }>(
    db,
    'SELECT count(*) AS count FROM (SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT ?)',
    match,
    upTo,
  );
  return row?.count ?? 0;
}

function hits(db: ReadableDb, order: 'rowid DESC' | 'rank', match: string, limit: number): TextHit[] {
  // The inner query is cut off before anything is looked up for its rows.
  const rows = all<Row>(
    db,
    `SELECT scope_id, owner_kind, owner_id, page_number FROM (
       SELECT rowid AS entry FROM search_text WHERE search_text MATCH ? ORDER BY ${order} LIMIT ?) AS found
     CROSS JOIN text_entry ON text_entry.row = found.entry`,
    match,
    limit,
  );
  return rows.map((row) => ({
    scopeId: idText(row.scope_id),
    ownerKind: row.owner_kind,
    ownerId: idText(row.owner_id),
    pageNumber: row.page_number,
  }));
}
