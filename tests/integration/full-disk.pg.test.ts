import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { newId } from '../../central/testing/desk.ts';
import { contentFacts, filing, noteArgs, openOffice, type Office, password } from '../../central/testing/office.ts';
import { readableError } from '../../db/open.ts';
import { outboxEntries } from '../../db/outbox.ts';
import { openStore, type Store } from '../../db/store.ts';
import { temporaryStore, testKey } from '../../db/test-support/temporary-store.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { Findings } from '../faults/findings.ts';
import { readCentre } from '../faults/look-at-centre.ts';
import { checkStore } from '../faults/look-at-desk.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { syncStore, type SyncedDesk } from '../support/synced-desk.ts';

const mount = (...words: string[]) => execFileSync('mount', words, { stdio: 'pipe' });

/** A disk of so many mebibytes at a place; only the system's administrator can make one. */
function smallDisk(place: string, mebibytes: number): void {
  mkdirSync(place, { recursive: true });
  mount('-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', place);
  onTestFinished(() => void execFileSync('umount', ['--lazy', place]));
}

function canMount(): boolean {
  const place = mkdtempSync(path.join(tmpdir(), 'aktenpult-mount-'));
  try {
    mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place);
    execFileSync('umount', [place]);
    return true;
  } catch {
    console.warn('No small disks can be mounted here: the tests of full disks are skipped.');
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Takes all room that is left on a disk; gives how to free it. */
function fillUp(place: string): () => void {
  const ballast = path.join(place, 'ballast');
  for (let size = 1024 * 1024; size >= 512; size /= 2) {
    try {
      for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // no room for this much more
    }
  }
  return () => rmSync(ballast);
}

const now = () => momentOf(Date.now());
const waiting = (store: Store) => outboxEntries(store.db).length;

/** Closed after the disks under it are gone. */
async function openHouse(): Promise<Office> {
  const database = await temporaryDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  const office = await openOffice(database.connectionString);
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
});
