import { foldedWords } from '../../core/domain/folding.ts';
import { normaliseFileNumber } from '../../core/domain/file-number.ts';
import type { Id } from '../../core/domain/ids.ts';
import { idBytes, idOfHex, idText } from '../record-tables.ts';
import { all, first, type ReadableDb, type SqlValue } from '../sql.ts';
import { type NameOf, workerNames } from './names.ts';
import { substitutedWorkers } from './substitutions.ts';
import { isReadableNow, type Viewer } from './viewer.ts';

export type CaseFileEntry = {
  caseFileId: Id;
  fileNumber: string;
  title: string;
  kind: 'benefit' | 'integration' | 'objection' | 'maintenance';
  state: 'running' | 'closed';
  place: string | null;
  workerId: Id;
  workerName: string;
  substitutedFor: string | null;
  approvedUntil: string | null;
  documentCount: number;
  newestDocumentAt: string | null;
  openFollowUps: number;
  lastOpenedAt: string | null;
  isPinned: boolean;
  documentsHere: number | null;
};
type Row = {
  id: string;
  file_number: string;
  title: string;
  kind: CaseFileEntry['kind'];
  state: CaseFileEntry['state'];
  place: string | null;
  worker_id: string;
  approved_until: string | null;
  document_count: number;
  newest_at: string | null;
  open_follow_ups: number;
  seen_at: string | null;
  is_pinned: number;
  documents_here: number | null;
};

// Question marks: worker, worker, moment; then those of the condition.
const columns = `hex(case_file.id) AS id, case_file.file_number, case_file.title, case_file.kind, case_file.state, household.place,
  hex(case_file.worker_id) AS worker_id, case_file.approved_until, visit.seen_at, pin.id IS NOT NULL AS is_pinned,
  (SELECT count(*) FROM document WHERE document.scope_id = case_file.scope_id AND document.state = 'filed') AS document_count,
  (SELECT max(filed_at) FROM document WHERE document.scope_id = case_file.scope_id AND document.state = 'filed') AS newest_at,
  (SELECT count(*) FROM follow_up WHERE follow_up.scope_id = case_file.scope_id AND completed_at IS NULL) AS open_follow_ups,
  CASE WHEN pin.id IS NOT NULL THEN (SELECT count(*) FROM document
    JOIN version ON version.scope_id = document.scope_id AND version.id = document.version_id
    JOIN blob ON blob.sha256 = version.sha256 AND blob.state <> 'wanted'
    WHERE document.scope_id = case_file.scope_id AND document.state = 'filed') END AS documents_here`;
const joins = `JOIN scope ON scope.id = case_file.scope_id
  LEFT JOIN household ON household.scope_id = case_file.scope_id AND household.id = case_file.household_id
  LEFT JOIN visit ON visit.case_file_id = case_file.id AND visit.scope_id = ?
  LEFT JOIN pin ON pin.case_file_id = case_file.id AND pin.scope_id = ?`;
export const selectCaseFiles = `SELECT ${columns} FROM case_file ${joins} WHERE ${isReadableNow}`;

export type CaseFileChoice = 'mine' | 'substituted' | 'recent' | 'pinned' | 'all';
const orders: Record<CaseFileChoice, string> = {
  mine: 'AND case_file.worker_id = ? ORDER BY case_file.title, case_file.file_number',
  substituted: 'AND case_file.worker_id <> ? ORDER BY case_file.title, case_file.file_number',
  recent: 'AND visit.seen_at IS NOT NULL ORDER BY visit.seen_at DESC LIMIT 100',
  pinned: 'AND pin.id IS NOT NULL ORDER BY pin.pinned_at DESC',
  all: 'ORDER BY case_file.title, case_file.file_number',
};

/** Case files on this desk. `filter`: every word must begin a word of title, number, place, state or a person's name, in any spelling. */
export function listCaseFiles(db: ReadableDb, viewer: Viewer, which: CaseFileChoice, filter = ''): CaseFileEntry[] {
  const worker = idBytes(viewer.workerId);
  const extra: SqlValue[] = which === 'mine' || which === 'substituted' ? [worker] : [];
  const rows = all<Row>(db, `${selectCaseFiles} ${orders[which]}`, worker, worker, viewer.now, ...extra);
  const toEntry = entryMaker(db, viewer);
  const entries = rows.map(toEntry).filter((entry) => which !== 'substituted' || entry.substitutedFor !== null);
  return filterEntries(db, entries, filter);
}

