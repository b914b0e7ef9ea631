import { expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { openDatabase } from '../store/database.ts';
import { newId } from '../testing/desk.ts';
import { noteArgs, openOffice } from '../testing/office.ts';

// S10: the client first, then the scopes by their ids, however they are named and wherever they lie in the table
test('a push that waits for the case file with the lowest id holds its client and none of the other files', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const anna = await office.desk('anna');
  const ids = Array.from({ length: 4 }, newId).sort().reverse();
  const lowest = ids.at(-1) as Id;
  const grants = [{ principalId: anna.workerId, level: 'write' as const }];
  for (const scopeId of ids) await office.import([{ line: 'scope', scopeId, kind: 'c', grants }]);
  await anna.run('addNote', noteArgs(lowest)); // makes the client
  const other = openDatabase(database.connectionString, { connections: 2 });
  const holder = await other.connect();
  await holder.query('begin');
  await holder.query('select 1 from scope where id = $1 for no key update', [lowest]);
  const pushed = anna.push(...ids.map((id) => ({ name: 'addNote', args: noteArgs(id) })));
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const isFree = async (table: 'scope' | 'client', id: Id) => {
    const lock = `select 1 from ${table} where ${table === 'scope' ? 'id' : 'client_id'} = $1 for no key update skip locked`;
    return (await other.query(lock, [id])).rowCount === 1;
  };
  try {
    await expect.poll(async () => (await other.query(waiting)).rowCount).toBe(1);
    expect(await isFree('client', anna.clientId)).toBe(false);
    for (const id of ids) expect(await isFree('scope', id)).toBe(id !== lowest);
  } finally {
    await holder.query('rollback');
    holder.release();
    await other.end();
  }
  expect((await pushed).results.map(({ result }) => result)).toEqual(Array(4).fill('ok'));
});
