import { dayOf, type Moment, momentOf } from '../../core/domain/moments.ts';

const hour = 3_600_000; // milliseconds

/** The moment at which the calendar day of `now` began in Germany (midnight there, one or two hours earlier in UTC). */
export function startOfDay(now: Moment): Moment {
  const day = dayOf(now);
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  const summer = momentOf(midnight - 2 * hour);
  return dayOf(summer) === day ? summer : momentOf(midnight - hour);
}
