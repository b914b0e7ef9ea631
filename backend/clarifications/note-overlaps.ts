import { caseFileHead } from '../../db/queries/case-files.ts';
import { listNoteVersions } from '../../db/queries/note-versions.ts';
import type { Overlap } from '../../db/queries/overlaps.ts';
import { readRecord } from '../../db/records.ts';
import { mayInScope } from '../../db/scopes.ts';
import { type OpenDesk, perform, viewerOf } from '../context.ts';
import { type OverlapWords, whenByOther, whoHas } from './overlap-words.ts';

/** She took a note back that somebody else had rewritten, or did so at the same time: the new text still stands. */
export function noteOverlap(desk: OpenDesk, overlap: Overlap): OverlapWords {
  const { caseFileId, targetId: noteId, values } = overlap;
  const { db } = desk.store;
  const isReadable = mayInScope(db, caseFileId, 'read', desk.now());
  const revision = isReadable ? readRecord(db, 'note', caseFileId, noteId) : null;
  const standing = revision && !revision.retractedAt ? revision : null;
  const reason = values['reason'] || 'Vermerk zurückgenommen';
  const mayChange = standing !== null && mayInScope(db, caseFileId, 'write', desk.now());
  return {
    label: 'Vermerk zurückgenommen',
    message: `${whoHas(desk, overlap)} denselben Vermerk ${whenByOther(desk, overlap)} geändert. Die neue Fassung steht in der Akte.`,
    content: [
      { field: 'Grund', value: reason },
      ...(standing ? [{ field: 'Neue Fassung', value: standing.text }] : []),
    ],
    change: mayChange
      ? {
          action: 'retractRevision',
          label: 'Auch die neue Fassung zurücknehmen',
          run: () => perform(desk, 'retractNote', { caseFileId, noteId, reason }),
        }
      : null,
  };
}

/** Notes with more than one text; they are settled by one new text that replaces them (`notes.revise`). */
export function noteVersions(desk: OpenDesk) {
  return listNoteVersions(desk.store.db, viewerOf(desk)).flatMap(({ caseFileId, versions }) => {
    const [newest] = versions;
    if (!newest) return [];
    const count = versions.length === 2 ? 'Zwei' : String(versions.length);
    return {
      clarificationId: newest.noteId,
      kind: 'noteVersions' as const,
      byName: newest.isOwn ? null : newest.createdByName,
      commandName: 'reviseNote',
      label: 'Vermerk geändert',
      at: newest.createdAt,
      refusedAt: newest.createdAt,
      code: 'noteVersions',
      message: `${count} Fassungen eines Vermerks: Er wurde gleichzeitig von mehreren geändert.`,
      caseFileId,
      caseTitle: caseFileHead(desk.store.db, caseFileId)?.title ?? null,
      content: [],
      actions: [],
      versions: versions.map(({ noteId, text, isPinned, createdAt, createdByName }) => {
        return { noteId, text, isPinned, createdAt, createdByName };
      }),
    };
  });
}
