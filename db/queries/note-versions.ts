import type { Id } from '../../core/domain/ids.ts';
import { idText } from '../record-tables.ts';
import { readRecord } from '../records.ts';
import { mayInScope } from '../scopes.ts';
import { all, type ReadableDb } from '../sql.ts';
import { listNotes, type NoteEntry } from './notes.ts';
import type { Viewer } from './viewer.ts';

/** The texts of one note that stand side by side because several people rewrote it without knowing of each other. */
export type NoteVersions = { caseFileId: Id; versions: NoteEntry[] };

/** Notes with more than one text that wait for the viewer: in files she may write in, where one text is hers or the file is. */
export function listNoteVersions(db: ReadableDb, viewer: Viewer): NoteVersions[] {
  const scopes = all<{ scope_id: Buffer }>(
    db,
    `SELECT DISTINCT scope_id FROM note WHERE extra IS NOT NULL AND json_array_length(extra, '$.replacedBy') > 1`,
  );
  return scopes
    .map((row) => idText(row.scope_id))
    .filter((caseFileId) => mayInScope(db, caseFileId, 'write', viewer.now))
    .flatMap((caseFileId) => versionsIn(db, viewer, caseFileId));
}

function versionsIn(db: ReadableDb, viewer: Viewer, caseFileId: Id): NoteVersions[] {
  const isResponsible = readRecord(db, 'caseFile', caseFileId, caseFileId)?.workerId === viewer.workerId;
  const notes = listNotes(db, viewer, caseFileId);
  const seen = new Set<Id>();
  const found: NoteVersions[] = [];
  for (const note of notes) {
    if (note.siblingIds.length === 0 || seen.has(note.noteId)) continue;
    const ids = [note.noteId, ...note.siblingIds];
    for (const id of ids) seen.add(id);
    const versions = notes.filter(({ noteId }) => ids.includes(noteId));
    if (isResponsible || versions.some(({ isOwn }) => isOwn)) found.push({ caseFileId, versions });
  }
  return found;
}
