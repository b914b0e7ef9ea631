import { type IncomingHttpHeaders, request } from 'node:http';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { createZstdDecompress, zstdDecompressSync } from 'node:zlib';
import fastify from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { caseFileBody, type Office, openOffice } from '../testing/office.ts';
import { addCompression, wantsZstd } from './compression.ts';

type Answer = { headers: IncomingHttpHeaders; bytes: Buffer };

/** An answer as it travels. */
function travelled(desk: Desk, path: string, body: unknown, encodings?: string): Promise<Answer> {
  const headers = {
    ...{ authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' },
    ...(encodings === undefined ? {} : { 'accept-encoding': encodings }),
  };
  return new Promise((resolve, reject) => {
    const asking = request(`${desk.address}${path}`, { method: body === null ? 'GET' : 'POST', headers }, (message) => {
      const parts: Buffer[] = [];
      message.on('data', (part: Buffer) => parts.push(part));
      message.once('error', reject);
      message.once('end', () => resolve({ headers: message.headers, bytes: Buffer.concat(parts) }));
    });
    asking.once('error', reject);
    asking.end(body === null ? undefined : JSON.stringify(body));
  });
}

/** A case file of Anna's with many pages. */
async function addFile(office: Office) {
  const scopeId = newId();
  const versionId = newId();
  const grants = [{ principalId: office.ids.anna, level: 'write' as const }];
  const record = { line: 'record' as const, scopeId };
  await office.import([
    { line: 'scope', scopeId, kind: 'c', grants },
    { ...record, kind: 'caseFile', id: scopeId, body: caseFileBody('12345BG0000009', office.ids.anna) },
    ...Array.from({ length: 300 }, (_, index) => {
      const text = `Seite ${index}: Die Miete für Mai beträgt 512,30 Euro.`;
      return { ...record, kind: 'page' as const, id: newId(), body: { versionId, number: index + 1, text } };
    }),
  ]);
  return scopeId;
}

// S59: rows in zstd for who asks, contents as they are
describe('answers of the centre', () => {
  test('travel in far fewer bytes for whoever asks for it, and are the same', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const scopeId = await addFile(office);
    const anna = await office.desk('anna');
    const questions = [
      ['/v1/pull', { need: [{ scopeId, after: 0 }] }],
      ['/v1/snapshot', { scopeIds: [scopeId] }],
    ] as const;
    for (const [path, question] of questions) {
      const plain = await travelled(anna, path, question);
      const packed = await travelled(anna, path, question, 'zstd, gzip');
      expect(plain.headers).not.toHaveProperty('content-encoding');
      expect([plain.headers.vary, packed.headers.vary]).toEqual(['accept-encoding', 'accept-encoding']);
      expect(packed.headers['content-encoding']).toBe('zstd');
      expect(zstdDecompressSync(packed.bytes).toString()).toBe(plain.bytes.toString());
      expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3);
    }
  });

  test('stay as they are where nothing is to be won: short ones, and contents', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const content = Buffer.alloc(100_000, 'Seite');
    const sha256 = await anna.upload(content);
    const short = await travelled(anna, '/v1/blobs/present', { sha256s: [sha256] }, 'zstd');
    expect(short.headers).not.toHaveProperty('content-encoding');
    expect(JSON.parse(short.bytes.toString())).toEqual({ present: [sha256] });
    const whole = await travelled(anna, `/v1/blobs/${sha256}`, null, 'zstd');
    expect(whole.headers).not.toHaveProperty('content-encoding');
    expect(whole.bytes.equals(content)).toBe(true);
  });
});

// S59: what is written goes out at once, and can be unpacked before the answer ends
test('the first lines of a compressed stream are there for the desk while the centre still waits for the next', async () => {
  const app = fastify();
  addCompression(app);
  const rows = new PassThrough();
  app.get('/rows', (_, reply) => void reply.type('application/x-ndjson; charset=utf-8').send(rows));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    app.server.closeAllConnections();
    await app.close();
  });
  rows.write('{"line":1}\n');
  const unpacked = createZstdDecompress();
  const lines = createInterface(unpacked)[Symbol.asyncIterator]();
  request(`${address}/rows`, { headers: { 'accept-encoding': 'zstd' } }, (message) => {
    expect(message.headers['content-encoding']).toBe('zstd');
    message.pipe(unpacked);
  }).end();
  for (const line of [1, 2, 3]) {
    expect(await lines.next()).toEqual({ value: `{"line":${line}}`, done: false });
    rows.write(`{"line":${line + 1}}\n`);
  }
  rows.end();
  expect(await lines.next()).toEqual({ value: '{"line":4}', done: false });
  expect(await lines.next()).toMatchObject({ done: true });
});

test.each([
  ['zstd', true],
  ['gzip, ZSTD ;q=0.8', true],
  ['zstd;q=0.05', true],
  ['gzip, br', false],
  ['zstd;q=0', false],
  ['zstd; q=0.000', false],
  ['xzstd', false],
  [undefined, false],
])('“%s” asks for zstd: %s', (header, isWanted) => {
  expect(wantsZstd(header)).toBe(isWanted);
});
