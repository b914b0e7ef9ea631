import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project, startPart } from './parts.ts';

/** Builds the page and fills one sample office; each run works on a copy of it. */
export default async function setUp(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-e2e-'));
  process.env.E2E_FOLDER = folder;
  process.env.AKTENPULT_ADMIN_PASSWORD = 'nur-fuer-diesen-lauf';
  run('build/page.ts', ['--if-needed']);
  const central = await startPart('central/start.ts', ['--data', join(folder, 'filled/zentrale'), '--port', '0']);
  run('demo/fill.ts', ['--central', central.address, '--office', join(folder, 'filled/beispiel')]);
  await central.stop();
  return () => rm(folder, { recursive: true, force: true });
}

function run(entry: string, words: string[]): void {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const { status } = spawnSync(process.execPath, [...flags, entry, ...words], { cwd: project, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${entry} failed`);
}
