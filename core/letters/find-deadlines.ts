import type { Day } from '../domain/moments.ts';
import { findDates } from './find-dates.ts';
import { type FoundPlace, placeOf } from './find-place.ts';
import type { PageWords } from './page-words.ts';

/** A day a letter may set, with the words it is read from. Only a person decides whether it is one. */
export type FoundDeadline = FoundPlace & { day: Day; asWritten: string };

const until =
  /(?:\bbis\s+(?:spätestens\s+)?(?:zum|am)?\s*|\bspätestens\s+(?:am|bis|bis zum|zum)?\s*|\bFrist(?:ende|ablauf)?\s*:?\s*(?:am|bis)?\s*)$/iu;
const period = /(\d{1,2}\.\s?(\d{1,2}\.|\p{L}+)\s?(\d{2,4})?|vom\s.{0,30})\s*bis\s+(?:zum\s+)?$/iu;
const counts: Record<string, number> = {
  ...{
    ein: 1,
    eine: 1,
    einem: 1,
    einer: 1,
    eines: 1,
    zwei: 2,
    drei: 3,
    vier: 4,
    fünf: 5,
    sechs: 6,
    sieben: 7,
    acht: 8,
    neun: 9,
    zehn: 10,
    elf: 11,
    zwölf: 12,
    vierzehn: 14,
  },
};
const span = new RegExp(
  `\\b(?:innerhalb|binnen|in)\\s+(?:von\\s+|einer Frist von\\s+)?(${Object.keys(counts).join('|')}|\\d{1,2})\\s+(Tag(?:en?|es)?|Werktag(?:en?)?|Wochen?|Monat(?:en?|s|es)?)\\b([^.\\n]{0,60})`,
  'giu',
);

/** Days by which something is to be done, as the letter says them or counted from its arrival; the earliest first, none of the past. */
export function findDeadlines(pages: readonly PageWords[], receivedOn: Day): FoundDeadline[] {
  const found = [...namedDays(pages), ...spans(pages, receivedOn)].filter(({ day }) => day >= receivedOn);
  const first = new Map<Day, FoundDeadline>();
  for (const one of found) if (!first.has(one.day)) first.set(one.day, one);
  return [...first.values()].toSorted((left, right) => left.day.localeCompare(right.day)).slice(0, 5);
}

function namedDays(pages: readonly PageWords[]): FoundDeadline[] {
  return findDates(pages).flatMap(({ before, asWritten, ...found }) => {
    const words = until.exec(before)?.[0];
    if (words === undefined || period.test(before)) return [];
    const { day, page, place, isRecognised } = found;
    return [{ day, page, place, isRecognised, asWritten: `${words}${asWritten}`.trim() }];
  });
}

function spans(pages: readonly PageWords[], receivedOn: Day): FoundDeadline[] {
  return pages.flatMap((page) =>
    Array.from(page.text.matchAll(span)).flatMap((match): FoundDeadline[] => {
      const [whole, countWord = '', unit = '', rest = ''] = match;
      const count = counts[countWord.toLowerCase()] ?? Number(countWord);
      const asWritten = whole.slice(0, whole.length - rest.length) + (/^\s+nach\s+\p{L}+/u.exec(rest)?.[0] ?? '');
      // "in zwei Wochen" tells something, "innerhalb von zwei Wochen" asks for it.
      if (/^in\s/i.test(whole) && !/Frist/i.test(whole)) return [];
      return [{ ...placeOf(page, asWritten, match.index), day: dayAfter(receivedOn, count, unit), asWritten }];
    }),
  );
}

/** Counted as § 188 BGB does: weeks end on the same weekday, months on the same day or the last one of the month; no end on a weekend. */
export function dayAfter(from: Day, count: number, unit: string): Day {
  const date = new Date(`${from}T00:00:00Z`);
  if (/^monat/i.test(unit)) {
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + count);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    date.setUTCDate(Math.min(day, last));
  } else date.setUTCDate(date.getUTCDate() + count * (/^woche/i.test(unit) ? 7 : 1));
  while (date.getUTCDay() % 6 === 0) date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
