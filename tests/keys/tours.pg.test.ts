import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSession, type Session } from '../../backend/session/session.ts';
import { deskStoreHandlers } from '../../backend/desk-stores/handlers.ts';
import { tourHandlers } from '../../backend/tours/handlers.ts';
import { runCommand } from '../../backend/commands/run-command.ts';
import { createCentralClient } from '../../backend/sync/central-client.ts';
import { systemTimers } from '../../backend/sync/environment.ts';
import type { Id } from '../../core/domain/ids.ts';
import { dayOf, momentOf } from '../../core/domain/moments.ts';
import { storeIdOf } from '../../db/keys.ts';
import { newId } from '../../central/testing/desk.ts';
import { type Office, openOffice, password } from '../../central/testing/office.ts';
import { openDatabase } from '../../central/store/database.ts';
import { verifyChains } from '../../central/store/journal.ts';
import { temporaryDatabase } from '../support/postgres.ts';

// Real desks against the real centre: longer leases for tours, and what those who lead see and decide about devices.

const day = 86_400_000;
const call = { signal: new AbortController().signal };

type Place = { session: Session; dataFolder: string; clock: { ahead: number }; cut(isCut: boolean): void };

async function openPlace(office: Office, login: string, dataFolder?: string): Promise<Place> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'aktenpult-tour-')));
  const clock = { ahead: 0 };
  let isCut = false;
  const session = createSession({
    dataFolder: folder,
    createCentral: () => createCentralClient(isCut ? 'http://127.0.0.1:9' : office.address),
    sealer: null,
    deviceName: `Gerät von ${login}`,
    newId,
    clock: { now: () => Date.now() + clock.ahead },
    timers: systemTimers,
    random: Math.random,
    stackReader: () => expect.unreachable('nothing is scanned here'),
  });
  onTestFinished(async () => {
    await session.close();
    await rm(folder, { recursive: true, force: true });
  });
  await office.desk(login as 'anna');
  await session.logIn({ login, password });
  await session.open().sync.syncNow();
  const cut = (next: boolean) => {
    isCut = next;
  };
  return { session, dataFolder: folder, clock, cut };
}

const daysFromNow = (days: number) => dayOf(momentOf(Date.now() + days * day));
const leaseDays = (session: Session) => (Date.parse(session.state().offlineUntil ?? '') - Date.now()) / day;
const journalled = async (connectionString: string) => {
  const store = openDatabase(connectionString, { connections: 1 });
  const { rows } = await store.query<{ action: string; reason: string | null }>(
    `select action, reason from journal where action like 'tour.%' or action like 'store.%' order by number`,
  );
  expect((await verifyChains(store)).firstBreak).toBeNull();
  await store.end();
  return rows.map(({ action, reason }) => [action, reason]);
};

// S26: entered only while the centre is there, with its reason in the journal
test('a tour is granted by rule, counts on the device at once, opens it without the centre until then, and ends with one action', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const place = await openPlace(office, 'anna');
  const { session } = place;
  const tours = tourHandlers(session);
  expect(leaseDays(session)).toBeCloseTo(3, 2);
  expect(await tours.own({}, call)).toEqual({ tour: null, longestDays: 14 });

  const granted = await tours.begin({ toDay: daysFromNow(9), reason: 'Hausbesuche auf Pellworm' }, call);
  expect(granted.tour).toMatchObject({ reason: 'Hausbesuche auf Pellworm' });
  expect(dayOf(momentOf(Date.parse(granted.tour?.until ?? '') - 1))).toBe(daysFromNow(9));
  expect(Date.parse(session.state().offlineUntil ?? '') / 10_000).toBeCloseTo(
    Date.parse(granted.tour?.until ?? '') / 10_000,
    0,
  );
  await session.logOut();
  place.cut(true);
  place.clock.ahead = 8.5 * day;
  expect(await session.logIn({ login: 'anna', password })).toMatchObject({ state: 'loggedIn', isOffline: true });
  await expect(tours.begin({ toDay: daysFromNow(12), reason: 'Noch länger' }, call)).rejects.toMatchObject({
    code: 'offline',
    message: expect.stringMatching(/^Einen Außendienst trägt die Zentrale ein.*Es wurde nichts geändert/),
  });
  await session.logOut();
  place.cut(false);
  place.clock.ahead = 0;
  await session.logIn({ login: 'anna', password });
  expect(leaseDays(session)).toBeGreaterThan(8.9);
  expect(await tours.end({}, call)).toMatchObject({ tour: null });
  expect(leaseDays(session)).toBeCloseTo(3, 2);
  expect(await journalled(database.connectionString)).toEqual([
    ['tour.begun', 'Hausbesuche auf Pellworm'],
    ['tour.ended', null],
  ]);
}, 120_000);

