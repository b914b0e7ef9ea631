import { expect, test } from 'vitest';
import { byDayOfArrival, dayHeading } from './inbox-days.ts';

test('the newest day comes first, within a day the order of arrival stays', () => {
  const rows = ['2026-11-20T08:00:00.000Z', '2026-11-22T09:00:00.000Z', '2026-11-22T07:00:00.000Z'].map(
    (deliveredAt) => ({
      deliveredAt,
    }),
  );
  expect(byDayOfArrival(rows).map((row) => row.deliveredAt)).toEqual([
    '2026-11-22T07:00:00.000Z',
    '2026-11-22T09:00:00.000Z',
    '2026-11-20T08:00:00.000Z',
  ]);
});

test('with the oldest first nothing sinks, and within a day the order of arrival stays', () => {
  const rows = ['2026-11-22T07:00:00.000Z', '2026-11-20T09:00:00.000Z', '2026-11-20T08:00:00.000Z'].map(
    (deliveredAt) => ({ deliveredAt }),
  );
  expect(byDayOfArrival(rows, true).map((row) => row.deliveredAt)).toEqual([
    '2026-11-20T08:00:00.000Z',
    '2026-11-20T09:00:00.000Z',
    '2026-11-22T07:00:00.000Z',
  ]);
});

test('a letter that came after midnight in Germany belongs to the new day', () => {
  const rows = [{ deliveredAt: '2026-11-21T22:00:00.000Z' }, { deliveredAt: '2026-11-21T23:30:00.000Z' }];
  expect(byDayOfArrival(rows)[0]?.deliveredAt).toBe('2026-11-21T23:30:00.000Z');
});

test('days are named as people name them', () => {
  expect(dayHeading('2026-11-22', '2026-11-22')).toBe('heute');
  expect(dayHeading('2026-11-21', '2026-11-22')).toBe('gestern');
  expect(dayHeading('2026-11-19', '2026-11-22')).toBe('Donnerstag, 19.11.2026');
});
