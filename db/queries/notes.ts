import type { Id } from '../../core/domain/ids.ts';
import { idBytes, idOfHex } from '../record-tables.ts';
import { all, type ReadableDb } from '../sql.ts';
import { workerNames } from './names.ts';
import type { Viewer } from './viewer.ts';

export type NoteEntry = {
  noteId: Id;
  documentId: Id | null;
  documentTitle: string | null;
  text: string;
  isPinned: boolean;
  isPhoneCall: boolean;
  writtenAfterClosing: boolean;
  createdAt: string;
  createdByName: string;
  isOwn: boolean;
  siblingIds: Id[];
  revisionCount: number;
  earlier: { text: string; createdAt: string; createdByName: string }[];
  isPending: boolean;
};
type Row = {
  id: string;
  document_id: string;
  document_title: string | null;
  parent_ids: string;
  text: string;
  is_pinned: number;
  is_phone_call: number;
  after_closing: number | null;
  created_at: string;
  created_by: string;
  is_pending: number;
};

export const selectNotes = `SELECT hex(note.id) AS id, hex(note.document_id) AS document_id, document.title AS document_title, parent_ids, note.text, is_pinned,
    is_phone_call, json_extract(note.extra, '$.writtenAfterClosing') AS after_closing, created_at,
    hex(created_by) AS created_by, note.is_pending
  FROM note LEFT JOIN document ON document.scope_id = note.scope_id AND document.id = note.document_id
  WHERE note.scope_id = ? AND retracted_at IS NULL ORDER BY created_at DESC, note.id DESC`;

/** The notes of a case file as they stand: pinned ones first, then the newest. A revision hides what it replaces, until it is retracted. */
export function listNotes(db: ReadableDb, viewer: Viewer, caseFileId: Id): NoteEntry[] {
  const rows = all<Row>(db, selectNotes, idBytes(caseFileId));
  const nameOf = workerNames(db);
  const family = familiesOf(
    rows.map((row) => ({ id: idOfHex(row.id), parentIds: JSON.parse(row.parent_ids) as Id[] })),
  );
  // A file of many years has a thousand notes: for none of them all others are looked through.
  const placeOf = new Map(rows.map((row, place) => [idOfHex(row.id), place]));
  const entries = rows
    .filter((row) => family.isShown(idOfHex(row.id)))
    .map((row): NoteEntry => {
      const noteId = idOfHex(row.id);
      const ancestors = family.ancestorsOf(noteId);
      const earlier = [...ancestors].flatMap((id) => placeOf.get(id) ?? []).sort((left, right) => left - right);
      return {
        noteId,
        documentId: row.document_id ? idOfHex(row.document_id) : null,
        documentTitle: row.document_title,
        text: row.text,
        isPinned: row.is_pinned === 1,
        isPhoneCall: row.is_phone_call === 1,
        writtenAfterClosing: row.after_closing === 1,
        createdAt: row.created_at,
        createdByName: nameOf(idOfHex(row.created_by)),
        isOwn: idOfHex(row.created_by) === viewer.workerId,
        siblingIds: family.siblingsOf(noteId),
        revisionCount: ancestors.size + 1,
        earlier: earlier.flatMap((place) => {
          const before = rows[place];
          return before
            ? { text: before.text, createdAt: before.created_at, createdByName: nameOf(idOfHex(before.created_by)) }
            : [];
        }),
        isPending: row.is_pending === 1,
      };
    });
  return [...entries.filter((entry) => entry.isPinned), ...entries.filter((entry) => !entry.isPinned)];
}

/** How many notes stand at each document of a case file. */
export function noteCounts(db: ReadableDb, caseFileId: Id): Map<Id, number> {
  const rows = all<{ id: string; document_id: string; parent_ids: string }>(
    db,
    'SELECT hex(id) AS id, hex(document_id) AS document_id, parent_ids FROM note WHERE scope_id = ? AND retracted_at IS NULL',
    idBytes(caseFileId),
  );
  const family = familiesOf(
    rows.map((row) => ({ id: idOfHex(row.id), parentIds: JSON.parse(row.parent_ids) as Id[] })),
  );
  const counts = new Map<Id, number>();
  for (const row of rows) {
    if (!row.document_id || !family.isShown(idOfHex(row.id))) continue;
    const documentId = idOfHex(row.document_id);
    counts.set(documentId, (counts.get(documentId) ?? 0) + 1);
  }
  return counts;
}

/** Who descends from whom among notes that are not retracted. Two shown notes with a common ancestor are siblings. */
function familiesOf(notes: { id: Id; parentIds: Id[] }[]) {
  const parents = new Map(notes.map((note) => [note.id, note.parentIds]));
  const replaced = new Set(notes.flatMap((note) => note.parentIds));
  const ancestorsOf = (noteId: Id, found = new Set<Id>()): Set<Id> => {
    for (const parentId of parents.get(noteId) ?? []) {
      if (!found.has(parentId)) ancestorsOf(parentId, found.add(parentId));
    }
    return found;
  };
  const shown = notes.filter((note) => !replaced.has(note.id));
  const byAncestor = new Map<Id, Set<Id>>();
  for (const note of shown) {
    for (const ancestor of ancestorsOf(note.id)) {
      byAncestor.set(ancestor, (byAncestor.get(ancestor) ?? new Set()).add(note.id));
    }
  }
  return {
    isShown: (noteId: Id) => !replaced.has(noteId),
    ancestorsOf: (noteId: Id) => ancestorsOf(noteId),
    siblingsOf: (noteId: Id) => {
      const others = new Set([...ancestorsOf(noteId)].flatMap((ancestor) => [...(byAncestor.get(ancestor) ?? [])]));
      others.delete(noteId);
      return [...others];
    },
  };
}
