import type { Day } from '../../../core/domain/moments.ts';

type Options = {
  /** Today, for days without a year and for `heute`. */
  today: Day;
  /** Which year a day without one belongs to: the one lately gone by, or the one to come. */
  prefer: 'past' | 'future';
};

/** Days after which a day of this year, typed without a year, is taken for one of last year: letters are seldom dated ahead. */
const aheadAtMost = 60;

/** Reads a day as people type it: `5.11.`, `5.11.26`, `05112026`, `0511`, `heute`, `gestern`, `+14` (days), `+2w`; null when it is none. */
export function readDay(text: string, { today, prefer }: Options): Day | null {
  const typed = text.trim().toLowerCase();
  const named: Record<string, number> = {
    heute: 0,
    h: 0,
    gestern: -1,
    g: -1,
    vorgestern: -2,
    morgen: 1,
    übermorgen: 2,
  };
  if (typed in named) return addDays(today, named[typed] as number);
  const ahead = /^\+\s*(\d{1,3})\s*(t|w|m)?$/.exec(typed);
  if (ahead) return addDays(today, Number(ahead[1]) * { t: 1, w: 7, m: 30 }[(ahead[2] ?? 't') as 't' | 'w' | 'm']);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(typed);
  if (iso) return dayFrom(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = /^(\d{1,2})[.,/\- ]\s*(\d{1,2})(?:[.,/\- ]\s*(\d{4}|\d{2})?)?$/.exec(typed);
  const compact = /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(typed);
  const found = parts ?? compact;
  if (!found) return null;
  const [day, month] = [Number(found[1]), Number(found[2])];
  if (found[3] !== undefined) return dayFrom(fullYear(found[3]), month, day);
  const thisYear = Number(today.slice(0, 4));
  const candidate = dayFrom(thisYear, month, day);
  if (prefer === 'future')
    return candidate !== null && candidate >= today ? candidate : dayFrom(thisYear + 1, month, day);
  return candidate !== null && candidate <= addDays(today, aheadAtMost) ? candidate : dayFrom(thisYear - 1, month, day);
}

/** The day a number of days later. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function fullYear(text: string): number {
  if (text.length === 4) return Number(text);
  const year = Number(text);
  return year >= 60 ? 1900 + year : 2000 + year;
}

function dayFrom(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year >= 1900 ? date.toISOString().slice(0, 10) : null;
}
