import type { DeskHandlers } from '../../core/contract/desk.ts';
import { listNotes } from '../../db/queries/notes.ts';
import { type BackendContext, perform, requireReadable, viewerOf } from '../context.ts';

/** Notes (Vermerke) of a case file. */
export function noteHandlers(context: BackendContext): DeskHandlers['notes'] {
  return {
    list: ({ caseFileId }) => {
      const desk = context.desk();
      requireReadable(desk, caseFileId, 'Akte');
      return { rows: listNotes(desk.store.db, viewerOf(desk), caseFileId) };
    },
    add: (input) => {
      const desk = context.desk();
      return perform(desk, 'addNote', { ...input, noteId: desk.newId() });
    },
    revise: (input) => {
      const desk = context.desk();
      return perform(desk, 'reviseNote', { ...input, noteId: desk.newId() });
    },
    retract: (input) => perform(context.desk(), 'retractNote', input),
  };
}
