import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { textLines } from '../http/text-lines.ts';
import type { Connection } from '../store/database.ts';
import { BackupError, german, type Progress, type SavedTable, tablesFolder } from './format.ts';
import { columnsOf, readTable, type SavedTableName, savedTables } from './tables.ts';

/** Writes all tables of the transaction's snapshot into files below `folder`. */
export async function saveTables(connection: Connection, folder: string, say: Progress): Promise<SavedTable[]> {
  await mkdir(path.join(folder, tablesFolder), { recursive: true, mode: 0o700 });
  const saved: SavedTable[] = [];
  for (const [index, name] of savedTables.entries()) {
    const file = path.join(tablesFolder, `${String(index + 1).padStart(2, '0')}-${name}.ndjson.zst`);
    const columns = await columnsOf(connection, name);
    const rows = await saveTable(connection, { name, columns, target: path.join(folder, file) }, say);
    saved.push({ name, file, columns, rows, sha256: await hashOfFile(path.join(folder, file)) });
  }
  return saved;
}

async function saveTable(
  connection: Connection,
  table: { name: SavedTableName; columns: string[]; target: string },
  say: Progress,
): Promise<number> {
  let count = 0;
  async function* text() {
    for await (const lines of readTable(connection, table.name, table.columns)) {
      count += lines.length;
      say(`${table.name}: ${german(count)} Zeilen gesichert`);
      yield `${lines.join('\n')}\n`;
    }
  }
  await pipeline(
    Readable.from(text(), { objectMode: true, highWaterMark: 2 }),
    createZstdCompress(),
    createWriteStream(table.target, { mode: 0o600 }),
  );
  await syncFile(table.target);
  return count;
}

/** Lines of a saved table, in batches. Throws BackupError when the file cannot be read to its end. */
export async function* readSavedTable(folder: string, table: SavedTable): AsyncGenerator<string[]> {
  const plain = createReadStream(path.join(folder, table.file)).pipe(createZstdDecompress());
  let batch: string[] = [];
  let count = 0;
  for await (const line of textLines(plain)) {
    batch.push(line);
    count += 1;
    if (batch.length < 2_000) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
  if (count !== table.rows) throw damaged(table);
}

/** Compares a file with what the list of the backup says of it. Throws BackupError. */
export async function checkSavedTable(folder: string, table: SavedTable): Promise<void> {
  const found = await hashOfFile(path.join(folder, table.file)).catch(() => null);
  if (found !== table.sha256) throw damaged(table);
}

const damaged = (table: SavedTable) =>
  new BackupError(`Die Sicherung ist beschädigt: die Datei ${table.file} stimmt nicht mit ihrer Prüfsumme überein.`);

async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Brings a file's bytes to the disk. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}

/** Brings a folder's list of files to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
