import { describe, expect, it } from 'vitest';
import { asId } from '../../../core/domain/ids.ts';
import { clearedWords, type DeviceRow, lossWords, waitingWords } from './device-words.ts';

const id = asId('0192a000-0000-7000-8000-000000000001');
const device: DeviceRow = {
  ...{ storeId: id, workerId: id, workerName: 'Jensen, Jörg', deviceName: 'LAPTOP-017', waiting: 0, state: 'inUse' },
  ...{ madeAt: '2026-11-01T08:00:00.000Z', seenAt: '2026-11-03T13:05:00.000Z', leaseUntil: null },
  ...{ lost: null, lostByName: null, withdrawn: null, isThisDevice: false, isCleared: true },
};
const lost = {
  ...{ at: '2026-11-03T14:00:00.000Z', by: id, reason: 'im Zug vergessen', wipedAt: null },
  ...{ broughtCount: 0, notDelivered: null },
};

describe('devices in words', () => {
  it('say what waits there, or that nobody knows', () => {
    expect(waitingWords(device)).toBe('nichts');
    expect(waitingWords({ ...device, waiting: 1 })).toBe('1 Änderung bei der letzten Meldung');
    expect(waitingWords({ ...device, waiting: null })).toBe('nicht bekannt');
  });

  it('say where what was taken from somebody may still lie, as long as the device is in use', () => {
    expect(clearedWords(device)).toBeNull();
    expect(clearedWords({ ...device, isCleared: null })).toBeNull();
    expect(clearedWords({ ...device, isCleared: false })).toBe('Entzogenes ist dort noch nicht entfernt');
    expect(clearedWords({ ...device, isCleared: false, state: 'wiped' })).toBeNull();
  });

  it('say what has happened since a loss was reported', () => {
    expect(lossWords(device)).toBeNull();
    expect(lossWords({ ...device, lost, lostByName: 'Brodersen, Birte' })).toBe(
      'Gemeldet am 03.11.2026, 15:00 von Brodersen, Birte: im Zug vergessen. Wird gelöscht, sobald das Gerät die Zentrale erreicht.',
    );
    const wiped = { ...lost, wipedAt: '2026-11-04T07:00:00.000Z', broughtCount: 3 };
    expect(lossWords({ ...device, lost: wiped })).toContain('Gelöscht am 04.11.2026, 08:00.');
    expect(waitingWords({ ...device, lost: wiped })).toBe('3 Änderungen übergeben, bevor gelöscht wurde');
    const withdrawn = { at: '2026-11-04T07:00:00.000Z', reason: 'gefunden' };
    expect(lossWords({ ...device, withdrawn })).toBe('Die Meldung wurde am 04.11.2026, 08:00 zurückgenommen: gefunden');
  });
});
