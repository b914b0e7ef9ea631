import { expect, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { openDatabase } from '../../central/store/database.ts';
import { beginEpoch } from '../../central/store/timeline.ts';
import { noteArgs, openOffice, password } from '../../central/testing/office.ts';
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
