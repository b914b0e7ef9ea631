import type { BlobStore } from '../store/blob-store.ts';
import { type Connection, type Database, inTransaction, type Queryable } from '../store/database.ts';
import { storeVersion } from '../store/migrate.ts';
import { type CopiedContents, copyContents, listContents } from './copy-contents.ts';
import type { Progress } from './format.ts';
import { fillStore, noteMissing, requireEmpty } from './restore-store.ts';
import { columnsOf, readTable, savedTables } from './tables.ts';

type Place = { database: Database; blobs: BlobStore };
export type Moved = CopiedContents & {
  /** Scopes whose head, digest, count or journal differ between the two places; none when all went well. */
  differing: string[];
};

/** Brings a whole store to an empty database and place for contents, straight from one to the other, and compares both. */
export async function moveStore(from: Place, to: Place, say: Progress): Promise<Moved> {
  await requireEmpty(to.database);
  await inTransaction(from.database, 'snapshot', async (connection) => {
    const tables = [];
    for (const name of savedTables) {
      tables.push({ name, columns: await columnsOf(connection, name), rows: await countRows(connection, name) });
    }
    const columns = new Map(tables.map((table) => [table.name, table.columns]));
    const source = {
      storeVersion: await storeVersion(connection),
      tables,
      linesOf: (name: (typeof savedTables)[number]) => readTable(connection, name, columns.get(name) ?? []),
    };
    await fillStore(to.database, source, say);
  });
  const contents = await listContents(from.database);
  const copied = await copyContents(from.blobs, to.blobs, contents, say);
  await noteMissing(to.database, copied.missing);
  return { ...copied, differing: await differences(from.database, to.database) };
}

async function countRows(connection: Connection, name: string): Promise<number> {
  const condition = name === 'upload' ? `where state = 'done'` : '';
  const { rows } = await connection.query<{ count: number }>(`select count(*) from ${name} ${condition}`);
  return rows[0]?.count ?? 0;
}

async function differences(from: Queryable, to: Queryable): Promise<string[]> {
  const [left, right] = await Promise.all([scopeFacts(from), scopeFacts(to)]);
  const ids = new Set([...left.keys(), ...right.keys()]);
  return [...ids].filter((id) => left.get(id) !== right.get(id));
}

async function scopeFacts(database: Queryable): Promise<Map<string, string>> {
  const { rows } = await database.query<{ id: string; facts: string }>(
    `select id, concat_ws('/', head, digest, row_count, encode(chain, 'hex'), journal_count) as facts from scope`,
  );
  return new Map(rows.map((row) => [row.id, row.facts]));
}
