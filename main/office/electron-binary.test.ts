import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findElectron, installedBinary } from './electron-binary.ts';

let project: string;
let said: string[];
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'binary-'));
  said = [];
  mkdirSync(join(project, 'node_modules/electron'), { recursive: true });
  writeFileSync(join(project, 'node_modules/electron/package.json'), JSON.stringify({ version: '45.3.4' }));
});
afterEach(() => rmSync(project, { recursive: true }));

const screen = { DISPLAY: ':0' };
const find = (more: Partial<Parameters<typeof findElectron>[0]> = {}) =>
  findElectron({ project, platform: 'linux', env: screen, isRoot: false, say: (line) => said.push(line), ...more });
const place = (version: string) => {
  const dist = join(project, 'node_modules/electron/dist');
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, 'version'), version);
  writeFileSync(join(dist, 'electron'), '');
  return join(dist, 'electron');
};
/** A stand-in of the installer of the package. */
const installer = (script: string) => writeFileSync(join(project, 'node_modules/electron/install.js'), script);

test('an installed binary is taken without fetching anything', async () => {
  const path = place('v45.3.4');
  expect(await find()).toEqual({ path });
  expect(said).toEqual([]);
});

test('a binary of another version is not taken', () => {
  place('44.0.0');
  expect(installedBinary(project, 'linux', {})).toBeNull();
});

test('a folder named by the administration is taken', async () => {
  const own = join(project, 'own');
  mkdirSync(own);
  writeFileSync(join(own, 'electron'), '');
  expect(await find({ env: { ...screen, ELECTRON_OVERRIDE_DIST_PATH: own } })).toEqual({ path: join(own, 'electron') });
});

test('a missing binary is fetched by the installer of the package', async () => {
  installer(`
    const { mkdirSync, writeFileSync } = require('node:fs'); const { join } = require('node:path');
    mkdirSync(join(__dirname, 'dist')); writeFileSync(join(__dirname, 'dist/version'), '45.3.4'); writeFileSync(join(__dirname, 'dist/electron'), '');`);
  expect(await find()).toEqual({ path: join(project, 'node_modules/electron/dist/electron') });
  expect(said).toEqual(['Electron wird geholt …']);
});

test('where it cannot be fetched this is told, and the next start does not wait for it again', async () => {
  installer(`require('node:fs').appendFileSync(require('node:path').join(__dirname, 'tries'), 'x'); process.exit(1)`);
  expect(await find()).toMatchObject({ path: null, reason: expect.stringContaining('ELECTRON_MIRROR') });
  expect(await find()).toMatchObject({ path: null });
  expect(said).toHaveLength(1);
  expect(await find({ isWanted: true })).toMatchObject({ path: null });
  expect(said).toHaveLength(2);
});

test('an installer that hangs is ended at the limit', async () => {
  installer('setInterval(() => {}, 1000)');
  const started = Date.now();
  expect(await find({ limit: 300 })).toMatchObject({ path: null });
  expect(Date.now() - started).toBeLessThan(10_000);
});

test.each([
  ['no screen', { env: {} }, 'Bildschirm'],
  ['the account root', { isRoot: true }, 'root'],
])('with %s it is not started at all', async (_name, more, reason) => {
  place('45.3.4');
  expect(await find(more)).toMatchObject({ path: null, reason: expect.stringContaining(reason) });
  expect(existsSync(join(project, '.cache'))).toBe(false);
});
