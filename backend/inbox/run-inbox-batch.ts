import type { InboxBatchAct } from '../../core/contract/inbox-batch-shapes.ts';
import { runBatch } from '../commands/run-batch.ts';
import type { OpenDesk } from '../context.ts';
import type { PlannedLetter } from './plan-batch.ts';

const labels: Record<InboxBatchAct['kind'], string> = {
  file: 'Ablegen',
  forward: 'Weiterleiten',
  return: 'Zurück an die Scanstelle',
};

/** Does what was planned; letters whose rule says no meanwhile are told like those the plan left out. */
export function runInboxBatch(desk: OpenDesk, planned: readonly PlannedLetter[], kind: InboxBatchAct['kind']) {
  const going = planned.flatMap(({ itemId, commands }) => commands.map((command) => ({ itemId, command })));
  const commands = going.map(({ command }) => command);
  const { batchId, hints, refused } = runBatch(desk, commands, labels[kind]);
  // Of several steps with a letter the first one that was refused says why.
  const reasons = new Map(refused.toReversed().map(({ index, message }) => [going[index]?.itemId, message]));
  const leftOut = planned.flatMap(({ itemId, title, leftOut: planReason }) => {
    const reason = planReason ?? reasons.get(itemId);
    return reason ? [{ itemId, title, reason }] : [];
  });
  const done = planned.filter(({ itemId, commands: own }) => own.length > 0 && !reasons.has(itemId));
  const doneItemIds = done.map(({ itemId }) => itemId);
  return { commandId: batchId, doneItemIds, leftOut, hints };
}
