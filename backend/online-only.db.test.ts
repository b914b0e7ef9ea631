import { afterEach, beforeEach, expect, test } from 'vitest';
import { outboxEntries } from '../db/outbox.ts';
import { DeskWorld } from '../tests/support/desk-world.ts';
import { type OpenDesk, perform } from './context.ts';

let world: DeskWorld;
beforeEach(() => {
  world = new DeskWorld();
});
afterEach(() => world.close());

test('what only the centre may do is refused with a sentence while it is away, and nothing waits', async () => {
  let isOnline = true;
  const opened = world.openDesk(world.jensen, { weather: () => (isOnline ? 'fine' : 'lostRequest') });
  await opened.sync.syncNow();
  const desk: OpenDesk = {
    ...opened.desk,
    centre: opened.sync,
    openedProtected: new Set(),
    uploads: new Map(),
    scanUploads: new Map(),
    scans: null as never,
    texts: null as never,
  };
  const caseFileId = world.newId();
  const open = () =>
    perform(desk, 'createCaseFile', {
      caseFileId,
      caseFile: {
        fileNumber: '13102BG0009999',
        kind: 'benefit',
        title: 'Neumann, Ute',
        householdId: null,
        workerId: world.jensen.workerId,
        state: 'running',
        approvedFrom: null,
        approvedUntil: null,
        openedOn: '2026-11-22',
      },
      household: null,
      persons: [],
    });
  isOnline = false;
  while (opened.sync.state().connection === 'connected') await opened.sync.syncNow();
  expect(open).toThrow(/^Dafür ist die Verbindung zur Zentrale nötig\. Es wurde nichts geändert\./);
  expect(outboxEntries(desk.store.db)).toEqual([]);
  isOnline = true;
  await opened.sync.syncNow();
  expect(open()).toMatchObject({ label: 'Akte angelegt: Neumann, Ute' });
  expect(outboxEntries(desk.store.db)).toHaveLength(1);
});
