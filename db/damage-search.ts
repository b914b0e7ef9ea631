import { closeDatabase, isUnreadable, openBeside } from './open.ts';
import { all, handleOf, type ReadableDb } from './sql.ts';

// Every page is authenticated, so one that went bad is noticed when it is read. What nobody reads is read here: `quick_check` of a table
// reads all pages of it, of its indexes and of its long rows, that of the list of tables those that lead to free ones, too. Pages that are
// free themselves hold nothing and are written before they are read.

/** What is to be read: tables of a database file with its key. */
export type DamageSearch = { file: string; key: Uint8Array; tables: readonly string[] };

/** Names of the tables that together hold every page in use, those of the full text among them. */
export function tablesOnDisk(db: ReadableDb): string[] {
  const text = `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`;
  return ['sqlite_schema', ...all<{ name: string }>(db, text).map(({ name }) => name)];
}

/**
 * Reads every page of these tables from the file and gives those of which one cannot be read, or does not fit the others. It blocks this
 * thread, for half a second with the texts of 150,000 pages.
 */
export function damagedTables({ file, key, tables }: DamageSearch): string[] {
  let db: ReadableDb;
  try {
    db = openBeside(file, key);
  } catch (error) {
    if (isUnreadable(error)) return [...tables];
    throw error;
  }
  try {
    handleOf(db).pragma('ignore_check_constraints = ON'); // what rows say is the digests' matter
    return tables.filter((table) => isDamaged(db, table));
  } finally {
    closeDatabase(db);
  }
}

/** What is said of the tree of pages; anything else it could say is about values in rows. */
const aboutPages = /^(Tree|Freelist|Page)\b/m;

function isDamaged(db: ReadableDb, table: string): boolean {
  try {
    const found = handleOf(db).pragma(`quick_check("${table}")`) as { quick_check: string }[];
    return found.some(({ quick_check: words }) => aboutPages.test(words));
  } catch (error) {
    if (isUnreadable(error)) return true;
    throw error;
  }
}
