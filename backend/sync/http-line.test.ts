import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { NarrowLine } from '../../tests/support/narrow-line.ts';
import { createHttpLine, type HttpLine } from './http-line.ts';

async function lineTo(answer: RequestListener): Promise<{ line: HttpLine; address: string; sockets: Set<Socket> }> {
  const server = createServer(answer);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const line = createHttpLine(address);
  onTestFinished(() => {
    line.close();
    server.closeAllConnections();
    server.close();
  });
  return { line, address, sockets };
}
const question = { method: 'GET', path: '/', headers: {}, wait: 5_000 };

test.each([
  ['something on the way', 'gzip', gzipSync],
  ['the centre', 'zstd', zstdCompressSync],
] as const)('an answer that %s has compressed (%s) is read as it was meant, whole and in parts', async (...given) => {
  const [, coding, compress] = given;
  const { line } = await lineTo((_request, response) => {
    response.writeHead(200, { 'content-encoding': coding }).end(compress('Größe'));
  });
  expect((await (await line.ask(question)).bytes()).toString()).toBe('Größe');
  const parts: Uint8Array[] = [];
  for await (const part of (await line.ask(question)).parts()) parts.push(part);
  expect(Buffer.concat(parts).toString()).toBe('Größe');
});

// S59: an answer cut before its end is a broken one
test('a compressed answer that ends before its end is not taken for a whole one', async () => {
  const packed = zstdCompressSync(randomBytes(100_000));
  const { line } = await lineTo((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'zstd' }).end(packed.subarray(0, 60_000));
  });
  await expect((await line.ask(question)).bytes()).rejects.toThrow();
});

// S59: asked for only where no answer came within 10 ms
test('compressed answers are asked for over a line that is far, not in the house', async () => {
  const asked: string[] = [];
  const { line, address } = await lineTo((request, response) => {
    asked.push(String(request.headers['accept-encoding']));
    response.end('{}');
  });
  const way = await NarrowLine.open(address, { megabits: 20, delay: 20 });
  onTestFinished(() => way.close());
  const far = createHttpLine(way.address);
  onTestFinished(() => far.close());
  const askTwice = async (one: HttpLine) => {
    for (let round = 0; round < 2; round += 1) await (await one.ask(question)).bytes();
    return asked.splice(0);
  };
  expect(await askTwice(far)).toEqual(['gzip', 'zstd, gzip']);
  // On a busy machine an answer of the house may be late, but not each of them.
  await expect.poll(() => askTwice(line)).toEqual(['gzip', 'gzip']);
});

test('one connection serves what is asked one after the other, also when nobody wants the answer', async () => {
  const { line, sockets } = await lineTo((_request, response) => void response.writeHead(200).end('{}'));
  for (let round = 0; round < 3; round += 1) {
    const answer = await line.ask(question);
    if (round === 1) answer.discard();
    else await answer.bytes();
    await new Promise((done) => setImmediate(done));
  }
  expect(sockets.size).toBe(1);
});

test.each([
  { method: 'PUT', what: 'a content', body: Buffer.from('abc'), isAskedAgain: true },
  { method: 'POST', what: 'contents together', body: [Buffer.from('a'), Buffer.from('bc')], isAskedAgain: false },
  { method: 'POST', what: 'a question', body: Buffer.from('abc'), isAskedAgain: false },
])('$what ($method) on a connection that was closed while it rested is asked again: $isAskedAgain', async (given) => {
  let asked = 0;
  const { line } = await lineTo((request, response) => {
    asked += 1;
    if (asked === 2) return void request.socket.destroy();
    response.writeHead(200).end('{}');
  });
  await (await line.ask(question)).bytes();
  await new Promise((done) => setImmediate(done));
  const second = line.ask({ ...question, method: given.method, body: given.body });
  if (given.isAskedAgain) expect((await second).status).toBe(200);
  else await expect(second).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(asked).toBe(given.isAskedAgain ? 3 : 2);
});

test('an answer that does not come in time is given up, one whose body stops as well', async () => {
  const { line } = await lineTo((request, response) => {
    if (request.url === '/never') return;
    response.writeHead(200, { 'content-length': 10 }).write('abc');
  });
  await expect(line.ask({ ...question, path: '/never', wait: 50 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  const answer = await line.ask({ ...question, path: '/half', wait: 50 });
  await expect(answer.bytes()).rejects.toThrow();
});

test('a body that comes in parts arrives whole', async () => {
  const { line } = await lineTo((request, response) => void request.pipe(response));
  const body = new Blob(['eins', 'zwei']).stream() as ReadableStream<Uint8Array>;
  const answer = await line.ask({ ...question, method: 'POST', body });
  expect((await answer.bytes()).toString()).toBe('einszwei');
});

test('a body in pieces arrives whole, with its length told before', async () => {
  const { line } = await lineTo((request, response) => {
    response.setHeader('x-length', request.headers['content-length'] ?? 'untold');
    request.pipe(response);
  });
  const pieces = [Buffer.from('eins'), randomBytes(300_000), Buffer.alloc(0), Buffer.from('zwei')];
  const answer = await line.ask({ ...question, method: 'POST', body: pieces });
  expect(answer.header('x-length')).toBe('300008');
  expect(Buffer.concat(pieces).equals(await answer.bytes())).toBe(true);
});
