import type { RuleContext } from '../../core/commands/rule.ts';
import type { RecordKey } from '../store/records.ts';
import { type Batch, contextOf } from './batch.ts';
import type { PreparedCommand, ReadyCommand } from './prepare.ts';

/** Rules rarely read more than a few records one after the other. */
const mostSteps = 6;

/**
 * Reads what the rules of a push will ask for, all commands together instead of one after the other. Rules are pure, so they can be
 * run ahead on what is known; where an earlier command of the push changes the answers, the rule asks by itself later.
 */
export async function loadFirstReads(batch: Batch, commands: readonly PreparedCommand[]): Promise<void> {
  const ready = commands.filter((command) => command.state === 'ready');
  for (let step = 0; step < mostSteps; step += 1) {
    const wanted = ready.flatMap((command) => nextRead(batch, command) ?? []);
    if (wanted.length === 0) return;
    await batch.records.load([...new Map(wanted.map((key) => [`${key.scopeId}/${key.kind}/${key.id}`, key])).values()]);
    // One command alone asks for the rest by itself: that is as quick.
    if (ready.length === 1) return;
  }
}

/** The first record a rule asks for that has not been read yet. */
function nextRead(batch: Batch, command: ReadyCommand): RecordKey | null {
  const context: RuleContext = contextOf(batch, command);
  try {
    const rule = command.definition.decide(command.args, context);
    let step = rule.next();
    while (!step.done) {
      if (step.value.read !== 'record') return null;
      const known = batch.records.known(step.value);
      if (known === undefined) return step.value;
      step = rule.next(structuredClone(known?.body ?? null));
    }
  } catch {
    // The command itself will show what is wrong with it.
  }
  return null;
}
