import { findSubject } from './find-subject.ts';
import { isAddressLine, linesOf } from './letter-lines.ts';
import type { PageWords, Word } from './page-words.ts';

/** What stands over a letter: its subject, else its largest line, else its first one that is no address; null where nothing is like that. */
export function findHeading(pages: readonly PageWords[]): string | null {
  const lines = linesOf(pages);
  const subject = findSubject(pages);
  if (subject) return subject;
  const [first] = pages;
  const largest = first ? largestLine(first.words) : null;
  if (largest) return largest;
  return lines.slice(0, 6).find((line) => isHeading(line) && /\p{L}{3}/u.test(line)) ?? null;
}

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
