import { expect, test } from 'vitest';
import { addDays, readDay } from './read-day.ts';

const today = '2026-11-22';
const past = (text: string) => readDay(text, { today, prefer: 'past' });
const future = (text: string) => readDay(text, { today, prefer: 'future' });

test('a day and month without a year is the one lately gone by', () => {
  expect(past('5.11.')).toBe('2026-11-05');
  expect(past('5.11')).toBe('2026-11-05');
  expect(past('0511')).toBe('2026-11-05');
  expect(past('12.3.')).toBe('2026-03-12');
  expect(past('1.12.')).toBe('2026-12-01');
});

test('in January a letter of November belongs to the year before', () => {
  expect(readDay('5.11.', { today: '2027-01-10', prefer: 'past' })).toBe('2026-11-05');
});

test('a follow-up without a year lies ahead', () => {
  expect(future('5.11.')).toBe('2027-11-05');
  expect(future('24.12.')).toBe('2026-12-24');
  expect(future('22.11.')).toBe('2026-11-22');
});

test('years may have two or four digits', () => {
  expect(past('05.11.26')).toBe('2026-11-05');
  expect(past('05112026')).toBe('2026-11-05');
  expect(past('051126')).toBe('2026-11-05');
  expect(past('12.4.88')).toBe('1988-04-12');
});

test('words and distances are understood', () => {
  expect(past('heute')).toBe(today);
  expect(past('Gestern')).toBe('2026-11-21');
  expect(future('+14')).toBe('2026-12-06');
  expect(future('+2w')).toBe('2026-12-06');
});

test('days that do not exist are refused', () => {
  expect(past('31.2.2026')).toBeNull();
  expect(past('29.2.2025')).toBeNull();
  expect(past('29.2.2024')).toBe('2024-02-29');
  expect(past('Donnerstag')).toBeNull();
  expect(past('5')).toBeNull();
});

test('adding days crosses months and the change of the clock', () => {
  expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
});
