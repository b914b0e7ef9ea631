import type { PreparedTable } from './prepared-rows.ts';
import { idBytes, recordTable } from './record-tables.ts';
import { afterWrite } from './records.ts';
import { run, type WritableDb } from './sql.ts';

/** Writes rows none of which stands here yet with one statement; false when nothing was written because one of them cannot be read. */
export function writeFresh(
  db: WritableDb,
  scope: Buffer,
  { kind, values, idBytes: ids, owners }: PreparedTable,
  isUnreadable: (error: unknown) => boolean,
): boolean {
  const table = recordTable(kind);
  if (table.insertMany === null) return false;
  try {
    run(db, table.insertMany, values, scope, ids);
  } catch (error) {
    if (isUnreadable(error)) return false;
    throw error;
  }
  for (const owner of owners) {
    const body = kind === 'documentKeyword' ? { documentId: owner } : {};
    afterWrite(db, { table, scope, id: idBytes(owner), row: null }, body);
  }
  return true;
}
