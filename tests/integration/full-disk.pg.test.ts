import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { startEmbeddedPostgres } from '../../central/postgres/embedded.ts';
import { newId } from '../../central/testing/desk.ts';
import { contentFacts, filing, noteArgs, openOffice, type Office, password } from '../../central/testing/office.ts';
import { readableError } from '../../db/open.ts';
import { outboxEntries } from '../../db/outbox.ts';
import { recordsOfScope } from '../../db/records.ts';
import { openStore, type Store } from '../../db/store.ts';
import { temporaryStore, testKey } from '../../db/test-support/temporary-store.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { Findings } from '../faults/findings.ts';
import { readCentre } from '../faults/look-at-centre.ts';
import { checkStore } from '../faults/look-at-desk.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { canMount, fillUp, mount, smallDisk } from '../support/small-disk.ts';
import { syncStore, type SyncedDesk } from '../support/synced-desk.ts';

const now = () => momentOf(Date.now());
const waiting = (store: Store) => outboxEntries(store.db).length;

/** Closed after the disks under it are gone. */
async function openHouse(): Promise<Office> {
  const database = await temporaryDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  return openHouseOn(database.connectionString);
}

async function openHouseOn(connectionString: string): Promise<Office> {
  const office = await openOffice(connectionString);
  onTestFinished(() => office[Symbol.asyncDispose]());
  return office;
}

async function openAnna(office: Office, store: Store): Promise<SyncedDesk> {
  await office.desk('anna');
  const synced = await syncStore(store, office.address, { login: 'anna', password });
  onTestFinished(() => synced.stop());
  return synced;
}

const untilSent = ({ sync, desk }: SyncedDesk) =>
  expect
    .poll(async () => [(await sync.syncNow()).connection, waiting(desk.store)], { timeout: 120_000 })
    .toEqual(['connected', 0]);

async function expectEqual(office: Office, store: Store): Promise<void> {
  const state = await readCentre(office.central.database, [office.ids.anna]);
  const found = new Findings();
  await checkStore({ name: 'anna', workerId: office.ids.anna, store }, state, found);
  expect(found.all()).toEqual([]);
}

const failureOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return readableError(error);
  }
};

describe.skipIf(!canMount())('on a disk without room', { timeout: 300_000 }, () => {
  test('a desk says so, has done nothing by halves, and goes on by itself once there is room', async () => {
    const office = await openHouse();
    const folder = mkdtempSync(path.join(tmpdir(), 'aktenpult-full-'));
    smallDisk(folder, 6);
    const store = openStore({ folder: path.join(folder, 'store'), key: testKey(), newId, now });
    onTestFinished(() => store.close());
    const anna = await openAnna(office, store);
    const { anna: caseFileId } = office.caseFiles;
    runCommand(anna.desk, 'addNote', noteArgs(caseFileId, 'davor'));
    await untilSent(anna);
    const free = fillUp(folder);
    const long = 'voll '.repeat(3_000);
    let refused: unknown = null;
    for (let count = 0; count < 50 && refused === null; count += 1) {
      const before = waiting(store);
      const outcome = failureOf(() => runCommand(anna.desk, 'addNote', noteArgs(caseFileId, `${long}${count}`)));
      if (!(outcome instanceof Error)) continue;
      refused = outcome;
      expect(waiting(store)).toBe(before);
    }
    expect(refused).toMatchObject({ code: 'storage_full' });
    const content = store.blobs.put(randomBytes(200_000), 'uploading').catch(readableError);
    expect(await content).toMatchObject({ code: 'storage_full' });
    const writer = await office.desk('anna');
    for (let count = 0; count < 20; count += 1)
      await writer.run('addNote', noteArgs(caseFileId, `${long} fremd ${count}`));
    await anna.sync.syncNow();
    free();
    await untilSent(anna);
    runCommand(anna.desk, 'addNote', noteArgs(caseFileId, 'danach'));
    await untilSent(anna);
    await expectEqual(office, store);
  });

  // S37: a full place for contents: nothing acknowledged by halves, goes on by itself
  test('a centre takes no content by halves, and the desk brings it once there is room', async () => {
    const office = await openHouse();
    smallDisk(office.blobsFolder, 3);
    mkdirSync(path.join(office.blobsFolder, 'incoming'));
    const store = temporaryStore();
    onTestFinished(() => store.discard());
    const anna = await openAnna(office, store);
    for (const size of [1_000_000, 2_500_000, 5_000_000]) {
      const { sha256 } = await store.blobs.put(randomBytes(size), 'uploading');
      const document = { caseFileId: office.caseFiles.anna, documentId: newId(), pageTexts: [], filing };
      runCommand(anna.desk, 'addDocument', { ...document, content: contentFacts(sha256, size) });
    }
    await expect.poll(async () => (await anna.sync.syncNow()).waitingCommands, { timeout: 60_000 }).toBe(2);
    await anna.sync.syncNow();
    expect(anna.sync.state().clarifications).toBe(0);
    mount('-o', 'remount,size=64m', office.blobsFolder);
    await untilSent(anna);
    const state = await readCentre(office.central.database, []);
    expect(state.records.filter(({ kind }) => kind === 'document')).toHaveLength(3);
    await expectEqual(office, store);
  });

  test('a store on a disk that can only be read is not opened, and the reason is told', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'aktenpult-read-only-'));
    smallDisk(folder, 6);
    const place = { folder: path.join(folder, 'store'), key: testKey(), newId, now };
    openStore(place).close();
    mount('-o', 'remount,ro', folder);
    const failure = failureOf(() => openStore(place).close());
    expect(failure).toMatchObject({ code: 'internal', details: { reason: 'notWritable' } });
    expect(String((failure as Error).message)).toMatch(/^[A-ZÄÖÜ].*\.$/);
    mount('-o', 'remount,rw', folder);
    openStore(place).close();
  });

  // S37: also when its PostgreSQL ended for want of room; the desk shows the sentence
  test('the database of a centre acknowledges nothing, says so, and comes back by itself once there is room', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'aktenpult-full-'));
    smallDisk(folder, 400);
    const said: string[] = [];
    const onProgress = (text: string) => void said.push(text);
    const postgres = await startEmbeddedPostgres({ dataFolder: path.join(folder, 'zentrale'), onProgress });
    onTestFinished(() => postgres.stop());
    const office = await openHouseOn(postgres.connectionString);
    const store = temporaryStore();
    onTestFinished(() => store.discard());
    const anna = await openAnna(office, store);
    const note = (text: string) => runCommand(anna.desk, 'addNote', noteArgs(office.caseFiles.anna, text));
    note('davor');
    await untilSent(anna);
    const free = fillUp(folder);
    const long = () => randomBytes(7_000).toString('hex'); // does not get smaller in a row
    for (let count = 0; count < 40; count += 1) note(`voll ${count} ${long()}`);
    await expect
      .poll(async () => (await anna.sync.syncNow()).problem, { timeout: 60_000 })
      .toContain('kein Platz mehr');
    expect(waiting(store)).toBeGreaterThan(0);
    // What is left of its log goes, too: then PostgreSQL ends.
    const useLog = () =>
      office.central.database.query(`select pg_logical_emit_message(true, '', repeat('x', 1000000))`);
    const before = postgres.pid;
    await expect(Promise.all(Array.from({ length: 100 }, useLog))).rejects.toThrow();
    await expect.poll(() => said.at(-1), { timeout: 60_000 }).toContain('kein Platz mehr');
    note('ohne Datenbank');
    expect((await anna.sync.syncNow()).waitingCommands).toBeGreaterThan(0);
    free();
    await untilSent(anna);
    expect(said.at(-1)).toContain('wieder Platz');
    expect(postgres.pid).not.toBe(before);
    await expectEqual(office, store);
    const { records } = await readCentre(office.central.database, []);
    expect(records.filter(({ kind }) => kind === 'note')).toHaveLength(42);
  });
});

