import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import type { Session } from '../../backend/session/session.ts';
import { wipeStore } from '../../backend/session/wipe.ts';
import { createCentralClient } from '../../backend/sync/central-client.ts';
import { newId } from '../../central/testing/desk.ts';
import { contentFacts, filing, noteArgs, type Office, openOffice, password } from '../../central/testing/office.ts';
import type { Id } from '../../core/domain/ids.ts';
import { storeIdOf } from '../../db/keys.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { openMachine, until } from './machine.ts';

// Real desks against the real centre: what waits on the desk of somebody whose account is closed meanwhile.

const anna = { login: 'anna', password };

async function openHouse(connectionString: string): Promise<Office> {
  const office = await openOffice(connectionString);
  await office.central.database.query("update scope_grant set level = 'write' where principal_id = $1", [
    office.teamId,
  ]);
  await office.desk('anna');
  return office;
}

const close = (office: Office) => office.administrator.call('DELETE', `/v1/accounts/${office.ids.anna}`);
/** What waits in Anna's file for whoever leads her. */
async function waitingInFile(office: Office): Promise<unknown[]> {
  const clara = await office.desk('clara');
  const { scopes } = await clara.pull({ scopeId: office.caseFiles.anna, after: 0 });
  return (scopes[0]?.rows ?? []).filter(({ kind }) => kind === 'lateWork').map(({ body }) => body);
}

const letter = 'Ein Schreiben, das nur an diesem Arbeitsplatz liegt';

/** A document whose content nobody has but this desk. Gives the content's name. */
async function fileLetter({ desk }: ReturnType<Session['open']>, office: Office): Promise<string> {
  const { sha256, size } = await desk.store.blobs.put(new TextEncoder().encode(letter), 'uploading');
  const target = { caseFileId: office.caseFiles.anna, documentId: newId() };
  const content = contentFacts(sha256, size);
  runCommand(desk, 'addDocument', { ...target, filing, content, pageTexts: ['Mietvertrag'] });
  return sha256;
}

// S57: contents first, then commands; no wipe while either waits
test('a letter of which only the open desk has the bytes goes out with them when the account is closed, and only then is the desk cleared', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await openMachine(office);
  await machine.session.logIn(anna);
  const open = machine.session.open();
  await open.sync.syncNow();
  open.sync.pause(60);
  const sha256 = await fileLetter(open, office);
  runCommand(open.desk, 'addNote', noteArgs(office.caseFiles.anna, 'Nach dem Schreiben notiert'));
  expect((await close(office)).status).toBe(204);
  open.sync.resume();
  await until(machine.session, ({ lock }) => lock !== null);
  await expect.poll(() => existsSync(machine.folder)).toBe(false);
  const waiting = (await waitingInFile(office)) as { name: string }[];
  expect(waiting.map(({ name }) => name).sort()).toEqual(['addDocument', 'addNote']);
  const clara = await office.desk('clara');
  expect((await clara.call('GET', `/v1/blobs/${sha256}`)).body).toBe(letter);
}, 120_000);

// S57: the former password opens her own desk, and no other
test('logged out, she may log in once more at her own desk within the time, so that a letter lying there goes out with its bytes', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await openMachine(office);
  await machine.session.logIn(anna);
  const open = machine.session.open();
  await open.sync.syncNow();
  open.sync.pause(60);
  const sha256 = await fileLetter(open, office);
  await machine.session.logOut();
  expect((await close(office)).status).toBe(204);
  const elsewhere = await openMachine(office);
  await expect(elsewhere.session.logIn(anna)).rejects.toMatchObject({ code: 'unauthenticated' });
  await machine.session.logIn(anna);
  await until(machine.session, ({ lock }) => lock !== null);
  await expect.poll(() => existsSync(machine.folder)).toBe(false);
  expect(await waitingInFile(office)).toMatchObject([{ name: 'addDocument', state: 'open' }]);
  const clara = await office.desk('clara');
  expect((await clara.call('GET', `/v1/blobs/${sha256}`)).body).toBe(letter);
}, 120_000);

