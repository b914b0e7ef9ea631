import { createRequire } from 'node:module';
import { join } from 'node:path';

/** As much of PouchDB as the measurement uses. */
export type PouchDatabase = {
  bulkDocs(documents: object[]): Promise<unknown>;
  close(): Promise<void>;
  replicate: {
    from(address: string, options: object): Promise<{ ok: boolean; docs_written: number }>;
  };
};
export type PouchClass = {
  new (name: string): PouchDatabase;
  plugin(plugin: unknown): PouchClass;
  defaults(options: object): PouchClass;
};
export type PouchRequire = (name: string) => unknown;

/** PouchDB from a folder with its packages: LevelDB on disk, HTTP and replication. */
export function loadPouch(folder: string): { Pouch: PouchClass; load: PouchRequire } {
  const load = createRequire(join(folder, 'package.json')) as PouchRequire;
  let Pouch = load('pouchdb-core') as PouchClass;
  for (const part of ['leveldb', 'http']) Pouch = Pouch.plugin(load(`pouchdb-adapter-${part}`));
  return { Pouch: Pouch.plugin(load('pouchdb-replication')), load };
}
