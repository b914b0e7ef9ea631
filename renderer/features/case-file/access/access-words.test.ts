import { expect, test } from 'vitest';
import { accessWords, endedWords } from './access-words.ts';

const rule = {
  from: '2026-11-22T09:00:00.000Z',
  to: null as string | null,
  reason: 'Schwager der Antragstellerin',
  startedByName: 'Clausen',
  isPending: false,
};

test('an exclusion tells since when, why and by whom', () => {
  expect(accessWords(rule)).toBe('seit 22.11.2026 · Schwager der Antragstellerin · Clausen');
});

test('a time that ends at midnight ends with the day before', () => {
  expect(accessWords({ ...rule, to: '2026-11-30T23:00:00.000Z', reason: 'Revision' })).toBe(
    '22.11.2026 bis 30.11.2026 · Revision · Clausen',
  );
});

test('what has ended tells until when and why, also when only its time was over', () => {
  const ended = { ...rule, endedAt: '2026-11-24T10:00:00.000Z', endedByName: 'Clausen', endReason: 'Irrtum' };
  expect(endedWords(ended)).toBe('22.11.2026 bis 24.11.2026 · Irrtum · Clausen');
  const over = { ...rule, to: '2026-11-30T23:00:00.000Z', endedAt: null, endedByName: null, endReason: null };
  expect(endedWords(over)).toBe('22.11.2026 bis 30.11.2026 · abgelaufen');
});
