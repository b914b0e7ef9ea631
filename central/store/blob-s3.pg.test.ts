import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { batchOf } from '../../core/contract/content-batch.ts';
import { type UploadState, uploadPartSize } from '../../core/contract/central.ts';
import { checkStore } from '../backup/check-store.ts';
import { moveStore } from '../backup/move-store.ts';
import { restoreBackup } from '../backup/restore-store.ts';
import { readManifest, writeBackup } from '../backup/write-backup.ts';
import { s3Environment, s3Room } from '../testing/blob-rooms.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { contentFacts, filing, openOffice } from '../testing/office.ts';
import type { Luck } from '../testing/s3-server.ts';
import { openBlobFolder } from './blob-folder.ts';
import { BlobPlaceError, openBlobs } from './blob-place.ts';
import { openDatabase } from './database.ts';
import { scrubContents } from './scrub.ts';

const quiet = () => undefined;
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const put = (desk: Desk, bytes: Uint8Array) =>
  desk.call('PUT', `/v1/blobs/${sha256Of(bytes)}`, bytes, { 'content-type': 'application/octet-stream' });
const read = (desk: Desk, bytes: Uint8Array) => desk.call('GET', `/v1/blobs/${sha256Of(bytes)}`);

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-s3-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function emptyDatabase() {
  const database = await temporaryDatabase();
  const opened = openDatabase(database.connectionString, { connections: 2 });
  onTestFinished(async () => {
    await opened.end();
    await database[Symbol.asyncDispose]();
  });
  return opened;
}