/** The case files of these ids that are on this desk, in no particular order. */
export function findCaseFiles(db: ReadableDb, viewer: Viewer, caseFileIds: readonly Id[]): CaseFileEntry[] {
  const worker = idBytes(viewer.workerId);
  const toEntry = entryMaker(db, viewer);
  return caseFileIds.flatMap((caseFileId) => {
    const id = idBytes(caseFileId);
    const sql = `${selectCaseFiles} AND case_file.scope_id = ? AND case_file.id = ?`;
    const row = first<Row>(db, sql, worker, worker, viewer.now, id, id);
    return row ? [toEntry(row)] : [];
  });
}

/** The case file with a number as people write it; running ones and benefit files first where a number is used twice. */
export function findByFileNumber(db: ReadableDb, viewer: Viewer, fileNumber: string): CaseFileEntry | null {
  const number = normaliseFileNumber(fileNumber);
  const rows = all<{ id: Buffer }>(
    db,
    `SELECT id FROM case_file WHERE file_number = ? ORDER BY state = 'running' DESC, kind = 'benefit' DESC, id`,
    number,
  );
  return (
    findCaseFiles(
      db,
      viewer,
      rows.map((row) => idText(row.id)),
    )[0] ?? null
  );
}

/** Title and number of a case file; null when it is not on this desk. */
export function caseFileHead(
  db: ReadableDb,
  caseFileId: Id,
): { title: string; fileNumber: string; workerId: Id } | null {
  const id = idBytes(caseFileId);
  const row = first<{ title: string; file_number: string; worker_id: Buffer }>(
    db,
    'SELECT title, file_number, worker_id FROM case_file WHERE scope_id = ? AND id = ?',
    id,
    id,
  );
  return row ? { title: row.title, fileNumber: row.file_number, workerId: idText(row.worker_id) } : null;
}

function entryMaker(db: ReadableDb, viewer: Viewer): (row: Row) => CaseFileEntry {
  const nameOf: NameOf = workerNames(db);
  const substituted = substitutedWorkers(db, viewer, nameOf);
  return (row) => {
    const workerId = idOfHex(row.worker_id);
    return {
      caseFileId: idOfHex(row.id),
      fileNumber: row.file_number,
      title: row.title,
      kind: row.kind,
      state: row.state,
      place: row.place,
      workerId,
      workerName: nameOf(workerId),
      substitutedFor: workerId === viewer.workerId ? null : (substituted.get(workerId) ?? null),
      approvedUntil: row.approved_until,
      documentCount: row.document_count,
      newestDocumentAt: row.newest_at,
      openFollowUps: row.open_follow_ups,
      lastOpenedAt: row.seen_at,
      isPinned: row.is_pinned === 1,
      documentsHere: row.documents_here,
    };
  };
}

function filterEntries(db: ReadableDb, entries: CaseFileEntry[], filter: string): CaseFileEntry[] {
  const wanted = foldedWords(filter);
  if (wanted.length === 0) return entries;
  const number = normaliseFileNumber(filter);
  return entries.filter((entry) => {
    if (number.length > 3 && entry.fileNumber.includes(number)) return true;
    const state = entry.state === 'closed' ? 'geschlossen' : 'laufend';
    const words = foldedWords(
      `${entry.title} ${entry.fileNumber} ${entry.place ?? ''} ${personNames(db, entry)} ${state}`,
    );
    return wanted.every((word) => words.some((known) => known.startsWith(word)));
  });
}

function personNames(db: ReadableDb, entry: CaseFileEntry): string {
  const rows = all<{ family_name: string; given_name: string; customer_number: string | null }>(
    db,
    'SELECT family_name, given_name, customer_number FROM person WHERE scope_id = ?',
    idBytes(entry.caseFileId),
  );
  return rows.map((row) => `${row.family_name} ${row.given_name} ${row.customer_number ?? ''}`).join(' ');
}
