import type { DeskHandlers } from '../../core/contract/desk.ts';
import { listFollowUps } from '../../db/queries/follow-ups.ts';
import { type BackendContext, perform, requireReadable, viewerOf } from '../context.ts';

/** Follow-ups (Wiedervorlagen) of one case file or of all that concern the worker. */
export function followUpHandlers(context: BackendContext): DeskHandlers['followUps'] {
  return {
    list: ({ which, caseFileId }) => {
      const desk = context.desk();
      if (caseFileId) requireReadable(desk, caseFileId, 'Akte');
      return { rows: listFollowUps(desk.store.db, viewerOf(desk), which, caseFileId) };
    },
    create: (input) => {
      const desk = context.desk();
      return perform(desk, 'createFollowUp', { ...input, followUpId: desk.newId() });
    },
    complete: (input) => perform(context.desk(), 'completeFollowUp', input),
  };
}
