import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { stampOf } from '../stamp.ts';
import { drawIcons } from './icons.ts';
import { electronBuilds } from './vite.electron.config.ts';

// Bundles main, preload and backend into dist/electron. With --if-needed only when their sources changed since.

const project = resolve(import.meta.dirname, '../..');
const sources = ['main', 'preload', 'backend', 'intake', 'db', 'core', 'build/electron', 'package-lock.json'];
const folder = join(project, 'dist/electron');
const stampFile = join(folder, '.sources');

const stamp = await stampOf(project, sources);
const built = await readFile(stampFile, 'utf8').catch(() => '');
if (!process.argv.includes('--if-needed') || built !== stamp) {
  console.log('Electron-Teil wird gebaut …');
  const started = performance.now();
  // Beside, then swapped: a desk or test that runs meanwhile never sees half of it.
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  for (const configuration of electronBuilds(fresh)) await build(configuration);
  await drawIcons(join(project, 'renderer/app/icon.svg'), join(project, 'dist/icons'));
  await copyFile(join(project, 'dist/icons/512x512.png'), join(fresh, 'icon.png'));
  await writeFile(join(fresh, '.sources'), stamp);
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  console.log(`Electron-Teil gebaut in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
