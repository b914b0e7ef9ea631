import { createHash, randomBytes } from 'node:crypto';
import { appendFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type UploadState, uploadPartSize } from '../../core/contract/central.ts';
import type { Desk } from '../testing/desk.ts';
import { newId } from '../testing/desk.ts';
import { blobRooms } from '../testing/blob-rooms.ts';
import { contentFacts, filing, openOffice } from '../testing/office.ts';

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const checksumOf = (bytes: Uint8Array) => `sha256 ${createHash('sha256').update(bytes).digest('base64')}`;
const begin = (desk: Desk, bytes: Uint8Array, size = bytes.length) =>
  desk.call<UploadState>('POST', '/v1/uploads', { sha256: sha256Of(bytes), size });
const offsetOf = async (desk: Desk, uploadId: string | null) =>
  Number((await desk.call('HEAD', `/v1/uploads/${uploadId}`)).headers.get('upload-offset'));
async function read(
  desk: Desk,
  sha256: string,
  range?: string,
): Promise<{ status: number; bytes: Uint8Array; headers: Headers }> {
  const headers: Record<string, string> = { authorization: `Bearer ${desk.token}`, ...(range ? { range } : {}) };
  const response = await fetch(`${desk.address}/v1/blobs/${sha256}`, { headers });
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
}

/** Sends the first bytes of a part and then breaks the connection, as a bad line does. */
async function breakOff(
  desk: Desk,
  uploadId: string | null,
  bytes: Uint8Array,
  announced: number,
  headers = {},
): Promise<void> {
  const url = new URL(`${desk.address}/v1/uploads/${uploadId}`);
  await new Promise<void>((resolve) => {
    const sending = request(url, {
      method: 'PATCH',
      headers: {
        ...{ authorization: `Bearer ${desk.token}`, 'content-type': 'application/octet-stream', ...headers },
        ...{ 'upload-offset': '0', 'content-length': announced },
      },
    });
    sending.on('error', () => undefined);
    sending.on('close', resolve);
    sending.write(bytes, () => setImmediate(() => sending.destroy()));
  });
}

const headersOf = (desk: Desk) => ({
  authorization: `Bearer ${desk.token}`,
  'content-type': 'application/octet-stream',
});

/** Sends a body in one piece and reads the answer to its end. */
async function ask(sending: ClientRequest, bytes: Uint8Array = Buffer.alloc(0)) {
  sending.end(bytes);
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  await answer.resume().toArray();
  return { status: answer.statusCode, headers: answer.headers, isSameLine: sending.reusedSocket };
}

