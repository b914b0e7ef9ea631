import { type FoundPlace, placeOf } from './find-place.ts';
import type { PageWords } from './page-words.ts';

/** A number a case file or a person is known by, as the centre compares it: upper case, letters and digits only. */
export type FoundNumber = FoundPlace & {
  kind: 'household' | 'customer';
  number: string;
  /** As it stands in the letter. */
  asWritten: string;
  /** False where letters had to be taken for digits or the other way round: then it is only likely. */
  isClear: boolean;
};

// What recognition takes for a digit, and a blank that is no end of line.
const digit = '[0-9OoQIl|BSZ]';
const gap = '[ \\t\\u00a0]';
const digits = (count: number) => `${digit}(?:${gap}?${digit}){${count - 1}}`;
const before = '(?<![\\p{L}\\p{N}])';
const after = '(?![\\p{L}\\p{N}])';
const separator = `${gap}?[./-]?${gap}?`;
const householdPattern = new RegExp(
  `${before}(${digits(5)})(?:${separator}(?:[B8][G6]|bg|Bg)${separator}|${gap}*//${gap}*)(${digits(7)})${after}`,
  'gu',
);
const customerPattern = new RegExp(`${before}(${digits(3)})${gap}?([A-Za-z801])${gap}?(${digits(6)})${after}`, 'gu');

const asDigits: Record<string, string> = { O: '0', o: '0', Q: '0', I: '1', l: '1', '|': '1', B: '8', S: '5', Z: '2' };
const asLetters: Record<string, string> = { '8': 'B', '0': 'O', '1': 'I' };
const toDigits = (text: string): string =>
  Array.from(text.replace(/\s/g, ''), (character) => asDigits[character] ?? character).join('');

/** BG numbers and customer numbers in a letter, in reading order; each number once on a page. Whether anybody bears them is not known here. */
export function findNumbers(pages: readonly PageWords[]): FoundNumber[] {
  return pages.flatMap((page) => {
    const found = [...householdsOf(page), ...customersOf(page)];
    return found.filter((one, index) => found.findIndex(({ number }) => number === one.number) === index);
  });
}

function householdsOf(page: PageWords): FoundNumber[] {
  return Array.from(page.text.matchAll(householdPattern), (match): FoundNumber => {
    const [asWritten, head = '', tail = ''] = match;
    const letters = asWritten.slice(head.length, asWritten.length - tail.length);
    return {
      ...placeOf(page, asWritten, match.index),
      kind: 'household',
      number: `${toDigits(head)}BG${toDigits(tail)}`,
      asWritten,
      isClear: /^[\d\s]+$/.test(head + tail) && /bg|\/\//i.test(letters),
    };
  });
}

function customersOf(page: PageWords): FoundNumber[] {
  return Array.from(page.text.matchAll(customerPattern), (match): FoundNumber => {
    const [asWritten, head = '', letter = '', tail = ''] = match;
    return {
      ...placeOf(page, asWritten, match.index),
      kind: 'customer',
      number: `${toDigits(head)}${asLetters[letter] ?? letter.toUpperCase()}${toDigits(tail)}`,
      asWritten,
      isClear: /^[\d\s]+$/.test(head + tail) && /[A-Za-z]/.test(letter),
    };
  });
}

/** How a kind of number is called: "BG-Nummer", "Kundennummer". */
export const numberWords: Record<FoundNumber['kind'], string> = { household: 'BG-Nummer', customer: 'Kundennummer' };
