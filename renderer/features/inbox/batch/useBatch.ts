import { type InputOf, type OutputOf, useDeskMutation } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';
import { formatNumberOf } from '../../../shared/format.ts';
import { showMessage } from '../../../shared/messages.ts';

export type BatchInput = InputOf<'inbox', 'planBatch'>;
export type BatchDone = OutputOf<'inbox', 'runBatch'>;

/** Does an act with several letters and tells what became of it; `verb` names it, "abgelegt". */
export function useBatch(verb: string, onDone: (done: BatchDone) => void) {
  const showDone = useShowDone();
  return useDeskMutation('inbox', 'runBatch', {
    meta: { errorIsShown: true },
    onSuccess: (done) => {
      const { commandId, doneItemIds, leftOut, hints } = done;
      onDone(done);
      if (commandId) {
        const label = `${formatNumberOf(doneItemIds.length, 'Schreiben', 'Schreiben')} ${verb}.`;
        showDone({ commandId, label, canUndo: true, hints });
      }
      if (leftOut.length === 0) return;
      const [first] = leftOut;
      const words =
        leftOut.length === 1 && first ? `„${first.title}“: ${first.reason}` : 'Sie liegen noch in der Liste.';
      showMessage(`${formatNumberOf(leftOut.length, 'Schreiben blieb', 'Schreiben blieben')} im Postkorb. ${words}`, {
        kind: 'hint',
      });
    },
  });
}
