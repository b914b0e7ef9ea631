import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import type { Session } from '../../backend/session/session.ts';
import { wipeStore } from '../../backend/session/wipe.ts';
import { noteLook } from '../../backend/content-access/note-look.ts';
import { createCentralClient } from '../../backend/sync/central-client.ts';
import type { AccessAction } from '../../core/contract/access-events.ts';
import type { LostStore } from '../../core/contract/escrow.ts';
import type { Id } from '../../core/domain/ids.ts';
import { readEscrow } from '../../db/escrow.ts';
import { storeIdOf } from '../../db/keys.ts';
import { countWaiting } from '../../db/outbox.ts';
import { contentFacts, filing, openOffice, type Office, password } from '../../central/testing/office.ts';
import { newId } from '../../central/testing/desk.ts';
import { openDatabase } from '../../central/store/database.ts';
import { verifyChains } from '../../central/store/journal.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { type Machine, openMachine, until } from './machine.ts';

// Real desks against the real centre: what happens to work that has not reached the centre when a store does not open, or is lost.

const anna = { login: 'anna', password };
const note = (session: Session, office: Office, text: string) =>
  runCommand(session.open().desk, 'addNote', {
    ...{ caseFileId: office.caseFiles.anna, noteId: newId(), documentId: null },
    ...{ text, isPinned: false, isPhoneCall: false },
  });
const notesAtCentre = async (connectionString: string): Promise<string[]> => {
  const store = openDatabase(connectionString, { connections: 1 });
  const { rows } = await store.query<{ text: string }>(
    `select body ->> 'text' as text from record where kind = 'note' order by 1`,
  );
  await store.end();
  return rows.map((row) => row.text);
};
const contentsAtCentre = async (connectionString: string): Promise<number> => {
  const store = openDatabase(connectionString, { connections: 1 });
  const { rows } = await store.query(`select sha256 from blob where state = 'stored'`);
  await store.end();
  return rows.length;
};
const firstSync = async ({ session }: Machine) => {
  await session.logIn(anna);
  await session.open().sync.syncNow();
};
const looksAtCentre = async (connectionString: string): Promise<string[]> => {
  const store = openDatabase(connectionString, { connections: 1 });
  const { rows } = await store.query<{ look: string }>(
    `select action || ' ' || coalesce(problem, 'ok') as look from access_log order by row`,
  );
  await store.end();
  return rows.map((row) => row.look);
};
/** Reads and prints without the centre, in a file that has been opened with it. */
async function lookWithoutCentre(machine: Machine, office: Office): Promise<void> {
  const look = (action: AccessAction) =>
    noteLook(machine.session.open().desk, { action, scopeId: office.caseFiles.anna, targetId: office.caseFiles.anna });
  look('opened');
  await machine.session.open().sync.syncNow();
  await machine.session.logOut();
  machine.cut(true);
  await machine.session.logIn(anna);
  look('read');
  look('printed');
  await machine.session.logOut();
  machine.cut(false);
}
/** Without the centre: a note, and a letter with its content, which nobody has but this machine. */
async function workWithoutCentre(machine: Machine, office: Office): Promise<void> {
  await machine.session.logOut();
  machine.cut(true);
  await machine.session.logIn(anna);
  note(machine.session, office, 'Ohne Zentrale geschrieben');
  const { desk } = machine.session.open();
  const bytes = new TextEncoder().encode('Ein Schreiben, das nur hier liegt');
  const { sha256, size } = await desk.store.blobs.put(bytes, 'uploading');
  const content = contentFacts(sha256, size);
  const target = { caseFileId: office.caseFiles.anna, documentId: newId() };
  runCommand(desk, 'addDocument', { ...target, filing, content, pageTexts: ['Mietvertrag'] });
  expect(countWaiting(desk.store.db)).toBe(2);
  await machine.session.logOut();
  machine.cut(false);
}

// S29: sealed when it closes, put aside and not deleted, sent once from the new store
test('after a new password the old store is put aside, and what waited in it reaches the centre with its contents, once', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const machine = await openMachine(office);
  await firstSync(machine);
  await workWithoutCentre(machine, office);
  expect(readEscrow(machine.folder)).toHaveLength(2);
  expect(readFileSync(join(machine.folder, 'escrow.json'), 'utf8')).not.toContain('geschrieben');
  const account = { workerId: office.ids.anna, login: 'anna', password: 'ganz neues Kennwort', role: 'worker' };
  expect((await office.administrator.call('POST', '/v1/accounts', account)).status).toBe(201);

  await machine.session.logIn({ login: 'anna', password: 'ganz neues Kennwort' });
  expect(machine.session.state().notice).toContain('gelöscht wurde nichts');
  const told = await until(machine.session, ({ notice }) => notice?.includes('2 Änderungen') === true);
  expect(told.notice).toContain('finden Sie unter „Klärung“');
  await expect
    .poll(async () => {
      await machine.session.open().sync.syncNow();
      return countWaiting(machine.session.open().desk.store.db);
    })
    .toBe(0);
  expect(await notesAtCentre(database.connectionString)).toEqual(['Ohne Zentrale geschrieben']);
  expect(await contentsAtCentre(database.connectionString)).toBe(1);
  const aside = readdirSync(join(machine.dataFolder, 'stores')).filter((name) => name.includes('.before-'));
  expect(aside).toHaveLength(1);
  expect(existsSync(join(machine.dataFolder, 'stores', aside[0] ?? '', 'store.db'))).toBe(true);

  // A second log-in brings nothing twice.
  await machine.session.logIn({ login: 'anna', password: 'ganz neues Kennwort' });
  await machine.session.open().sync.syncNow();
  expect(await notesAtCentre(database.connectionString)).toEqual(['Ohne Zentrale geschrieben']);
}, 120_000);

