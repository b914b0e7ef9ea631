import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Migration } from '../../db/migrations/registry.ts';
import { migrations } from '../../db/migrations/registry.ts';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';

// A desk that was renewed and set back to the version before: its store was written by the newer one.

const tomorrow: Migration = {
  version: 99_990,
  name: 'of tomorrow',
  statements: ['ALTER TABLE outbox ADD COLUMN remark TEXT', 'CREATE TABLE hearing (row INTEGER PRIMARY KEY) STRICT'],
};
const released = migrations as Migration[];
const renew = () => void released.push(tomorrow);
const setBack = () => void released.splice(released.indexOf(tomorrow), 1);

let world: DeskWorld;
let desk: BackendDesk;
beforeEach(async () => {
  world = new DeskWorld();
  renew();
  desk = await startBackendDesk(world);
});
afterEach(async () => {
  if (released.includes(tomorrow)) setBack();
  await desk.close();
  await world.close();
  expect(desk.faults).toEqual([]);
});

const startAnew = async () => {
  const { folder } = desk;
  await desk.close();
  desk = await startBackendDesk(world, folder);
};
const notesThere = () =>
  [...world.centre.scope(world.caseFileId).rows.values()]
    .filter(({ kind }) => kind === 'note')
    .map(({ body }) => (body as { text: string }).text);
const asideOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => basename(name).includes('.before-'));

test('is not opened by the older program, says so, stays as it is, and sends its work once the program is renewed again', async () => {
  await logIn(desk, world.jensen);
  desk.isOnline = false;
  await desk.client.notes.add({
    ...{ caseFileId: world.caseFileId, documentId: null, text: 'Mit dem neuen Programm geschrieben' },
    ...{ isPinned: false, isPhoneCall: false },
  });
  setBack();
  await startAnew();
  for (let time = 0; time < 2; time += 1) {
    await expect(logIn(desk, world.jensen)).rejects.toMatchObject({
      code: 'must_upgrade',
      message: expect.stringMatching(/neueren Fassung von Aktenpult\. Sie bleiben unverändert.* aktualisieren\.$/),
    });
  }
  expect(asideOf(desk.folder)).toEqual([]);
  expect(notesThere()).toEqual([]);

  renew();
  await startAnew();
  await logIn(desk, world.jensen);
  await vi.waitFor(() => expect(notesThere()).toEqual(['Mit dem neuen Programm geschrieben']), 15_000);
});
