import type { Day, Moment } from '../../../core/domain/moments.ts';

export type Preset = 'today' | 'thisWeek' | 'dates';

const berlin = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The moment of a wall clock time in Germany, summer or winter: `berlinMoment('2026-11-22', '23:59:59.999')`. */
export function berlinMoment(day: Day, time: string): Moment {
  const asUtc = Date.parse(`${day}T${time}Z`);
  const shown = Date.parse(`${berlin.format(new Date(asUtc)).replace(' ', 'T')}Z`);
  const offset = shown - Math.floor(asUtc / 1000) * 1000;
  return new Date(asUtc - offset).toISOString();
}

/** The Sunday of the week of a day. */
export function endOfWeek(day: Day): Day {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return addDays(day, weekday === 0 ? 0 : 7 - weekday);
}

/** A day some days later. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

type Choice = { preset: Preset; fromDay: Day; toDay: Day };

/** From and to as the backend wants them. A period that begins today begins now. */
export function periodOf({ preset, fromDay, toDay }: Choice, now: Moment, today: Day): { from: Moment; to: Moment } {
  const first = preset === 'dates' ? fromDay : today;
  const last = preset === 'today' ? today : preset === 'thisWeek' ? endOfWeek(today) : toDay;
  return {
    from: first <= today ? now : berlinMoment(first, '00:00:00.000'),
    to: berlinMoment(last, '23:59:59.999'),
  };
}

/** What is wrong with chosen dates; null when they can be used. */
export function periodProblem({ preset, fromDay, toDay }: Choice, today: Day): string | null {
  if (preset !== 'dates') return null;
  if (fromDay === '' || toDay === '') return 'Bitte beide Tage angeben.';
  if (toDay < fromDay) return 'Das Ende liegt vor dem Beginn.';
  return toDay < today ? 'Dieser Zeitraum ist schon vorbei.' : null;
}
