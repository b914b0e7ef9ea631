import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { letterSheet } from '../../intake/pages/test-pages.ts';
import { createStackReader } from '../../intake/station/stack-reader.ts';

// Packages the desk for Linux with a stand-in of Electron's binary, and looks at what would be installed. It starts nothing.

const project = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'package-'));
const installed = join(folder, 'out/linux-unpacked');
const isTried = process.platform === 'linux';
const architecture = process.arch;
/** How Electron's binary marks its fuses: the sentinel, version, count, one sign per fuse (0 off, 1 on, r removed). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseCount = 9;

beforeAll(() => {
  if (!isTried) return console.warn('Packaging is tried on Linux only: skipped.');
  const electron = join(folder, 'electron');
  mkdirSync(join(electron, 'locales'), { recursive: true });
  mkdirSync(join(electron, 'resources'));
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/de.pak', 'locales/en-US.pak', 'locales/fr.pak']) {
    writeFileSync(join(electron, name), '');
  }
  const { version } = JSON.parse(readFileSync(join(project, 'node_modules/electron/package.json'), 'utf8'));
  writeFileSync(join(electron, 'version'), version);
  const fuses = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, fuseCount]), Buffer.from('1'.repeat(fuseCount))]);
  writeFileSync(join(electron, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), fuses]), {
    mode: 0o755,
  });
  if (!existsSync(join(project, 'dist/renderer/index.html'))) run(['build/page.ts', '--if-needed']);
  run(['build/electron/bundle.ts', '--if-needed']);
  const words = [
    '--linux',
    'dir',
    `-c.electronDist=${electron}`,
    `-c.electronVersion=${version}`,
    `-c.directories.output=${join(folder, 'out')}`,
  ];
  run(['node_modules/electron-builder/cli.js', ...words, '--publish', 'never']);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(words: string[]): void {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, ...words], {
    cwd: project,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${words[0]} failed:\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
}
// The reader of archives that electron-builder itself uses.
const builder = createRequire(import.meta.url).resolve('electron-builder');
const { listPackage } = createRequire(createRequire(builder).resolve('app-builder-lib'))('@electron/asar') as {
  listPackage(archive: string, options: { isPack: boolean }): string[];
};
const packed = () =>
  listPackage(join(installed, 'resources/app.asar'), { isPack: false }).map((name) => name.replaceAll('\\', '/'));

test.runIf(isTried)('the archive holds the bundles and the page, and no sources', () => {
  const names = packed();
  const workers = ['inspection', 'page', 'recognition', 'snapshot', 'damage-search'].map(
    (name) => `${name}-worker.mjs`,
  );
  for (const name of ['main.cjs', 'desk-preload.cjs', 'backend.mjs', ...workers, 'icon.png']) {
    expect(names).toContain(`/dist/electron/${name}`);
  }
  expect(names).toContain('/dist/renderer/index.html');
  expect(
    names.filter((name) =>
      /\.(ts|tsx|map)$|\.sources$|\.test\.|\/(daten|tests|docs|demo|central|deps|src)\//.test(name),
    ),
  ).toEqual([]);
});

test.runIf(isTried)('only the packages with machine code or WebAssembly are taken along, for this system alone', () => {
  const names = packed();
  const packages = new Set(
    names
      .map((name) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)(?:\/|$)/.exec(name)?.[1])
      .filter((name) => name && !/^@[^/]+$/.test(name)),
  );
  expect([...packages].toSorted()).toEqual([
    '@embedpdf/pdfium',
    '@napi-rs/canvas',
    `@napi-rs/canvas-linux-${architecture}-gnu`,
    '@node-rs/argon2',
    `@node-rs/argon2-linux-${architecture}-gnu`,
    '@tesseract.js-data/deu',
    'better-sqlite3-multiple-ciphers',
    'tesseract.js',
    'tesseract.js-core',
    'zxing-wasm',
  ]);
  const machineCode = names.filter((name) => name.endsWith('.node'));
  expect(machineCode).toHaveLength(3);
  expect(machineCode).toContain(`/node_modules/better-sqlite3-multiple-ciphers/prebuilds/linux-${architecture}.node`);
});

test.runIf(isTried)(
  'what needs a real path lies unpacked beside the archive, and the backend finds it from there',
  () => {
    const unpacked = join(installed, 'resources/app.asar.unpacked');
    expect(readdirSync(join(unpacked, 'dist/electron')).filter((name) => name.endsWith('.mjs')).length).toBeGreaterThan(
      1,
    );
    expect(
      existsSync(join(unpacked, `node_modules/better-sqlite3-multiple-ciphers/prebuilds/linux-${architecture}.node`)),
    ).toBe(true);
    // The modules are loaded as the packaged backend loads them, from its own folder.
    const script = `
    const { createRequire } = await import('node:module');
    const require = createRequire(${JSON.stringify(join(unpacked, 'dist/electron/backend.mjs'))});
    const Database = require('better-sqlite3-multiple-ciphers');
    const { hashSync } = require('@node-rs/argon2');
    const { readFileSync } = require('node:fs');
    const wasm = readFileSync(require.resolve('@embedpdf/pdfium/pdfium.wasm'));
    console.log(new Database(':memory:').prepare('SELECT 1 + 1').pluck().get(), hashSync('x').startsWith('$argon2id'), WebAssembly.validate(wasm));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      cwd: folder,
    });
    expect(stdout.trim(), stderr).toBe('2 true true');
  },
);

test.runIf(isTried)(
  'the unpacked workers read a scanned page with what lies beside them',
  async () => {
    const unpacked = join(installed, 'resources/app.asar.unpacked');
    const bundle = (name: string) => pathToFileURL(join(unpacked, 'dist/electron', name));
    const reader = createStackReader({
      recognition: 'packaged',
      pageWorkerUrl: bundle('page-worker.mjs'),
      packaged: { workerUrl: bundle('recognition-worker.mjs') },
      packagesFrom: bundle('backend.mjs').href,
    });
    const scan = letterSheet('Weiterbewilligungsantrag').toBuffer('image/png');
    const { documents } = await reader.readStack(scan, 'scan.png');
    await reader.close();
    expect(documents.map(({ words }) => words[0]?.text)).toEqual([expect.stringContaining('Weiterbewilligungsantrag')]);
  },
  180_000,
);

test.runIf(isTried)('the fuses are set in the binary', () => {
  const binary = readFileSync(join(installed, 'aktenpult'));
  const at = binary.indexOf(sentinel) + sentinel.length + 2;
  // In the order of @electron/fuses: run as Node, cookie encryption, node options, inspect, integrity, only from archive, snapshot, file rights.
  expect(binary.subarray(at, at + 8).toString()).toBe('01001110');
});

test.runIf(isTried)('only the languages of the desk come along', () => {
  expect(readdirSync(join(installed, 'locales')).toSorted()).toEqual(['de.pak', 'en-US.pak']);
});
