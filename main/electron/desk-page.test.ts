import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { deskPageAnswers } from './desk-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'page-'));
mkdirSync(join(folder, 'dist/assets'), { recursive: true });
writeFileSync(join(folder, 'dist/index.html'), '<!doctype html>');
writeFileSync(join(folder, 'dist/assets/main-x.js'), 'export {}');
writeFileSync(join(folder, 'secret.txt'), 'secret');
afterAll(() => rmSync(folder, { recursive: true }));
const answer = deskPageAnswers(join(folder, 'dist'));
const get = (address: string, method = 'GET') => answer(new Request(address, { method }));

test('the page comes with its policy, whatever its query says', async () => {
  for (const address of ['app://desk/', 'app://desk', 'app://desk/?fenster=fachverfahren', 'app://desk/index.html']) {
    const page = await get(address);
    expect(await page.text()).toBe('<!doctype html>');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/unsafe-eval'(?<!wasm-unsafe-eval')|https?:|\*/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  }
  const script = await get('app://desk/assets/main-x.js');
  expect(script.headers.get('content-type')).toContain('text/javascript');
  expect(script.headers.get('cache-control')).toContain('immutable');
});

test.each([
  'app://desk/../secret.txt',
  'app://desk/%2e%2e/secret.txt',
  'app://desk/assets/..%2f..%2fsecret.txt',
  'app://desk//etc/passwd',
  'app://desk/%00',
  'app://desk/%E0%A4%A',
  'app://desk/assets',
  'app://desk/none.js',
  'app://other/index.html',
])('%s is not found', async (address) => {
  expect((await get(address)).status).toBe(404);
});

test('nothing but reading is answered', async () => {
  expect((await get('app://desk/', 'POST')).status).toBe(405);
  expect(await (await get('app://desk/', 'HEAD')).text()).toBe('');
});
