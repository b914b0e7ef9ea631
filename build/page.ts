import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';

// Builds the page into dist/renderer. With --if-needed only when its sources changed since.

const project = resolve(import.meta.dirname, '..');
const sources = ['renderer', 'core', 'build/vite.renderer.config.ts', 'package-lock.json'];
const stampFile = join(project, 'dist/renderer/.sources');

/** One hash over names, sizes and times of all sources: quick, and right often enough, since a needless build does no harm. */
async function stampOf(paths: string[]): Promise<string> {
  const hash = createHash('sha256');
  const visit = async (path: string): Promise<void> => {
    const found = await stat(path).catch(() => null);
    if (!found) return;
    if (!found.isDirectory()) {
      hash.update(`${path}\0${found.size}\0${found.mtimeMs}\n`);
      return;
    }
    for (const name of (await readdir(path)).sort()) await visit(join(path, name));
  };
  for (const path of paths) await visit(join(project, path));
  return hash.digest('hex');
}

const stamp = await stampOf(sources);
const built = await readFile(stampFile, 'utf8').catch(() => '');
if (!process.argv.includes('--if-needed') || built !== stamp) {
  console.log('Oberfläche wird gebaut …');
  const started = performance.now();
  await build({ configFile: join(project, 'build/vite.renderer.config.ts'), logLevel: 'warn' });
  await writeFile(stampFile, stamp);
  console.log(`Oberfläche gebaut in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
