import { foldedWords, foldGerman } from '../../core/domain/folding.ts';
import type { Id } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import { idBytes, idOfHex } from '../record-tables.ts';
import { all, type ReadableDb, type SqlValue } from '../sql.ts';
import { visitBefore } from './case-cover.ts';
import { mailPartCounts } from './mail-links.ts';
import { keywordNames, type NameOf, workerNames } from './names.ts';
import { noteCounts } from './notes.ts';
import type { Viewer } from './viewer.ts';

export type DocumentEntry = {
  documentId: Id;
  title: string;
  keywordIds: Id[];
  letterDate: string | null;
  receivedDate: string | null;
  filedAt: string;
  filedByName: string;
  sender: string | null;
  direction: 'incoming' | 'outgoing' | 'internal';
  kind: ContentFacts['kind'];
  pageCount: number | null;
  sheetFrom: number;
  sheetTo: number;
  isSheetProvisional: boolean;
  isProtected: boolean;
  isUnread: boolean;
  isOnDesk: boolean;
  noteCount: number;
  state: 'filed' | 'moved' | 'retracted';
  isPending: boolean;
  isMailPart: boolean;
  mailPartCount: number;
};
export type DocumentRow = {
  id: string;
  title: string;
  letter_date: string | null;
  received_date: string | null;
  filed_at: string;
  filed_by: string;
  sender: string | null;
  direction: DocumentEntry['direction'];
  kind: ContentFacts['kind'] | null;
  page_count: number | null;
  sheet_from: number;
  sheet_to: number;
  ver: number;
  is_pending: number;
  is_protected: number;
  is_unread: number;
  blob_state: string | null;
  state: DocumentEntry['state'];
  sha256: string | null;
  is_mail_part: number;
};

/** Documents that came in within this time stay unread until she has read them, whenever she last had the file open. */
const unreadDays = 30;

/**
 * A document is unread when the worker has not marked it read, did not file it herself, and it was filed since her visit before
 * today or within the last 30 days, whichever reaches further back. So a file she opens for the first time is not all unread.
 * Question marks: moment from which documents count as new, worker, worker.
 */
export const selectDocuments = `SELECT hex(document.id) AS id, document.title, letter_date, received_date, filed_at, hex(filed_by) AS filed_by, sender, direction,
    version.kind, document.page_count, sheet_from, sheet_to, document.ver, document.is_pending, is_protected, document.state,
    blob.state AS blob_state, version.sha256,
    version.extra IS NOT NULL AND json_extract(version.extra, '$.partOf') IS NOT NULL AS is_mail_part,
    filed_at > ? AND document.filed_by <> ? AND NOT EXISTS (
      SELECT 1 FROM read_mark WHERE read_mark.document_id = document.id AND read_mark.scope_id = ?) AS is_unread
  FROM document
  LEFT JOIN version ON version.scope_id = document.scope_id AND version.id = document.version_id
  LEFT JOIN blob ON blob.sha256 = version.sha256
  WHERE document.scope_id = ?`;

/** The moment from which on documents count as new to the viewer. */
export function newFrom(db: ReadableDb, viewer: Viewer, caseFileId: Id): string {
  const recently = momentOf(Date.parse(viewer.now) - unreadDays * 86_400_000);
  const before = visitBefore(db, viewer, caseFileId);
  return before !== null && before < recently ? before : recently;
}

export type DocumentFilter = {
  registerId: Id | null;
  keywordId: Id | null;
  filter: string | null;
  showRetracted: boolean;
};

