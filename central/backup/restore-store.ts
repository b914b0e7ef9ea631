import path from 'node:path';
import { blobFolder } from '../store/blob-folder.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { type Connection, type Database, inTransaction, type Queryable } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { type CopiedContents, copyContents, listContents } from './copy-contents.ts';
import { BackupError, type BackupManifest, contentsFolder, german, type Progress } from './format.ts';
import { checkSavedTable, readSavedTable } from './save-tables.ts';
import { moveNumbersOn, type SavedTableName, savedTables, writeTable } from './tables.ts';

export type TableSource = {
  storeVersion: number;
  tables: { name: string; columns: readonly string[]; rows: number }[];
  linesOf(name: SavedTableName): AsyncIterable<string[]>;
};

/** Throws BackupError unless the database holds no data yet; the empty tables of a restore that was cut off do not matter. */
export async function requireEmpty(database: Database): Promise<void> {
  const { rows } = await database.query<{ is_there: boolean }>(`select to_regclass('scope') is not null as is_there`);
  if (!rows[0]?.is_there) return;
  const filled = await database.query('select 1 from scope union all select 1 from account limit 1');
  if (filled.rows.length === 0) return;
  throw new BackupError(
    'Die Datenbank enthält schon einen Datenbestand. Bitte nennen Sie eine leere Datenbank oder einen neuen Datenordner; es wurde nichts geändert.',
  );
}

/**
 * Fills an empty database from a source, all or nothing. The store begins a new epoch: desks send again what the source did not hold
 * yet, and fetch everything anew. Throws BackupError, StoreFromTheFutureError.
 */
export async function fillStore(database: Database, source: TableSource, say: Progress): Promise<void> {
  await requireEmpty(database);
  // First the tables as they were when the rows were saved, then what later versions made of them.
  await migrate(database, source.storeVersion);
  await inTransaction(database, 'write', async (connection) => {
    await connection.query('set local lock_timeout = 0');
    for (const name of savedTables) await fillTable(connection, source, name, say);
    await moveNumbersOn(connection);
  });
  await migrate(database);
  await database.query('analyze');
}

async function fillTable(
  connection: Connection,
  source: TableSource,
  name: SavedTableName,
  say: Progress,
): Promise<void> {
  const table = source.tables.find((one) => one.name === name);
  if (!table) return; // an older store had no such table
  let count = 0;
  for await (const lines of source.linesOf(name)) {
    await writeTable(connection, name, table.columns, lines);
    count += lines.length;
    say(`${name}: ${german(count)} von ${german(table.rows)} Zeilen`);
  }
  if (count !== table.rows) throw new BackupError(`Von „${name}“ kamen ${count} statt ${table.rows} Zeilen an.`);
}

/** Fills an empty store and an empty place for contents from a backup. Files are compared with their sums before anything is written. */
export async function restoreBackup(
  backup: { folder: string; manifest: BackupManifest },
  database: Database,
  blobs: BlobStore,
  say: Progress,
): Promise<CopiedContents> {
  const { folder, manifest } = backup;
  await requireEmpty(database);
  for (const table of manifest.tables) await checkSavedTable(folder, table);
  const linesOf = (name: SavedTableName) => {
    const table = manifest.tables.find((one) => one.name === name);
    return table ? readSavedTable(folder, table) : noLines();
  };
  await fillStore(database, { storeVersion: manifest.storeVersion, tables: manifest.tables, linesOf }, say);
  const saved = blobFolder(path.join(path.dirname(folder), contentsFolder));
  const copied = await copyContents(saved, blobs, await listContents(database), say);
  await noteMissing(database, copied.missing);
  return copied;
}

async function* noLines(): AsyncGenerator<string[]> {}

/** Contents that did not come count as missing: desks that have them are asked for them. */
export async function noteMissing(database: Queryable, sha256s: readonly string[]): Promise<void> {
  if (sha256s.length === 0) return;
  await database.query(
    `update blob set state = 'damaged' where sha256 in (select decode(name, 'hex') from unnest($1::text[]) as name)`,
    [sha256s],
  );
}
