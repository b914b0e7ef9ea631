import type { Id } from '../../core/domain/ids.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, type ReadableDb } from '../sql.ts';

type LinkedDocument = { documentId: Id; title: string; sheetFrom: number; sheetTo: number };
/** The mail a document came in, and the documents that came in it, as far as they lie in the same case file. */
export type MailLinks = { whole: LinkedDocument | null; parts: LinkedDocument[] };

type Row = { id: Buffer; title: string; sheet_from: number; sheet_to: number };

const linked = `SELECT document.id, document.title, document.sheet_from, document.sheet_to
  FROM version JOIN document ON document.scope_id = version.scope_id AND document.id = version.owner_id
    AND document.version_id = version.id AND document.state = 'filed'
  WHERE version.scope_id = ?`;
/** The mail by the bytes that its attachment names; of two copies the one filed first. */
export const selectWholeMail = `${linked} AND version.sha256 = ? ORDER BY document.sheet_from LIMIT 1`;
/** Attachments by the mail that they name. */
export const selectMailParts = `${linked} AND version.extra IS NOT NULL AND json_extract(version.extra, '$.partOf.sha256') = ?
  ORDER BY document.sheet_from, document.id`;

/** How a document hangs together with others by a mail: known by the content, so it holds wherever both lie. */
export function mailLinks(db: ReadableDb, caseFileId: Id, content: ContentFacts): MailLinks {
  const scope = idBytes(caseFileId);
  const { partOf } = content;
  const [whole] = partOf ? all<Row>(db, selectWholeMail, scope, partOf.sha256).map(toLinked) : [];
  const parts = content.kind === 'mail' ? all<Row>(db, selectMailParts, scope, content.sha256).map(toLinked) : [];
  return { whole: whole ?? null, parts };
}

function toLinked(row: Row): LinkedDocument {
  return { documentId: idText(row.id), title: row.title, sheetFrom: row.sheet_from, sheetTo: row.sheet_to };
}

/** How many filed documents of a case file came in each mail, by the bytes of the mail. */
export function mailPartCounts(db: ReadableDb, caseFileId: Id): Map<string, number> {
  const rows = all<{ whole: string; count: number }>(db, selectPartCounts, idBytes(caseFileId));
  return new Map(rows.map(({ whole, count }) => [whole, count]));
}

export const selectPartCounts = `SELECT json_extract(version.extra, '$.partOf.sha256') AS whole, count(*) AS count
  FROM version JOIN document ON document.scope_id = version.scope_id AND document.id = version.owner_id
    AND document.version_id = version.id AND document.state = 'filed'
  WHERE version.scope_id = ? AND version.extra IS NOT NULL AND whole IS NOT NULL
  GROUP BY whole`;
