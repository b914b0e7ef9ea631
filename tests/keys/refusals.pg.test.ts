import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSession, type Session } from '../../backend/session/session.ts';
import { createCentralClient } from '../../backend/sync/central-client.ts';
import { systemTimers } from '../../backend/sync/environment.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { newId } from '../../central/testing/desk.ts';
import { noteArgs, type Office, openOffice, password } from '../../central/testing/office.ts';
import { clarificationIds, listClarifications, removeClarification } from '../../db/clarifications.ts';
import { addToOutbox } from '../../db/outbox.ts';
import { first, inTransaction } from '../../db/sql.ts';
import { afterAChangeOfShape, type OlderNote, olderNote } from '../support/older-shape.ts';
import { temporaryDatabase } from '../support/postgres.ts';

// Real desks against the real centre: what was refused is known at every desk of its worker, whatever became of the store.

async function folderOf(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-refusals-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function sessionIn(office: Office, dataFolder: string): Session {
  const session = createSession({
    dataFolder,
    createCentral: () => createCentralClient(office.address),
    sealer: null,
    deviceName: 'Testgerät',
    newId,
    clock: { now: () => Date.now() },
    timers: systemTimers,
    random: Math.random,
    stackReader: () => expect.unreachable('nothing is scanned here'),
  });
  onTestFinished(() => session.close());
  return session;
}

const enter = async (session: Session) => {
  await session.logIn({ login: 'anna', password });
  await session.open().sync.syncNow();
};
/** Far less than the next look at everything, a minute later, or the log-in after it. */
const patience = { timeout: 20_000 };
const toSettle = (session: Session) => clarificationIds(session.open().desk.store.db, 100);

test('a store set back to before a refusal learns of it with its next log-in; settled there it leaves all desks of its worker', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const [folder, before] = [await folderOf(), await folderOf()];
  const first = sessionIn(office, folder);
  await enter(first);
  await first.close();
  await cp(folder, before, { recursive: true });

  // As a desk does it whose right has ended while it was away: she may not write in that file.
  const again = sessionIn(office, folder);
  await enter(again);
  const { desk, sync } = again.open();
  const id = newId();
  const args = noteArgs(office.caseFiles.bernd, 'Von unterwegs');
  const command = { id, name: 'addNote', args, at: momentOf(Date.now()), schema: 1, label: 'Vermerk geschrieben' };
  inTransaction(desk.store.db, () => addToOutbox(desk.store.db, command));
  await sync.syncNow();
  expect(toSettle(again)).toEqual([id]);
  await again.close();

  const setBack = sessionIn(office, before);
  await enter(setBack);
  expect(listClarifications(setBack.open().desk.store.db)).toMatchObject([
    { id, name: 'addNote', args, caseFileId: office.caseFiles.bernd, code: expect.any(String) },
  ]);
  // Known now: it is not told, and not shown, twice.
  await setBack.open().sync.syncNow();
  expect(toSettle(setBack)).toEqual([id]);
  const { db } = setBack.open().desk.store;
  inTransaction(db, () => removeClarification(db, id));
  await setBack.open().sync.syncNow();
  expect(toSettle(setBack)).toEqual([]);
  const { rows } = await office.central.database.query('select command_id, state from quarantine');
  expect(rows).toEqual([{ command_id: id, state: 'settled' }]);

  const other = sessionIn(office, folder);
  await enter(other);
  expect(toSettle(other)).toEqual([]);
  await setBack.logOut();
  await enter(setBack);
  expect(toSettle(setBack)).toEqual([]);
}, 180_000);

test('what was on its way when the store was set back, and is refused after the running desk has asked, is told it at once; settled it leaves the other running desk', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const anna = await office.desk('anna');
  const [left, right] = [sessionIn(office, await folderOf()), sessionIn(office, await folderOf())];
  for (const session of [left, right]) await enter(session);
  expect([toSettle(left), toSettle(right)]).toEqual([[], []]);
  // As a request that lay in the network: neither store knows of it, and both have asked.
  const refused = await anna.run('addNote', noteArgs(office.caseFiles.bernd, 'Von unterwegs'));
  expect(refused.result).toBe('forbidden');
  await expect.poll(() => [toSettle(left), toSettle(right)], patience).toEqual([[refused.id], [refused.id]]);
  const { db } = left.open().desk.store;
  inTransaction(db, () => removeClarification(db, refused.id));
  await left.open().sync.syncNow();
  await expect.poll(() => toSettle(right), patience).toEqual([]);
  expect(toSettle(left)).toEqual([]);
}, 180_000);

// S34: „Klärung“ keeps the older shape and shows today's
test('a refusal given in the shape of an older program is read and tried again in that of today', async () => {
  afterAChangeOfShape();
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const anna = await office.desk('anna');
  const args: OlderNote = { file: office.caseFiles.bernd, note: newId(), words: 'Von unterwegs' };
  const refused = await anna.run(olderNote.name, args);
  expect(refused.result).toBe('forbidden');
  const session = sessionIn(office, await folderOf());
  await enter(session);
  const { desk } = session.open();
  const kept = first<{ name: string; args: string; schema: number }>(
    desk.store.db,
    'SELECT name, args, schema FROM clarification',
  );
  expect({ ...kept, args: JSON.parse(kept?.args ?? '') as unknown }).toEqual({ name: olderNote.name, args, schema: 1 });
  const [shown] = listClarifications(desk.store.db);
  expect(shown).toMatchObject({ name: 'addNote', args: { text: 'Von unterwegs' }, label: 'Vermerk geschrieben' });
  expect(shown?.caseFileId).toBe(office.caseFiles.bernd);
}, 180_000);

test('nobody is told of the refusals of others, and nobody settles them', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const [anna, dora] = [await office.desk('anna'), await office.desk('dora')];
  const refused = await anna.run('addNote', noteArgs(office.caseFiles.bernd, 'Nicht ihre Akte'));
  expect(refused.result).toBe('forbidden');
  const ask = { known: [], settled: [refused.id] };
  expect((await dora.call('POST', '/v1/refusals', ask)).body).toMatchObject({ open: [], settled: [] });
  expect((await anna.call('POST', '/v1/refusals', { known: [], settled: [] })).body).toMatchObject({
    open: [{ id: refused.id, name: 'addNote' }],
  });
});
