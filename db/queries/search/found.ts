import { foldGerman } from '../../../core/domain/folding.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { houseScopeId } from '../../../core/domain/standing-ids.ts';
import { idBytes, idOfHex, idText } from '../../record-tables.ts';
import { all, first, type ReadableDb } from '../../sql.ts';
import { workerNames } from '../names.ts';
import { substitutedWorkers } from '../substitutions.ts';
import { isReadableNow, type Viewer } from '../viewer.ts';

export type FoundDocument = {
  caseFileId: Id;
  documentId: Id;
  caseTitle: string;
  fileNumber: string;
  caseWorkerId: Id;
  title: string;
  letterDate: string | null;
  filedAt: string;
  isProtected: boolean;
};

/** What a search shows of a filed document; null when it is not filed (any more) or its case file is not here. */
export function findFiledDocument(db: ReadableDb, caseFileId: Id, documentId: Id): FoundDocument | null {
  const [scope, id] = [idBytes(caseFileId), idBytes(documentId)];
  const row = first<{
    title: string;
    letter_date: string | null;
    filed_at: string;
    is_protected: number;
    case_title: string;
    file_number: string;
    worker_id: Buffer;
  }>(
    db,
    `SELECT document.title, letter_date, filed_at, is_protected, case_file.title AS case_title, file_number, worker_id
     FROM document JOIN case_file ON case_file.scope_id = document.scope_id AND case_file.id = document.scope_id
     WHERE document.scope_id = ? AND document.id = ? AND document.state = 'filed'`,
    scope,
    id,
  );
  if (!row) return null;
  return {
    caseFileId,
    documentId,
    caseTitle: row.case_title,
    fileNumber: row.file_number,
    caseWorkerId: idText(row.worker_id),
    title: row.title,
    letterDate: row.letter_date,
    filedAt: row.filed_at,
    isProtected: row.is_protected === 1,
  };
}

/** The names of the keywords a document stands under. */
export function keywordNamesOf(db: ReadableDb, caseFileId: Id, documentId: Id): string[] {
  const rows = all<{ name: string }>(
    db,
    `SELECT DISTINCT keyword.name FROM document_keyword AS link JOIN keyword ON keyword.scope_id = ? AND keyword.id = link.keyword_id
     WHERE link.scope_id = ? AND link.document_id = ?`,
    house,
    idBytes(caseFileId),
    idBytes(documentId),
  );
  return rows.map((row) => row.name);
}

const house = idBytes(houseScopeId);

/** Whose bytes a version is: a document's or a letter's. */
export function ownerOfVersion(db: ReadableDb, scopeId: Id, versionId: Id): Id | null {
  const row = first<{ owner_id: Buffer }>(
    db,
    'SELECT owner_id FROM version WHERE scope_id = ? AND id = ?',
    idBytes(scopeId),
    idBytes(versionId),
  );
  return row ? idText(row.owner_id) : null;
}

/** The title of a letter that is still open; null when it is done or gone. */
export function openLetterTitle(db: ReadableDb, inboxId: Id, itemId: Id): string | null {
  const row = first<{ title: string }>(
    db,
    `SELECT title FROM inbox_item WHERE scope_id = ? AND id = ? AND state = 'open'`,
    idBytes(inboxId),
    idBytes(itemId),
  );
  return row?.title ?? null;
}

/** The text of a note that stands (neither retracted nor replaced) with the title of its file; null otherwise. */
export function standingNote(db: ReadableDb, caseFileId: Id, noteId: Id): { text: string; caseTitle: string } | null {
  const [scope, id] = [idBytes(caseFileId), idBytes(noteId)];
  const row = first<{ text: string; title: string }>(
    db,
    `SELECT note.text, case_file.title FROM note
     JOIN case_file ON case_file.scope_id = note.scope_id AND case_file.id = note.scope_id
     WHERE note.scope_id = ? AND note.id = ? AND note.retracted_at IS NULL AND NOT EXISTS (
       SELECT 1 FROM note AS newer, json_each(newer.parent_ids) AS parent
       WHERE newer.scope_id = note.scope_id AND newer.retracted_at IS NULL AND parent.value = ?)`,
    scope,
    id,
    noteId,
  );
  return row ? { text: row.text, caseTitle: row.title } : null;
}

