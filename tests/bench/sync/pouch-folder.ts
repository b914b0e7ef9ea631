import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Exact, so that every run compares with the same peer. Its server brings 280 packages, some from 2014: they stay out of our own tree. */
const versions = {
  'pouchdb-core': '9.0.0',
  'pouchdb-adapter-leveldb': '9.0.0',
  'pouchdb-adapter-http': '9.0.0',
  'pouchdb-replication': '9.0.0',
  'express-pouchdb': '4.2.0',
};
const names = Object.keys(versions);
export const pouchVersion = versions['pouchdb-core'];

/**
 * The folder whose node_modules hold PouchDB and its server: the one AKTENPULT_BENCH_POUCHDB names, else a temporary one into which they
 * are fetched once. Throws where they are neither there nor to be had.
 */
export async function pouchFolder(): Promise<string> {
  const given = process.env['AKTENPULT_BENCH_POUCHDB'];
  const folder = given ?? join(tmpdir(), `aktenpult-bench-pouchdb-${pouchVersion}`);
  const isThere = () => names.every((name) => existsSync(join(folder, 'node_modules', name, 'package.json')));
  if (isThere()) return folder;
  if (given) throw new Error(`AKTENPULT_BENCH_POUCHDB: ${names.join(', ')} are not all in ${given}/node_modules`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: versions }));
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
  console.error(`fetching the peer PouchDB ${pouchVersion} into ${folder} …`);
  await promisify(execFile)('npm', words, { shell: process.platform === 'win32', timeout: 300_000 });
  if (!isThere()) throw new Error(`npm has not put all of ${names.join(', ')} into ${folder}`);
  return folder;
}
