import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { stampOf } from './stamp.ts';

// Builds the page into dist/renderer. With --if-needed only when its sources changed since.

const project = resolve(import.meta.dirname, '..');
const sources = ['renderer', 'core', 'build/vite.renderer.config.ts', 'package-lock.json'];
const stampFile = join(project, 'dist/renderer/.sources');

const stamp = await stampOf(project, sources);
const built = await readFile(stampFile, 'utf8').catch(() => '');
if (!process.argv.includes('--if-needed') || built !== stamp) {
  console.log('Oberfläche wird gebaut …');
  const started = performance.now();
  // Built beside and swapped: a build that fails leaves a running desk its page.
  const folder = join(project, 'dist/renderer');
  const beside = `${folder}.new`;
  await build({
    configFile: join(project, 'build/vite.renderer.config.ts'),
    logLevel: 'warn',
    build: { outDir: beside, emptyOutDir: true },
  });
  await rm(folder, { recursive: true, force: true });
  await rename(beside, folder);
  await writeFile(stampFile, stamp);
  console.log(`Oberfläche gebaut in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
