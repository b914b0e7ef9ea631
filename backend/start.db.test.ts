import { expect, test, vi } from 'vitest';
import { type BackendDesk, deskForEachTest, logIn } from '../tests/support/backend-desk.ts';
import type { DeskWorld } from '../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest((opened) => {
  ({ world, desk } = opened);
});

test('before somebody has logged in nothing of a store is told, and each call says so', async () => {
  const { client } = desk;
  expect(await client.session.state({})).toMatchObject({ state: 'loggedOut', worker: null });
  expect(await client.sync.state({})).toMatchObject({ connection: 'loggedOut' });
  expect(await client.desk.configuration({})).toMatchObject({ officeName: 'Probehaus' });
  for (const call of [
    () => client.inbox.overview({}),
    () => client.caseFiles.list({ which: 'mine' }),
    () => client.search.query({ text: 'Petersen', caseFileId: null }),
    () => client.sync.now({}),
    () => client.undo.list({}),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'locked' });
  }
});

test('a wrong password is refused and opens nothing', async () => {
  await expect(desk.client.session.logIn({ login: 'jensen', password: 'falsch' })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  expect(await desk.client.session.state({})).toMatchObject({ state: 'loggedOut' });
});

test('after logging in the house, her files and her Postkorb are there', async () => {
  world.deliver(world.jensen, 'Mietbescheinigung');
  await logIn(desk, world.jensen);
  const directory = await desk.client.office.directory({});
  expect(directory.officeName).toBe('Jobcenter Nordfriesland');
  expect(directory.workers.map((worker) => worker.familyName)).toEqual(['Jensen', 'Thomsen']);
  expect(directory.keywords).toMatchObject([{ name: 'Nebenkosten', isValid: true }]);
  const { rows } = await desk.client.caseFiles.list({ which: 'mine' });
  expect(rows.map((row) => row.title)).toEqual(['Hinrichsen, Uwe', 'Petersen, Anna']);
  const { inboxes } = await desk.client.inbox.overview({});
  expect(inboxes).toMatchObject([{ kind: 'own', openCount: 1, doneTodayCount: 0 }]);
});

test('every window is told what changed, whichever window did it', async () => {
  await logIn(desk, world.jensen);
  const other = desk.window();
  await other.session.state({});
  const told: string[] = [];
  other.caseFiles.on.changed(({ caseFileIds }) => told.push(...caseFileIds));
  const undone = vi.fn();
  other.undo.on.changed(undone);
  const { caseFileId } = world;
  await desk.client.notes.add({
    caseFileId,
    documentId: null,
    text: 'Ruft zurück',
    isPinned: false,
    isPhoneCall: true,
  });
  await vi.waitFor(() => expect(told).toContain(caseFileId), 15_000);
  await vi.waitFor(() => expect(undone).toHaveBeenCalled(), 15_000);
});

test('what a colleague does arrives with an event', async () => {
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const titles = async () => (await desk.client.inbox.list({ inboxId, show: 'open' })).rows.map((row) => row.title);
  expect(await titles()).toEqual([]);
  const told: string[][] = [];
  desk.client.inbox.on.changed(({ inboxIds }) => {
    if (inboxIds.includes(inboxId)) void titles().then((read) => told.push(read));
  });
  world.deliver(world.jensen, 'Kontoauszug');
  await desk.client.sync.now({});
  await vi.waitFor(() => expect(told).toContainEqual(['Kontoauszug']), 15_000);
});

test('logging out locks the store for all windows', async () => {
  await logIn(desk, world.jensen);
  const states: string[] = [];
  const other = desk.window();
  await other.session.state({});
  other.session.on.changed(({ state }) => states.push(state));
  await desk.client.session.logOut({});
  await vi.waitFor(() => expect(states).toContain('loggedOut'), 15_000);
  await expect(other.caseFiles.list({ which: 'all' })).rejects.toMatchObject({ code: 'locked' });
});

test('without the centre she logs in with what is on this desk and goes on working', async () => {
  await logIn(desk, world.jensen);
  await desk.client.session.logOut({});
  desk.isOnline = false;
  const state = await desk.client.session.logIn({ login: 'jensen', password: 'jensen-kennwort' });
  expect(state).toMatchObject({ state: 'loggedIn', isOffline: true });
  const { caseFileId } = world;
  await desk.client.notes.add({ caseFileId, documentId: null, text: 'ohne Netz', isPinned: false, isPhoneCall: false });
  expect((await desk.client.notes.list({ caseFileId })).rows).toMatchObject([{ text: 'ohne Netz', isPending: true }]);
  desk.isOnline = true;
  await desk.client.sync.now({});
  await vi.waitFor(async () => {
    expect((await desk.client.notes.list({ caseFileId })).rows).toMatchObject([
      { text: 'ohne Netz', isPending: false },
    ]);
  }, 15_000);
});

test('settings of the page are kept with the worker across sessions', async () => {
  await logIn(desk, world.jensen);
  await desk.client.desk.writeSetting({ key: 'layout', value: '{"breit":true}' });
  await desk.client.session.logOut({});
  await desk.client.session.logIn({ login: 'thomsen', password: 'thomsen-kennwort' });
  expect(await desk.client.desk.readSetting({ key: 'layout' })).toEqual({ value: null });
  await logIn(desk, world.jensen);
  expect(await desk.client.desk.readSetting({ key: 'layout' })).toEqual({ value: '{"breit":true}' });
});
