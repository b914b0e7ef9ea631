import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { openDatabase } from '../../central/store/database.ts';
import { newId } from '../../central/testing/desk.ts';
import { contentFacts, filing, noteArgs, openOffice, type Office, password } from '../../central/testing/office.ts';
import { s3Environment } from '../../central/testing/blob-rooms.ts';
import { startCentre } from '../../central/testing/programs.ts';
import { S3Server, s3Bucket } from '../../central/testing/s3-server.ts';
import { uploadPartSize } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { countWaiting } from '../../db/outbox.ts';
import { temporaryStore } from '../../db/test-support/temporary-store.ts';
import { Findings } from '../faults/findings.ts';
import { checkContentsAndJournal, inFolder, readCentre } from '../faults/look-at-centre.ts';
import { checkStore } from '../faults/look-at-desk.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { RoundRobin } from '../support/round-robin.ts';
import { syncStore, type SyncedDesk } from '../support/synced-desk.ts';

const rounds = 6;

/** Where the services of one test keep contents, and how these are looked at afterwards. */
type Contents = { words: string[]; environment: Record<string, string>; fileOf: (sha256: string) => string };
const places: Record<string, (office: Office) => Promise<Contents>> = {
  folder: async ({ blobsFolder }) => ({
    words: ['--blobs', blobsFolder],
    environment: {},
    fileOf: inFolder(blobsFolder),
  }),
  S3: async () => {
    const server = await S3Server.open();
    const incoming = await mkdtemp(path.join(tmpdir(), 'aktenpult-incoming-'));
    onTestFinished(async () => {
      await server[Symbol.asyncDispose]();
      await rm(incoming, { recursive: true, force: true });
    });
    return {
      words: ['--blobs', `s3://${s3Bucket}/haus`, '--incoming', incoming],
      environment: s3Environment(server),
      fileOf: (sha256) => server.fileOf(`haus/${sha256.slice(0, 2)}/${sha256}`),
    };
  },
};

/** A service of the office's store in a process of its own, with a folder of its own. */
async function startService(connectionString: string, { words, environment }: Contents) {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-service-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return startCentre(['--data', folder, '--database', connectionString, ...words], environment);
}

async function openDesk(office: Office, address: string, login: 'anna' | 'bernd'): Promise<SyncedDesk> {
  await office.desk(login); // makes the account
  const store = temporaryStore();
  const synced = await syncStore(store, address, { login, password });
  onTestFinished(async () => {
    await synced.stop();
    store.discard();
  });
  return synced;
}

/** A note, and a document whose content takes several parts, each of which another service gets. */
async function workAt({ desk }: SyncedDesk, caseFileId: Id, word: string): Promise<void> {
  runCommand(desk, 'addNote', noteArgs(caseFileId, `Anruf ${word}`));
  const { sha256, size } = await desk.store.blobs.put(randomBytes(2 * uploadPartSize + 1_000), 'uploading');
  const document = { caseFileId, documentId: newId(), content: contentFacts(sha256, size), pageTexts: [] };
  runCommand(desk, 'addDocument', { ...document, filing: { ...filing, title: `Brief ${word}` } });
}

const untilSent = ({ sync, desk }: SyncedDesk) =>
  expect
    .poll(async () => [(await sync.syncNow()).connection, countWaiting(desk.store.db)], { timeout: 60_000 })
    .toEqual(['connected', 0]);

test.each(Object.keys(places))(
  'two services behind one address are one centre, also when one of them is killed and comes back elsewhere; contents in %s',
  async (place) => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const contents = (await places[place]?.(office)) as Contents;
    const first = await startService(database.connectionString, contents);
    const second = await startService(database.connectionString, contents);
    const balancer = await RoundRobin.before([first.address, second.address]);
    onTestFinished(() => balancer.close());
    const desks = [await openDesk(office, balancer.address, 'anna'), await openDesk(office, balancer.address, 'bernd')];
    const [anna, bernd] = desks as [SyncedDesk, SyncedDesk];
    const { caseFiles, ids } = office;
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all([workAt(anna, caseFiles.anna, `A${round}`), workAt(bernd, caseFiles.bernd, `B${round}`)]);
      void anna.sync.syncNow();
      void bernd.sync.syncNow();
      if (round === 1) first.child.kill('SIGKILL');
      if (round === 3) balancer.targets[0] = (await startService(database.connectionString, contents)).address;
    }
    await untilSent(anna);
    await untilSent(bernd);
    expect([...balancer.passed.values()].every((count) => count > 5)).toBe(true);
    expect(balancer.passed.size).toBe(3);

    const fresh = await openDesk(office, balancer.address, 'anna');
    await untilSent(fresh);
    const filled = openDatabase(database.connectionString, { connections: 2 });
    onTestFinished(() => filled.end());
    const state = await readCentre(filled, [ids.anna, ids.bernd]);
    const texts = state.records.flatMap(({ kind, body }) => (kind === 'note' ? [String(body['text'])] : []));
    const wanted = Array.from({ length: rounds }, (_, round) => [`Anruf A${round}`, `Anruf B${round}`]).flat();
    expect(texts.sort()).toEqual(wanted.sort());
    const found = new Findings();
    await checkContentsAndJournal(filled, state, contents.fileOf, found);
    for (const [name, one, workerId] of [
      ['anna', anna, ids.anna],
      ['fresh', fresh, ids.anna],
      ['bernd', bernd, ids.bernd],
    ] as const) {
      await checkStore({ name, workerId, store: one.desk.store }, state, found);
    }
    expect(found.all()).toEqual([]);
  },
  300_000,
);