// S26: what administration has set, and at most 14 days
test('the office sets how long a tour may be; beyond that it is refused with a sentence, and the last day ends at the hour of now', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const { session } = await openPlace(office, 'anna');
  const tours = tourHandlers(session);
  await expect(tours.begin({ toDay: daysFromNow(17), reason: 'Zu lang' }, call)).rejects.toMatchObject({
    code: 'conflict',
    message: 'Ein Außendienst darf in Ihrem Amt höchstens 14 Tage dauern.',
  });
  await expect(tours.begin({ toDay: daysFromNow(-2), reason: 'Vorbei' }, call)).rejects.toMatchObject({
    message: 'Dieser Zeitraum ist schon vorbei.',
  });
  await tours.begin({ toDay: daysFromNow(14), reason: 'Urlaubsvertretung' }, call);
  expect(leaseDays(session)).toBeCloseTo(14, 2);
  const limit = { days: 7 };
  expect((await (await office.desk('clara')).call('PUT', '/v1/office/longest-tour', limit)).status).toBe(403);
  expect((await office.administrator.call('PUT', '/v1/office/longest-tour', { days: 20 })).status).toBe(400);
  expect((await office.administrator.call('PUT', '/v1/office/longest-tour', limit)).status).toBe(204);
  await expect(tours.begin({ toDay: daysFromNow(10), reason: 'Zu lang' }, call)).rejects.toThrow('höchstens 7 Tage');
  // One that runs stays as it was granted; a new one takes its place.
  expect(await tours.own({}, call)).toMatchObject({ tour: { reason: 'Urlaubsvertretung' }, longestDays: 7 });
  await tours.begin({ toDay: daysFromNow(5), reason: 'Kürzer' }, call);
  expect(await tours.own({}, call)).toMatchObject({ tour: { reason: 'Kürzer' } });
}, 120_000);

// S26, S30: her lead ends a tour; a report is taken back until the desk has answered; waiting work is counted
test('who leads the team sees the devices of her workers, ends a tour, reports one lost, and takes that back; others do not', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const anna = await openPlace(office, 'anna');
  const clara = await openPlace(office, 'clara');
  const leads = deskStoreHandlers(clara.session);
  await tourHandlers(anna.session).begin({ toDay: daysFromNow(9), reason: 'Hausbesuche' }, call);
  const { desk } = anna.session.open();
  anna.session.open().sync.pause(60);
  const note = { caseFileId: office.caseFiles.anna, noteId: newId(), documentId: null, text: 'Wartet' };
  runCommand(desk, 'addNote', { ...note, isPinned: false, isPhoneCall: false });
  await anna.session.open().renewLease();
  const list = await leads.list({}, call);
  expect(list).toMatchObject({ mayReport: true, maySetLongest: false, tours: [{ workerId: office.ids.anna }] });
  const row = list.rows.find(({ workerId }) => workerId === office.ids.anna);
  const storeId = storeIdOf(desk.store.folder) as Id;
  expect(row).toMatchObject({ storeId, deviceName: 'Gerät von anna', waiting: 1, state: 'inUse', isThisDevice: false });
  expect(list.rows.find(({ isThisDevice }) => isThisDevice)?.workerId).toBe(office.ids.clara);

  await leads.endTour({ workerId: office.ids.anna, reason: 'Wird im Haus gebraucht' }, call);
  await anna.session.open().renewLease();
  expect(leaseDays(anna.session)).toBeCloseTo(3, 2);

  // Not her own device in use, and nobody's of another team.
  const own = list.rows.find(({ isThisDevice }) => isThisDevice);
  await expect(leads.reportLost({ storeId: own?.storeId as Id, reason: 'Irrtum' }, call)).rejects.toThrow(
    'benutzen Sie gerade',
  );
  const post = await openPlace(office, 'post');
  const foreign = storeIdOf(post.session.open().desk.store.folder) as Id;
  await expect(leads.reportLost({ storeId: foreign, reason: 'Nicht ihres' }, call)).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(deskStoreHandlers(post.session).list({}, call)).rejects.toMatchObject({ code: 'forbidden' });

  await anna.session.logOut();
  await leads.reportLost({ storeId, reason: 'Im Zug liegen gelassen' }, call);
  const lost = (await leads.list({}, call)).rows[0];
  expect(lost).toMatchObject({
    state: 'lost',
    leaseUntil: null,
    lost: { reason: 'Im Zug liegen gelassen', wipedAt: null },
  });
  await leads.withdrawLost({ storeId, reason: 'Im Fundbüro gefunden' }, call);
  expect((await leads.list({}, call)).rows.find(({ storeId: id }) => id === storeId)).toMatchObject({
    ...{ state: 'inUse', lost: null },
    withdrawn: { reason: 'Im Fundbüro gefunden' },
  });
  await anna.session.lookForOrders();
  expect(await anna.session.logIn({ login: 'anna', password })).toMatchObject({ state: 'loggedIn', isOffline: false });
  await anna.session.open().sync.syncNow();
  expect(anna.session.open().sync.state()).toMatchObject({ connection: 'connected', waitingCommands: 0 });

  // Lost again: wiped at its next contact, with what waited; then it cannot be taken back any more.
  anna.session.open().sync.pause(60);
  runCommand(anna.session.open().desk, 'addNote', { ...note, noteId: newId(), isPinned: false, isPhoneCall: false });
  await anna.session.logOut();
  const again = storeIdOf(desk.store.folder) as Id;
  await leads.reportLost({ storeId: again, reason: 'Gestohlen' }, call);
  await anna.session.lookForOrders();
  const wiped = (await leads.list({}, call)).rows.find(({ storeId: id }) => id === again);
  expect(wiped).toMatchObject({
    state: 'wiped',
    lost: { broughtCount: 1, notDelivered: 0, wipedAt: expect.any(String) },
  });
  await expect(leads.withdrawLost({ storeId: again, reason: 'Zu spät' }, call)).rejects.toThrow('schon gelöscht');
  expect((await journalled(database.connectionString)).map(([action]) => action)).toEqual([
    ...['tour.begun', 'tour.ended', 'store.lost', 'store.lostWithdrawn', 'store.lost', 'store.wiped'],
  ]);
}, 180_000);
