import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { accessEventText, chainStart } from '../../core/contract/access-events.ts';
import type { Id } from '../../core/domain/ids.ts';
import { startCentral } from '../service.ts';
import { verifyAccessLog } from '../store/access-log.ts';
import { contentFile, openBlobFolder } from '../store/blob-folder.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { readEpoch } from '../store/epoch.ts';
import { migrate } from '../store/migrate.ts';
import { call, Desk, newId } from '../testing/desk.ts';
import { contentFacts, filing, type Office, openOffice, noteArgs, password } from '../testing/office.ts';
import { checkStore } from './check-store.ts';
import { BackupError } from './format.ts';
import { noteOwnBackup } from './own-backup.ts';
import { moveStore } from './move-store.ts';
import { noteMoved, refuseMoved } from './moved-note.ts';
import { restoreBackup } from './restore-store.ts';
import { savedTables, tablesLeftOut } from './tables.ts';
import { listBackups, readManifest, writeBackup } from './write-backup.ts';

const quiet = () => undefined;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };
let database: Awaited<ReturnType<typeof temporaryDatabase>>;
let office: Office;
let anna: Desk;
let sha256: string;

/** An office in which Anna has filed a document with a content and written notes with odd characters. */
beforeAll(async () => {
  database = await temporaryDatabase();
  office = await openOffice(database.connectionString);
  anna = await office.desk('anna');
  const bytes = new TextEncoder().encode('Mietvertrag über die Wohnung');
  sha256 = await anna.upload(bytes);
  const content = contentFacts(sha256, bytes.length);
  const place = { caseFileId: office.caseFiles.anna, documentId: newId() };
  const { results } = await anna.push(
    { name: 'addDocument', args: { ...place, filing, content, pageTexts: ['Mietvertrag'] } },
    { name: 'addNote', args: noteArgs(office.caseFiles.anna, 'Zeile\u2028mit „Zeichen“, \\ und \t, 😀') },
  );
  expect(results.map(({ result }) => result)).toEqual(['ok', 'ok']);
});
afterAll(async () => {
  await office[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-backup-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function emptyDatabase(): Promise<Database> {
  const empty = await temporaryDatabase();
  const opened = openDatabase(empty.connectionString, { connections: 2 });
  onTestFinished(async () => {
    await opened.end();
    await empty[Symbol.asyncDispose]();
  });
  return opened;
}

const blobsOfOffice = () => openBlobFolder(office.blobsFolder);

test('a backup made while the centre works fills another store with the same records, journal and contents, in a new epoch', async () => {
  const folder = await temporaryFolder();
  const tellLook = (desk: Desk, chainId: Id) => {
    const open = { id: newId(), chainId, number: 1, at: '2026-11-22T08:00:00.000Z', action: 'read' as const };
    const event = { ...open, scopeId: office.caseFiles.anna, targetId: newId(), prev: chainStart };
    const hash = createHash('sha256').update(accessEventText(event)).digest('hex');
    return desk.call('POST', '/v1/audit', { events: [{ ...event, hash }] });
  };
  expect((await tellLook(anna, newId())).status).toBe(200);
  const written = await writeBackup(office.central.database, await blobsOfOffice(), folder, quiet);
  expect(written.missing).toEqual([]);
  const target = await temporaryDatabase();
  onTestFinished(() => target[Symbol.asyncDispose]());
  const filled = openDatabase(target.connectionString, { connections: 2 });
  const blobsFolder = path.join(folder, 'neu');
  const manifest = await readManifest(written.folder);
  const contents = await restoreBackup(
    { folder: written.folder, manifest },
    filled,
    await openBlobFolder(blobsFolder),
    quiet,
  );
  expect(contents).toMatchObject({ count: 1, missing: [] });
  const report = await checkStore(filled, quiet);
  expect(report).toMatchObject({ wrongScopes: [], journalBreak: null });
  expect(report.journalLines).toBeGreaterThan(3);
  expect(await readEpoch(filled)).not.toBe(manifest.epoch);
  await filled.end();

  const central = await startCentral({
    ...{ connectionString: target.connectionString, dataFolder: folder, host: '127.0.0.1', port: 0 },
    blobs: await openBlobFolder(blobsFolder),
    log: silent,
  });
  onTestFinished(() => central.stop());
  // Tokens of before are worth nothing: a session ended after the backup must not come back.
  expect((await call(central.address, 'GET', '/v1/changes', { token: anna.token })).status).toBe(401);
  const again = await Desk.login(central.address, 'anna', password);
  const need = { scopeId: office.caseFiles.anna, after: 0 };
  const [before, after] = [await anna.pull(need), await again.pull(need)];
  expect(after.scopes).toEqual(before.scopes);
  expect((await again.changes()).manifest?.scopes.map(({ scopeId }) => scopeId)).toEqual(
    (await anna.changes()).manifest?.scopes.map(({ scopeId }) => scopeId),
  );
  // Looks are there, and others get numbers after them.
  expect((await tellLook(again, newId())).status).toBe(200);
  expect(await verifyAccessLog(central.database)).toEqual({ events: 2, marked: 0, broken: 0 });
  const content = await again.call<string>('GET', `/v1/blobs/${sha256}`);
  expect([content.status, content.body]).toEqual([200, 'Mietvertrag über die Wohnung']);
});

test('once a backup is whole, desks learn how far their commands are in it; later ones are not', async () => {
  const bernd = await office.desk('bernd');
  await bernd.push({ name: 'addNote', args: noteArgs(office.caseFiles.bernd, 'davor') });
  await writeBackup(office.central.database, await blobsOfOffice(), await temporaryFolder(), quiet);
  const response = await bernd.push({ name: 'addNote', args: noteArgs(office.caseFiles.bernd, 'danach') });
  expect(response).toMatchObject({ lastMid: 2, durableMid: 1 });
});

test('of a backup made by other means desks learn what was decided before it began, and later ones do not count', async () => {
  const dora = await office.desk('clara');
  const note = () => ({ name: 'addNote', args: noteArgs(office.caseFiles.anna, 'selbst gesichert') });
  await dora.push(note(), note());
  const { database } = office.central;
  await database.query(
    `update mutation set at = now() - make_interval(mins => case mid when 1 then 30 else 5 end) where client_id = $1`,
    [dora.clientId],
  );
  expect(await noteOwnBackup(database, new Date())).toBeGreaterThanOrEqual(1);
  expect(await dora.push(note())).toMatchObject({ lastMid: 3, durableMid: 1 });
  await noteOwnBackup(database, new Date(Date.now() - 3_600_000));
  expect(await dora.push(note())).toMatchObject({ lastMid: 4, durableMid: 1 });
});

// S45: a backup without the contents that commands name lets no copy go
test('a content that is damaged at the centre is told, and nobody relies on that backup', async () => {
  const clara = await office.desk('clara');
  await clara.push({ name: 'openCaseFile', args: { caseFileId: office.caseFiles.anna, visitId: newId() } });
  const bytes = new TextEncoder().encode('wird beschädigt');
  const damaged = await clara.upload(bytes);
  await writeFile(contentFile(office.blobsFolder, damaged), 'wird beschaedig');
  const written = await writeBackup(office.central.database, await blobsOfOffice(), await temporaryFolder(), quiet);
  expect(written.missing).toEqual([damaged]);
  const response = await clara.push({
    name: 'openCaseFile',
    args: { caseFileId: office.caseFiles.anna, visitId: newId() },
  });
  expect(response.durableMid).toBe(0);
  await office.central.database.query(`update blob set state = 'damaged' where sha256 = decode($1, 'hex')`, [damaged]);
});

test('a second backup to the same place copies no content again; a folder left by a killed one goes', async () => {
  const folder = await temporaryFolder();
  expect(await writeBackup(office.central.database, await blobsOfOffice(), folder, quiet)).toMatchObject({ copied: 1 });
  await writeFile(path.join(folder, '.unfertig-abc'), '');
  expect(await writeBackup(office.central.database, await blobsOfOffice(), folder, quiet)).toMatchObject({ copied: 0 });
  expect(await listBackups(folder)).toHaveLength(2);
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a damaged backup and a store that is not empty are refused in a sentence, and nothing is changed', async () => {
  const written = await writeBackup(office.central.database, await blobsOfOffice(), await temporaryFolder(), quiet);
  const manifest = await readManifest(written.folder);
  const target = { folder: written.folder, manifest };
  const blobs = await openBlobFolder(await temporaryFolder());
  await expect(restoreBackup(target, office.central.database, blobs, quiet)).rejects.toThrow(
    'Die Datenbank enthält schon einen Datenbestand',
  );
  const table = manifest.tables.find(({ name }) => name === 'record');
  const file = path.join(written.folder, table?.file ?? '');
  const bytes = await readFile(file);
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  await writeFile(file, bytes);
  const empty = await emptyDatabase();
  await expect(restoreBackup(target, empty, blobs, quiet)).rejects.toThrow(BackupError);
  const { rows } = await empty.query(`select to_regclass('scope') as scope`);
  expect(rows[0]?.scope).toBeNull();
  await expect(readManifest(await temporaryFolder())).rejects.toThrow('liegt keine Sicherung');
});

test('a restore that is cut off in the middle can be done again', async () => {
  const written = await writeBackup(office.central.database, await blobsOfOffice(), await temporaryFolder(), quiet);
  const backup = { folder: written.folder, manifest: await readManifest(written.folder) };
  const empty = await emptyDatabase();
  const blobs = await openBlobFolder(await temporaryFolder());
  const cut = (line: string) => {
    if (line.startsWith('journal')) throw new Error('cut');
  };
  await expect(restoreBackup(backup, empty, blobs, cut)).rejects.toThrow('cut');
  await restoreBackup(backup, empty, blobs, quiet);
  expect(await checkStore(empty, quiet)).toMatchObject({ wrongScopes: [], journalBreak: null });
});

test('a row that was changed behind the back of the centre is found by the check', async () => {
  const written = await writeBackup(office.central.database, await blobsOfOffice(), await temporaryFolder(), quiet);
  const empty = await emptyDatabase();
  const backup = { folder: written.folder, manifest: await readManifest(written.folder) };
  await restoreBackup(backup, empty, await openBlobFolder(await temporaryFolder()), quiet);
  await empty.query(
    `update record set body = jsonb_set(body, '{text}', '"anders"') where kind = 'note' and scope_id = $1`,
    [office.caseFiles.anna],
  );
  expect((await checkStore(empty, quiet)).wrongScopes).toEqual([office.caseFiles.anna]);
});

test('a store moves to another database and place for contents; both are equal, and the old folder no longer starts', async () => {
  const folder = await temporaryFolder();
  const empty = await emptyDatabase();
  const to = { database: empty, blobs: await openBlobFolder(path.join(folder, 'inhalte')) };
  const from = { database: office.central.database, blobs: await blobsOfOffice() };
  expect(await moveStore(from, to, quiet)).toMatchObject({ count: 1, missing: [], differing: [] });
  expect(await checkStore(empty, quiet)).toMatchObject({ wrongScopes: [], journalBreak: null });
  await expect(moveStore(from, to, quiet)).rejects.toThrow('Die Datenbank enthält schon einen Datenbestand');
  await noteMoved(folder);
  await expect(refuseMoved(folder)).rejects.toThrow(/umgezogen\. Bitte starten Sie die neue\./);
});

test('every table of the store is saved or left out on purpose', async () => {
  const empty = await emptyDatabase();
  await migrate(empty);
  const { rows } = await empty.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace
     and relkind in ('r', 'p') and not relispartition order by 1`,
  );
  expect(rows.map((row) => row.name)).toEqual([...savedTables, ...tablesLeftOut].sort());
});