describe.each(blobRooms)('contents in %s', (_place, openRoom) => {
  test('a content arrives in parts and is read whole or in ranges', async () => {
    await using database = await temporaryDatabase();
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, { blobs: room.blobs });
    const anna = await office.desk('anna');
    const bytes = randomBytes(300_000);
    const { body } = await begin(anna, bytes);
    expect(body).toMatchObject({ offset: 0, isPresent: false });
    const first = await anna.part(body.uploadId, 0, bytes.subarray(0, 100_000), {
      'upload-checksum': checksumOf(bytes.subarray(0, 100_000)),
    });
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '100000']);
    expect((await begin(anna, bytes)).body).toEqual({ uploadId: body.uploadId, offset: 100_000, isPresent: false });
    const wrong = await anna.part(body.uploadId, 50_000, bytes.subarray(50_000));
    expect([wrong.status, wrong.headers.get('upload-offset')]).toEqual([409, '100000']);
    expect((await anna.part(body.uploadId, 100_000, bytes.subarray(100_000))).status).toBe(204);
    expect((await begin(anna, bytes)).body).toEqual({ uploadId: null, offset: 0, isPresent: true });
    const sha256 = sha256Of(bytes);
    expect(await room.bytesOf(sha256)).toEqual(bytes);
    expect(Buffer.from((await read(anna, sha256)).bytes)).toEqual(bytes);
    const middle = await read(anna, sha256, 'bytes=1000-1999');
    expect([middle.status, middle.headers.get('content-range')]).toEqual([206, 'bytes 1000-1999/300000']);
    expect(Buffer.from(middle.bytes)).toEqual(bytes.subarray(1000, 2000));
    expect(Buffer.from((await read(anna, sha256, 'bytes=-10')).bytes)).toEqual(bytes.subarray(-10));
    expect((await read(anna, sha256, 'bytes=300000-')).status).toBe(416);
    expect(await readdir(room.blobs.incoming)).toEqual([]);
  });

  test('after a broken line the upload goes on where the bytes end', async () => {
    await using database = await temporaryDatabase();
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, { blobs: room.blobs });
    const anna = await office.desk('anna');
    const bytes = randomBytes(2_000_000);
    const { body } = await begin(anna, bytes);
    await breakOff(anna, body.uploadId, bytes.subarray(0, 700_000), bytes.length);
    await expect.poll(() => offsetOf(anna, body.uploadId), { interval: 20 }).toBeGreaterThan(0);
    await expect.poll(async () => (await anna.part(body.uploadId, 1, bytes)).body.message).toContain('anderen Stelle');
    const offset = await offsetOf(anna, body.uploadId);
    expect(offset).toBeLessThanOrEqual(700_000);
    expect((await anna.part(body.uploadId, offset, bytes.subarray(offset))).status).toBe(204);
    expect(Buffer.from((await read(anna, sha256Of(bytes))).bytes)).toEqual(bytes);
  });

  test('whoever asks again while a broken line is still listened to is told of all that came over it', async () => {
    await using database = await temporaryDatabase();
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, { blobs: room.blobs });
    const anna = await office.desk('anna');
    const bytes = randomBytes(300_000);
    const { body } = await begin(anna, bytes);
    const sending = request(`${anna.address}/v1/uploads/${body.uploadId}`, {
      method: 'PATCH',
      headers: {
        ...{ authorization: `Bearer ${anna.token}`, 'content-type': 'application/octet-stream' },
        ...{ 'upload-offset': '0', 'content-length': bytes.length },
      },
    });
    sending.on('error', () => undefined);
    sending.write(bytes.subarray(0, 200_000));
    const taken = async () => (await stat(path.join(room.blobs.incoming, `${body.uploadId}.part`))).size;
    await expect.poll(taken, { interval: 20, timeout: 10_000 }).toBe(200_000);
    expect((await anna.part(body.uploadId, 7, bytes.subarray(0, 1))).body.message).toContain('gerade schon ein Teil');
    const asked = begin(anna, bytes);
    await offsetOf(anna, body.uploadId);
    sending.destroy();
    expect((await asked).body).toMatchObject({ uploadId: body.uploadId, offset: 200_000 });
    expect((await anna.part(body.uploadId, 200_000, bytes.subarray(200_000))).status).toBe(204);
    expect(Buffer.from((await read(anna, sha256Of(bytes))).bytes)).toEqual(bytes);
  });

  test('a changed part, a changed content and more bytes than announced are refused', async () => {
    await using database = await temporaryDatabase();
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, { blobs: room.blobs });
    const anna = await office.desk('anna');
    const bytes = randomBytes(5_000);
    const { body } = await begin(anna, bytes);
    const part = await anna.part(body.uploadId, 0, bytes, { 'upload-checksum': checksumOf(randomBytes(9)) });
    expect([part.status, part.body.code]).toEqual([422, 'checksum_mismatch']);
    expect(await offsetOf(anna, body.uploadId)).toBe(0);
    const long = await anna.part(body.uploadId, 0, Buffer.concat([bytes, bytes]));
    expect(long.status).toBe(413);
    expect(await offsetOf(anna, body.uploadId)).toBe(0);
    const other = await anna.part(body.uploadId, 0, randomBytes(5_000));
    expect([other.status, other.body.code]).toEqual([422, 'content_mismatch']);
    expect((await read(anna, sha256Of(bytes))).status).toBe(404);
    expect((await anna.part(body.uploadId, 0, bytes)).status).toBe(404);
    const fresh = await begin(anna, bytes);
    expect(fresh.body.uploadId).not.toBe(body.uploadId);
    expect((await anna.part(fresh.body.uploadId, 0, bytes)).status).toBe(204);
  });

  test('a part that is far longer than announced is refused, and the same line serves the next request', async () => {
    await using database = await temporaryDatabase();
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, { blobs: room.blobs });
    const anna = await office.desk('anna');
    const { body } = await begin(anna, randomBytes(5_000));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sent = { method: 'PATCH', agent, headers: { ...headersOf(anna), 'upload-offset': '0' } };
    const long = await ask(request(`${anna.address}/v1/uploads/${body.uploadId}`, sent), randomBytes(3_000_000));
    const next = { method: 'HEAD', agent, headers: headersOf(anna) };
    const after = await ask(request(`${anna.address}/v1/uploads/${body.uploadId}`, next));
    agent.destroy();
    expect([long.status, after.status, after.isSameLine]).toEqual([413, 204, true]);
    expect(after.headers['upload-offset']).toBe('0');
  });

  test('nobody learns from uploads or commands what others have', async () => {
    await using database = await temporaryDatabase();
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, { blobs: room.blobs });
    const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
    const bytes = randomBytes(4_000);
    const sha256 = await anna.upload(bytes);
    const here = {
      caseFileId: office.caseFiles.anna,
      documentId: newId(),
      filing,
      content: contentFacts(sha256, 4_000),
      pageTexts: [],
    };
    expect((await anna.run('addDocument', here)).result).toBe('ok');
    const { body } = await begin(bernd, bytes);
    expect(body).toMatchObject({ offset: 0, isPresent: false });
    expect((await read(bernd, sha256)).status).toBe(404);
    expect((await bernd.call('HEAD', `/v1/uploads/${(await begin(anna, randomBytes(3))).body.uploadId}`)).status).toBe(
      404,
    );
    const there = { ...here, caseFileId: office.caseFiles.bernd, documentId: newId() };
    expect((await bernd.run('addDocument', there)).result).toBe('needBlob');
    bernd.nextMid = 1;
    expect((await bernd.part(body.uploadId, 0, bytes)).status).toBe(204);
    expect((await bernd.run('addDocument', there)).result).toBe('ok');
    // Clara reads Bernd's file through her team and needs no upload of her own.
    const clara = await office.desk('clara');
    expect((await begin(clara, bytes)).body.isPresent).toBe(true);
    expect((await read(clara, sha256)).status).toBe(200);
  });

  test('damaged bytes never arrive as whole; the content then counts as missing and can be brought again', async () => {
    await using database = await temporaryDatabase();
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, { blobs: room.blobs });
    const anna = await office.desk('anna');
    const bytes = randomBytes(600_000);
    const sha256 = await anna.upload(bytes);
    const damaged = Buffer.from(bytes);
    damaged[599_999] = (damaged[599_999] ?? 0) ^ 1;
    await room.write(sha256, damaged);
    expect((await read(anna, sha256)).status).toBe(404);
    const content = contentFacts(sha256, bytes.length);
    const document = { caseFileId: office.caseFiles.anna, documentId: newId(), filing, content, pageTexts: [] };
    expect((await anna.run('addDocument', document)).result).toBe('needBlob');
    await anna.upload(bytes);
    expect(Buffer.from((await read(anna, sha256)).bytes)).toEqual(bytes);
  });

  test('damage in a large content breaks the answer off before its end', async () => {
    await using database = await temporaryDatabase();
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, { blobs: room.blobs });
    const anna = await office.desk('anna');
    const bytes = randomBytes(uploadPartSize + 100_000);
    const sha256 = sha256Of(bytes);
    const { uploadId } = (await begin(anna, bytes)).body;
    await anna.part(uploadId, 0, bytes.subarray(0, uploadPartSize));
    expect((await anna.part(uploadId, uploadPartSize, bytes.subarray(uploadPartSize))).status).toBe(204);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    await room.write(sha256, bytes);
    await expect(read(anna, sha256)).rejects.toThrow();
    await expect.poll(async () => (await read(anna, sha256)).status).toBe(404);
  });

  test('a reader that goes away in the middle of a large content is no failure of the centre', async () => {
    await using database = await temporaryDatabase();
    const told: string[] = [];
    const tell = (fields: object, text: string) => void told.push(`${text} ${JSON.stringify(fields)}`);
    const quiet = () => undefined;
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, {
      blobs: room.blobs,
      log: { debug: quiet, info: quiet, warn: tell, error: tell },
    });
    const anna = await office.desk('anna');
    const bytes = randomBytes(4 * uploadPartSize);
    const sha256 = sha256Of(bytes);
    const { uploadId } = (await begin(anna, bytes)).body;
    expect((await anna.part(uploadId, 0, bytes)).status).toBe(204);
    const isGone = Promise.withResolvers<void>();
    const watch = (message: unknown) =>
      (message as { socket: Socket }).socket.once('close', () => setImmediate(isGone.resolve));
    subscribe('net.server.socket', watch);
    const headers = { authorization: `Bearer ${anna.token}` };
    const reading = request(`${anna.address}/v1/blobs/${sha256}`, { headers, agent: false });
    reading.on('error', () => undefined);
    reading.on('response', (response) => response.once('data', () => reading.destroy()));
    reading.end();
    await isGone.promise;
    unsubscribe('net.server.socket', watch);
    expect(bytes.equals((await read(anna, sha256)).bytes)).toBe(true);
    expect(told).toEqual([]);
  });

  // S36: the next question finishes it without a byte, wherever contents are kept
  test('an upload whose last part came just before the centre ended is whole for whoever asks again', async () => {
    await using database = await temporaryDatabase();
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, { blobs: room.blobs });
    const anna = await office.desk('anna');
    const bytes = randomBytes(200_000);
    const { uploadId } = (await begin(anna, bytes)).body;
    await anna.part(uploadId, 0, bytes.subarray(0, 150_000));
    // All bytes on the disk and noted, and nothing more: as if the process had ended there.
    await appendFile(path.join(room.blobs.incoming, `${uploadId}.part`), bytes.subarray(150_000));
    await office.central.database.query('update upload set received = size');
    expect((await begin(anna, bytes)).body).toEqual({ uploadId: null, offset: 0, isPresent: true });
    expect(await room.bytesOf(sha256Of(bytes))).toEqual(bytes);
  });

  test('an empty content is complete at once', async () => {
    await using database = await temporaryDatabase();
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, { blobs: room.blobs });
    const anna = await office.desk('anna');
    const none = new Uint8Array(0);
    expect((await begin(anna, none)).body).toEqual({ uploadId: null, offset: 0, isPresent: true });
    expect((await read(anna, sha256Of(none))).bytes).toHaveLength(0);
  });
});
