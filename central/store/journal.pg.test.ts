import { describe, expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { inTransaction } from './database.ts';
import { verifyChains } from './journal.ts';
import { noteArgs, type Office, openOffice } from '../testing/office.ts';

const verify = (office: Office) => inTransaction(office.central.database, 'snapshot', verifyChains);

/** As somebody with the rights of the database's owner could. */
const tamper = (office: Office, statement: string) =>
  inTransaction(office.central.database, 'write', async (connection) => {
    await connection.query("set local session_replication_role = 'replica'");
    await connection.query(statement, [office.caseFiles.anna]);
  });

async function officeWithWork(connectionString: string): Promise<Office> {
  const office = await openOffice(connectionString);
  const anna = await office.desk('anna');
  const notes = Array.from({ length: 5 }, (_, index) => noteArgs(office.caseFiles.anna, `Vermerk ${index}`));
  await anna.push(...notes.map((args) => ({ name: 'addNote', args })));
  return office;
}

describe('journal', () => {
  test('the chains of all scopes are whole after work', async () => {
    await using database = await temporaryDatabase();
    await using office = await officeWithWork(database.connectionString);
    const report = await verify(office);
    expect(report.firstBreak).toBeNull();
    expect(report.lines).toBeGreaterThan(5);
  });

  test.each([
    ['content', `update journal set reason = 'anders' where scope_id = $1 and number = 3`, 3],
    ['content', `update journal set at = at + 1 where scope_id = $1 and number = 2`, 2],
    ['missing', 'delete from journal where scope_id = $1 and number = 4', 4],
    ['missing', 'delete from journal where scope_id = $1 and number = 6', 6],
    ['end', `update scope set chain = sha256('x') where id = $1`, 6],
  ] as const)('a break is found: %s after “%s”', async (problem, statement, number) => {
    await using database = await temporaryDatabase();
    await using office = await officeWithWork(database.connectionString);
    await tamper(office, statement);
    expect((await verify(office)).firstBreak).toEqual({ scopeId: office.caseFiles.anna, number, problem });
  });

  test('lines can neither be changed nor deleted nor emptied away', async () => {
    await using database = await temporaryDatabase();
    await using office = await officeWithWork(database.connectionString);
    const { database: store } = office.central;
    for (const statement of [
      `update journal set reason = 'anders'`,
      'delete from journal',
      'truncate journal',
      'truncate journal_3',
      'delete from journal_0; delete from journal_1; delete from journal_2; delete from journal_3; delete from journal_4;' +
        Array.from({ length: 11 }, (_, part) => `delete from journal_${part + 5};`).join(''),
    ]) {
      await expect(store.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    expect((await verify(office)).firstBreak).toBeNull();
  });

  test('two lines cannot follow the same line', async () => {
    await using database = await temporaryDatabase();
    await using office = await officeWithWork(database.connectionString);
    const fork = `insert into journal select scope_id, 99, at, at_desk, actor_id, client_id, command_id, action, target_kind,
      target_id, reason, payload_hash, prev, hash from journal where scope_id = $1 and number = 3`;
    await expect(office.central.database.query(fork, [office.caseFiles.anna])).rejects.toMatchObject({ code: '23505' });
  });
});
