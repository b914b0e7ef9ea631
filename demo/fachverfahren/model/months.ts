/** A calendar month, "2026-11". Compares correctly as text. */
export type Month = string;
/** A calendar day, "2026-11-22". Compares correctly as text. */
export type Day = string;

const monthNames = [
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

/** True for "2026-11". */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

/** Month of a day. */
export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

/** The month `count` months later (earlier when negative). */
export function addMonths(month: Month, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** All months from `from` to `to`, both included; empty when `to` is earlier. */
export function monthsBetween(from: Month, to: Month): Month[] {
  const months: Month[] = [];
  for (let month = from; month <= to && months.length < 1200; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** First day of the month. */
export function firstDay(month: Month): Day {
  return `${month}-01`;
}

/** Last day of the month. */
export function lastDay(month: Month): Day {
  const day = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
  return `${month}-${String(day).padStart(2, '0')}`;
}

/** Age in full years on the first day of the month. */
export function ageInMonth(birthDate: Day, month: Month): number {
  const years = Number(month.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return firstDay(month).slice(5) >= birthDate.slice(5) ? years : years - 1;
}

/** Last Monday to Friday before the month begins: benefits are paid in advance (§ 42 Abs. 1 SGB II). */
export function payDayFor(month: Month): Day {
  const date = new Date(`${lastDay(addMonths(month, -1))}T00:00:00Z`);
  while (date.getUTCDay() === 0 || date.getUTCDay() === 6) date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

/** "22.11.2026". */
export function formatDay(day: Day): string {
  return `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;
}

/** "November 2026". */
export function formatMonth(month: Month): string {
  return `${monthNames[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

/** "November 2026" or "Dezember 2026 bis Mai 2027". */
export function formatMonthRange(from: Month, to: Month): string {
  return from === to ? formatMonth(from) : `${formatMonth(from)} bis ${formatMonth(to)}`;
}

/** Today in the local time zone of the machine. */
export function today(): Day {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
}
