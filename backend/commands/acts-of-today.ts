import { commandByName } from '../../core/commands/registry.ts';
import type { Id } from '../../core/domain/ids.ts';
import { dayOf, type Moment } from '../../core/domain/moments.ts';
import { isAtStation, openReturns } from '../../core/letters/at-station.ts';
import { type Act, listActs } from '../../db/acts.ts';
import { readRecord } from '../../db/records.ts';
import { actorOf, type Desk } from './desk.ts';

/** What the worker did today and can take back, newest first. */
export function actsOfToday(desk: Desk): Act[] {
  const now = desk.now();
  const yesterday = new Date(Date.parse(now) - 86_400_000).toISOString();
  return listActs(desk.store.db, yesterday).filter((act) => dayOf(act.at) === dayOf(now) && isStillPossible(desk, act));
}

/**
 * A letter that the scan station has answered meanwhile can no longer be fetched back from there; and what a newer version of the program
 * did, only that one can take back.
 */
function isStillPossible(desk: Desk, { inverse }: Act): boolean {
  if (!commandByName(inverse.name)) return false;
  if (inverse.name !== 'withdrawReturn') return true;
  const { inboxId, itemId } = inverse.args as { inboxId: Id; itemId: Id };
  const item = readRecord(desk.store.db, 'inboxItem', inboxId, itemId);
  const workerId = actorOf(desk.store.db).id;
  return item !== null && isAtStation(item) && openReturns(item).some(({ by }) => by === workerId);
}

/** Several letters in one act are one line here: "Ablegen: 12 Schreiben", with as many as can still be taken back. */
export function undoableToday(desk: Desk): { id: Id; label: string; at: Moment }[] {
  const lines = new Map<Id, { id: Id; label: string; at: Moment; count: number }>();
  for (const { commandId, label, at, batch } of actsOfToday(desk)) {
    const before = batch ? lines.get(batch.id) : undefined;
    if (before && batch) {
      before.count += 1;
      before.label = `${batch.label}: ${before.count} Schreiben`;
    } else {
      const id = batch?.id ?? commandId;
      lines.set(id, { id, label, at, count: 1 });
    }
  }
  return [...lines.values()].map(({ id, label, at }) => ({ id, label, at }));
}
