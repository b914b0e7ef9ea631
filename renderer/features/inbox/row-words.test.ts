import { expect, test } from 'vitest';
import { letterWords, placeWords } from './row-words.ts';

const open = {
  ...{ proposedCaseTitle: null, candidateCount: 0, proposedKeywordName: null },
  keywordConfidence: 'none' as const,
};

test('a letter says file and keyword, or that it is not assigned and how many files may be meant', () => {
  const keyword = { proposedKeywordName: 'Mietbescheinigung', keywordConfidence: 'likely' as const };
  expect(placeWords({ ...open, ...keyword, proposedCaseTitle: 'Petersen, Anna' })).toBe(
    'Petersen, Anna · Mietbescheinigung',
  );
  expect(placeWords({ ...open, ...keyword, candidateCount: 3 })).toBe(
    'nicht zugeordnet, 3 mögliche Akten · Mietbescheinigung',
  );
  expect(placeWords({ ...open, candidateCount: 1 })).toBe('nicht zugeordnet, 1 mögliche Akte · Schlagwort offen');
  expect(placeWords({ ...open, proposedKeywordName: 'Mietbescheinigung' })).toBe(
    'nicht zugeordnet, Akte unbekannt · Schlagwort offen',
  );
});

test('who wrote it and when stands there as far as it is known', () => {
  expect(letterWords({ sender: 'Wohnungsbau Husum', letterDate: '2026-11-03' })).toBe('03.11.2026 · Wohnungsbau Husum');
  expect(letterWords({ sender: null, letterDate: '2026-11-03' })).toBe('03.11.2026');
  expect(letterWords({ sender: null, letterDate: null })).toBe('Absender und Datum unbekannt');
});
