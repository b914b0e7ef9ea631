import type { OutputOf } from '../../shared/backend.tsx';
import { formatMoment, formatNumberOf } from '../../shared/format.ts';

export type DeviceRow = OutputOf<'deskStores', 'list'>['rows'][number];

/** How a device stands, in one word. */
export const stateNames: Record<DeviceRow['state'], string> = {
  inUse: 'in Benutzung',
  lost: 'verloren gemeldet, noch nicht gelöscht',
  wiped: 'gelöscht',
};

/** What is known about work on it that has not reached the centre. */
export function waitingWords({ waiting, lost }: Pick<DeviceRow, 'waiting' | 'lost'>): string {
  if (lost?.wipedAt) return brought(lost.broughtCount);
  if (waiting === null) return 'nicht bekannt';
  return waiting === 0 ? 'nichts' : `${formatNumberOf(waiting, 'Änderung', 'Änderungen')} bei der letzten Meldung`;
}

const brought = (count: number) =>
  count === 0
    ? 'nichts wartete dort'
    : `${formatNumberOf(count, 'Änderung', 'Änderungen')} übergeben, bevor gelöscht wurde`;

/** What has happened since a loss was reported, or that it was taken back; null when nothing was reported. */
export function lossWords({ lost, lostByName, withdrawn }: DeviceRow): string | null {
  if (withdrawn && !lost)
    return `Die Meldung wurde am ${formatMoment(withdrawn.at)} zurückgenommen: ${withdrawn.reason}`;
  if (!lost) return null;
  const reported = `Gemeldet am ${formatMoment(lost.at)} von ${lostByName ?? 'unbekannt'}: ${lost.reason}`;
  const end = lost.wipedAt
    ? `Gelöscht am ${formatMoment(lost.wipedAt)}.`
    : 'Wird gelöscht, sobald das Gerät die Zentrale erreicht.';
  return `${reported}. ${end}`;
}

/** Said only where it is not done: what was taken from her may still lie there. */
export function clearedWords({ isCleared, state }: Pick<DeviceRow, 'isCleared' | 'state'>): string | null {
  return isCleared === false && state === 'inUse' ? 'Entzogenes ist dort noch nicht entfernt' : null;
}
