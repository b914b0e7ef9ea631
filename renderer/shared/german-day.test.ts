import { expect, test } from 'vitest';
import { parseGermanDay } from './german-day.ts';

test.each([
  ['5.11.', '2026-11-05'],
  ['05.11', '2026-11-05'],
  ['5.11.26', '2026-11-05'],
  ['05.11.2026', '2026-11-05'],
  ['051126', '2026-11-05'],
  ['0511', '2026-11-05'],
  ['2026-11-05', '2026-11-05'],
  ['heute', '2026-11-22'],
  ['gestern', '2026-11-21'],
  ['1.3.', '2026-03-01'],
])('%s is %s on 22 November 2026', (text, day) => {
  expect(parseGermanDay(text, '2026-11-22')).toBe(day);
});

test('a day without a year that would lie far ahead is meant of last year', () => {
  expect(parseGermanDay('20.12.', '2027-01-05')).toBe('2026-12-20');
  expect(parseGermanDay('20.1.', '2027-01-05')).toBe('2027-01-20');
});

test.each(['31.2.2026', '5', 'abc', '', '32.1.', '1.13.2026', '5.11.202'])('%j is no day', (text) => {
  expect(parseGermanDay(text, '2026-11-22')).toBeNull();
});
