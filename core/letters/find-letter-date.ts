import type { Day } from '../domain/moments.ts';
import { findDates, type FoundDate } from './find-dates.ts';
import type { PageWords } from './page-words.ts';

const birth = /(geb\.?|geboren|geburtsdatum)\D{0,12}$/i;
const written =
  /(^|\s)(Datum|Erstellt am|ausgestellt am|Gesendet|festgestellt am|\p{Lu}[\p{L} ./-]+,\s*(den|am)?)\s*:?\s*$/u;
const ofSomething = /(Zeitraum|vom|ab|seit|bis|zum|beginnt am|Mietbeginn|fällig)\s*:?\s*$/i;
const longAgo = 5 * 366 * 86_400_000;

/** The day a letter was written: the one so called or behind its place ("Husum, den …"), else the first that may be it; null without any. */
export function letterDateIn(pages: readonly PageWords[], receivedOn: Day): FoundDate | null {
  const possible = findDates(pages).filter((found) => mayBe(found, receivedOn));
  const called = possible.filter(
    ({ before, asWritten, index }) => written.test(before) || isBelowLabel(pages, asWritten, index),
  );
  const best = called.toSorted((left, right) => left.page - right.page)[0];
  if (best) return best;
  const isAtTop = ({ page, place, before }: FoundDate) =>
    page === 1 && place.includes('oben') && !ofSomething.test(before);
  return possible.find(isAtTop) ?? null;
}

function mayBe({ day, before }: FoundDate, receivedOn: Day): boolean {
  if (birth.test(before) || day > receivedOn) return false;
  return Date.parse(receivedOn) - Date.parse(day) < longAgo;
}

/** Forms write "Datum" or "festgestellt am" on the line above. */
function isBelowLabel(pages: readonly PageWords[], asWritten: string, index: number): boolean {
  return pages.some(({ text }) => {
    if (!text.startsWith(asWritten, index)) return false;
    const lines = text.slice(0, index).split('\n');
    return lines.at(-1) === '' && /^(Datum|festgestellt am|ausgestellt am)$/i.test(lines.at(-2)?.trim() ?? '');
  });
}
