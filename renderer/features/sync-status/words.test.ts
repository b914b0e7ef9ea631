import { describe, expect, it } from 'vitest';
import type { SyncState } from '../../shared/changes.ts';
import { headWords, secondsUntil } from './words.ts';

const calm: SyncState = {
  connection: 'connected',
  offlineSince: null,
  pausedUntil: null,
  lastSyncedAt: '2026-11-22T13:05:00.000Z',
  waitingCommands: 0,
  waitingBlobs: 0,
  missingBlobs: 0,
  nextTryAt: null,
  clarifications: 0,
  words: '',
  problem: null,
};

describe('the sync state in words', () => {
  it('says when all is with the centre', () => {
    expect(headWords(calm)).toEqual({ words: 'Abgeglichen 14:05', mood: 'good' });
  });

  it('counts what waits, one or many', () => {
    expect(headWords({ ...calm, waitingCommands: 3 }).words).toBe('3 Änderungen warten');
    expect(headWords({ ...calm, waitingCommands: 1 }).words).toBe('1 Änderung wartet');
    expect(headWords({ ...calm, waitingCommands: 1, waitingBlobs: 1 }).words).toBe('1 Änderung wartet');
  });

  it('says since when the centre is away', () => {
    const away = { ...calm, connection: 'offline' as const, offlineSince: '2026-11-22T12:40:00.000Z' };
    expect(headWords(away)).toEqual({ words: 'Offline seit 13:40', mood: 'away' });
  });

  it('has words for every state', () => {
    for (const connection of ['connected', 'connecting', 'offline', 'loggedOut', 'mustUpgrade', 'paused'] as const) {
      expect(headWords({ ...calm, connection, lastSyncedAt: null }).words).not.toBe('');
    }
    expect(headWords({ ...calm, problem: 'Der Speicher der Zentrale ist voll.' }).mood).toBe('bad');
  });

  it('says until when it is stopped', () => {
    const paused = { ...calm, connection: 'paused' as const, pausedUntil: '2026-11-22T14:30:00.000Z' };
    expect(headWords({ ...paused, waitingCommands: 2 })).toEqual({ words: 'Angehalten bis 15:30', mood: 'paused' });
  });

  it('counts down to the next try and not below', () => {
    expect(secondsUntil('2026-11-22T13:05:20.000Z', Date.parse('2026-11-22T13:05:00.500Z'))).toBe(20);
    expect(secondsUntil('2026-11-22T13:05:00.000Z', Date.parse('2026-11-22T13:06:00.000Z'))).toBe(0);
  });
});
