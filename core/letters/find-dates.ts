import { type FoundPlace, placeOf } from './find-place.ts';
import type { Day } from '../domain/moments.ts';
import type { PageWords } from './page-words.ts';

/** A day as it stands in a letter, with what is written before it on its line. */
export type FoundDate = FoundPlace & { day: Day; asWritten: string; index: number; before: string };

const months = [
  ...['januar', 'februar', 'märz', 'april', 'mai', 'juni'],
  ...['juli', 'august', 'september', 'oktober', 'november', 'dezember'],
];
const gap = '[ \\t\\u00a0]?';
const numeric = `(\\d{1,2})${gap}\\.${gap}(\\d{1,2})${gap}\\.${gap}(\\d{4}|\\d{2})`;
const named = `(\\d{1,2})\\.?${gap}(${months.join('|')}|jan\\.|feb\\.|mär\\.|apr\\.|jun\\.|jul\\.|aug\\.|sep\\.|sept\\.|okt\\.|nov\\.|dez\\.)${gap}(\\d{4})`;
const pattern = new RegExp(`(?<![\\d.,])(?:${numeric}|${named})(?![\\d])`, 'giu');

/** A day of the calendar, or null: 31.02. is none. Two digits of a year mean the last hundred years up to ten from now. */
export function dayFrom(day: number, month: number, year: number): Day | null {
  const whole = year >= 100 ? year : year > 36 ? 1900 + year : 2000 + year;
  const date = new Date(Date.UTC(whole, month - 1, day));
  const isReal = date.getUTCFullYear() === whole && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && whole >= 1900 && whole <= 2100 ? date.toISOString().slice(0, 10) : null;
}

function monthNumber(name: string): number {
  const start = name.toLowerCase().replace('.', '').slice(0, 3);
  return months.findIndex((month) => month.startsWith(start)) + 1;
}

/** All days written in a letter, in reading order. */
export function findDates(pages: readonly PageWords[]): FoundDate[] {
  return pages.flatMap((page) =>
    Array.from(page.text.matchAll(pattern)).flatMap((match): FoundDate[] => {
      const [asWritten, dayOne, monthOne, yearOne, dayTwo, monthTwo, yearTwo] = match;
      const day = monthTwo
        ? dayFrom(Number(dayTwo), monthNumber(monthTwo), Number(yearTwo))
        : dayFrom(Number(dayOne), Number(monthOne), Number(yearOne));
      if (!day) return [];
      const lineStart = page.text.lastIndexOf('\n', match.index) + 1;
      const before = page.text.slice(lineStart, match.index);
      return [{ ...placeOf(page, asWritten, match.index), day, asWritten, index: match.index, before }];
    }),
  );
}
