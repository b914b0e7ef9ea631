import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Access } from './access.ts';
import { resolvePath } from '../shared/page-files.ts';
import { startPageServer } from './page-server.ts';

test('a token opens one session, a second use is refused', () => {
  const access = new Access();
  const token = access.newToken();
  const session = access.welcome(token);
  expect(() => access.welcome(token)).toThrow('abgelaufen');
  expect(access.welcome(session)).toBe(session);
});

test.each([null, '', 'guessed', 's-guessed'])('the word %j opens nothing', (word) => {
  expect(() => new Access().welcome(word)).toThrow('abgelaufen');
});

test.each(['/../secret', '/%2e%2e/secret', '/assets/%2e%2e/%2e%2e/secret', '/a%00b', '//secret/..%2f..%2fx'])(
  'the address %s does not lead out of the folder',
  (address) => {
    const path = resolvePath('/srv/page', address);
    expect(path === null || path.startsWith('/srv/page/')).toBe(true);
  },
);

test('serves the page with its rules, to its own host name only, and takes no pipe from a foreign page', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>x</title>');
  const server = await startPageServer({
    folder,
    port: 0,
    frameOrigin: 'http://127.0.0.1:9',
    onConnection: () => undefined,
  });
  try {
    const page = await fetch(server.origin);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('content-security-policy')).toContain("frame-src 'self' http://127.0.0.1:9");
    expect((await fetch(`${server.origin}/backend.js`)).status).toBe(404);
    const foreign = new WebSocket(`ws://127.0.0.1:${server.port}/backend`, {
      headers: { origin: 'http://evil.example' },
    } as never);
    const outcome = await new Promise((resolve) => {
      foreign.addEventListener('open', () => resolve('open'));
      foreign.addEventListener('error', () => resolve('refused'));
    });
    expect(outcome).toBe('refused');
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
});
