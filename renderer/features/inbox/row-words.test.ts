import { expect, test } from 'vitest';
import { letterWords, placeWords } from './row-words.ts';

const open = {
  ...{ proposedCaseTitle: null, candidateCount: 0, proposedKeywordName: null },
  keywordConfidence: 'none' as const,
};

test('a letter says file and keyword, or how many files may be meant', () => {
  const keyword = { proposedKeywordName: 'Mietbescheinigung', keywordConfidence: 'likely' as const };
  expect(placeWords({ ...open, ...keyword, proposedCaseTitle: 'Petersen, Anna' })).toBe(
    'Petersen, Anna · Mietbescheinigung',
  );
  expect(placeWords({ ...open, ...keyword, candidateCount: 3 })).toBe('3 mögliche Akten · Mietbescheinigung');
  expect(placeWords({ ...open, candidateCount: 1 })).toBe('1 mögliche Akte · Schlagwort offen');
  expect(placeWords({ ...open, proposedKeywordName: 'Mietbescheinigung' })).toBe('Akte unbekannt · Schlagwort offen');
});

test('who wrote it and when stands there as far as it is known', () => {
  expect(letterWords({ sender: 'Wohnungsbau Husum', letterDate: '2026-11-03' })).toBe('03.11.2026 · Wohnungsbau Husum');
  expect(letterWords({ sender: null, letterDate: '2026-11-03' })).toBe('03.11.2026');
  expect(letterWords({ sender: null, letterDate: null })).toBe('Absender und Datum unbekannt');
});
