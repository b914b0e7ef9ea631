import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';
import { idBytes } from '../../db/record-tables.ts';
import { inTransaction, run } from '../../db/sql.ts';
import { requireReadable } from '../context.ts';
import { runCommand } from './run-command.ts';

let world: DeskWorld;
let desk: BackendDesk | null;

beforeEach(() => {
  world = new DeskWorld();
  desk = null;
});
afterEach(async () => {
  await desk?.close();
  await world.close();
  expect(desk?.faults ?? []).toEqual([]);
});

test('a file that may only be read says so before anything is written, and when somebody tries', async () => {
  world.centre.grant(world.caseFileId, world.thomsen.workerId, 'read');
  const opened = await startBackendDesk(world);
  desk = opened;
  await logIn(opened, world.thomsen);
  const [here, other] = [{ caseFileId: world.caseFileId }, { caseFileId: world.otherCaseFileId }];
  await vi.waitFor(async () => expect((await opened.client.caseFiles.cover(here)).mayWrite).toBe(false), 15_000);
  expect((await opened.client.caseFiles.cover(other)).mayWrite).toBe(true);
  const message = 'Sie dürfen diese Akte nur lesen. Es wurde nichts geändert.';
  const words = { documentId: null, text: 'Miete geklärt', isPinned: false, isPhoneCall: false };
  await expect(opened.client.notes.add({ ...here, ...words })).rejects.toMatchObject({ code: 'forbidden', message });
});

test('a file whose right has ended without the centre says when it ended', async () => {
  const one = world.openDesk(world.thomsen);
  await one.sync.syncNow();
  const end = `UPDATE scope SET valid_to = '2026-11-22T10:30:00.000Z' WHERE id = ?`;
  inTransaction(one.store.db, () => run(one.store.db, end, idBytes(world.caseFileId)));
  expect(() => requireReadable(one.desk, world.caseFileId, 'Akte')).not.toThrow();
  world.time = Date.parse('2026-11-22T11:00:00.000Z');
  const ended = 'Ihr Zugriff auf diese Akte endete um 11:30.';
  expect(() => requireReadable(one.desk, world.caseFileId, 'Akte')).toThrow(
    `${ended} Was davon auf diesem Gerät ist, wird entfernt.`,
  );
  const about = { caseFileId: world.caseFileId, noteId: world.newId(), documentId: null };
  const words = { text: 'Miete geklärt', isPinned: false, isPhoneCall: false };
  expect(() => runCommand(one.desk, 'addNote', { ...about, ...words })).toThrow(`${ended} Es wurde nichts geändert.`);
  world.time += 86_400_000;
  expect(() => requireReadable(one.desk, world.caseFileId, 'Akte')).toThrow('endete am 22.11.2026 um 11:30.');
});
