import { findSubject } from './find-subject.ts';
import { isAddressLine, linesOf } from './letter-lines.ts';
import type { PageWords, Word } from './page-words.ts';

/** Where what stands over a letter was found, the surest first. */
export const headingPlaces = {
  subject: 'Betreff auf Seite 1',
  largest: 'Größte Schrift auf Seite 1',
  first: 'Erste Zeilen auf Seite 1',
} as const;

/** What stands over a letter, and how it was found there, in one line. */
export type FoundHeading = { text: string; explanation: string };

/** What stands over a letter: its subject, else its largest line, else its first one that is no address; null where nothing is like that. */
export function headingIn(pages: readonly PageWords[]): FoundHeading | null {
  const lines = linesOf(pages);
  const subject = findSubject(pages);
  if (subject) return { text: subject, explanation: headingPlaces.subject };
  const [first] = pages;
  const largest = first ? largestLine(first.words) : null;
  if (largest) return { text: largest, explanation: headingPlaces.largest };
  const line = lines.slice(0, 6).find((one) => isHeading(one) && /\p{L}{3}/u.test(one));
  return line === undefined ? null : { text: line, explanation: headingPlaces.first };
}

/** The text alone of what stands over a letter. */
export const findHeading = (pages: readonly PageWords[]): string | null => headingIn(pages)?.text ?? null;

const greeting =
  /^(?:sehr\s+geehrte|geehrte|liebe|guten\s+(?:tag|morgen|abend)|hallo|moin|mit\s+freundlichen|freundliche\s+grüße)/iu;

/** Neither an address nor how one says good day. */
const isHeading = (line: string): boolean => line.length > 3 && !isAddressLine(line) && !greeting.test(line.trim());

/** The words of the highest line in the upper half, where it stands out by a third. */
function largestLine(words: readonly Word[]): string | null {
  const upper = words.filter(({ top, text }) => top < 0.5 && /\p{L}{2}/u.test(text));
  const heights = upper.map(({ top, bottom }) => bottom - top).toSorted((left, right) => left - right);
  const usual = heights[Math.floor(heights.length / 2)] ?? 0;
  const tallest = upper.toSorted((left, right) => right.bottom - right.top - (left.bottom - left.top))[0];
  if (!tallest || tallest.bottom - tallest.top < usual * 1.33) return null;
  const middle = (tallest.top + tallest.bottom) / 2;
  const line = upper
    .filter(({ top, bottom }) => top < middle && bottom > middle)
    .toSorted((left, right) => left.left - right.left)
    .map(({ text }) => text)
    .join(' ');
  return isHeading(line) ? line : null;
}