test('what waits at an open desk goes out as late work when the account is closed, nothing more is read there, and the desk is cleared', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await openMachine(office);
  await machine.session.logIn(anna);
  const { desk, sync } = machine.session.open();
  await sync.syncNow();
  sync.pause(60);
  runCommand(desk, 'addNote', noteArgs(office.caseFiles.anna, 'Vor dem Weggang notiert'));
  expect((await close(office)).status).toBe(204);
  const { rows } = await office.central.database.query(
    `select body ->> 'isActive' as is_active from record where kind = 'worker' and id = $1`,
    [office.ids.anna],
  );
  expect(rows).toEqual([{ is_active: 'false' }]);
  sync.resume();
  const told = await until(machine.session, ({ lock }) => lock !== null);
  expect(told.lock?.message).toContain('Ihr Konto ist geschlossen');
  await expect.poll(() => existsSync(machine.folder)).toBe(false);
  expect(await waitingInFile(office)).toMatchObject([
    { authorId: office.ids.anna, name: 'addNote', args: { text: 'Vor dem Weggang notiert' }, state: 'open' },
  ]);
  await expect(machine.session.logIn(anna)).rejects.toMatchObject({ code: 'unauthenticated' });
}, 120_000);

test('a desk that comes after the time has passed hands over what lies sealed, without anybody logging in; the centre decides it', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await openMachine(office);
  await machine.session.logIn(anna);
  const { desk, sync } = machine.session.open();
  await sync.syncNow();
  sync.pause(60);
  runCommand(desk, 'addNote', noteArgs(office.caseFiles.anna, 'Liegt noch auf dem Gerät'));
  await machine.session.logOut();
  expect((await close(office)).status).toBe(204);
  await machine.session.lookForOrders();
  expect(existsSync(machine.folder)).toBe(true);
  expect(await waitingInFile(office)).toEqual([]);
  await office.central.database.query('update account set closing_until = now() where worker_id = $1', [
    office.ids.anna,
  ]);
  await machine.session.lookForOrders();
  expect(existsSync(machine.folder)).toBe(false);
  expect(await waitingInFile(office)).toMatchObject([
    { authorId: office.ids.anna, args: { text: 'Liegt noch auf dem Gerät' }, state: 'open' },
  ]);
}, 120_000);

// S58: a wipe not told gives way to a new store, which brings what lies sealed
test('a desk whose wipe was begun and not told takes up what lies sealed there when the account is open again and she logs in', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await openMachine(office);
  await machine.session.logIn(anna);
  const { desk, sync } = machine.session.open();
  await sync.syncNow();
  sync.pause(60);
  const note = noteArgs(office.caseFiles.anna, 'Liegt verschlossen auf dem Gerät');
  runCommand(desk, 'addNote', note);
  await machine.session.logOut();
  expect((await close(office)).status).toBe(204);
  await office.central.database.query('update account set closing_until = now() where worker_id = $1', [
    office.ids.anna,
  ]);
  const { order } = await createCentralClient(office.address).wipeOrder(storeIdOf(machine.folder) as Id);
  await wipeStore(machine.folder, order as string, createCentralClient('http://127.0.0.1:9'));
  expect(existsSync(join(machine.folder, 'key.json'))).toBe(false);
  const reopening = { workerId: office.ids.anna, reason: 'Wieder im Haus' };
  expect((await office.administrator.run('reopenWorker', reopening)).result).toBe('ok');
  await machine.session.logIn(anna);
  const clara = await office.desk('clara');
  const notesInFile = async () => {
    const { scopes } = await clara.pull({ scopeId: office.caseFiles.anna, after: 0 });
    return (scopes[0]?.rows ?? []).filter(({ kind, id }) => kind === 'note' && id === note.noteId);
  };
  await expect.poll(notesInFile).toMatchObject([{ body: { text: note.text } }]);
}, 120_000);
