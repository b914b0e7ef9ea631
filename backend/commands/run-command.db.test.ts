import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { outboxEntries } from '../../db/outbox.ts';
import { readRecord, readState } from '../../db/records.ts';
import { first } from '../../db/sql.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { actsOfToday } from './acts-of-today.ts';
import type { RecordsChanged } from './changes.ts';
import { runCommand, takeBack } from './run-command.ts';

let world: DeskWorld;
let jensen: TestDesk;
let itemId: Id;
beforeEach(async () => {
  world = new DeskWorld();
  itemId = world.deliver(world.jensen, 'Brief');
  jensen = world.openDesk(world.jensen);
  await jensen.sync.syncNow();
});
afterEach(() => world.close());

const file = (filing = world.filing('Mietvertrag')) =>
  runCommand(jensen.desk, 'fileInboxItem', {
    inboxId: world.jensen.inboxId,
    itemId,
    caseFileId: world.caseFileId,
    documentId: world.newId(),
    filing,
  });
const failureOf = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

test('filing a letter shows the document at once, marked as not yet at the centre, and tells which screens it concerns', () => {
  const told: RecordsChanged[] = [];
  jensen.desk.changes.on('records', (change) => told.push(change));
  const outcome = file();
  expect(outcome).toMatchObject({ label: 'Ablegen: Mietvertrag', canUndo: true, hints: [] });
  expect(told).toEqual([outcome.touched]);
  expect(outcome.touched).toMatchObject({
    caseFileIds: [world.caseFileId],
    inboxIds: [world.jensen.inboxId],
    visitedIds: [],
    house: false,
  });
  const place = { kind: 'inboxItem' as const, scopeId: world.jensen.inboxId, id: itemId };
  expect(readState(jensen.store.db, place)).toMatchObject({ isPending: true, body: { state: 'filed' } });
  expect(outboxEntries(jensen.store.db)).toMatchObject([{ id: outcome.commandId, name: 'fileInboxItem', mid: null }]);
});

test('what the rule refuses leaves nothing behind', () => {
  file();
  const before = outboxEntries(jensen.store.db).length;
  const failure = failureOf(() =>
    runCommand(jensen.desk, 'forwardInboxItem', {
      inboxId: world.jensen.inboxId,
      itemId,
      targetInboxId: world.thomsen.inboxId,
      newItemId: world.newId(),
      remark: null,
    }),
  );
  expect(failure).toMatchObject({ code: 'conflict', message: 'Das Schreiben ist schon abgelegt oder weitergeleitet.' });
  expect(outboxEntries(jensen.store.db)).toHaveLength(before);
  expect(actsOfToday(jensen.desk)).toHaveLength(1);
});

test('wrong input is refused with the sentence of its field', () => {
  expect(failureOf(() => file({ ...world.filing('x'), title: '  ' }))).toMatchObject({
    code: 'invalid_input',
    message: 'Bitte einen Titel angeben.',
    details: { path: 'filing.title' },
  });
  expect(outboxEntries(jensen.store.db)).toEqual([]);
});

test('forwarding into a Postkorb that is not on this desk is left to the centre', () => {
  const newItemId = world.newId();
  runCommand(jensen.desk, 'forwardInboxItem', {
    inboxId: world.jensen.inboxId,
    itemId,
    targetInboxId: world.thomsen.inboxId,
    newItemId,
    remark: 'Bitte übernehmen',
  });
  expect(readRecord(jensen.store.db, 'inboxItem', world.jensen.inboxId, itemId)?.state).toBe('forwarded');
  expect(first(jensen.store.db, 'SELECT 1 FROM inbox_item WHERE remark IS NOT NULL')).toBeUndefined();
});

test('an act is taken back once, by a command of its own, and only today', () => {
  const { commandId } = file();
  expect(actsOfToday(jensen.desk).map((act) => act.commandId)).toEqual([commandId]);
  const undone = takeBack(jensen.desk, commandId);
  expect(undone).toMatchObject({ label: 'Ablegen zurückgenommen', canUndo: false });
  expect(actsOfToday(jensen.desk)).toEqual([]);
  expect(outboxEntries(jensen.store.db).map((entry) => entry.name)).toEqual(['fileInboxItem', 'unfileInboxItem']);
  file(world.filing('Noch einmal'));
  world.time += 24 * 3_600_000;
  expect(actsOfToday(jensen.desk)).toEqual([]);
});
