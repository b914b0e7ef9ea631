import { expect, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { newId } from '../../central/testing/desk.ts';
import { contentFacts, filing, openOffice, password } from '../../central/testing/office.ts';
import { isDamaged, markDamaged } from '../../db/damage-mark.ts';
import { countWaiting } from '../../db/outbox.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { openMachine, until } from './machine.ts';

const anna = { login: 'anna', password };

// S54: healed at a log-in with the centre, which a new key needs, and not without
// S29: put aside by its mark at the next log-in with the centre, not without it
test('a store with a page that was found damaged is renewed at the log-in, and what waited in it reaches the centre with its content', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const centre = await office.desk('anna');
  const machine = await openMachine(office);
  const { session } = machine;
  await session.logIn(anna);
  await session.open().sync.syncNow();
  await session.logOut();
  machine.cut(true);
  await session.logIn(anna);
  const { desk } = session.open();
  const bytes = new TextEncoder().encode('Ein Schreiben, das nur hier liegt');
  const { sha256, size } = await desk.store.blobs.put(bytes, 'uploading');
  const target = { caseFileId: office.caseFiles.anna, documentId: newId() };
  runCommand(desk, 'addDocument', { ...target, filing, content: contentFacts(sha256, size), pageTexts: [] });
  markDamaged(machine.folder);

  // Without the centre she goes on working with it.
  await session.logOut();
  await session.logIn(anna);
  expect(isDamaged(machine.folder)).toBe(true);
  expect(countWaiting(session.open().desk.store.db)).toBe(1);
  await session.logOut();

  machine.cut(false);
  await session.logIn(anna);
  expect(isDamaged(machine.folder)).toBe(false);
  await until(session, ({ notice }) => notice?.includes('Eine Änderung') === true);
  await expect
    .poll(async () => {
      await session.open().sync.syncNow();
      return countWaiting(session.open().desk.store.db);
    })
    .toBe(0);
  const { scopes } = await centre.pull({ scopeId: target.caseFileId, after: 0 });
  expect(scopes.flatMap(({ rows }) => rows.map(({ id }) => id))).toContain(target.documentId);
}, 120_000);