/**
 * Case files whose number begins with `number` (as `normaliseFileNumber` writes it), then those that have its digits further
 * on: on the telephone people read out the end. In the order of their numbers.
 */
export function caseFilesByNumber(db: ReadableDb, number: string, limit: number): Id[] {
  const beginning = all<{ id: Buffer }>(
    db,
    'SELECT id FROM case_file WHERE file_number >= ? AND file_number < ? ORDER BY file_number LIMIT ?',
    number,
    `${number}\u{10ffff}`,
    limit,
  );
  const containing = /^\d{4,}$/.test(number)
    ? all<{ id: Buffer }>(
        db,
        'SELECT id FROM case_file WHERE instr(file_number, ?) > 1 ORDER BY file_number LIMIT ?',
        number,
        limit,
      )
    : [];
  return [...beginning, ...containing].slice(0, limit).map((row) => idText(row.id));
}

/** Rows of scopes, as the filter column of the full text names them; scopes not on this desk are left out. */
export function scopeRowsOf(db: ReadableDb, scopeIds: readonly Id[]): number[] {
  return scopeIds.flatMap((scopeId) => {
    const row = first<{ row: number }>(db, 'SELECT row FROM scope WHERE id = ?', idBytes(scopeId));
    return row ? [row.row] : [];
  });
}

export type FoundCaseFile = {
  caseFileId: Id;
  fileNumber: string;
  title: string;
  place: string | null;
  workerId: Id;
  workerName: string;
  substitutedFor: string | null;
  state: 'running' | 'closed';
  lastOpenedAt: string | null;
};
type CaseFileRow = {
  file_number: string;
  title: string;
  place: string | null;
  worker_id: Buffer;
  state: 'running' | 'closed';
  seen_at: string | null;
};

/** What a search shows of case files; those that may not be shown now are left out. Lighter than the rows of the list: nothing is counted. */
export function findFoundCaseFiles(db: ReadableDb, viewer: Viewer, caseFileIds: readonly Id[]): FoundCaseFile[] {
  if (caseFileIds.length === 0) return [];
  const nameOf = workerNames(db);
  const substituted = substitutedWorkers(db, viewer, nameOf);
  const worker = idBytes(viewer.workerId);
  return caseFileIds.flatMap((caseFileId) => {
    const id = idBytes(caseFileId);
    const row = first<CaseFileRow>(db, selectFoundCaseFile, worker, viewer.now, id, id);
    if (!row) return [];
    const workerId = idText(row.worker_id);
    return [
      {
        caseFileId,
        fileNumber: row.file_number,
        title: row.title,
        place: row.place,
        workerId,
        workerName: nameOf(workerId),
        substitutedFor: workerId === viewer.workerId ? null : (substituted.get(workerId) ?? null),
        state: row.state,
        lastOpenedAt: row.seen_at,
      },
    ];
  });
}

const selectFoundCaseFile = `SELECT file_number, title, household.place, worker_id, case_file.state, visit.seen_at FROM case_file
  JOIN scope ON scope.id = case_file.scope_id
  LEFT JOIN household ON household.scope_id = case_file.scope_id AND household.id = case_file.household_id
  LEFT JOIN visit ON visit.case_file_id = case_file.id AND visit.scope_id = ?
  WHERE ${isReadableNow} AND case_file.scope_id = ? AND case_file.id = ?`;

/** Case files whose title begins with a letter (folded), by title. */
export function caseFilesBeginningWith(db: ReadableDb, letter: string, limit: number): Id[] {
  const rows = all<{ id: string; title: string }>(db, 'SELECT hex(id) AS id, title FROM case_file ORDER BY title');
  return rows
    .filter((row) => foldGerman(row.title).startsWith(letter))
    .slice(0, limit)
    .map((row) => idOfHex(row.id));
}
