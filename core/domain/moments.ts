import { z } from 'zod';

/** A calendar day, `2026-11-22`. */
export const daySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'not a day');
/** A moment in UTC with milliseconds, `2026-11-22T18:56:00.000Z`. */
export const momentSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'not a moment');
export type Day = string;
export type Moment = string;

/** Milliseconds since 1970 to a moment. */
export function momentOf(milliseconds: number): Moment {
  return new Date(milliseconds).toISOString();
}

const berlinDay = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day in Germany at a moment. */
export function dayOf(moment: Moment): Day {
  return berlinDay.format(new Date(moment));
}

const berlinTime = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });

/** A moment as it is written in German letters, by the clock in Germany: `22.11.2026 um 19:56 Uhr`. */
export function germanMoment(moment: Moment): string {
  return `${germanDay(dayOf(moment))} um ${berlinTime.format(new Date(moment))} Uhr`;
}

/** A day as it is written in German letters: `22.11.2026`. */
export function germanDay(day: Day): string {
  return `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;
}
