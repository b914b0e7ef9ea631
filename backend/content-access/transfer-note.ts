import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import { originalToRead } from '../../core/domain/transfer-note.ts';
import { mayInScope } from '../../db/scopes.ts';
import { workerNames } from '../../db/queries/names.ts';
import { type BackendContext, perform, viewerOf } from '../context.ts';
import { type ContentPlace, readableContent, readPart } from './bytes.ts';

type Handlers = Pick<
  DeskHandlers['content'],
  'transferNote' | 'readOriginal' | 'confirmVisualCheck' | 'reopenVisualCheck'
>;

/** The note that says how paper became this document, and the visual check it asks for. */
export function transferNoteHandlers(context: BackendContext): Handlers {
  const target = ({ scopeId, ownerId }: ContentPlace) => {
    const { versionId, ownerKind } = readableContent(context.desk(), { scopeId, ownerId });
    return { scopeId, ownerId, versionId, isInbox: ownerKind === 'inboxItem' };
  };
  return {
    transferNote: ({ scopeId, ownerId }) => {
      const desk = context.desk();
      const { db } = desk.store;
      const { facts } = readableContent(desk, { scopeId, ownerId });
      const note = facts.transferNote ?? null;
      const original = originalToRead(facts);
      const nameOf = workerNames(db);
      const { takenBy = null, visualCheck = null } = note ?? {};
      const mayWrite = mayInScope(db, scopeId, 'write', desk.now());
      return {
        note,
        takenByName: takenBy && nameOf(takenBy),
        checkedByName: visualCheck?.by ? nameOf(visualCheck.by) : null,
        mayCheck: mayWrite && visualCheck?.state === 'open',
        mayReopen: mayWrite && visualCheck?.by === viewerOf(desk).workerId,
        original: original && { fileName: original.fileName, size: original.size },
      };
    },
    readOriginal: async ({ scopeId, ownerId, ...range }) => {
      const desk = context.desk();
      const original = originalToRead(readableContent(desk, { scopeId, ownerId }).facts);
      if (!original) throw new AppError('not_found', 'Zu diesem Dokument gibt es keine eingescannte Datei.');
      // No record names these bytes: they are kept only as long as they are read.
      const { blobs } = desk.store;
      blobs.hold(original.sha256);
      try {
        return await readPart(desk, original.sha256, range);
      } finally {
        blobs.release(original.sha256);
      }
    },
    confirmVisualCheck: (place) => perform(context.desk(), 'confirmVisualCheck', target(place)),
    reopenVisualCheck: (place) => perform(context.desk(), 'reopenVisualCheck', target(place)),
  };
}
