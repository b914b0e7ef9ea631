import type { PulledRow } from '../core/contract/central.ts';
import { idBytes, type JsonValue, jsonValuesOf, type RecordTable } from './record-tables.ts';
import { afterWrite } from './records.ts';
import { run, type WritableDb } from './sql.ts';

// Rows that come new into a scope are written many with one statement: to hand the values of a row over to SQLite one by one takes the
// driver longer than SQLite needs for the row.

/** Fewer are written one by one. */
const fewest = 8;

export type FreshRow = { row: PulledRow; digest: bigint };
type Waiting = { table: RecordTable; rows: FreshRow[]; values: JsonValue[][] };

/** Gathers rows of one scope of which nothing stands here yet. */
export function gatherFresh(db: WritableDb, scope: Buffer) {
  const waiting = new Map<RecordTable, Waiting>();
  return {
    /** False for a row that has to be written by itself: with a compressed text, or with a value its column does not take. */
    add(table: RecordTable, row: PulledRow & { body: Record<string, unknown> }, digest: bigint): boolean {
      if (table.insertMany === null) return false;
      const values = jsonValuesOf(table, row.body);
      if (values === null) return false;
      let ofTable = waiting.get(table);
      if (!ofTable) {
        ofTable = { table, rows: [], values: [] };
        waiting.set(table, ofTable);
      }
      ofTable.rows.push({ row, digest });
      ofTable.values.push([row.id, row.ver, digest.toString(), ...values]);
      return true;
    },
    /** Writes them; gives those that have to be written by themselves. Throws what the disk says. */
    write(isUnreadable: (error: unknown) => boolean): { table: RecordTable; rows: FreshRow[] }[] {
      return [...waiting.values()].filter((ofTable) => !writeMany(db, scope, ofTable, isUnreadable));
    },
  };
}

/** False when nothing was written: they are few, or one of them cannot be read. */
function writeMany(
  db: WritableDb,
  scope: Buffer,
  { table, rows, values }: Waiting,
  isUnreadable: (error: unknown) => boolean,
): boolean {
  if (table.insertMany === null || rows.length < fewest) return false;
  try {
    run(db, table.insertMany, JSON.stringify(values), scope);
  } catch (error) {
    if (isUnreadable(error)) return false;
    throw error;
  }
  if (!table.isIndexed) return true;
  for (const { row } of rows) afterWrite(db, { table, scope, id: idBytes(row.id), row: null }, row.body);
  return true;
}
