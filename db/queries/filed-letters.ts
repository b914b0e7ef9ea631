import type { Id } from '../../core/domain/ids.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, first, type ReadableDb } from '../sql.ts';
import { isReadableNow, type Viewer } from './viewer.ts';

/** A letter that came in and lies filed in a case file on this desk, with the keyword it was filed under first. */
export type FiledLetter = {
  caseFileId: Id;
  versionId: Id;
  keywordId: Id;
  pageCount: number | null;
  isMail: boolean;
};

/** The newest letters filed under each keyword, at most `most` of each. */
export function listFiledLetters(db: ReadableDb, viewer: Viewer, most: number): FiledLetter[] {
  type Row = { scope: Buffer; version: Buffer; keyword: Buffer; pages: number | null; kind: string };
  const rows = all<Row>(
    db,
    `WITH filed AS (
       SELECT document.id, document.scope_id, document.version_id, document.page_count, document.filed_at,
         (SELECT keyword_id FROM document_keyword AS link
          WHERE link.scope_id = document.scope_id AND link.document_id = document.id ORDER BY added_at, link.id LIMIT 1) AS keyword_id
       FROM document JOIN scope ON scope.id = document.scope_id AND scope.kind = 'c'
       WHERE ${isReadableNow} AND document.state = 'filed' AND document.direction = 'incoming'
     ), ranked AS (
       SELECT *, row_number() OVER (PARTITION BY keyword_id ORDER BY filed_at DESC, id) AS place FROM filed WHERE keyword_id IS NOT NULL
     )
     SELECT ranked.scope_id AS scope, ranked.version_id AS version, ranked.keyword_id AS keyword, ranked.page_count AS pages,
       version.kind FROM ranked JOIN version ON version.scope_id = ranked.scope_id AND version.id = ranked.version_id
     WHERE place <= ?`,
    viewer.now,
    most,
  );
  return rows.map((row) => ({
    ...{ caseFileId: idText(row.scope), versionId: idText(row.version) },
    ...{ keywordId: idText(row.keyword), pageCount: row.pages, isMail: row.kind === 'mail' },
  }));
}

/** The document a letter of a Postkorb became in a case file; null when it is not here. */
export function filedFromInbox(db: ReadableDb, caseFileId: Id, itemId: Id): Id | null {
  const row = first<{ id: Buffer }>(
    db,
    'SELECT id FROM document WHERE scope_id = ? AND inbox_item_id = ? ORDER BY filed_at DESC LIMIT 1',
    ...[idBytes(caseFileId), idBytes(itemId)],
  );
  return row ? idText(row.id) : null;
}