/** All documents of a case file, newest first by letter date (else receipt, else filing), then by filing; the same order at every desk. */
export function listDocuments(db: ReadableDb, viewer: Viewer, caseFileId: Id, wanted: DocumentFilter): DocumentEntry[] {
  const worker = idBytes(viewer.workerId);
  const bound: SqlValue[] = [newFrom(db, viewer, caseFileId), worker, worker, idBytes(caseFileId)];
  const states = wanted.showRetracted ? '' : ` AND document.state = 'filed'`;
  const rows = all<DocumentRow>(
    db,
    `${selectDocuments}${states} ORDER BY coalesce(letter_date, received_date, substr(filed_at, 1, 10)) DESC, filed_at DESC, sheet_from DESC, document.id DESC`,
    ...bound,
  );
  const toEntry = documentEntries(db, caseFileId);
  return rows.map(toEntry).filter(keepsTo(db, wanted));
}

/** Turns rows of `selectDocuments` of one case file into entries; reads keywords, notes and names once. */
export function documentEntries(db: ReadableDb, caseFileId: Id): (row: DocumentRow) => DocumentEntry {
  const keywords = keywordsByDocument(db, caseFileId);
  const notes = noteCounts(db, caseFileId);
  const mailParts = mailPartCounts(db, caseFileId);
  const nameOf: NameOf = workerNames(db);
  return (row) => {
    const documentId = idOfHex(row.id);
    return {
      documentId,
      title: row.title,
      keywordIds: keywords.get(documentId) ?? [],
      letterDate: row.letter_date,
      receivedDate: row.received_date,
      filedAt: row.filed_at,
      filedByName: nameOf(idOfHex(row.filed_by)),
      sender: row.sender,
      direction: row.direction,
      kind: row.kind ?? 'unknown',
      pageCount: row.page_count,
      sheetFrom: row.sheet_from,
      sheetTo: row.sheet_to,
      isSheetProvisional: row.ver === 0,
      isProtected: row.is_protected === 1,
      isUnread: row.is_unread === 1,
      isOnDesk: row.blob_state === 'present' || row.blob_state === 'uploading',
      noteCount: notes.get(documentId) ?? 0,
      state: row.state,
      isPending: row.is_pending === 1,
      isMailPart: row.is_mail_part === 1,
      mailPartCount: (row.kind === 'mail' && row.sha256 ? mailParts.get(row.sha256) : undefined) ?? 0,
    };
  };
}

export const selectDocumentKeywords =
  'SELECT hex(document_id) AS document_id, hex(keyword_id) AS keyword_id FROM document_keyword WHERE scope_id = ?';

function keywordsByDocument(db: ReadableDb, caseFileId: Id): Map<Id, Id[]> {
  const links = all<{ document_id: string; keyword_id: string }>(db, selectDocumentKeywords, idBytes(caseFileId));
  const byDocument = new Map<Id, Id[]>();
  for (const link of links) {
    const documentId = idOfHex(link.document_id);
    const keywordId = idOfHex(link.keyword_id);
    const known = byDocument.get(documentId);
    if (!known) byDocument.set(documentId, [keywordId]);
    else if (!known.includes(keywordId)) known.push(keywordId);
  }
  return byDocument;
}

function keepsTo(db: ReadableDb, wanted: DocumentFilter): (entry: DocumentEntry) => boolean {
  const words = foldedWords(wanted.filter ?? '');
  const names = words.length > 0 ? keywordNames(db) : null;
  const inRegister = wanted.registerId ? keywordsOfRegister(db, wanted.registerId) : null;
  return (entry) => {
    if (wanted.keywordId && !entry.keywordIds.includes(wanted.keywordId)) return false;
    if (inRegister && !entry.keywordIds.some((keywordId) => inRegister.has(keywordId))) return false;
    if (!names) return true;
    const keywords = entry.keywordIds.map((keywordId) => names.get(keywordId) ?? '').join(' ');
    const text = foldGerman(`${entry.title} ${entry.sender ?? ''} ${keywords}`);
    return words.every((word) => text.includes(word));
  };
}

function keywordsOfRegister(db: ReadableDb, registerId: Id): Set<Id> {
  const rows = all<{ id: string }>(db, 'SELECT hex(id) AS id FROM keyword WHERE register_id = ?', idBytes(registerId));
  return new Set(rows.map((row) => idOfHex(row.id)));
}