test('what a second store took and lost in its turn is brought again until it is decided, and happens once', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const own = await office.desk('anna');
  const machine = await openMachine(office);
  await firstSync(machine);
  await machine.session.logOut();
  machine.cut(true);
  await machine.session.logIn(anna);
  const { commandId } = note(machine.session, office, 'Zweimal verloren');
  await machine.session.logOut();
  const bring = { commands: readEscrow(machine.folder) };
  const waiting = async () =>
    (await own.call<{ commands: { id: Id }[] }>('GET', '/v1/escrow')).body.commands.map(({ id }) => id);
  // Taken by a store, which then brings the same, since it never got to send it.
  for (let time = 0; time < 2; time += 1) {
    expect((await own.call('POST', '/v1/escrow', bring)).status).toBe(200);
    expect(await waiting()).toEqual([commandId]);
    await own.call('POST', '/v1/escrow/taken', { ids: [commandId] });
    expect(await waiting()).toEqual([]);
  }
  machine.cut(false);
  await firstSync(machine);
  await own.call('POST', '/v1/escrow', bring);
  expect(await waiting()).toEqual([]);
  expect(await notesAtCentre(database.connectionString)).toEqual(['Zweimal verloren']);
}, 120_000);

test('a damaged key file: the store is put aside, and what the centre has already is not done again', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const machine = await openMachine(office);
  await firstSync(machine);
  note(machine.session, office, 'Schon angekommen');
  const sealedBefore = async () => {
    await machine.session.logOut();
    machine.cut(true);
    await machine.session.logIn(anna);
    note(machine.session, office, 'Wartet noch');
    await machine.session.logOut();
    machine.cut(false);
  };
  await machine.session.open().sync.syncNow();
  await sealedBefore();
  writeFileSync(join(machine.folder, 'key.json'), '{"format":2');
  await machine.session.logIn(anna);
  await until(machine.session, ({ notice }) => notice?.includes('Eine Änderung') === true);
  await machine.session.open().sync.syncNow();
  expect(await notesAtCentre(database.connectionString)).toEqual(['Schon angekommen', 'Wartet noch']);
}, 120_000);

// S29: not before the second refusal
test('a key store that refuses twice: the store is put aside, and what waited in it reaches the centre', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  let isReset = false;
  const turn = async (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0x5a);
  const unseal = (bytes: Uint8Array) => (isReset ? Promise.reject(new Error('reset')) : turn(bytes));
  const machine = await openMachine(office, { sealer: { name: 'probe', seal: turn, unseal } });
  await firstSync(machine);
  await workWithoutCentre(machine, office);
  isReset = true;
  await expect(machine.session.logIn(anna)).rejects.toThrow('Bitte melden Sie sich noch einmal an.');
  expect(existsSync(join(machine.folder, 'store.db'))).toBe(true);
  await machine.session.logIn(anna);
  await until(machine.session, ({ notice }) => notice?.includes('2 Änderungen') === true);
  await expect
    .poll(async () => {
      await machine.session.open().sync.syncNow();
      return countWaiting(machine.session.open().desk.store.db);
    })
    .toBe(0);
  expect(await notesAtCentre(database.connectionString)).toEqual(['Ohne Zentrale geschrieben']);
}, 120_000);

// S39: looks sealed beside a store that does not open, or is wiped, reach the log
test('what was looked at without the centre is in the log all the same when the store does not open, or is lost', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const machine = await openMachine(office);
  await firstSync(machine);
  await lookWithoutCentre(machine, office);
  expect(readEscrow(machine.folder)).toHaveLength(1);
  expect(readFileSync(join(machine.folder, 'escrow.json'), 'utf8')).not.toContain(office.caseFiles.anna);
  writeFileSync(join(machine.folder, 'key.json'), '{"format":2');
  await machine.session.logIn(anna);
  const told = ['opened ok', 'read ok', 'printed ok'];
  await expect.poll(() => looksAtCentre(database.connectionString), { timeout: 20_000 }).toEqual(told);

  // The new store writes a chain of its own; it is lost before the centre has been told.
  await machine.session.open().sync.syncNow();
  await lookWithoutCentre(machine, office);
  const storeId = storeIdOf(machine.folder);
  await office.administrator.call('POST', '/v1/lost-stores', { storeId, reason: 'Im Zug liegen gelassen' });
  await machine.session.lookForOrders();
  expect(existsSync(machine.folder)).toBe(false);
  expect(await looksAtCentre(database.connectionString)).toEqual([...told, ...told]);
}, 120_000);

