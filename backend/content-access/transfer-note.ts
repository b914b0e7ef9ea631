import type { DeskHandlers } from '../../core/contract/desk.ts';
import { mayInScope } from '../../db/scopes.ts';
import { workerNames } from '../../db/queries/names.ts';
import { type BackendContext, perform, viewerOf } from '../context.ts';
import { type ContentPlace, readableContent } from './bytes.ts';

type Handlers = Pick<DeskHandlers['content'], 'transferNote' | 'confirmVisualCheck' | 'reopenVisualCheck'>;

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
      const note = readableContent(desk, { scopeId, ownerId }).facts.transferNote ?? null;
      const nameOf = workerNames(db);
      const { takenBy = null, visualCheck = null } = note ?? {};
      const mayWrite = mayInScope(db, scopeId, 'write', desk.now());
      return {
        note,
        takenByName: takenBy && nameOf(takenBy),
        checkedByName: visualCheck?.by ? nameOf(visualCheck.by) : null,
        mayCheck: mayWrite && visualCheck?.state === 'open',
        mayReopen: mayWrite && visualCheck?.by === viewerOf(desk).workerId,
      };
    },
    confirmVisualCheck: (place) => perform(context.desk(), 'confirmVisualCheck', target(place)),
    reopenVisualCheck: (place) => perform(context.desk(), 'reopenVisualCheck', target(place)),
  };
}
