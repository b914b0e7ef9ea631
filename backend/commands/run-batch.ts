import type { CommandArgs, CommandName } from '../../core/commands/registry.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { readActBatch } from '../../db/acts.ts';
import { inTransaction } from '../../db/sql.ts';
import type { Desk } from './desk.ts';
import { type Carried, carryOut, type Performing, tellCarried } from './run-command.ts';

// Several commands in one act. Each is a command of its own for the centre, with its own answer: that one letter was filed by somebody
// else meanwhile must not hold up the others. At the desk they are one transaction, one undo, and go out together.

export type BatchCommand = { [Name in CommandName]: { name: Name; args: CommandArgs<Name> } }[CommandName];
export type BatchOutcome = {
  /** Known to `takeBackBatch`; null when nothing was done. */
  batchId: Id | null;
  doneCount: number;
  hints: { code: string; message: string }[];
  /** Places in the list of commands whose rule or rights said no, with the sentence for it. */
  refused: { index: number; message: string }[];
};

/** Carries out what can be carried out of several commands about letters; `label` is what is done with them, "Ablegen". */
export function runBatch(desk: Desk, commands: readonly BatchCommand[], label: string): BatchOutcome {
  const batch = { id: desk.newId(), label };
  const refused: BatchOutcome['refused'] = [];
  const carried = inTransaction(desk.store.db, () => {
    const done: Carried[] = [];
    for (const [index, command] of commands.entries()) {
      const one = attempt(desk, command, { keepAct: true, batch });
      if ('message' in one) refused.push({ index, message: one.message });
      else done.push(one);
    }
    return done;
  });
  if (carried.length > 0) tellCarried(desk, carried, true);
  return {
    batchId: carried.length > 0 ? batch.id : null,
    doneCount: carried.length,
    hints: carried.flatMap(({ hints }) => hints),
    refused,
  };
}

/** Takes back what is left of a batch, last command first; what can no longer be taken back stays. Null: there is no such batch. */
export function takeBackBatch(desk: Desk, batchId: Id): BatchOutcome | null {
  const acts = readActBatch(desk.store.db, batchId);
  if (acts.length === 0) return null;
  const refused: BatchOutcome['refused'] = [];
  const carried = inTransaction(desk.store.db, () => {
    const done: Carried[] = [];
    for (const [index, act] of acts.entries()) {
      const one = attempt(desk, act.inverse, { keepAct: false, takesBack: act });
      if ('message' in one) refused.push({ index, message: `${act.label}: ${one.message}` });
      else done.push(one);
    }
    return done;
  });
  const [first] = refused;
  if (carried.length === 0 && first) throw new AppError('conflict', first.message);
  tellCarried(desk, carried, true);
  return { batchId: null, doneCount: carried.length, hints: carried.flatMap(({ hints }) => hints), refused };
}

function attempt(desk: Desk, step: { name: string; args: unknown }, performing: Performing): Carried | AppError {
  try {
    return carryOut(desk, step.name, step.args, performing);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
