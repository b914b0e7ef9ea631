import type { Id } from '../../core/domain/ids.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, first, type ReadableDb } from '../sql.ts';
import { readRecord } from '../records.ts';
import { type DocumentEntry, type DocumentRow, documentEntries, newFrom, selectDocuments } from './documents.ts';
import { type MailLinks, mailLinks } from './mail-links.ts';
import { type NameOf, workerNames } from './names.ts';
import type { Viewer } from './viewer.ts';

export type DocumentDetail = DocumentEntry & {
  caseFileId: Id;
  mail: MailLinks;
  stateReason: string | null;
  movedTo: Id | null;
  arrivedAfterClosing: boolean;
  content: ContentFacts;
  keywordLinks: { linkId: Id; keywordId: Id; addedByName: string; addedAt: string }[];
  history: HistoryLine[];
};
export type HistoryLine = {
  field: string;
  oldValue: string | null;
  newValue: string | null;
  at: string;
  byName: string;
};

/** Everything about one document; null when it is not on this desk. History values are as they were written, newest first. */
export function findDocument(db: ReadableDb, viewer: Viewer, caseFileId: Id, documentId: Id): DocumentDetail | null {
  const worker = idBytes(viewer.workerId);
  const [scope, id] = [idBytes(caseFileId), idBytes(documentId)];
  const row = first<DocumentRow>(
    db,
    `${selectDocuments} AND document.id = ?`,
    newFrom(db, viewer, caseFileId),
    worker,
    worker,
    scope,
    id,
  );
  const document = row && readRecord(db, 'document', caseFileId, documentId);
  const version = document && readRecord(db, 'version', caseFileId, document.versionId);
  if (!row || !document || !version) return null;
  const nameOf = workerNames(db);
  const { ownerId: _, createdAt: __, createdBy: ___, ...content } = version;
  return {
    ...documentEntries(db, caseFileId)(row),
    caseFileId,
    mail: mailLinks(db, caseFileId, content),
    stateReason: document.stateReason,
    movedTo: document.movedTo,
    arrivedAfterClosing: document.arrivedAfterClosing,
    content,
    keywordLinks: keywordLinks(db, scope, id, nameOf),
    history: listHistory(db, caseFileId, documentId),
  };
}

function keywordLinks(db: ReadableDb, scope: Buffer, id: Buffer, nameOf: NameOf): DocumentDetail['keywordLinks'] {
  const rows = all<{ id: Buffer; keyword_id: Buffer; added_by: Buffer; added_at: string }>(
    db,
    `SELECT id, keyword_id, added_by, added_at FROM document_keyword
     WHERE scope_id = ? AND document_id = ? ORDER BY added_at, id`,
    scope,
    id,
  );
  return rows.map((row) => ({
    linkId: idText(row.id),
    keywordId: idText(row.keyword_id),
    addedByName: nameOf(row.added_by),
    addedAt: row.added_at,
  }));
}

/** What was changed about a document, or about the cover of a file, newest first; values are as they were written. */
export function listHistory(db: ReadableDb, caseFileId: Id, ownerId: Id): HistoryLine[] {
  const nameOf = workerNames(db);
  const rows = all<{ field: string; old_value: string | null; new_value: string | null; at: string; by: Buffer }>(
    db,
    `SELECT field, old_value, new_value, at, "by" FROM history_entry
     WHERE scope_id = ? AND document_id = ? ORDER BY at DESC, id DESC`,
    idBytes(caseFileId),
    idBytes(ownerId),
  );
  return rows.map((row) => ({
    field: row.field,
    oldValue: row.old_value,
    newValue: row.new_value,
    at: row.at,
    byName: nameOf(row.by),
  }));
}

export type SameContent = {
  caseFileId: Id;
  documentId: Id;
  title: string;
  filedAt: string;
  filedByName: string;
  sheetFrom: number;
  sheetTo: number;
  isSameMail: boolean;
};

type SameRow = { id: Buffer; title: string; filed_at: string; filed_by: Buffer; sheet_from: number; sheet_to: number };

/** Filed documents of a case file that have the same bytes, newest first; then those that are the same mail by its Message-ID. */
export function documentsWithContent(
  db: ReadableDb,
  caseFileId: Id,
  sha256: string,
  messageId?: string,
): SameContent[] {
  const scope = idBytes(caseFileId);
  const same = all<SameRow>(db, selectSameContent, sha256, scope);
  const mails = messageId === undefined ? [] : all<SameRow>(db, selectSameMail, scope, messageId, sha256);
  const rows = [
    ...same.map((row) => ({ ...row, isSameMail: false })),
    ...mails.map((row) => ({ ...row, isSameMail: true })),
  ];
  if (rows.length === 0) return [];
  const nameOf = workerNames(db);
  return rows.map((row) => ({
    caseFileId,
    documentId: idText(row.id),
    title: row.title,
    filedAt: row.filed_at,
    filedByName: nameOf(row.filed_by),
    sheetFrom: row.sheet_from,
    sheetTo: row.sheet_to,
    isSameMail: row.isSameMail,
  }));
}

const sameColumns =
  'document.id, document.title, document.filed_at, document.filed_by, document.sheet_from, document.sheet_to';
export const selectSameContent = `SELECT ${sameColumns}
  FROM version JOIN document ON document.scope_id = version.scope_id AND document.id = version.owner_id
    AND document.version_id = version.id AND document.state = 'filed'
  WHERE version.sha256 = ? AND version.scope_id = ? ORDER BY document.filed_at DESC`;
export const selectSameMail = `SELECT ${sameColumns}
  FROM version JOIN document ON document.scope_id = version.scope_id AND document.id = version.owner_id
    AND document.version_id = version.id AND document.state = 'filed'
  WHERE version.scope_id = ? AND version.kind = 'mail' AND json_extract(version.extra, '$.messageId') = ? AND version.sha256 <> ?
  ORDER BY document.filed_at DESC`;

/** Titles, sender and dates of a document for words about it; null when it is not on this desk. */
export function documentTitle(db: ReadableDb, caseFileId: Id, documentId: Id): string | null {
  const row = first<{ title: string }>(
    db,
    'SELECT title FROM document WHERE scope_id = ? AND id = ?',
    idBytes(caseFileId),
    idBytes(documentId),
  );
  return row?.title ?? null;
}
