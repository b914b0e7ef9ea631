import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { restoreBackup } from '../../central/backup/restore-store.ts';
import { readManifest, writeBackup } from '../../central/backup/write-backup.ts';
import { startCentral } from '../../central/service.ts';
import { openBlobFolder } from '../../central/store/blob-folder.ts';
import { openDatabase } from '../../central/store/database.ts';
import { newId } from '../../central/testing/desk.ts';
import { contentFacts, filing, noteArgs, openOffice, type Office, password } from '../../central/testing/office.ts';
import type { Id } from '../../core/domain/ids.ts';
import { countWaiting } from '../../db/outbox.ts';
import { temporaryStore } from '../../db/test-support/temporary-store.ts';
import { Findings } from '../faults/findings.ts';
import { checkContentsAndJournal, inFolder, readCentre } from '../faults/look-at-centre.ts';
import { checkStore } from '../faults/look-at-desk.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { syncStore, type SyncedDesk } from '../support/synced-desk.ts';

const quiet = () => undefined;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-lost-day-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function openDesk(office: Office, login: 'anna' | 'bernd'): Promise<SyncedDesk> {
  await office.desk(login); // makes the account
  const store = temporaryStore();
  const synced = await syncStore(store, office.address, { login, password });
  onTestFinished(async () => {
    await synced.stop();
    store.discard();
  });
  return synced;
}

/** A note and a document with a content of its own; gives the SHA-256. */
async function workAt({ desk }: SyncedDesk, caseFileId: Id, word: string): Promise<string> {
  runCommand(desk, 'addNote', noteArgs(caseFileId, `Anruf ${word}`));
  const { sha256, size } = await desk.store.blobs.put(randomBytes(50_000), 'uploading');
  const document = { caseFileId, documentId: newId(), content: contentFacts(sha256, size), pageTexts: [] };
  runCommand(desk, 'addDocument', { ...document, filing: { ...filing, title: `Brief ${word}` } });
  return sha256;
}

const untilSent = ({ sync, desk }: SyncedDesk) =>
  expect.poll(async () => [(await sync.syncNow()).connection, countWaiting(desk.store.db)]).toEqual(['connected', 0]);

// S14: copies in `sent` and what waits in the outbox both come again, and both stores agree
test('a centre set back to yesterday gets the lost day from its desks: each command once, with its content', async () => {
  await using first = await temporaryDatabase();
  await using second = await temporaryDatabase();
  const office = await openOffice(first.connectionString);
  onTestFinished(() => office[Symbol.asyncDispose]());
  const [anna, bernd] = [await openDesk(office, 'anna'), await openDesk(office, 'bernd')];
  const { caseFiles, ids } = office;
  await workAt(anna, caseFiles.anna, 'vorgestern');
  await untilSent(anna);
  const folder = await temporaryFolder();
  const blobs = await openBlobFolder(office.blobsFolder);
  const backup = await writeBackup(office.central.database, blobs, folder, quiet);

  const lost = [await workAt(anna, caseFiles.anna, 'gestern'), await workAt(bernd, caseFiles.bernd, 'gestern')];
  await untilSent(anna);
  await untilSent(bernd);
  await workAt(anna, caseFiles.anna, 'heute'); // waits while the centre is away
  const { port } = new URL(office.address);
  await office.central.stop();

  const filled = openDatabase(second.connectionString, { connections: 2 });
  const blobsFolder = path.join(folder, 'neu');
  const source = { folder: backup.folder, manifest: await readManifest(backup.folder) };
  await restoreBackup(source, filled, await openBlobFolder(blobsFolder), quiet);
  const before = await readCentre(filled, []);
  for (const sha256 of lost) expect(before.records.some(({ body }) => body['sha256'] === sha256)).toBe(false);
  const central = await startCentral({
    ...{ connectionString: second.connectionString, dataFolder: folder, host: '127.0.0.1' },
    blobs: await openBlobFolder(blobsFolder),
    ...{ port: Number(port), log: silent },
  });
  onTestFinished(async () => {
    await central.stop();
    await filled.end();
  });
  await untilSent(anna);
  await untilSent(bernd);

  const state = await readCentre(filled, [ids.anna, ids.bernd]);
  const texts = state.records.flatMap(({ kind, body }) => {
    const text = kind === 'note' ? body['text'] : kind === 'document' ? body['title'] : null;
    return typeof text === 'string' ? [text] : [];
  });
  const twice = ['Anruf gestern', 'Brief gestern']; // one of each worker
  const once = ['Anruf vorgestern', 'Brief vorgestern', 'Anruf heute', 'Brief heute'];
  expect(texts.sort()).toEqual([...once, ...twice, ...twice].sort());
  const found = new Findings();
  await checkContentsAndJournal(filled, state, inFolder(blobsFolder), found);
  for (const [name, one, workerId] of [
    ['anna', anna, ids.anna],
    ['bernd', bernd, ids.bernd],
  ] as const) {
    await checkStore({ name, workerId, store: one.desk.store }, state, found);
    expect(one.faults).toEqual([]);
  }
  expect(found.all()).toEqual([]);
}, 300_000);