/** A disk of its own that can be made to fail as a broken one does; gives its place. */
function breakableDisk(): { place: string; breakDown: () => void; repair: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'aktenpult-broken-'));
  const [image, place] = [path.join(folder, 'image'), path.join(folder, 'disk')];
  writeFileSync(image, '');
  truncateSync(image, 48 * 1024 * 1024);
  execFileSync('mkfs.ext4', ['-q', '-F', image], { stdio: 'pipe' });
  mkdirSync(place);
  const open = () => mount('-o', 'loop,errors=remount-ro', image, place);
  const close = () => void execFileSync('umount', [place], { stdio: 'pipe' });
  open();
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', place]);
    rmSync(image);
  });
  return {
    place,
    // From here on the system only lets read what is there, as after an error of the disk.
    breakDown: () => mount('-o', 'remount,abort', place),
    repair: () => {
      close();
      spawnSync('e2fsck', ['-y', image], { stdio: 'pipe' }); // its code tells what was mended
      open();
    },
  };
}

function canBreakDisks(): boolean {
  if (!canMount()) return false;
  const isThere = ['/dev/loop-control', '/sbin/mkfs.ext4'].every((file) => existsSync(file));
  if (!isThere) console.warn('No disk in a file can be made here: the test of a disk that breaks is skipped.');
  return isThere;
}

describe.skipIf(!canBreakDisks())(
  'on a disk that can only be read from one moment to the next',
  { timeout: 300_000 },
  () => {
    test('an open desk says so, keeps and shows what it has, and goes on when the disk is back', async () => {
      const office = await openHouse();
      const disk = breakableDisk();
      const place = { folder: path.join(disk.place, 'store'), key: testKey(), newId, now };
      const store = openStore(place);
      const anna = await openAnna(office, store);
      const { anna: caseFileId } = office.caseFiles;
      const notes = (from: Store) => recordsOfScope(from.db, caseFileId).filter(({ kind }) => kind === 'note').length;
      runCommand(anna.desk, 'addNote', noteArgs(caseFileId, 'gesendet'));
      await untilSent(anna);
      await anna.stop();
      runCommand(anna.desk, 'addNote', noteArgs(caseFileId, 'wartet'));
      disk.breakDown();
      const failure = failureOf(() => runCommand(anna.desk, 'addNote', noteArgs(caseFileId, 'zu spät')));
      expect(failure).toMatchObject({ code: 'storage_full', details: { reason: 'diskError' } });
      expect(String((failure as Error).message)).toMatch(/^[A-ZÄÖÜ].*\.$/);
      expect([notes(store), waiting(store)]).toEqual([2, 1]);
      expect(await store.blobs.put(randomBytes(9_000), 'uploading').catch(readableError)).toBeInstanceOf(Error);
      failureOf(() => store.close());
      disk.repair();
      const again = openStore(place);
      onTestFinished(() => again.close());
      expect([notes(again), waiting(again)]).toEqual([2, 1]);
      const back = await openAnna(office, again);
      runCommand(back.desk, 'addNote', noteArgs(caseFileId, 'danach'));
      await untilSent(back);
      await expectEqual(office, again);
      expect(notes(again)).toBe(3);
    });
  },
);
