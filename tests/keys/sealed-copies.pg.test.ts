import { expect, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { openDatabase } from '../../central/store/database.ts';
import { beginEpoch } from '../../central/store/timeline.ts';
import { newId } from '../../central/testing/desk.ts';
import { contentFacts, filing, noteArgs, openOffice, password } from '../../central/testing/office.ts';
import { listClarifications, missingContentCode } from '../../db/clarifications.ts';
import { dueSealed } from '../../db/sent.ts';
import { first } from '../../db/sql.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { openMachine } from './machine.ts';

const anna = { login: 'anna', password };

// S45: sealed copies are handed over like an escrow, and what the centre lacks is decided again
test('work in a file that is gone from her desk comes back to a centre that was set back, with her next log-in', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const machine = await openMachine(office);
  await machine.session.logIn(anna);
  const { sync, desk } = machine.session.open();
  await sync.syncNow();
  const { commandId } = runCommand(desk, 'addNote', noteArgs(office.caseFiles.anna, 'vor dem Entzug geschrieben'));
  await sync.syncNow();
  const sent = () =>
    first<{ args: string; sealed: string | null }>(
      machine.session.open().desk.store.db,
      'SELECT args, sealed FROM sent',
    );
  expect(sent()?.args).toContain('vor dem Entzug');
  const store = openDatabase(database.connectionString, { connections: 1 });
  const denied = [office.caseFiles.anna, office.ids.anna];
  await store.query('insert into scope_deny (scope_id, worker_id) values ($1, $2)', denied);
  await sync.syncNow();
  expect(sent()).toMatchObject({ args: 'null' });

  // The centre is set back to before the note; that she has no right stands there already.
  await store.query('delete from mutation where id = $1', [commandId]);
  await store.query(`delete from record where kind = 'note'`);
  await beginEpoch(store);
  await sync.syncNow();
  expect(dueSealed(machine.session.open().desk.store.db)).toHaveLength(1);

  await machine.session.logOut();
  await machine.session.logIn(anna);
  const kept = async () => {
    await machine.session.open().sync.syncNow();
    const { rows } = await store.query<{ text: string }>(`select args ->> 'text' as text from quarantine`);
    return rows.map(({ text }) => text);
  };
  await expect.poll(kept, { timeout: 60_000 }).toEqual(['vor dem Entzug geschrieben']);
  expect(dueSealed(machine.session.open().desk.store.db)).toEqual([]);
  await store.end();
}, 240_000);

// S45: a content on no desk and not at a centre that was set back is lost, which „Klärung“ says with the words of its command
test('a document in a file that is gone from her desk, whose content the centre lacks too, stands in “Klärung” with what she wrote', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const machine = await openMachine(office);
  const store = () => machine.session.open().desk.store;
  await machine.session.logIn(anna);
  const { sync, desk } = machine.session.open();
  await sync.syncNow();
  const { sha256, size } = await store().blobs.put(new TextEncoder().encode('Ein Brief'), 'uploading');
  const { commandId } = runCommand(desk, 'addDocument', {
    ...{ caseFileId: office.caseFiles.anna, documentId: newId(), filing, pageTexts: [] },
    content: contentFacts(sha256, size),
  });
  await expect.poll(async () => (await sync.syncNow()).waitingCommands).toBe(0);
  const central = openDatabase(database.connectionString, { connections: 1 });
  const denied = [office.caseFiles.anna, office.ids.anna];
  await central.query('insert into scope_deny (scope_id, worker_id) values ($1, $2)', denied);
  await sync.syncNow();
  expect(store().blobs.has(sha256)).toBe(false);

  // The centre is set back to before the document and its content.
  await central.query('delete from mutation where id = $1', [commandId]);
  await central.query(`delete from record where kind in ('document', 'version')`);
  await central.query('delete from blob_scope');
  await central.query('delete from blob');
  await beginEpoch(central);
  await sync.syncNow();
  expect(listClarifications(store().db)).toEqual([]);

  await machine.session.logOut();
  await machine.session.logIn(anna);
  const lost = async () => {
    await machine.session.open().sync.syncNow();
    return listClarifications(store().db).map(({ id, code, args }) => ({ id, code, args }));
  };
  await expect
    .poll(lost, { timeout: 60_000 })
    .toMatchObject([{ id: commandId, code: missingContentCode, args: { filing: { title: filing.title } } }]);
  expect(machine.session.open().sync.state().waitingCommands).toBe(0);
  const { rows } = await central.query('select 1 from quarantine');
  expect(rows).toEqual([]);
  await central.end();
}, 240_000);
