import type { DeskHandlers } from '../../core/contract/desk.ts';
import { type DocumentDetail, directory, newId, now } from './fake-desk-data.ts';
import { documents, notes } from './fake-desk-fill.ts';
import { type Done, documentOf } from './fake-desk-work.ts';

/** The documents of the fake desk. */
export function documentHandlers(done: Done): DeskHandlers['documents'] {
  const update = (document: DocumentDetail, part: Partial<DocumentDetail>, label: string) => {
    const before = { ...document };
    Object.assign(document, part);
    return done(label, { caseFileIds: [document.caseFileId] }, () => Object.assign(document, before));
  };
  return {
    list: ({ caseFileId, registerId, keywordId, filter, showRetracted }) => ({
      rows: documents
        .filter((row) => {
          const keywords = directory.keywords.filter((keyword) => row.keywordIds.includes(keyword.id));
          return (
            row.caseFileId === caseFileId &&
            (registerId === null || keywords.some((keyword) => keyword.registerId === registerId)) &&
            (keywordId === null || row.keywordIds.includes(keywordId)) &&
            (filter === null || `${row.title} ${row.sender}`.toLowerCase().includes(filter.toLowerCase())) &&
            (showRetracted || row.state === 'filed')
          );
        })
        .map((row) => ({ ...row, noteCount: notes.filter((note) => note.documentId === row.documentId).length }))
        .toSorted((a, b) => (b.letterDate ?? '').localeCompare(a.letterDate ?? '')),
    }),
    get: ({ documentId }) => documentOf(documentId),
    setDetails: ({ documentId, after }) =>
      update(documentOf(documentId), after as Partial<DocumentDetail>, 'Angaben geändert'),
    setKeywords: ({ documentId, add, removeLinks }) => {
      const document = documentOf(documentId);
      const kept = document.keywordLinks.filter(({ linkId }) => !removeLinks.includes(linkId));
      const links = [
        ...kept,
        ...add.map((id) => ({ linkId: newId(), keywordId: id, addedByName: 'Petersen, Anna', addedAt: now() })),
      ];
      return update(
        document,
        { keywordLinks: links, keywordIds: links.map((link) => link.keywordId) },
        'Schlagworte geändert',
      );
    },
    mark: ({ documentId, isRead }) => {
      const document = documentOf(documentId);
      document.isUnread = !isRead;
      const label = isRead ? 'Als gelesen markiert' : 'Als ungelesen markiert';
      return done(label, { caseFileIds: [document.caseFileId] });
    },
    retract: ({ documentId, reason }) =>
      update(documentOf(documentId), { state: 'retracted', stateReason: reason }, 'Dokument zurückgezogen'),
    move: ({ documentId, toCaseFileId, reason }) =>
      update(
        documentOf(documentId),
        { state: 'moved', movedTo: toCaseFileId, stateReason: reason },
        'Dokument verschoben',
      ),
    openProtected: ({ documentId }) => update(documentOf(documentId), { mayRead: true }, 'Einsicht vermerkt'),
  };
}
