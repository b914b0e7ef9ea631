import type { Id } from '../../../core/domain/ids.ts';

type Act = { commandId: Id; label: string; at: string };

/** The act of today that finished a letter; null when it was somebody else's or can no longer be taken back. Both carry the moment of the command. */
export function undoFor(item: { doneAt: string | null }, acts: readonly Act[]): Act | null {
  const { doneAt } = item;
  if (doneAt === null) return null;
  const distance = (act: Act) => Math.abs(Date.parse(act.at) - Date.parse(doneAt));
  // A few milliseconds of leeway: no one files two letters within them.
  return acts.find((act) => distance(act) < 50) ?? null;
}
