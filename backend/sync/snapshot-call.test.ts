import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { sampleBody } from '../../db/test-support/sample-body.ts';
import { newId } from '../../db/test-support/temporary-store.ts';
import { createCentralClient, thisProgram } from './central-client.ts';
import type { SnapshotPart } from './snapshot-lines.ts';

let server: Server;
let answer: (response: ServerResponse) => void;
let address: string;
beforeEach(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const manyScopes = (): Id[] => Array.from({ length: 40 }, () => newId());
const beginning = (): string => `${JSON.stringify({ line: 'snapshot', epoch: 'e', denied: [] })}\n`;
const file = (): string => {
  const rows = Array.from({ length: 30 }, () => `${JSON.stringify(['note', newId(), 1, sampleBody('note')])}\n`);
  return `${JSON.stringify({ line: 'scope', scopeId: newId(), head: 1, digest: '0', rowCount: 30 })}\n${rows.join('')}`;
};
const end = `${JSON.stringify({ line: 'end', isWhole: true })}\n`;
const whole = ['snapshot', 'scope', 'rows', 'scope', 'rows', 'end'];

async function linesOf(parts: AsyncIterable<SnapshotPart>): Promise<string[]> {
  const lines: string[] = [];
  for await (const part of parts) lines.push(part.line);
  return lines;
}

it('many scopes are told as one stream, however few bytes come at a time', async () => {
  const central = createCentralClient(address);
  answer = (response) => {
    const bytes = Buffer.from(beginning() + file() + file() + end);
    for (let from = 0; from < bytes.length; from += 1_000) response.write(bytes.subarray(from, from + 1_000));
    response.end();
  };
  expect(await linesOf(central.snapshot({ scopeIds: manyScopes() }))).toEqual(whole);
  central.close();
});

it('where no thread can be started the stream counts as cut once, and the next one is read without', async () => {
  const central = createCentralClient(address, thisProgram, new URL('./no-such-worker.ts', import.meta.url));
  answer = (response) => response.end(beginning() + file() + file() + end);
  await expect(linesOf(central.snapshot({ scopeIds: manyScopes() }))).rejects.toMatchObject({ code: 'offline' });
  expect(await linesOf(central.snapshot({ scopeIds: manyScopes() }))).toEqual(whole);
  central.close();
});

it('a stream that is cut by the centre counts as cut, after what came whole', async () => {
  const central = createCentralClient(address);
  answer = (response) => response.write(beginning() + file(), () => response.destroy());
  const lines: string[] = [];
  const read = async () => {
    for await (const part of central.snapshot({ scopeIds: manyScopes() })) lines.push(part.line);
  };
  await expect(read()).rejects.toMatchObject({ code: 'offline' });
  expect(lines).toEqual(['snapshot', 'scope']);
  central.close();
});

it('a stream that nobody wants any more lets go of its connection', async () => {
  const central = createCentralClient(address);
  const closed = Promise.withResolvers<void>();
  answer = (response) => {
    response.once('close', () => closed.resolve());
    response.write(beginning());
  };
  for await (const part of central.snapshot({ scopeIds: manyScopes() })) if (part.line === 'snapshot') break;
  await closed.promise;
  central.close();
});
