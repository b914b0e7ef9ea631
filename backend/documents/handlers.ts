import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { findDocument } from '../../db/queries/document-detail.ts';
import { listDocuments } from '../../db/queries/documents.ts';
import { isAnyProtected } from '../../db/queries/office.ts';
import { readChildren, readRecord } from '../../db/records.ts';
import { mayInScope } from '../../db/scopes.ts';
import { type BackendContext, type OpenDesk, perform, requireReadable, viewerOf } from '../context.ts';
import { readableHistory } from './history-words.ts';

/** Documents of a case file: the list, one with its history, and all that may be changed about it. */
export function documentHandlers(context: BackendContext): DeskHandlers['documents'] {
  return {
    list: ({ caseFileId, ...wanted }) => {
      const desk = context.desk();
      requireReadable(desk, caseFileId, 'Akte');
      return { rows: listDocuments(desk.store.db, viewerOf(desk), caseFileId, wanted) };
    },
    get: ({ caseFileId, documentId }) => {
      const desk = context.desk();
      const { db } = desk.store;
      requireReadable(desk, caseFileId, 'Akte');
      const detail = findDocument(db, viewerOf(desk), caseFileId, documentId);
      if (!detail) throw new AppError('not_found', 'Dieses Dokument ist nicht in der Akte.');
      const mayRead = !detail.isProtected || desk.openedProtected.has(documentId);
      const mayWrite = mayInScope(db, caseFileId, 'write', desk.now());
      return { ...detail, history: readableHistory(db, detail.history), mayRead, mayWrite };
    },
    setDetails: (input) => perform(context.desk(), 'setDocumentDetails', input),
    setKeywords: (input) => {
      const desk = context.desk();
      return perform(desk, 'setDocumentKeywords', { ...input, isProtected: willBeProtected(desk, input) });
    },
    mark: ({ caseFileId, documentId, isRead }) => {
      const desk = context.desk();
      return perform(desk, 'markDocument', { workerId: viewerOf(desk).workerId, caseFileId, documentId, isRead });
    },
    retract: (input) => perform(context.desk(), 'retractDocument', input),
    move: (input) => {
      const desk = context.desk();
      return perform(desk, 'moveDocument', { ...input, newDocumentId: desk.newId() });
    },
    openProtected: (input) => {
      const desk = context.desk();
      requireReadable(desk, input.caseFileId, 'Akte');
      const done = perform(desk, 'openProtectedDocument', input);
      desk.openedProtected.add(input.documentId);
      // Nothing was written, yet every window must learn that it may be read now.
      desk.changes.tell('records', {
        caseFileIds: [input.caseFileId],
        visitedIds: [],
        inboxIds: [],
        house: false,
        kinds: [],
      });
      return done;
    },
  };
}

/** Protected by one of its keywords from now on, or protected before by a choice and not by a keyword. */
function willBeProtected(
  desk: OpenDesk,
  input: { caseFileId: Id; documentId: Id; add: Id[]; removeLinks: Id[] },
): boolean {
  const { db } = desk.store;
  const links = readChildren(db, 'documentKeyword', input.caseFileId, input.documentId);
  const staying = links.filter((link) => !input.removeLinks.includes(link.id)).map((link) => link.body.keywordId);
  if (isAnyProtected(db, [...staying, ...input.add])) return true;
  const wasProtected = readRecord(db, 'document', input.caseFileId, input.documentId)?.isProtected ?? false;
  return (
    wasProtected &&
    !isAnyProtected(
      db,
      links.map((link) => link.body.keywordId),
    )
  );
}
