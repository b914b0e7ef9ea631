import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project, startPart } from './parts.ts';

/**
 * Builds the page and fills one sample office; each run works on a copy of it. While writing a spec the variable
 * E2E_FOLDER names a folder that is filled once and kept.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const kept = process.env.E2E_FOLDER;
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'aktenpult-e2e-')));
  process.env.E2E_FOLDER = folder;
  // Every run starts a desk of its own; what Node made of its sources once is kept.
  process.env.NODE_COMPILE_CACHE ??= join(project, '.cache/node-compile');
  process.env.AKTENPULT_ADMIN_PASSWORD = 'nur-fuer-diesen-lauf';
  run('build/page.ts', ['--if-needed']);
  run('build/electron/bundle.ts', ['--if-needed']);
  if (!existsSync(join(folder, 'filled'))) await fill(folder);
  return async () => {
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  };
}

/** Filled beside and then renamed: a filling that was broken off is begun anew. */
async function fill(folder: string): Promise<void> {
  const beside = join(folder, 'filling');
  await rm(beside, { recursive: true, force: true });
  const central = await startPart('central/start.ts', ['--data', join(beside, 'zentrale'), '--port', '0']);
  run('demo/fill.ts', ['--central', central.address, '--office', join(beside, 'beispiel')]);
  await central.stop();
  await rename(beside, join(folder, 'filled'));
}

function run(entry: string, words: string[]): void {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const { status } = spawnSync(process.execPath, [...flags, entry, ...words], { cwd: project, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${entry} failed`);
}
