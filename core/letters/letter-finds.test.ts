import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDates } from './find-dates.ts';
import { findNames, holdsWords, isOneApart, nameKey, wordsOfLetter } from './find-names.ts';
import { findNumbers } from './find-numbers.ts';
import { findReferences } from './find-references.ts';
import type { PageWords } from './page-words.ts';

const page = (text: string, number = 1): PageWords => ({ number, text, words: [] });
const numbersIn = (text: string) => findNumbers([page(text)]).map(({ number, isClear }) => [number, isClear]);

describe('BG and customer numbers', () => {
  test.each([
    ['31402BG0001234', '31402BG0001234', true],
    ['BG-Nr. 31402 BG 0001234,', '31402BG0001234', true],
    ['31402 bg 0001234', '31402BG0001234', true],
    ['31402//0001234', '31402BG0001234', true],
    ['31402 // 0001234', '31402BG0001234', true],
    ['314O2BG000I234', '31402BG0001234', false],
    ['314028G0001234', '31402BG0001234', false],
    ['314A015126', '314A015126', true],
    ['Kd-Nr.: 314 a 015126', '314A015126', true],
    ['314A0l5126', '314A015126', false],
  ])('%s is read as %s, clear: %s', (text, number, isClear) => {
    expect(numbersIn(text)).toContainEqual([number, isClear]);
  });

  test.each(['131402BG0001234', '31402BG00012345', 'DE26214999030004000000', 'am 01.02.2026', ''])(
    '%s holds none',
    (text) => {
      expect(numbersIn(text).filter(([number]) => String(number).includes('BG'))).toEqual([]);
    },
  );

  test('every number is found wherever it stands, with blanks or slashes, and said to be clear', () => {
    const figures = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
    const words = fc.stringMatching(/^[a-zäöü ,]{0,30}$/);
    fc.assert(
      fc.property(
        figures(5),
        figures(7),
        fc.constantFrom('BG', ' BG ', '//', ' // ', 'bg'),
        words,
        words,
        (head, tail, between, before, behind) => {
          const found = findNumbers([page(`${before} ${head}${between}${tail} ${behind}`)]);
          expect(found).toMatchObject([{ kind: 'household', number: `${head}BG${tail}`, isClear: true }]);
        },
      ),
    );
  });

  test('the place is that of its words on the page', () => {
    const word = (text: string, left: number, top: number) => ({
      ...{ text, left, top, right: left + 0.1, bottom: top + 0.02, confidence: 90 },
    });
    const words = [word('An', 0.1, 0.1), word('31402', 0.7, 0.05), word('BG', 0.8, 0.05), word('0001234.', 0.85, 0.05)];
    const [found] = findNumbers([{ number: 2, text: 'An\n31402 BG 0001234.', words }]);
    expect(found).toMatchObject({ place: 'Seite 2, oben rechts', isRecognised: true });
  });
});

test.each([
  ['Aktenzeichen: S 12 AS 345/26 ER', 'S12AS34526ER'],
  ['Az. 51.3-UV 200 vom 12.03.2026', '513UV200'],
  ['Unser Zeichen 4711/0815, bitte angeben', '47110815'],
  ['Versicherungsnummer 12 150780 M 012', '12150780M012'],
])('%s holds the file number %s', (text, number) => {
  expect(findReferences([page(text)]).map((found) => found.number)).toEqual([number]);
});

test('what only sounds like a file number is none', () => {
  expect(findReferences([page('Zeichen 12.03.2026\nAktenzeichen folgt\nDas Zeichen dafür ist 5')])).toEqual([]);
});

test.each([
  ['12.07.2023', '2023-07-12'],
  ['den 3. 2. 2024', '2024-02-03'],
  ['am 11. August 2023', '2023-08-11'],
  ['1. März 2024', '2024-03-01'],
  ['06.04.88', '1988-04-06'],
])('%s is the day %s', (text, day) => {
  expect(findDates([page(text)]).map((found) => found.day)).toEqual([day]);
});

test('a day that the calendar does not have is none', () => {
  expect(findDates([page('31.02.2026, 00.01.2026, 12.13.2026, 1.110,21')])).toEqual([]);
});

describe('names', () => {
  const keys = (text: string) => findNames([page(text)]).map(({ key }) => key);

  test.each(['Anna Petersen', 'Petersen, Anna', 'PETERSEN ANNA', 'Anna Maria Petersen', 'Frau Anna Petersén'])(
    '%s is found',
    (text) => {
      expect(keys(text)).toContain(nameKey('Anna', 'Petersen'));
    },
  );

  test('spellings of one name are one', () => {
    expect(nameKey('Jürgen Hans', 'Müller')).toBe(nameKey('Juergen', 'Mueller'));
  });

  test('a long word with one wrong letter counts on recognised pages only', () => {
    const words = wordsOfLetter([page('Frau Peterson')]);
    expect(holdsWords(words, 'Petersen', true)).toBe(true);
    expect(holdsWords(words, 'Petersen', false)).toBe(false);
  });

  test('one apart is: one letter changed, put in or left out, and nothing more', () => {
    const word = fc.stringMatching(/^[a-z]{3,10}$/);
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('x', ''), (text, at, letter) => {
        const place = at % text.length;
        expect(isOneApart(text, text.slice(0, place) + letter + text.slice(place + 1))).toBe(true);
        expect(isOneApart(text, `${text}yy`)).toBe(false);
      }),
    );
  });
});
