import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addBranchScan, listBranchScans, removeBranchScan, settleBranchScan } from '../../db/branch-scans.ts';
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

const now = { settleMilliseconds: 0, unfinishedMilliseconds: 0, restMilliseconds: 0 };
const resting = { ...now, restMilliseconds: 3_600_000 };
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
  expect(await new ScanFolder(desk, path, now).look(goOn)).toMatchObject({ taken: 0, waitingFiles: 0, problem: null });
  expect(names()).toEqual([]);
  expect(listBranchScans(desk.store.db)).toHaveLength(1);
});

test('what was set aside when the power went is removed when it is in the list, and goes back when it is not', async () => {
  writeFileSync(join(path, 'Eins.txt'), 'Brief');
  writeFileSync(join(path, 'Zwei.txt'), 'Noch ein Brief');
  await takeWithoutRemoving('Eins.txt');
  mkdirSync(join(path, asideFolder));
  for (const name of ['Eins.txt', 'Zwei.txt']) renameSync(join(path, name), join(path, asideFolder, name));
  expect(await new ScanFolder(desk, path, now).look(goOn)).toMatchObject({ taken: 1, problem: null });
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
  expect(await new ScanFolder(desk, path, now).look(goOn)).toMatchObject({ taken: 0, problem: null });
  expect(names()).toHaveLength(3);
  writeFileSync(join(path, 'Frisch.txt'), 'Brief');
  const folder = new ScanFolder(desk, path, { ...now, settleMilliseconds: 60_000 });
  expect(await folder.look(goOn)).toMatchObject({ taken: 0, waitingFiles: 1 });
});

/** What the list says, with the bytes that are in the store. */
async function list() {
  const scans = listBranchScans(desk.store.db).sort((one, other) => one.size - other.size);
  return Promise.all(
    scans.map(async ({ state, reason, sha256 }) => {
      const text = Buffer.from(await desk.store.blobs.readAll(sha256)).toString();
      return { state, reason, text };
    }),
  );
}

function deliverAll(): void {
  inTransaction(desk.store.db, () => {
    for (const { id } of listBranchScans(desk.store.db))
      settleBranchScan(desk.store.db, id, { state: 'done', reason: null }, desk.now());
  });
}

test('a scanner that pauses beyond every waiting time before its file is read has it read whole, once', async () => {
  const folder = new ScanFolder(desk, path, resting);
  const writer = openSync(join(path, 'Post.txt'), 'w');
  appendFileSync(writer, 'Erste Seite, ');
  expect(await folder.look(goOn)).toMatchObject({ taken: 1 });
  appendFileSync(writer, 'zweite Seite');
  closeSync(writer);
  expect(await folder.look(goOn)).toMatchObject({ taken: 1, problem: null });
  expect(await folder.look(goOn)).toMatchObject({ taken: 0 });
  expect(await list()).toEqual([{ state: 'waiting', reason: null, text: 'Erste Seite, zweite Seite' }]);
  deliverAll();
  await new ScanFolder(desk, path, now).look(goOn);
  expect(readdirSync(join(path, asideFolder))).toEqual([]);
});

test('what a scanner writes after its first letters lie in the Postkorb waits as the whole file for a decision', async () => {
  const folder = new ScanFolder(desk, path, resting);
  const writer = openSync(join(path, 'Post.txt'), 'w');
  appendFileSync(writer, 'Erste Seite, ');
  await folder.look(goOn);
  deliverAll();
  await folder.look(goOn);
  appendFileSync(writer, 'zweite Seite');
  closeSync(writer);
  // The power went in between: another look goes on.
  await new ScanFolder(desk, path, resting).look(goOn);
  await new ScanFolder(desk, path, resting).look(goOn);
  expect(await list()).toEqual([
    { state: 'done', reason: null, text: 'Erste Seite, ' },
    { state: 'needsLook', reason: expect.stringContaining('gewachsen'), text: 'Erste Seite, zweite Seite' },
  ]);
  expect(readdirSync(join(path, asideFolder))).toHaveLength(1);
});

test('a file that grows between the list and its way out of the folder is the same file', async () => {
  writeFileSync(join(path, 'Post.txt'), 'Brief');
  await takeWithoutRemoving('Post.txt');
  appendFileSync(join(path, 'Post.txt'), ', zweite Seite');
  const folder = new ScanFolder(desk, path, resting);
  await folder.look(goOn);
  await folder.look(goOn);
  expect(names()).toEqual([]);
  expect(await list()).toEqual([{ state: 'waiting', reason: null, text: 'Brief, zweite Seite' }]);
});

test('a file whose end is missing waits, and that is told; it is taken when the scanner goes on', async () => {
  const folder = new ScanFolder(desk, path, { ...resting, unfinishedMilliseconds: 600_000 });
  writeFileSync(join(path, 'Post.pdf'), '%PDF-1.7 Anfang');
  expect(await folder.look(goOn)).toMatchObject({ taken: 0, problem: expect.stringContaining('fehlt das Ende') });
  appendFileSync(join(path, 'Post.pdf'), ' Ende startxref 5\n%%EOF\n');
  expect(await folder.look(goOn)).toMatchObject({ taken: 1, problem: null });
});

test('a file that rests and was taken out of the list does not come back', async () => {
  writeFileSync(join(path, 'Post.txt'), 'Brief');
  await new ScanFolder(desk, path, resting).look(goOn);
  inTransaction(desk.store.db, () => {
    for (const { id } of listBranchScans(desk.store.db)) removeBranchScan(desk.store.db, id);
  });
  await new ScanFolder(desk, path, now).look(goOn);
  expect(names()).toEqual([]);
  expect(await list()).toEqual([]);
});
