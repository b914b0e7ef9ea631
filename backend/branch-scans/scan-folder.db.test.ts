import { mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addBranchScan, listBranchScans } from '../../db/branch-scans.ts';
import { inTransaction } from '../../db/sql.ts';
import { asideFolder, fileIn } from '../../intake/folders/folder-files.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';
import type { Desk } from '../commands/desk.ts';
import { ScanFolder } from './scan-folder.ts';

let world: DeskWorld;
let desk: Desk;
let path: string;
beforeEach(() => {
  world = new DeskWorld();
  desk = world.openDesk(world.jensen).desk;
  path = join(world.temporaryFolder(), 'Scanner');
  mkdirSync(path);
});
afterEach(() => world.close());

const goOn = () => false;
const names = () => readdirSync(path).filter((name) => name !== asideFolder);

/** The list says it was taken; then the power went. */
async function takeWithoutRemoving(name: string): Promise<void> {
  const file = await fileIn(path, Buffer.from(name));
  const blob = await desk.store.blobs.put(new TextEncoder().encode('Brief'), 'uploading');
  const scan = { id: desk.newId(), fileName: name, source: 'folder' as const, takenAt: desk.now(), ...blob };
  inTransaction(desk.store.db, () => addBranchScan(desk.store.db, scan, file?.mark ?? null));
}

test('what was in the list when the power went is removed from the folder and not taken again', async () => {
  writeFileSync(join(path, 'Post.txt'), 'Brief');
  await takeWithoutRemoving('Post.txt');
  expect(await new ScanFolder(desk, path, 0).look(goOn)).toMatchObject({ taken: 0, waitingFiles: 0, problem: null });
  expect(names()).toEqual([]);
  expect(listBranchScans(desk.store.db)).toHaveLength(1);
});

test('what was set aside when the power went is removed when it is in the list, and goes back when it is not', async () => {
  writeFileSync(join(path, 'Eins.txt'), 'Brief');
  writeFileSync(join(path, 'Zwei.txt'), 'Noch ein Brief');
  await takeWithoutRemoving('Eins.txt');
  mkdirSync(join(path, asideFolder));
  for (const name of ['Eins.txt', 'Zwei.txt']) renameSync(join(path, name), join(path, asideFolder, name));
  expect(await new ScanFolder(desk, path, 0).look(goOn)).toMatchObject({ taken: 1, problem: null });
  expect(names()).toEqual([]);
  expect(
    listBranchScans(desk.store.db)
      .map(({ fileName }) => fileName)
      .sort(),
  ).toEqual(['Eins.txt', 'Zwei.txt']);
});

test('files still being written, links and hidden files stay where they are', async () => {
  writeFileSync(join(path, 'Post.pdf.part'), 'halb');
  writeFileSync(join(path, '.versteckt'), 'x');
  symlinkSync('/etc/hostname', join(path, 'Verweis.pdf'));
  expect(await new ScanFolder(desk, path, 0).look(goOn)).toMatchObject({ taken: 0, problem: null });
  expect(names()).toHaveLength(3);
  writeFileSync(join(path, 'Frisch.txt'), 'Brief');
  const folder = new ScanFolder(desk, path, 60_000);
  expect(await folder.look(goOn)).toMatchObject({ taken: 0, waitingFiles: 1 });
});
