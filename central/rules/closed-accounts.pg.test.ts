import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { newId } from '../testing/desk.ts';
import { noteArgs, openOffice } from '../testing/office.ts';
import { decideForClosed } from './closed-accounts.ts';

const log = {
  error: (fields: object, message: string) => {
    throw new Error(`${message}: ${JSON.stringify(fields)}`);
  },
};

// S58: what the centre does not understand lies in quarantine
test('a sealed command of a newer program than the centre’s is kept with all its words when the account is closed, since nobody brings it again', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const { database: store } = office.central;
  const workerId = office.ids.anna;
  await office.desk('anna');
  expect((await office.administrator.call('DELETE', `/v1/accounts/${workerId}`)).status).toBe(204);
  const id = newId();
  const args = noteArgs(office.caseFiles.anna, 'Mit einer neueren Fassung notiert');
  const command = {
    ...{ workerId, id, name: 'addNoteOfTomorrow', args, schema: 9_999 },
    at: new Date().toISOString(),
    contents: [],
  };
  await store.query('insert into escrow_command (command_id, worker_id, body, is_proven) values ($1, $2, $3, true)', [
    ...[id, workerId, JSON.stringify(command)],
  ]);
  await decideForClosed(store, workerId, log);
  const kept = await store.query('select command_id, worker_id, args, schema, code, state from quarantine');
  expect(kept.rows).toEqual([
    { command_id: id, worker_id: workerId, args, schema: 9_999, code: 'tooNew', state: 'open' },
  ]);
});
