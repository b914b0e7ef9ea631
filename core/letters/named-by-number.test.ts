import { describe, expect, test } from 'vitest';
import type { CoverSheet } from './cover-sheet.ts';
import { findInLetter } from './letter-finds.ts';
import { isNamedByNumber } from './named-by-number.ts';
import type { PageWords, Word } from './page-words.ts';
import type { CaseFacts } from './weigh-finds.ts';

const file = {
  caseFile: { fileNumber: '31402BG0001234', title: 'Petersen, Anna' },
  persons: [{ customerNumber: '314A015126', givenName: 'Anna', familyName: 'Petersen' }],
  households: [],
} as unknown as CaseFacts;

const recognised = { text: 'BG', confidence: 91, left: 0, top: 0, right: 1, bottom: 1 } as Word;
const isNamed = (text: string, given: { sheet?: Partial<CoverSheet>; words?: Word[] } = {}) => {
  const pages: PageWords[] = [{ number: 1, text, words: given.words ?? [] }];
  const sheet = given.sheet ? { fileNumber: null, keywordId: null, inboxId: null, ...given.sheet } : null;
  return isNamedByNumber(findInLetter(pages, sheet, null), file);
};

describe('a file is named by its number', () => {
  test('where the BG number, or the customer number of somebody in it, stands clearly in the text', () => {
    expect(isNamed('BG-Nummer 31402 BG 0001234')).toBe(true);
    expect(isNamed('Kundennummer 314A015126')).toBe(true);
    expect(isNamed('Aktenzeichen: 31402BG0001234')).toBe(true);
  });

  test('not by names alone, and not by a number that letters had to be taken for', () => {
    expect(isNamed('Frau Anna Petersen')).toBe(false);
    expect(isNamed('BG-Nummer 314O2BG000I234')).toBe(false);
  });

  test('not where another BG number stands beside it, also one that nobody bears', () => {
    expect(isNamed('31402BG0001234 und 31402BG0009999')).toBe(false);
    expect(isNamed('31402BG0009999', { sheet: { fileNumber: '31402BG0001234' } })).toBe(false);
  });

  test('not by text that was recognised from a picture, unless a sheet says it', () => {
    expect(isNamed('31402BG0001234', { words: [recognised] })).toBe(false);
    expect(isNamed('31402BG0001234', { words: [recognised], sheet: { fileNumber: '31402 BG 0001234' } })).toBe(true);
  });

  test('not where the sheet names another', () => {
    expect(isNamed('31402BG0001234', { sheet: { fileNumber: '31402BG0009999' } })).toBe(false);
  });
});