// S39: sealed looks are taken of the worker of that store only, and once
test('nobody brings looks in the name of somebody else', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const [bernd, own] = [await office.desk('bernd'), await office.desk('anna')];
  const machine = await openMachine(office);
  await firstSync(machine);
  await lookWithoutCentre(machine, office);
  const bring = { commands: readEscrow(machine.folder) };
  expect(bring.commands).toHaveLength(1);
  expect((await bernd.call('POST', '/v1/escrow', bring)).status).toBe(200);
  expect(await looksAtCentre(database.connectionString)).toEqual(['opened ok']);
  for (let time = 0; time < 2; time += 1) await own.call('POST', '/v1/escrow', bring);
  expect(await looksAtCentre(database.connectionString)).toEqual(['opened ok', 'read ok', 'printed ok']);
}, 120_000);

// S30: what is sealed is handed over; on the list as not wiped until the desk reports
test('a lost store at which nobody logs in is wiped at its next contact; what waited comes back at another machine', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const machine = await openMachine(office);
  await firstSync(machine);
  await machine.session.logOut();
  machine.cut(true);
  await machine.session.logIn(anna);
  note(machine.session, office, 'Unterwegs geschrieben');
  await machine.session.logOut();
  machine.cut(false);
  const storeId = storeIdOf(machine.folder);
  const mark = { storeId, reason: 'Im Zug liegen gelassen' };
  expect((await (await office.desk('bernd')).call('POST', '/v1/lost-stores', mark)).status).toBe(403);
  expect(await office.administrator.call('POST', '/v1/lost-stores', mark)).toMatchObject({ status: 200 });
  const list = async () =>
    (await (await office.desk('audit')).call<{ stores: LostStore[] }>('GET', '/v1/lost-stores')).body.stores;
  expect(await list()).toMatchObject([{ storeId, wipedAt: null, reason: 'Im Zug liegen gelassen' }]);
  expect((await list())[0]?.openScopeIds).toContain(office.caseFiles.anna);

  await machine.session.lookForOrders();
  expect(existsSync(machine.folder)).toBe(false);
  expect(await list()).toMatchObject([{ storeId, wipedAt: expect.any(String), openScopeIds: [] }]);

  const other = await openMachine(office);
  await other.session.logIn(anna);
  await until(other.session, ({ notice }) => notice?.startsWith('Eine Änderung') === true);
  await other.session.open().sync.syncNow();
  expect(await notesAtCentre(database.connectionString)).toEqual(['Unterwegs geschrieben']);
  const store = openDatabase(database.connectionString, { connections: 1 });
  const { rows } = await store.query(`select action from journal where action like 'store.%' order by number`);
  expect(rows.map((row) => row.action)).toEqual(['store.lost', 'store.wiped']);
  expect((await verifyChains(store)).firstBreak).toBeNull();
  await store.end();
}, 120_000);

test('an open store that is reported lost is locked and wiped as soon as it asks the centre for anything', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const machine = await openMachine(office);
  await firstSync(machine);
  const mark = { workerId: office.ids.anna, reason: 'Gerät gestohlen' };
  expect((await office.administrator.call('POST', '/v1/lost-stores', mark)).status).toBe(200);
  await machine.session.open().sync.syncNow();
  const state = await until(machine.session, ({ lock }) => lock?.reason === 'wiped');
  expect(state).toMatchObject({ state: 'loggedOut', worker: null, lock: { login: 'anna' } });
  await expect.poll(() => existsSync(machine.folder)).toBe(false);
}, 120_000);

// S30: neither token nor share; a wipe cut off goes on
test('a log-in at a lost store gets no token and wipes it, with any password; cut off on the way, the next start goes on', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const machine = await openMachine(office);
  await firstSync(machine);
  await machine.session.logOut();
  const storeId = storeIdOf(machine.folder) as Id;
  await office.administrator.call('POST', '/v1/lost-stores', { storeId, reason: 'Gerät gestohlen' });
  // The order arrives, and the line breaks before the desk can answer.
  const real = createCentralClient(office.address);
  const { order } = await real.wipeOrder(storeId);
  await wipeStore(machine.folder, order ?? '', createCentralClient('http://127.0.0.1:9'));
  expect(readdirSync(machine.folder).sort()).toEqual(['escrow.delivered.json', 'wipe.json']);
  await machine.session.lookForOrders();
  expect(existsSync(machine.folder)).toBe(false);
  // The same person may begin anew at the same machine: that store is another one.
  await machine.session.logIn(anna);
  expect(storeIdOf(machine.folder)).not.toBe(storeId);
  await machine.session.logOut();
  const nextId = storeIdOf(machine.folder);
  await office.administrator.call('POST', '/v1/lost-stores', { storeId: nextId, reason: 'Gerät gestohlen' });
  await expect(machine.session.logIn({ login: 'anna', password: 'geraten' })).rejects.toMatchObject({
    message: expect.stringContaining('als verloren gemeldet'),
  });
  expect(existsSync(join(machine.folder, 'store.db'))).toBe(false);
}, 120_000);
