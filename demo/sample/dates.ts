import type { Day } from './types.ts';

const MONTHS = [
  'Januar',
  'Februar',
  'März',
  'April',
  'Mai',
  'Juni',
  'Juli',
  'August',
  'September',
  'Oktober',
  'November',
  'Dezember',
];
const DAY_MILLISECONDS = 86_400_000;

function parts(day: Day): [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}

/** Day of year, month (1 to 12; other values roll over) and date. */
export function dayOf(year: number, month: number, date: number): Day {
  return new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);
}

/** Milliseconds since 1970 at midnight UTC of the day. */
export function timeOf(day: Day): number {
  const [year, month, date] = parts(day);
  return Date.UTC(year, month - 1, date);
}

/** Year of a day. */
export function yearOf(day: Day): number {
  return parts(day)[0];
}

/** Day moved by a number of days. */
export function addDays(day: Day, days: number): Day {
  return new Date(timeOf(day) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

/** Day moved by months, kept inside the target month (31.01. + 1 month = 28.02.). */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = parts(day);
  const last = Number(dayOf(year, month + months + 1, 0).slice(8, 10));
  return dayOf(year, month + months, Math.min(date, last));
}

/** Whole days from one day to another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((timeOf(to) - timeOf(from)) / DAY_MILLISECONDS);
}

/** First day of the month of a day. */
export function monthStart(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/** Last day of the month of a day. */
export function monthEnd(day: Day): Day {
  const [year, month] = parts(day);
  return dayOf(year, month + 1, 0);
}

/** Next working day from this day on (Saturday and Sunday are skipped; holidays are not known here). */
export function workday(day: Day): Day {
  const weekday = new Date(timeOf(day)).getUTCDay();
  return weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day;
}

/** Last working day on or before this day. */
export function workdayBefore(day: Day): Day {
  const weekday = new Date(timeOf(day)).getUTCDay();
  return weekday === 6 ? addDays(day, -1) : weekday === 0 ? addDays(day, -2) : day;
}

/** `03.11.2026`. */
export function germanDate(day: Day): string {
  return `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;
}

/** `3. November 2026`. */
export function longDate(day: Day): string {
  const [year, month, date] = parts(day);
  return `${date}. ${MONTHS[month - 1]} ${year}`;
}

/** `November 2026`. */
export function monthName(day: Day): string {
  const [year, month] = parts(day);
  return `${MONTHS[month - 1]} ${year}`;
}

/** Full years of age on a day. */
export function ageOn(birthDate: Day, day: Day): number {
  const before = day.slice(5) < birthDate.slice(5) ? 1 : 0;
  return yearOf(day) - yearOf(birthDate) - before;
}
