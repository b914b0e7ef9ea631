import { afterEach, beforeEach, expect, test } from 'vitest';
import { addBranchScan, listBranchScans, settleBranchScan } from '../../db/branch-scans.ts';
import { purgeScope } from '../../db/scopes.ts';
import { inTransaction } from '../../db/sql.ts';
import { DeskWorld, type TestWorker } from '../../tests/support/desk-world.ts';
import type { Desk } from '../commands/desk.ts';

let world: DeskWorld;
let desk: Desk;
beforeEach(() => {
  world = new DeskWorld();
  desk = world.openDesk(world.jensen).desk;
});
afterEach(() => world.close());

function scannedInto({ inboxId }: TestWorker, fileName: string): void {
  const { db } = desk.store;
  const id = desk.newId();
  const scan = { id, fileName, source: 'upload' as const, takenAt: desk.now(), sha256: 'a'.repeat(64), size: 9 };
  const documents = [{ itemId: desk.newId(), inboxId, title: fileName, pageCount: 1 }];
  inTransaction(db, () => {
    addBranchScan(db, scan, null);
    settleBranchScan(db, id, { state: 'done', reason: null, documents }, desk.now());
  });
}

test('with a Postkorb that leaves the desk goes what the list of scans says of its letters', () => {
  scannedInto(world.thomsen, 'Petersen Kündigung.pdf');
  scannedInto(world.jensen, 'Mietvertrag.pdf');
  purgeScope(desk.store.db, world.thomsen.inboxId);
  expect(listBranchScans(desk.store.db).map(({ fileName }) => fileName)).toEqual(['Mietvertrag.pdf']);
});
