import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchOf } from '../../core/contract/content-batch.ts';
import { AppError } from '../../core/domain/errors.ts';
import { asId } from '../../core/domain/ids.ts';
import { createCentralClient } from './central-client.ts';
import type { Central } from './central.ts';

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let central: Central;
beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  central = createCentralClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  central.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const changes = () => central.changes({ cursor: '0', accessVersion: -1 });
const good = {
  epoch: 'e',
  base: '0',
  cursor: '7',
  accessVersion: 1,
  heads: [],
  manifest: null,
  serverTime: '2026-11-22T08:00:00.000Z',
};
const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
};
const codeOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return 'none';
  } catch (error) {
    return error instanceof AppError ? error.code : `unexpected ${error}`;
  }
};

describe('the line to the centre', () => {
  it('carries token, protocol and schema', async () => {
    const seen: IncomingMessage['headers'][] = [];
    answer = (request, response) => {
      seen.push(request.headers);
      json(response, 200, good);
    };
    central.useAccessToken('abc');
    expect(await changes()).toMatchObject({ cursor: '7' });
    expect(seen[0]).toMatchObject({ authorization: 'Bearer abc', 'x-protocol': '1', 'x-schema': '1' });
  });

  it.each([
    [
      'a page of a portal',
      (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>WLAN</h1>'),
    ],
    ['a redirection', (response: ServerResponse) => response.writeHead(302, { location: '/login' }).end()],
    [
      'an error of a proxy',
      (response: ServerResponse) => response.writeHead(502, { 'content-type': 'text/html' }).end('Bad gateway'),
    ],
    ['a page of a portal that calls itself 403', (response: ServerResponse) => response.writeHead(403).end('no')],
    [
      'half an answer',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"epoch"', () => response.destroy());
      },
    ],
    ['a broken line', (response: ServerResponse) => response.destroy()],
  ])('counts as cut when %s comes instead of the centre', async (_name, misanswer) => {
    answer = (_request, response) => misanswer(response);
    expect(await codeOf(changes())).toBe('offline');
  });

  it('counts as cut when nobody listens', async () => {
    const dead = createCentralClient('http://127.0.0.1:9');
    expect(await codeOf(dead.changes({ cursor: '0', accessVersion: 0 }))).toBe('offline');
  });

  it.each([
    [401, 'unauthenticated', 'unauthenticated'],
    [403, 'forbidden', 'forbidden'],
    [426, 'must_upgrade', 'must_upgrade'],
    [429, 'too_many', 'offline'],
    [503, 'unavailable', 'offline'],
    [500, 'internal', 'offline'],
    [422, 'content_mismatch', 'conflict'],
    [413, 'too_large', 'invalid_input'],
  ])('tells status %i of the centre as %s → %s, with its sentence', async (status, code, expected) => {
    answer = (_request, response) => json(response, status, { code, message: 'So nicht.', details: { offset: 5 } });
    await expect(changes()).rejects.toMatchObject({ code: expected, message: 'So nicht.' });
  });

  it('does not take an answer it does not understand', async () => {
    answer = (_request, response) => json(response, 200, { ...good, cursor: 'x' });
    expect(await codeOf(changes())).toBe('internal');
  });

  it('sends parts with offset and checksum and learns how far the centre is', async () => {
    let headers: IncomingMessage['headers'] = {};
    answer = (request, response) => {
      headers = request.headers;
      request.resume().on('end', () => response.writeHead(204, { 'upload-offset': '9' }).end());
    };
    const uploadId = asId('018f6b1e-0000-7000-8000-000000000001');
    expect(await central.uploadPart(uploadId, { offset: 4, bytes: new TextEncoder().encode('hello') })).toBe(9);
    expect(headers).toMatchObject({
      'upload-offset': '4',
      'upload-checksum': 'sha256 LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
      'content-type': 'application/octet-stream',
    });
  });

  it('reads contents from where it stopped', async () => {
    const bytes = Buffer.from('0123456789');
    answer = (request, response) => {
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? 'bytes=0-')?.[1]);
      response
        .writeHead(from > 0 ? 206 : 200, { 'content-type': 'application/octet-stream' })
        .end(bytes.subarray(from));
    };
    const read = async (from: number) => {
      const parts: Uint8Array[] = [];
      for await (const part of central.blob('a'.repeat(64), from)) parts.push(part);
      return Buffer.concat(parts).toString();
    };
    expect([await read(0), await read(6)]).toEqual(['0123456789', '6789']);
  });

  describe('contents together', () => {
    const contents = ['eins', 'zwei'].map((text) => ({
      sha256: text.length.toString().repeat(64),
      bytes: Buffer.from(text),
    }));
    const sha256s = contents.map(({ sha256 }) => sha256);
    const readAll = async () => {
      const read: string[] = [];
      for await (const { pieces } of central.blobs(sha256s)) read.push(Buffer.concat(pieces).toString());
      return read;
    };

    it('go out and come in, in one request each', async () => {
      const bodies: Buffer[] = [];
      answer = (request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          bodies.push(Buffer.concat(parts));
          if (request.url === '/v1/blobs/batch') json(response, 200, { kept: sha256s });
          else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bodies[0]);
        });
      };
      expect(await central.putBlobs(contents)).toEqual(sha256s);
      expect(await readAll()).toEqual(['eins', 'zwei']);
      expect(JSON.parse(String(bodies[1]))).toEqual({ sha256s });
    });

    it('that are cut count as cut; what came before is given', async () => {
      answer = (request, response) => {
        request.resume();
        const body = Buffer.concat(batchOf(contents));
        response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(body.subarray(0, body.length - 1));
      };
      const read: string[] = [];
      const reading = async () => {
        for await (const { pieces } of central.blobs(sha256s)) read.push(Buffer.concat(pieces).toString());
      };
      expect([await codeOf(reading()), read]).toEqual(['offline', ['eins']]);
    });

    it('are not sent a second time to a centre that knows none', async () => {
      const asked: string[] = [];
      answer = (request, response) => {
        asked.push(request.url ?? '');
        request
          .resume()
          .on('end', () => json(response, 404, { code: 'not_found', message: 'Das gibt es hier nicht.', details: {} }));
      };
      expect([await central.putBlobs(contents), await central.putBlobs(contents), await readAll()]).toEqual([
        [],
        [],
        [],
      ]);
      expect(asked).toEqual(['/v1/blobs/batch']);
    });
  });

  it('hears pokes, whatever pieces they come in, until told to stop', async () => {
    let stream: ServerResponse | null = null;
    answer = (_request, response) => {
      stream = response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      stream.write('event: ready\ndata: {}\n\n');
    };
    const heard: string[] = [];
    const stop = new AbortController();
    const listening = central.events(stop.signal, {
      onReady: () => heard.push('ready'),
      onPoke: () => heard.push('poke'),
    });
    await expect.poll(() => heard).toEqual(['ready']);
    const pipe = stream as unknown as ServerResponse;
    pipe.write('event: po');
    pipe.write('ke\ndata: {"scopes":["ü"]}\n\n: still here\n\nevent: poke\ndata: {}\n\n');
    await expect.poll(() => heard).toEqual(['ready', 'poke', 'poke']);
    stop.abort();
    await listening;
  });

  it('tells when the line for pokes breaks', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('event: ready\ndata: {}\n\n');
    const listening = central.events(new AbortController().signal, { onReady: () => {}, onPoke: () => {} });
    expect(await codeOf(listening)).toBe('offline');
  });

  it('breaks calls off when it is closed', async () => {
    answer = () => {};
    const waiting = codeOf(changes());
    await expect.poll(() => new Promise((resolve) => server.getConnections((_error, count) => resolve(count)))).toBe(1);
    central.close();
    expect(await waiting).toBe('cancelled');
  });
});
