import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { uploadPartSize } from '../../core/contract/central.ts';
import { contentFile, openBlobFolder } from '../store/blob-folder.ts';
import { bytesOf } from '../store/database.ts';
import { dropStaleUploads } from '../store/uploads.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { contentFacts, filing, type Office, openOffice } from '../testing/office.ts';

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const put = (desk: Desk, bytes: Uint8Array, sha256 = sha256Of(bytes)) =>
  desk.call('PUT', `/v1/blobs/${sha256}`, bytes, { 'content-type': 'application/octet-stream' });
const present = async (desk: Desk, sha256s: string[]) =>
  (await desk.call<{ present: string[] }>('POST', '/v1/blobs/present', { sha256s })).body.present;
const incoming = (office: Office) => readdir(path.join(office.blobsFolder, 'incoming'));
const fileOf = (office: Office, sha256: string) => contentFile(office.blobsFolder, sha256);
const document = (office: Office, sha256: string, size: number) => ({
  ...{ caseFileId: office.caseFiles.anna, documentId: newId(), filing, pageTexts: [] },
  content: contentFacts(sha256, size),
});

/** Begins to send a content whole and breaks the connection; resolves when the connection is gone. */
async function breakOff(desk: Desk, bytes: Uint8Array, announced: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const sending = request(new URL(`${desk.address}/v1/blobs/${sha256Of(bytes)}`), {
      method: 'PUT',
      headers: {
        ...{ authorization: `Bearer ${desk.token}`, 'content-type': 'application/octet-stream' },
        'content-length': announced,
      },
    });
    sending.on('error', () => undefined);
    sending.on('close', resolve);
    sending.write(bytes, () => setImmediate(() => sending.destroy()));
  });
}

describe('contents sent whole', () => {
  test.each([0, 1, 300_000, uploadPartSize])('of %i bytes take one request and are read as they were', async (size) => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const bytes = randomBytes(size);
    expect((await put(anna, bytes)).status).toBe(204);
    expect(await readFile(fileOf(office, sha256Of(bytes)))).toEqual(bytes);
    expect(await incoming(office)).toEqual([]);
    const response = await fetch(`${office.address}/v1/blobs/${sha256Of(bytes)}`, {
      headers: { authorization: `Bearer ${anna.token}` },
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect((await put(anna, bytes)).status).toBe(204);
    const { rows } = await office.central.database.query('select state from upload');
    expect(rows).toEqual([{ state: 'done' }]);
  });

  test('that are changed, too long, unmeasured or broken off leave nothing behind', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const bytes = randomBytes(400_000);
    const sha256 = sha256Of(bytes);
    const changed = await put(anna, Buffer.concat([bytes.subarray(1), bytes.subarray(0, 1)]), sha256);
    expect([changed.status, changed.body.code]).toEqual([422, 'content_mismatch']);
    const long = await put(anna, randomBytes(uploadPartSize + 1), sha256);
    expect([long.status, long.body.code]).toEqual([413, 'too_large']);
    const unmeasured = await fetch(`${office.address}/v1/blobs/${sha256}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${anna.token}`, 'content-type': 'application/octet-stream' },
      body: new Blob([bytes]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(unmeasured.status).toBe(411);
    await breakOff(anna, bytes, bytes.length + 1);
    await expect.poll(() => incoming(office), { interval: 20 }).toEqual([]);
    expect(await present(anna, [sha256])).toEqual([]);
    expect(await readdir(office.blobsFolder)).toEqual(['incoming']);
  });

  test('by several at once are kept once, and each learns only of what she may see', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
    const [shared, own] = [randomBytes(50_000), randomBytes(50_000)];
    const answers = await Promise.all([put(anna, own), ...[anna, bernd, anna, bernd].map((desk) => put(desk, shared))]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
    const asked = [sha256Of(own), sha256Of(shared), sha256Of(randomBytes(3))];
    expect((await present(anna, asked)).sort()).toEqual(asked.slice(0, 2).sort());
    expect(await present(bernd, asked)).toEqual(asked.slice(1, 2));
    expect(await incoming(office)).toEqual([]);
  });

  test('take the place of damaged bytes, and of a file the database does not know', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const bytes = randomBytes(80_000);
    const sha256 = sha256Of(bytes);
    await put(anna, bytes);
    await writeFile(fileOf(office, sha256), randomBytes(80_000));
    expect((await put(anna, bytes)).status).toBe(204);
    expect(await readFile(fileOf(office, sha256))).toEqual(bytes);
    // As after a power cut: the note was not on disk yet, the file was, perhaps torn.
    await office.central.database.query('delete from blob');
    await office.central.database.query('delete from upload');
    await writeFile(fileOf(office, sha256), bytes.subarray(0, 4_096));
    expect((await anna.run('addDocument', document(office, sha256, bytes.length))).result).toBe('needBlob');
    anna.nextMid = 1;
    expect((await put(anna, bytes)).status).toBe(204);
    expect((await anna.run('addDocument', document(office, sha256, bytes.length))).result).toBe('ok');
    expect(await readFile(fileOf(office, sha256))).toEqual(bytes);
  });

  test('that a stopped centre left half written go after a day', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const [left, fresh] = ['left.whole', 'fresh.whole'].map((name) => path.join(office.blobsFolder, 'incoming', name));
    await writeFile(left as string, 'x');
    await writeFile(fresh as string, 'x');
    await utimes(left as string, new Date(0), new Date(0));
    const folder = await openBlobFolder(office.blobsFolder);
    expect(await dropStaleUploads(office.central.database, folder)).toBe(1);
    expect(await incoming(office)).toEqual(['fresh.whole']);
  });

  test('are noted without waiting for the disk, and are on it when a command that names them is accepted', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const bytes = randomBytes(1_000);
    const lsn = async (which: string): Promise<string> => {
      const { rows } = await office.central.database.query<{ lsn: string }>(`select ${which}()::text as lsn`);
      return rows[0]?.lsn ?? '';
    };
    await put(anna, bytes);
    const noted = await lsn('pg_current_wal_insert_lsn');
    expect((await anna.run('addDocument', document(office, sha256Of(bytes), 1_000))).result).toBe('ok');
    const { rows } = await office.central.database.query<{ is_flushed: boolean; has_note: boolean }>(
      `select pg_current_wal_flush_lsn() >= $1::pg_lsn as is_flushed,
         exists (select 1 from blob where sha256 = $2 and state = 'stored') as has_note`,
      [noted, bytesOf(sha256Of(bytes))],
    );
    expect(rows).toEqual([{ is_flushed: true, has_note: true }]);
  });
});