/** An office whose contents lie in S3, and Anna. */
async function openHouse() {
  const room = await s3Room();
  const database = await temporaryDatabase();
  const office = await openOffice(database.connectionString, { blobs: room.blobs });
  onTestFinished(async () => {
    await office[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
    await room[Symbol.asyncDispose]();
  });
  const states = async () =>
    (await office.central.database.query<{ state: string }>('select state from blob')).rows.map(({ state }) => state);
  return { room, office, anna: await office.desk('anna'), states };
}

describe('contents in S3', () => {
  test('are asked for again when the store fails, is slow or breaks off, and what did not arrive counts as nothing', async () => {
    const { room, anna, states } = await openHouse();
    const bytes = randomBytes(100_000);
    room.server.luck = () => ({ status: 503, code: 'SlowDown' });
    const refused = await put(anna, bytes);
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([503, 'unavailable', '5']);
    expect(refused.body.message).toContain('Speicher für Inhalte');
    expect(await states()).toEqual([]);
    room.server.luck = () => 'silence';
    expect((await put(anna, bytes)).status).toBe(503);
    room.server.luck = () => 'pass';
    expect((await put(anna, bytes)).status).toBe(204);
    room.server.luck = () => ({ status: 500, code: 'InternalError' });
    expect((await read(anna, bytes)).status).toBe(503);
    expect(await states()).toEqual(['stored']);
    let answers = 0;
    room.server.luck = ({ method }): Luck => {
      answers += 1;
      return method === 'GET' && answers < 4 ? { cutAfter: 20_000 } : 'pass';
    };
    expect((await read(anna, bytes)).status).toBe(200);
    expect(room.server.asked.filter((line) => line.startsWith('GET')).length).toBeGreaterThan(3);
    expect(await readdir(room.blobs.incoming)).toEqual([]);
  });

  test('whose store fails at the last part are finished later without a byte being sent again', async () => {
    const { room, anna } = await openHouse();
    const bytes = randomBytes(uploadPartSize + 300_000);
    const begin = async () =>
      (await anna.call<UploadState>('POST', '/v1/uploads', { sha256: sha256Of(bytes), size: bytes.length })).body;
    const { uploadId } = await begin();
    await anna.part(uploadId, 0, bytes.subarray(0, uploadPartSize));
    room.server.luck = () => ({ status: 500, code: 'InternalError' });
    expect((await anna.part(uploadId, uploadPartSize, bytes.subarray(uploadPartSize))).status).toBe(503);
    room.server.luck = () => 'pass';
    expect(await begin()).toEqual({ uploadId: null, offset: 0, isPresent: true });
    expect(await room.bytesOf(sha256Of(bytes))).toEqual(bytes);
  });

  test('that lie there already are left alone when they are whole and replaced when they are not', async () => {
    const { room, anna, office } = await openHouse();
    const bytes = randomBytes(50_000);
    await room.write(sha256Of(bytes), bytes);
    expect((await put(anna, bytes)).status).toBe(204);
    const puts = () =>
      room.server.asked.filter(
        (line) => line === `PUT /akten/haus/eins/${sha256Of(bytes).slice(0, 2)}/${sha256Of(bytes)}`,
      ).length;
    expect(puts()).toBe(1); // answered with 412
    await room.write(sha256Of(bytes), randomBytes(50_000));
    await office.central.database.query(`update blob set state = 'damaged'`);
    expect((await put(anna, bytes)).status).toBe(204);
    expect(puts()).toBe(3);
    expect(await room.bytesOf(sha256Of(bytes))).toEqual(bytes);
  });

  test('that come several in one request are kept, a damaged one among them is replaced, and they are read together', async () => {
    const { room, anna } = await openHouse();
    const contents = [0, 30_000, 30_000].map((size) => {
      const bytes = randomBytes(size);
      return { sha256: sha256Of(bytes), bytes };
    });
    await room.write(contents[2]?.sha256 ?? '', randomBytes(30_000));
    const octets = { 'content-type': 'application/octet-stream' };
    const bring = () =>
      anna.call<{ kept: string[] }>('POST', '/v1/blobs/batch', Buffer.concat(batchOf(contents)), octets);
    room.server.luck = () => ({ status: 503, code: 'SlowDown' });
    expect((await bring()).status).toBe(503);
    room.server.luck = () => 'pass';
    expect((await bring()).body.kept).toHaveLength(3);
    for (const { sha256, bytes } of contents) expect(await room.bytesOf(sha256)).toEqual(bytes);
    const response = await fetch(`${anna.address}/v1/blobs/together`, {
      method: 'POST',
      headers: { authorization: `Bearer ${anna.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sha256s: contents.map(({ sha256 }) => sha256) }),
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.concat(batchOf(contents)));
    expect(await readdir(room.blobs.incoming)).toEqual([]);
  });

  test('are kept in a store that does not know conditions', async () => {
    const { room, anna } = await openHouse();
    room.server.luck = ({ headers }) => (headers['if-none-match'] ? { status: 501, code: 'NotImplemented' } : 'pass');
    const [one, two] = [randomBytes(4_000), randomBytes(4_000)];
    await room.write(sha256Of(two), randomBytes(4_000));
    for (const bytes of [one, two]) expect((await put(anna, bytes)).status).toBe(204);
    for (const bytes of [one, two]) expect(await room.bytesOf(sha256Of(bytes))).toEqual(bytes);
  });

  // S36: a place that does not answer makes nothing missing
  test('are not missing because their bucket is away', async () => {
    const { room, anna, office, states } = await openHouse();
    const bytes = randomBytes(4_000);
    await put(anna, bytes);
    room.server.luck = () => ({ status: 404, code: 'NoSuchBucket' });
    expect((await read(anna, bytes)).status).toBe(503);
    await office.central.database.query('update blob set checked_at = null');
    const place = { database: office.central.database, blobs: room.blobs, log: { error: quiet } };
    await expect(scrubContents(place)).rejects.toThrow('not available');
    expect(await states()).toEqual(['stored']);
    room.server.luck = () => 'pass';
    expect((await read(anna, bytes)).status).toBe(200);
  });

  test('are saved, restored and moved like those in a folder; a store that is away ends a backup in a sentence', async () => {
    const { room, anna, office } = await openHouse();
    const bytes = randomBytes(30_000);
    await put(anna, bytes);
    const content = contentFacts(sha256Of(bytes), bytes.length);
    const document = { caseFileId: office.caseFiles.anna, documentId: newId(), filing, content, pageTexts: [] };
    expect((await anna.run('addDocument', document)).result).toBe('ok');
    const target = await temporaryFolder();
    room.server.luck = ({ method }) => (method === 'GET' ? { status: 503, code: 'SlowDown' } : 'pass');
    await expect(writeBackup(office.central.database, room.blobs, target, quiet)).rejects.toThrow(
      'Der Speicher für Inhalte antwortet nicht.',
    );
    room.server.luck = () => 'pass';
    const written = await writeBackup(office.central.database, room.blobs, target, quiet);
    expect(written).toMatchObject({ copied: 1, missing: [] });
    await using other = await s3Room();
    const restored = await emptyDatabase();
    const backup = { folder: written.folder, manifest: await readManifest(written.folder) };
    expect(await restoreBackup(backup, restored, other.blobs, quiet)).toMatchObject({ copied: 1, missing: [] });
    expect(await other.bytesOf(sha256Of(bytes))).toEqual(bytes);
    const folder = await openBlobFolder(await temporaryFolder());
    const moved = await emptyDatabase();
    const from = { database: restored, blobs: other.blobs };
    expect(await moveStore(from, { database: moved, blobs: folder }, quiet)).toMatchObject({
      missing: [],
      differing: [],
    });
    expect(await checkStore(moved, quiet)).toMatchObject({ wrongScopes: [], journalBreak: null });
    expect(await folder.size(sha256Of(bytes))).toBe(bytes.length);
  });
});

describe('a place in S3 that cannot be used', () => {
  const wrong: [string, string, (access: Record<string, string>) => Record<string, string>, RegExp][] = [
    [
      'a key nobody knows',
      's3://akten',
      (access) => ({ ...access, AWS_ACCESS_KEY_ID: 'FREMD' }),
      /erkennt den Zugang nicht an/,
    ],
    ['no bucket', 's3://fehlt', (access) => access, /^Den Behälter „fehlt“ gibt es bei http:.+ nicht\./],
    [
      'nobody listening',
      's3://akten',
      (access) => ({ ...access, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' }),
      /antwortet nicht wie erwartet \(ECONNREFUSED\)/,
    ],
    ['no address', 's3://akten', (access) => ({ ...access, AWS_ENDPOINT_URL_S3: 'speicher' }), /ist keine Adresse/],
    [
      'no key',
      's3://akten',
      ({ AWS_ACCESS_KEY_ID: _, ...access }) => access,
      /fehlt die Umgebungsvariable AWS_ACCESS_KEY_ID/,
    ],
    ['no name', 's3://', (access) => access, /ist kein Ort für Inhalte/],
  ];
  test.each(wrong)('%s is told in a sentence', async (_name, place, change, sentence) => {
    await using room = await s3Room();
    const folder = await temporaryFolder();
    const opening = openBlobs(place, change(s3Environment(room.server)), folder);
    await expect(opening).rejects.toThrow(BlobPlaceError);
    await expect(opening).rejects.toThrow(sentence);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a wrong secret and a bucket of others are told in a sentence', async () => {
    await using room = await s3Room();
    // As Amazon answers; the server of the tests does not compare signatures.
    const opening = async (code: string) => {
      room.server.luck = () => ({ status: 403, code });
      return openBlobs('s3://akten', s3Environment(room.server), await temporaryFolder());
    };
    await expect(opening('SignatureDoesNotMatch')).rejects.toThrow(/erkennt den Zugang nicht an/);
    await expect(opening('AccessDenied')).rejects.toThrow(/„akten“ mit diesem Zugang nicht lesen und beschreiben/);
  });
});
