import { describe, expect, it } from 'vitest';
import { formatAge, formatEnd, formatMoment, formatMoney, formatNumberOf, formatSize } from './format.ts';

describe('what is written for people', () => {
  it('tells ages in words', () => {
    const today = '2026-11-22';
    const days = ['2026-11-22', '2026-11-21', '2026-11-19', '2026-11-23', '2026-11-27', '2026-08-22', '2021-11-22'];
    expect(days.map((day) => formatAge(day, today))).toEqual([
      'heute',
      'gestern',
      'vor 3 Tagen',
      'morgen',
      'in 5 Tagen',
      'vor 3 Monaten',
      'vor 5 Jahren',
    ]);
  });

  it('shows moments in German time, summer and winter', () => {
    expect(formatMoment('2026-11-22T23:30:00.000Z')).toBe('23.11.2026, 00:30');
    expect(formatMoment('2026-07-01T12:00:00.000Z')).toBe('01.07.2026, 14:00');
  });

  it('counts, weighs and pays in German', () => {
    expect(formatNumberOf(1, 'Akte', 'Akten')).toBe('1 Akte');
    expect(formatNumberOf(1234, 'Akte', 'Akten')).toBe('1.234 Akten');
    expect([12, 820_000, 3_400_000].map(formatSize)).toEqual(['12 Byte', '820 KB', '3,4 MB']);
    expect(formatMoney(123_450).replace(/\s/g, ' ')).toBe('1.234,50 €');
  });
});

it('an end at midnight is told as the last minute of the day before', () => {
  expect(formatEnd('2026-12-06T23:00:00.000Z')).toBe('06.12.2026, 23:59');
});
