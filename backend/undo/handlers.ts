import type { DeskHandlers } from '../../core/contract/desk.ts';
import type { Id } from '../../core/domain/ids.ts';
import { readAct } from '../../db/acts.ts';
import { undoableToday } from '../commands/acts-of-today.ts';
import type { Desk } from '../commands/desk.ts';
import { takeBackBatch } from '../commands/run-batch.ts';
import { takeBack } from '../commands/run-command.ts';
import { type BackendContext, requireCentreFor } from '../context.ts';

/** Taking back what was done today; of several letters at once all of them. */
export function undoHandlers(context: BackendContext): DeskHandlers['undo'] {
  return {
    list: () => ({
      rows: undoableToday(context.desk()).map(({ id, label, at }) => ({ commandId: id, label, at })),
    }),
    take: ({ commandId: actId }) => {
      const desk = context.desk();
      const inverse = readAct(desk.store.db, actId)?.inverse;
      if (inverse) requireCentreFor(desk, inverse.name);
      return batchTakenBack(desk, actId) ?? commandTakenBack(desk, actId);
    },
  };
}

function commandTakenBack(desk: Desk, actId: Id) {
  const { commandId, label, canUndo, hints } = takeBack(desk, actId);
  return { commandId, label, canUndo, hints };
}

function batchTakenBack(desk: Desk, batchId: Id) {
  const outcome = takeBackBatch(desk, batchId);
  if (!outcome) return null;
  const left = outcome.refused.map(({ message }) => ({ code: 'notTakenBack', message }));
  const label = `Zurückgenommen: ${outcome.doneCount} Schreiben`;
  return { commandId: batchId, label, canUndo: false, hints: [...outcome.hints, ...left] };
}
