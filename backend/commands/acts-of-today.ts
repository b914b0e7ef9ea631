import { dayOf } from '../../core/domain/moments.ts';
import { type Act, listActs } from '../../db/acts.ts';
import type { Desk } from './desk.ts';

/** What the worker did today and can take back, newest first. */
export function actsOfToday(desk: Desk): Act[] {
  const now = desk.now();
  const yesterday = new Date(Date.parse(now) - 86_400_000).toISOString();
  return listActs(desk.store.db, yesterday).filter((act) => dayOf(act.at) === dayOf(now));
}
