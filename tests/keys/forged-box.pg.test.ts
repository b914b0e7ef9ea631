import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { clarificationHandlers } from '../../backend/clarifications/handlers.ts';
import { runCommand } from '../../backend/commands/run-command.ts';
import type { BackendContext } from '../../backend/context.ts';
import { openDatabase } from '../../central/store/database.ts';
import { keepEscrow } from '../../central/store/escrow.ts';
import { newId } from '../../central/testing/desk.ts';
import { noteArgs, type Office, openOffice, password } from '../../central/testing/office.ts';
import type { LeaseResponse } from '../../core/contract/central.ts';
import type { EscrowedCommand } from '../../core/contract/escrow.ts';
import type { RefusalsResponse } from '../../core/contract/refusals.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type EscrowKey, readEscrow, seal } from '../../db/escrow.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { openMachine } from './machine.ts';

// The key that is sealed to is known to everybody who is signed in: what is in a box must not count in another name because it says so.

type OfficeDesk = Awaited<ReturnType<Office['desk']>>;

/** The key, and the proof of a store that is the caller's own. */
async function lease(desk: OfficeDesk, storeId: Id): Promise<EscrowKey> {
  const answer = await desk.call<LeaseResponse>('POST', '/v1/lease', { storeId, deviceName: 'Testplatz' });
  expect(answer.status).toBe(200);
  const { escrowKey, proofKey = '' } = answer.body;
  const key = { id: escrowKey.id, publicKey: Buffer.from(escrowKey.publicKey, 'base64') };
  return { ...key, proof: { storeId, key: Buffer.from(proofKey, 'base64') } };
}

const command = (workerId: Id, name: string, args: unknown): EscrowedCommand => ({
  ...{ workerId, id: newId(), name, args, at: '2026-11-22T08:00:00.000Z', schema: 1, contents: [] },
});
const waitingOf = async (desk: OfficeDesk) =>
  (await desk.call<{ commands: { id: Id }[] }>('GET', '/v1/escrow')).body.commands.map(({ id }) => id);
const refusedOf = async (desk: OfficeDesk) =>
  (await desk.call<RefusalsResponse>('POST', '/v1/refusals', { known: [], settled: [] })).body.open;

test('a box somebody else sealed in her name is not carried out: she finds it in Klärung, with what is in it', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
  const annas = await lease(anna, newId());
  const bernds = await lease(bernd, newId());
  const forged = () => command(office.ids.anna, 'addNote', noteArgs(office.caseFiles.anna, 'untergeschoben'));
  const open = { id: bernds.id, publicKey: bernds.publicKey };
  const planted = [forged(), forged(), forged()];
  const boxes = [
    seal(planted[0] as EscrowedCommand, open),
    seal(planted[1] as EscrowedCommand, bernds),
    // Her store named, but not its key known.
    seal(planted[2] as EscrowedCommand, {
      ...open,
      proof: { storeId: annas.proof?.storeId as Id, key: randomBytes(32) },
    }),
  ];
  expect((await bernd.call('POST', '/v1/escrow', { commands: boxes })).status).toBe(200);
  expect(await waitingOf(anna)).toEqual([]);
  expect(await waitingOf(bernd)).toEqual([]);
  const refused = await refusedOf(anna);
  expect(refused.map(({ id }) => id).sort()).toEqual(planted.map(({ id }) => id).sort());
  expect(refused[0]).toMatchObject({ code: 'unproven', name: 'addNote', args: { text: 'untergeschoben' } });
  expect(refused[0]?.details).toMatchObject({ broughtBy: office.ids.bernd, isFromWipe: false });

  // What a store of hers has sealed is believed, whoever brings it; and so is what she brings herself.
  const [own, older] = [forged(), forged()];
  await bernd.call('POST', '/v1/escrow', { commands: [seal(own, annas)] });
  await anna.call('POST', '/v1/escrow', { commands: [seal(older, open)] });
  expect((await waitingOf(anna)).sort()).toEqual([own.id, older.id].sort());
}, 120_000);

test('Klärung names who brought a box that proves nothing, and when', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const bernd = await office.desk('bernd');
  const { id, publicKey } = await lease(bernd, newId());
  const planted = command(office.ids.anna, 'addNote', noteArgs(office.caseFiles.anna, 'untergeschoben'));
  await bernd.call('POST', '/v1/escrow', { commands: [seal(planted, { id, publicKey })] });
  // A desk of Bernd's that was reported lost hands over another one while it removes everything.
  const ofLost = command(office.ids.anna, 'addNote', noteArgs(office.caseFiles.anna, 'vom Gerät'));
  const store = openDatabase(database.connectionString, { connections: 1 });
  const by = { workerId: office.ids.bernd, isHerself: false };
  await keepEscrow(store, [seal(ofLost, { id, publicKey })], by);
  await store.end();

  const machine = await openMachine(office);
  await machine.session.logIn({ login: 'anna', password });
  const { desk, sync } = machine.session.open();
  const { list } = clarificationHandlers({ desk: () => desk } as BackendContext);
  const signal = new AbortController().signal;
  const messages = async () => {
    await sync.syncNow();
    const { rows } = await list({}, { signal });
    return rows.map(({ message }) => message).sort();
  };
  await expect.poll(messages).toHaveLength(2);
  const [own, lost] = await messages();
  expect(own).toMatch(/Gebracht wurde er um \d\d:\d\d unter dem Konto von bernd\. Bitte prüfen Sie ihn; /);
  expect(lost).toMatch(
    /Übergeben wurde er um \d\d:\d\d von dem als verloren gemeldeten Gerät von bernd\. Bitte prüfen Sie ihn; /,
  );
}, 120_000);

test('an order that the centre must decide at once is not brought in from a box', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const anna = await office.desk('anna');
  const annas = await lease(anna, newId());
  const args = { caseFileId: office.caseFiles.anna, workerId: office.ids.bernd, reason: 'befangen' };
  const online = command(office.ids.anna, 'denyAccess', args);
  await anna.call('POST', '/v1/escrow', { commands: [seal(online, annas)] });
  expect(await waitingOf(anna)).toEqual([]);
  expect(await refusedOf(anna)).toMatchObject([{ id: online.id, code: 'mustNotWait' }]);
}, 120_000);

test('a desk seals with the proof of its store', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const machine = await openMachine(office);
  await machine.session.logIn({ login: 'anna', password });
  await machine.session.open().sync.syncNow();
  await machine.session.logOut();
  machine.cut(true);
  await machine.session.logIn({ login: 'anna', password });
  runCommand(machine.session.open().desk, 'addNote', noteArgs(office.caseFiles.anna, 'ohne Zentrale'));
  await machine.session.logOut();
  const boxes = readEscrow(machine.folder);
  expect(boxes).toHaveLength(1);
  const bernd = await office.desk('bernd');
  await bernd.call('POST', '/v1/escrow', { commands: boxes });
  expect(await waitingOf(await office.desk('anna'))).toHaveLength(1);
}, 120_000);
