import type { DeskHandlers } from '../../core/contract/desk.ts';
import { actsOfToday } from '../commands/acts-of-today.ts';
import { takeBack } from '../commands/run-command.ts';
import type { BackendContext } from '../context.ts';

/** Taking back what was done today. */
export function undoHandlers(context: BackendContext): DeskHandlers['undo'] {
  return {
    list: () => ({
      rows: actsOfToday(context.desk()).map(({ commandId, label, at }) => ({ commandId, label, at })),
    }),
    take: ({ commandId: actId }) => {
      const { commandId, label, canUndo, hints } = takeBack(context.desk(), actId);
      return { commandId, label, canUndo, hints };
    },
  };
}
