import { dayOf } from '../../../core/domain/moments.ts';
import { formatDay } from '../../shared/format.ts';

/** Newest day first, or the oldest; within a day in the order of arrival. */
export function byDayOfArrival<Row extends { deliveredAt: string }>(
  rows: readonly Row[],
  isOldestFirst = false,
): Row[] {
  const sign = isOldestFirst ? -1 : 1;
  return rows
    .map((row) => ({ row, day: dayOf(row.deliveredAt) }))
    .sort((a, b) => sign * b.day.localeCompare(a.day) || a.row.deliveredAt.localeCompare(b.row.deliveredAt))
    .map(({ row }) => row);
}

const weekday = new Intl.DateTimeFormat('de-DE', { weekday: 'long', timeZone: 'UTC' });

/** The heading of a day: `heute`, `gestern`, `Donnerstag, 19.11.2026`. */
export function dayHeading(day: string, today: string): string {
  const distance = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  if (distance === 0) return 'heute';
  if (distance === 1) return 'gestern';
  return `${weekday.format(new Date(`${day}T00:00:00Z`))}, ${formatDay(day)}`;
}
