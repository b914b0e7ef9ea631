import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchNotice } from './notice-source.ts';

let server: Server;
let origin: string;
const asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/bescheide/gut.pdf') response.end('%PDF-1.7 Inhalt');
    else if (request.url === '/bescheide/seite.pdf') response.end('<html>Anmeldung</html>');
    else if (request.url === '/bescheide/lang.pdf') response.end(`%PDF-${'x'.repeat(5000)}`);
    else if (request.url === '/bescheide/weiter.pdf') response.writeHead(302, { location: '/bescheide/gut.pdf' }).end();
    else if (request.url === '/bescheide/nie.pdf') response.write('%PDF-');
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const link = (source: string, title = 'Bewilligungsbescheid 12/2026') =>
  ({ kind: 'notice', fileNumber: '31402BG0001234', title, keyword: null, letterDate: '2026-11-22', source }) as const;
const fetchIt = (source: string, more: { timeLimit?: number; sizeLimit?: number; title?: string } = {}) =>
  fetchNotice(link(source, more.title), {
    origins: new Set([origin]),
    fetch: (address, options) => fetch(address, options),
    ...more,
  });

test('a notice comes with its particulars and a file name that every system takes', async () => {
  const notice = await fetchIt(`${origin}/bescheide/gut.pdf`);
  expect(notice).toMatchObject({ fileNumber: '31402BG0001234', fileName: 'Bewilligungsbescheid 12 2026.pdf' });
  expect(Buffer.from(notice.bytes).toString()).toBe('%PDF-1.7 Inhalt');
  expect((await fetchIt(`${origin}/bescheide/gut.pdf`, { title: '../..\\:*' })).fileName).toBe('Bescheid.pdf');
});

test.each([
  'http://127.0.0.1:1/x.pdf',
  'https://evil.example/x.pdf',
  'file:///etc/passwd',
  'data:application/pdf,%25PDF-',
])('nothing is fetched from %s', async (source) => {
  const before = asked.length;
  await expect(fetchIt(source)).rejects.toMatchObject({ code: 'forbidden' });
  expect(asked.length).toBe(before);
});

test.each([
  ['a missing one', '/bescheide/fehlt.pdf', {}, 'not_found'],
  ['a page instead of a PDF', '/bescheide/seite.pdf', {}, 'invalid_input'],
  ['one beyond the limit', '/bescheide/lang.pdf', { sizeLimit: 4096 }, 'invalid_input'],
  ['a redirect', '/bescheide/weiter.pdf', {}, 'offline'],
  ['one that never ends', '/bescheide/nie.pdf', { timeLimit: 200 }, 'offline'],
])('%s is refused with a sentence', async (_name, path, more, code) => {
  await expect(fetchIt(`${origin}${path}`, more)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(/\.$/),
  });
});
