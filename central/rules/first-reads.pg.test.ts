import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type Connection, inTransaction } from '../store/database.ts';
import { newId } from '../testing/desk.ts';
import { noteArgs, type Office, openOffice } from '../testing/office.ts';
import { openBatch } from './batch.ts';
import { loadFirstReads } from './first-reads.ts';
import { prepareCommand } from './prepare.ts';

/** A connection that notes down what it is asked. */
function noting(connection: Connection, asked: unknown[]): Connection {
  const query = (...words: Parameters<Connection['query']>) => {
    asked.push(words[0]);
    return connection.query(...words);
  };
  return new Proxy(connection, { get: (of, name) => (name === 'query' ? query : Reflect.get(of, name)) });
}

/** What is known of these records after the first reads of Anna's commands, and how many questions it took. */
async function readFirst(
  office: Office,
  commands: { name: string; args: unknown }[],
  keys: { kind: string; id: Id }[],
) {
  const anna = await office.desk('anna');
  const asked: unknown[] = [];
  return inTransaction(office.central.database, 'write', async (connection) => {
    const caller = { workerId: office.ids.anna, role: 'worker', sessionId: newId() } as const;
    const batch = openBatch(noting(connection, asked), caller, newId(), false);
    await loadFirstReads(
      batch,
      anna.number(commands).map((pushed) => prepareCommand(pushed)),
    );
    const known = keys.map((key) => batch.records.known({ ...key, scopeId: office.caseFiles.anna }));
    return { known, questions: asked.length };
  });
}

test('what a rule will ask for when its command makes something new is read with one question, and what it would write', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const caseFileId = office.caseFiles.anna;
  const args = noteArgs(caseFileId);
  const keys = [
    { kind: 'note', id: args.noteId },
    { kind: 'caseFile', id: caseFileId },
  ];
  const one = await readFirst(office, [{ name: 'addNote', args }], keys);
  expect(one).toMatchObject({ known: [null, { deleted: false }], questions: 1 });
  const others = [noteArgs(caseFileId), noteArgs(caseFileId)].map((more) => ({ name: 'addNote', args: more }));
  expect(await readFirst(office, [{ name: 'addNote', args }, ...others], keys)).toMatchObject({ questions: 1 });
});
