import { expect, onTestFinished, test } from 'vitest';
import { takeScansIn } from '../../backend/branch-scans/take-scans-in.ts';
import type { Desk } from '../../backend/commands/desk.ts';
import { newId } from '../../central/testing/desk.ts';
import { openOffice, type Office, password } from '../../central/testing/office.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { addBranchScan, type BranchScan, listBranchScans } from '../../db/branch-scans.ts';
import { readEscrow } from '../../db/escrow.ts';
import { storeIdOf } from '../../db/keys.ts';
import { countWaiting } from '../../db/outbox.ts';
import { inTransaction } from '../../db/sql.ts';
import { letterSheet } from '../../intake/pages/test-pages.ts';
import { createStackReader } from '../../intake/station/stack-reader.ts';
import type { StackReader } from '../../intake/station/stack-reading.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { openMachine, until } from './machine.ts';

// Real desks against the real centre: what was scanned at a desk and lies in no Postkorb yet, when the store does not open or is lost.

const anna = { login: 'anna', password };
const letter = () => letterSheet('Mietbescheinigung').toBuffer('image/jpeg', 80);
const program = Buffer.from('MZ\u0090 program');

/** A reader that is still at its first page when the desk is closed. */
const busyReader = {
  readStack: (_bytes, _name, { signal } = {}) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('closed')))),
} as Pick<StackReader, 'readStack'> as StackReader;

/** A machine at which nothing is read until `free` says so. */
async function scanningMachine(office: Office) {
  const real = createStackReader({ recognition: 'packaged', size: 1 });
  let reader = busyReader;
  const machine = await openMachine(office, { stackReader: () => reader });
  onTestFinished(() => real.close());
  const free = () => {
    reader = real;
  };
  await machine.session.logIn(anna);
  await machine.session.open().sync.syncNow();
  return { ...machine, free };
}

/** A house in which Anna has a Postkorb of her own. */
async function openHouse(connectionString: string): Promise<Office> {
  const office = await openOffice(connectionString);
  const { ids, inboxes, teamId } = office;
  const named = { familyName: 'anna', givenName: 'Test', signature: 'T', role: 'worker' as const };
  const body = { ...named, teamId, inboxId: inboxes.anna, isActive: true };
  await office.import([{ line: 'record', kind: 'worker', id: ids.anna, scopeId: houseScopeId, body }]);
  await office.desk('anna');
  return office;
}

async function scan({ store, newId: id, now }: Desk, fileName: string, bytes: Uint8Array): Promise<void> {
  const { sha256, size } = await store.blobs.put(bytes, 'uploading');
  const taken = { id: id(), fileName, source: 'upload' as const, takenAt: now(), sha256, size };
  inTransaction(store.db, () => addBranchScan(store.db, taken, null));
}

const named = (scans: BranchScan[], wanted: string) => scans.find(({ fileName }) => fileName === wanted);

test('after a new password what was scanned and not yet read is read in the new store, with its bytes, and delivered once', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await scanningMachine(office);
  await scan(machine.session.open().desk, 'brief.jpg', letter());
  await scan(machine.session.open().desk, 'programm.exe', program);
  await machine.session.logOut();
  expect(readEscrow(machine.folder)).toHaveLength(2);
  const account = { workerId: office.ids.anna, login: 'anna', password: 'ganz neues Kennwort', role: 'worker' };
  expect((await office.administrator.call('POST', '/v1/accounts', account)).status).toBe(201);

  machine.free();
  const renewed = { login: 'anna', password: 'ganz neues Kennwort' };
  await machine.session.logIn(renewed);
  const told = await until(machine.session, ({ notice }) => notice?.includes('2 eingescannte Dateien') === true);
  expect(told.notice).not.toContain('Änderung');
  const { desk, sync } = machine.session.open();
  const scans = () => listBranchScans(desk.store.db);
  await expect.poll(() => named(scans(), 'programm.exe')?.reason, { timeout: 90_000 }).toMatch(/Programm/);
  expect(Buffer.from(await desk.store.blobs.readAll(named(scans(), 'programm.exe')?.sha256 ?? ''))).toEqual(program);
  const delivered = { state: 'done', reason: null, documents: [{ inboxId: office.inboxes.anna, pageCount: 1 }] };
  expect(named(scans(), 'brief.jpg')).toMatchObject(delivered);
  await expect
    .poll(async () => {
      await sync.syncNow();
      return countWaiting(desk.store.db);
    })
    .toBe(0);

  // Asked again, the centre has nothing more of it; what still needs a look stays sealed beside the new store.
  await machine.session.logIn(renewed);
  expect(listBranchScans(machine.session.open().desk.store.db)).toHaveLength(2);
  await machine.session.logOut();
  expect(readEscrow(machine.folder)).toHaveLength(1);
}, 180_000);

test('of a scan on a lost device the next machine shows the entry and says that its bytes are gone', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await scanningMachine(office);
  await scan(machine.session.open().desk, 'brief.jpg', letter());
  await machine.session.logOut();
  const mark = { storeId: storeIdOf(machine.folder), reason: 'Im Zug liegen gelassen' };
  expect(await office.administrator.call('POST', '/v1/lost-stores', mark)).toMatchObject({ status: 200 });
  await machine.session.lookForOrders();

  const other = await openMachine(office);
  await other.session.logIn(anna);
  const told = await until(other.session, ({ notice }) => notice !== null);
  expect(told.notice).toBe(
    'Eine eingescannte Datei, die noch in keinem Postkorb lag, steht wieder unter „Einscannen“.',
  );
  const { desk } = other.session.open();
  expect(listBranchScans(desk.store.db)).toMatchObject([{ fileName: 'brief.jpg', state: 'needsLook' }]);
  expect(listBranchScans(desk.store.db)[0]?.reason).toContain('noch einmal ein');
  const args = { fileName: 'fremd', source: 'upload', sha256: 'kein Name', size: 1 };
  const damaged = { workerId: office.ids.anna, id: newId(), name: 'branchScan', args, at: desk.now(), schema: 1 };
  expect(takeScansIn(desk, [{ ...damaged, contents: [] }])).toBe(0);
}, 180_000);
