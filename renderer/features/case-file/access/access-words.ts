import { formatDate } from '../../../shared/format.ts';
import type { AccessRow } from './CaseAccess.tsx';

export const causeNames: Record<AccessRow['cause'], string> = {
  bias: 'ausgeschlossen wegen Befangenheit',
  block: 'ausgeschlossen durch Sperrvermerk',
  audit: 'Einsicht zur Prüfung, nur lesen',
};

/** Since when, until when, why and by whom. */
export function accessWords(row: Pick<AccessRow, 'from' | 'to' | 'reason' | 'startedByName' | 'isPending'>): string {
  const since = row.to ? `${formatDate(row.from)} bis ${lastDay(row.to)}` : `seit ${formatDate(row.from)}`;
  return `${since} · ${row.reason} · ${row.startedByName}${row.isPending ? ' · wartet auf den Abgleich' : ''}`;
}

/** From when to when a rule stood that has ended, and why it ended. */
export function endedWords(row: Pick<AccessRow, 'from' | 'to' | 'endedAt' | 'endedByName' | 'endReason'>): string {
  const until = row.endedAt ? formatDate(row.endedAt) : row.to ? lastDay(row.to) : '';
  const why = row.endedAt ? [row.endReason, row.endedByName] : ['abgelaufen'];
  return [`${formatDate(row.from)} bis ${until}`, ...why].filter(Boolean).join(' · ');
}

/** An end at midnight is the end of the day before. */
function lastDay(to: string): string {
  return formatDate(new Date(Date.parse(to) - 1).toISOString());
}
