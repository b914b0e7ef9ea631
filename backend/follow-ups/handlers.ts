import type { DeskHandlers } from '../../core/contract/desk.ts';
import type { Id } from '../../core/domain/ids.ts';
import { listFollowUpWorkers } from '../../db/queries/follow-up-workers.ts';
import { listFollowUps } from '../../db/queries/follow-ups.ts';
import { readRecord } from '../../db/records.ts';
import { type BackendContext, type OpenDesk, perform, requireReadable, viewerOf } from '../context.ts';

/** Follow-ups (Wiedervorlagen) of one case file or of all that concern the worker. */
export function followUpHandlers(context: BackendContext): DeskHandlers['followUps'] {
  return {
    list: ({ which, caseFileId }) => {
      const desk = context.desk();
      if (caseFileId) requireReadable(desk, caseFileId, 'Akte');
      return { rows: listFollowUps(desk.store.db, viewerOf(desk), which, caseFileId) };
    },
    workers: ({ caseFileId }) => {
      const desk = context.desk();
      requireReadable(desk, caseFileId, 'Akte');
      return { rows: listFollowUpWorkers(desk.store.db, viewerOf(desk), caseFileId) };
    },
    create: (input) => {
      const desk = context.desk();
      return perform(desk, 'createFollowUp', { ...input, followUpId: desk.newId() });
    },
    complete: (input) => {
      const desk = context.desk();
      return perform(desk, 'completeFollowUp', { ...input, ...seenHere(desk, input) });
    },
    reschedule: (input) => perform(context.desk(), 'rescheduleFollowUp', input),
    cancel: (input) => {
      const desk = context.desk();
      return perform(desk, 'cancelFollowUp', { ...input, ...seenHere(desk, input) });
    },
    assign: (input) => perform(context.desk(), 'assignFollowUp', input),
  };
}

/** Day and worker as this desk shows them: whoever changes them meanwhile is told that it has ended. */
function seenHere(desk: OpenDesk, { caseFileId, followUpId }: { caseFileId: Id; followUpId: Id }) {
  const followUp = readRecord(desk.store.db, 'followUp', caseFileId, followUpId);
  return followUp ? { seen: { dueOn: followUp.dueOn, workerId: followUp.workerId ?? null } } : {};
}
