import type { Id } from '../../core/domain/ids.ts';
import { type MissingDocument, missingDocuments } from '../../core/domain/needed-documents.ts';
import type { Day } from '../../core/domain/moments.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, first, type ReadableDb } from '../sql.ts';
import { listKeywords } from './office.ts';

export type CoverNeeds = {
  missing: MissingDocument[];
  /** The newest letter that asked the household for something; with the day somebody will look after it. */
  lastRequest: { documentId: Id; title: string; sentOn: Day; dueOn: Day | null } | null;
};

/** What a case file lacks by the keyword rules of the house, and when it was last asked for; null when nothing is laid down for its kind. */
export function caseNeeds(
  db: ReadableDb,
  caseFileId: Id,
  caseKind: BodyOf<'caseFile'>['kind'],
  today: Day,
): CoverNeeds | null {
  const missing = missingDocuments(caseKind, listKeywords(db, today), newestByKeyword(db, caseFileId), today);
  if (missing === null) return null;
  return { missing, lastRequest: missing.length > 0 ? lastRequest(db, caseFileId) : null };
}

const dayOfDocument = 'coalesce(letter_date, received_date, substr(filed_at, 1, 10))';

function newestByKeyword(db: ReadableDb, caseFileId: Id): Map<Id, Day> {
  const rows = all<{ keyword_id: Buffer; day: Day }>(db, selectNewestByKeyword, idBytes(caseFileId));
  return new Map(rows.map((row) => [idText(row.keyword_id), row.day]));
}

export const selectNewestByKeyword = `SELECT link.keyword_id, max(${dayOfDocument}) AS day
  FROM document_keyword AS link
  JOIN document ON document.scope_id = link.scope_id AND document.id = link.document_id AND document.state = 'filed'
  WHERE link.scope_id = ? GROUP BY link.keyword_id`;

function lastRequest(db: ReadableDb, caseFileId: Id): CoverNeeds['lastRequest'] {
  const row = first<{ id: Buffer; title: string; day: Day; due_on: Day | null }>(
    db,
    selectLastRequest,
    idBytes(caseFileId),
  );
  return row ? { documentId: idText(row.id), title: row.title, sentOn: row.day, dueOn: row.due_on } : null;
}

export const selectLastRequest = `SELECT document.id, document.title, ${dayOfDocument} AS day,
    (SELECT min(due_on) FROM follow_up WHERE follow_up.scope_id = document.scope_id AND follow_up.document_id = document.id
      AND completed_at IS NULL) AS due_on
  FROM document_keyword AS link
  JOIN keyword ON keyword.id = link.keyword_id AND json_extract(keyword.rules, '$.isRequest') = 1
  JOIN document ON document.scope_id = link.scope_id AND document.id = link.document_id
    AND document.state = 'filed' AND document.direction = 'outgoing'
  WHERE link.scope_id = ? ORDER BY day DESC LIMIT 1`;
