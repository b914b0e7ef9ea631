import { markKey, type RecordKey } from '../store/records.ts';
import { type Batch, contextOf } from './batch.ts';
import type { PreparedCommand, ReadyCommand } from './prepare.ts';

/** Rules rarely read more than a few records one after the other. */
const mostSteps = 6;
/** Of one rule. */
const mostReads = 50;

/**
 * Reads what the rules of a push will ask for, all commands together instead of one after the other. Rules are pure, so they can be
 * run ahead on what is known; where an earlier command of the push changes the answers, the rule asks by itself later.
 */
export async function loadFirstReads(batch: Batch, commands: readonly PreparedCommand[]): Promise<void> {
  const ready = commands.filter((command) => command.state === 'ready');
  for (let step = 0; step < mostSteps; step += 1) {
    const wanted = ready.flatMap((command) => likelyReads(batch, command));
    if (wanted.length === 0) return;
    await batch.records.load([...new Map(wanted.map((key) => [markKey(key), key])).values()]);
    // One command alone asks for the rest by itself: that is as quick.
    if (ready.length === 1) return;
  }
}

/**
 * Records a rule asks for, and those it would write, that have not been read yet. What is not known counts as not there, since most that is
 * done makes something new: where that is wrong, the rule comes to other records and asks for them later. Only in scopes that are locked.
 */
function likelyReads(batch: Batch, command: ReadyCommand): RecordKey[] {
  const { definition, args, needs, touches } = command;
  const locked = new Set([...needs.map(({ scopeId }) => scopeId), ...touches]);
  const wanted: RecordKey[] = [];
  const look = (key: RecordKey) => {
    const known = batch.records.known(key);
    if (known === undefined && locked.has(key.scopeId)) wanted.push(key);
    return structuredClone(known?.body ?? null);
  };
  try {
    const rule = definition.decide(args, contextOf(batch, command));
    let step = rule.next();
    while (!step.done && wanted.length < mostReads) {
      if (step.value.read !== 'record') return wanted;
      step = rule.next(look(step.value));
    }
    if (step.done && step.value.outcome === 'accepted') step.value.writes.forEach(look);
  } catch {
    // The command itself will show what is wrong with it.
  }
  return wanted;
}
