import { readdir, readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { WebSocket } from 'ws';
import { ownCases } from './pages/cases.ts';
import { test } from './support/office.ts';

test('an address that was used once opens the desk for nobody else', async ({ openDesk, browser }) => {
  const desk = await openDesk('brodersen');
  expect(desk.page.url()).not.toContain('zugang');
  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  await page.goto(desk.address);
  await expect(page.getByRole('alert')).toContainText('Diese Adresse ist abgelaufen');
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await stranger.close();

  // The worker's own window stays in after a reload.
  await desk.page.reload();
  await expect(desk.page.getByRole('navigation', { name: 'Bereiche' })).toBeVisible();
});

test('foreign origins and names are refused, the page comes with strict rules', async ({ openDesk, request }) => {
  const desk = await openDesk('brodersen', { isLoggedIn: false });
  const { origin, host, port } = new URL(desk.address);
  const answerTo = (headers: Record<string, string>) =>
    new Promise<string>((done) => {
      const socket = new WebSocket(`ws://${host}/backend`, { headers });
      socket.on('open', () => {
        socket.terminate();
        done('open');
      });
      socket.on('error', () => done('refused'));
    });
  expect(await answerTo({ origin: 'http://boese.example' })).toBe('refused');
  expect(await answerTo({ origin: 'null' })).toBe('refused');
  expect(await answerTo({})).toBe('refused');
  expect(await answerTo({ origin })).toBe('open');

  const statusFor = (name: string) =>
    new Promise<number | undefined>((done, failed) => {
      const asked = httpRequest({ host: '127.0.0.1', port, path: '/', headers: { host: name } }, (response) => {
        response.resume();
        done(response.statusCode);
      });
      asked.on('error', failed);
      asked.end();
    });
  expect(await statusFor('boese.example')).toBe(403);
  expect(await statusFor(host)).toBe(200);

  const response = await request.get(origin);
  const policy = response.headers()['content-security-policy'] ?? '';
  for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"]) {
    expect(policy).toContain(rule);
  }
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
  for (const path of ['/../package.json', '/%2e%2e/%2e%2e/package.json', '/..%5cpackage.json']) {
    expect((await request.get(`${origin}${path}`)).status(), path).not.toBe(200);
  }
});

test('what lies on the device cannot be read without the password', async ({ openDesk }) => {
  const desk = await openDesk('jensen');
  const cases = await ownCases(desk.page);
  expect(cases.length).toBeGreaterThan(3);
  const words = cases.flatMap(({ title, fileNumber }) => [fileNumber, title.split(',')[0] ?? fileNumber]);
  const names = await readdir(desk.data, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const entry of names.filter((one) => one.isFile())) {
    // What is being taken in may have found its place meanwhile.
    const content = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0));
    bytes += content.byteLength;
    const seen = words.filter((word) => content.includes(word) || content.includes(Buffer.from(word, 'utf16le')));
    expect(seen, entry.name).toEqual([]);
    // The lock is an empty database that holds nothing but the lock itself.
    if (entry.name !== 'lock')
      expect(content.subarray(0, 15).toString('latin1'), entry.name).not.toBe('SQLite format 3');
    expect(content.subarray(0, 5).toString('latin1'), entry.name).not.toBe('%PDF-');
  }
  expect(bytes).toBeGreaterThan(100_000);
});
