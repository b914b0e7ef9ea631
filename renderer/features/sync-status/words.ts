import { formatNumberOf, formatTime } from '../../shared/format.ts';
import type { SyncState } from '../../shared/changes.ts';

export type Mood = 'good' | 'waiting' | 'away' | 'paused' | 'bad';

/** The state in a few words for the head of the page; the full sentence stands in the banner and on the page about the sync. */
export function headWords(state: SyncState): { words: string; mood: Mood } {
  const waiting = state.waitingCommands + state.waitingBlobs;
  if (state.problem !== null && state.connection !== 'offline') return { words: 'Abgleich gestört', mood: 'bad' };
  switch (state.connection) {
    case 'connected':
      if (waiting > 0) {
        const count = state.waitingCommands || waiting;
        return { words: `${changes(count)} ${count === 1 ? 'wartet' : 'warten'}`, mood: 'waiting' };
      }
      return {
        words: state.lastSyncedAt ? `Abgeglichen ${formatTime(state.lastSyncedAt)}` : 'Verbunden',
        mood: 'good',
      };
    case 'connecting':
      return { words: 'Wird verbunden …', mood: 'waiting' };
    case 'offline':
      return { words: state.offlineSince ? `Offline seit ${formatTime(state.offlineSince)}` : 'Offline', mood: 'away' };
    case 'paused':
      return {
        words: state.pausedUntil ? `Angehalten bis ${formatTime(state.pausedUntil)}` : 'Abgleich angehalten',
        mood: 'paused',
      };
    case 'loggedOut':
      return { words: 'Nicht bei der Zentrale angemeldet', mood: 'bad' };
    case 'mustUpgrade':
      return { words: 'Neue Fassung nötig', mood: 'bad' };
  }
}

/** Seconds until a moment, at least 0. */
export function secondsUntil(moment: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(moment) - now) / 1000));
}

const changes = (count: number): string => formatNumberOf(count, 'Änderung', 'Änderungen');
