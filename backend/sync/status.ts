import type { Shape } from '../../core/contract/desk.ts';
import type { syncState } from '../../core/contract/sync-shapes.ts';
import type { Moment } from '../../core/domain/moments.ts';

export type SyncState = Shape<typeof syncState>;
export type SyncFacts = Omit<SyncState, 'words'>;

const berlinTime = new Intl.DateTimeFormat('de-DE', {
  timeZone: 'Europe/Berlin',
  hour: '2-digit',
  minute: '2-digit',
});
const berlinDay = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', day: '2-digit', month: '2-digit' });

/** `14:05`, and with the day where it is not today: `21.11., 14:05`. */
export function timeInWords(moment: Moment, now: Moment): string {
  const [then, today] = [new Date(moment), new Date(now)];
  const time = berlinTime.format(then);
  const day = berlinDay.format(then);
  const isToday = day === berlinDay.format(today) && Math.abs(today.getTime() - then.getTime()) < 86_400_000;
  return isToday ? time : `${day}, ${time}`;
}

/** The state of the sync as one or two sentences a case worker reads in passing. */
export function syncWords(facts: SyncFacts, now: Moment): string {
  const waiting = facts.waitingCommands;
  switch (facts.connection) {
    case 'connected':
      if (waiting > 0) return `${changes(waiting)} ${waiting === 1 ? 'wird' : 'werden'} übertragen.`;
      if (!facts.lastSyncedAt) return 'Akten werden geladen.';
      return `Abgeglichen ${timeInWords(facts.lastSyncedAt, now)}`;
    case 'connecting':
      return waiting > 0 ? `Verbindung wird hergestellt. ${waits(waiting)}` : 'Verbindung wird hergestellt.';
    case 'offline': {
      const since = facts.offlineSince ? ` seit ${timeInWords(facts.offlineSince, now)}` : '';
      if (waiting === 0) return `Offline${since}. Sie können weiterarbeiten.`;
      return `Offline${since}. Sie können weiterarbeiten, ${changes(waiting)} ${waiting === 1 ? 'wartet' : 'warten'}.`;
    }
    case 'paused': {
      const until = facts.pausedUntil ? ` bis ${timeInWords(facts.pausedUntil, now)}` : '';
      return `Abgleich angehalten${until}. Sie können weiterarbeiten${waiting > 0 ? `, ${changes(waiting)} ${waiting === 1 ? 'wartet' : 'warten'}` : ''}.`;
    }
    case 'loggedOut':
      return waiting > 0 ? `Nicht mit der Zentrale verbunden. ${waits(waiting)}` : 'Nicht mit der Zentrale verbunden.';
    case 'mustUpgrade':
      return `Aktenpult muss erneuert werden. Ihre Änderungen werden weiter gesendet, Neues kommt erst danach.${waiting > 0 ? ` ${waits(waiting)}` : ''}`;
  }
}

const changes = (count: number) => (count === 1 ? '1 Änderung' : `${count.toLocaleString('de-DE')} Änderungen`);
const waits = (count: number) => `${changes(count)} ${count === 1 ? 'wartet' : 'warten'}.`;
