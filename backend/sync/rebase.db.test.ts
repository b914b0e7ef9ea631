import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { outboxEntry, outboxScopesOf } from '../../db/outbox.ts';
import { all } from '../../db/sql.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { runCommand } from '../commands/run-command.ts';
import { rebase } from './rebase.ts';

let world: DeskWorld;
let jensen: TestDesk;
beforeEach(async () => {
  world = new DeskWorld();
  jensen = world.openDesk(world.jensen);
  await jensen.sync.syncNow();
});
afterEach(() => world.close());

/** A protected document filed here while the centre does not answer. */
function addDocument(caseFileId: Id, title: string): Id {
  const documentId = world.newId();
  const content = world.content('0'.repeat(64), 10);
  const filing = { ...world.filing(title), isProtected: true };
  runCommand(jensen.desk, 'addDocument', { caseFileId, documentId, filing, content, pageTexts: ['Miete'] });
  return documentId;
}

/** Protected no more, as she wishes: whether a keyword of its own keeps it so is looked up in the house. Gives its row. */
function unprotect(caseFileId: Id, documentId: Id): number {
  const wish = { caseFileId, documentId, add: [], removeLinks: [], isProtected: false };
  return rowOf(runCommand(jensen.desk, 'setDocumentKeywords', wish).commandId);
}

const rowOf = (commandId: Id): number => outboxEntry(jensen.store.db, commandId)?.row ?? 0;
/** In which files commands are taken back and done again when news come into the scope. */
const doneAgain = (scopeId: Id): Set<Id> =>
  new Set(rebase(jensen.store.db, [scopeId], () => {}).map((place) => place.scopeId));

test('what waits in one file is not done again for news of another, though both use the keywords of the house', () => {
  for (const caseFileId of [world.caseFileId, world.otherCaseFileId]) {
    const row = unprotect(caseFileId, addDocument(caseFileId, 'Mietvertrag'));
    expect(outboxScopesOf(jensen.store.db, row)).toContain(houseScopeId);
  }
  expect(doneAgain(world.caseFileId)).toEqual(new Set([world.caseFileId]));
  expect(doneAgain(world.otherCaseFileId)).toEqual(new Set([world.otherCaseFileId]));
});

test('news of the house concern everything that looked something up there', () => {
  for (const caseFileId of [world.caseFileId, world.otherCaseFileId]) {
    unprotect(caseFileId, addDocument(caseFileId, 'Mietvertrag'));
  }
  expect(doneAgain(houseScopeId)).toEqual(new Set([world.caseFileId, world.otherCaseFileId]));
});

test('what stands on a command that wrote into two files is done again with it', () => {
  const documentId = addDocument(world.caseFileId, 'hier');
  const { otherCaseFileId: toCaseFileId } = world;
  const moved = {
    caseFileId: world.caseFileId,
    documentId,
    toCaseFileId,
    newDocumentId: world.newId(),
    reason: 'Dort',
  };
  runCommand(jensen.desk, 'moveDocument', moved);
  addDocument(toCaseFileId, 'dort');
  const titles = all<{ title: string }>(jensen.store.db, 'SELECT title FROM document ORDER BY title');
  expect(doneAgain(world.caseFileId)).toEqual(new Set([world.caseFileId, toCaseFileId]));
  expect(all(jensen.store.db, 'SELECT title FROM document ORDER BY title')).toEqual(titles);
});
