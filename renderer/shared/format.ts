import { dayOf, germanDay } from '../../core/domain/moments.ts';

const clock = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });
const count = new Intl.NumberFormat('de-DE');
const euro = new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' });

/** `14:05` of a moment. */
export const formatTime = (moment: string): string => clock.format(new Date(moment));
/** `03.11.2026` of a day (`2026-11-03`). */
export const formatDay = (day: string): string => germanDay(day);
/** `03.11.2026` of a moment, in Germany. */
export const formatDate = (moment: string): string => germanDay(dayOf(moment));
/** `03.11.2026, 14:05` of a moment. */
export const formatMoment = (moment: string): string => `${formatDate(moment)}, ${formatTime(moment)}`;
/** `1.234`. */
export const formatCount = (value: number): string => count.format(value);
/** Cents to `1.234,50 €`. */
export const formatMoney = (cents: number): string => euro.format(cents / 100);
/** `1 Seite`, `3 Seiten`. */
export const formatNumberOf = (value: number, one: string, many: string): string =>
  `${formatCount(value)} ${value === 1 ? one : many}`;

/** Bytes to `820 KB` or `3,4 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} Byte`;
  const [value, unit] =
    bytes < 1_000_000 ? [bytes / 1000, 'KB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${value.toLocaleString('de-DE', { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}

/** How long ago a day was, seen from another: `heute`, `gestern`, `vor 3 Tagen`, `in 5 Tagen`. */
export function formatAge(day: string, today: string): string {
  const days = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  if (days === 0) return 'heute';
  if (days === 1) return 'gestern';
  if (days === -1) return 'morgen';
  const size = Math.abs(days);
  const words =
    size < 60
      ? `${size} Tagen`
      : size < 730
        ? `${Math.round(size / 30.44)} Monaten`
        : `${Math.round(size / 365.25)} Jahren`;
  return days > 0 ? `vor ${words}` : `in ${words}`;
}

/** Today in Germany, as a day. */
export const today = (): string => dayOf(new Date().toISOString());

/** An end that is the first moment of a day, told as the last minute before it: "06.12.2026, 23:59". */
export const formatEnd = (moment: string): string => formatMoment(new Date(Date.parse(moment) - 1_000).toISOString());
