import type BetterSqlite from 'better-sqlite3-multiple-ciphers';

declare const readable: unique symbol;
declare const writable: unique symbol;

/** An open store that may be read. Give this type to queries. */
export type ReadableDb = { readonly [readable]: true };
/** An open store that may be written, only within `inTransaction`. */
export type WritableDb = ReadableDb & { readonly [writable]: true };

export type SqlValue = string | number | bigint | null | Uint8Array;
type Handle = BetterSqlite.Database;
type Statement = BetterSqlite.Statement<SqlValue[]>;

const statements = new WeakMap<object, Map<string, Statement>>();

/** The driver's own object behind a store; only for files in db that need more than the functions here. */
export function handleOf(db: ReadableDb): Handle {
  return db as unknown as Handle;
}

/** Brands a driver object as a store. */
export function asWritable(handle: Handle): WritableDb {
  return handle as unknown as WritableDb;
}

/** A prepared statement, prepared once per store and text. */
export function prepared(db: ReadableDb, text: string): Statement {
  let known = statements.get(db);
  if (!known) {
    known = new Map();
    statements.set(db, known);
  }
  let statement = known.get(text);
  if (!statement) {
    statement = handleOf(db).prepare<SqlValue[]>(text);
    known.set(text, statement);
  }
  return statement;
}

const isNumbered = /\?\d/;

const numbered = new Map<string, boolean>();

/** The driver takes values of `?1`, `?2` … only by name, those of `?` in order. */
function bound(text: string, values: SqlValue[]): SqlValue[] {
  let mustBeNamed = numbered.get(text);
  if (mustBeNamed === undefined) {
    mustBeNamed = isNumbered.test(text);
    numbered.set(text, mustBeNamed);
  }
  if (!mustBeNamed) return values;
  return [Object.fromEntries(values.map((value, index) => [index + 1, value]))] as unknown as SqlValue[];
}

/** All rows of a query, columns by name. `Row` is what the statement gives; ids are Buffers of 16 bytes. */
export function all<Row>(db: ReadableDb, text: string, ...values: SqlValue[]): Row[] {
  return prepared(db, text).all(...bound(text, values)) as Row[];
}

/** The first row of a query or undefined. */
export function first<Row>(db: ReadableDb, text: string, ...values: SqlValue[]): Row | undefined {
  return prepared(db, text).get(...bound(text, values)) as Row | undefined;
}

/** Runs a statement that writes; gives the number of rows changed and the rowid inserted last. */
export function run(db: WritableDb, text: string, ...values: SqlValue[]): { changes: number; row: number } {
  const result = prepared(db, text).run(...bound(text, values));
  return { changes: result.changes, row: Number(result.lastInsertRowid) };
}

/** Like `first`, but integers come as bigint: for 64-bit digests. */
export function firstExact<Row>(db: ReadableDb, text: string, ...values: SqlValue[]): Row | undefined {
  return exact(db, text).get(...bound(text, values)) as Row | undefined;
}

/** Like `all`, but integers come as bigint. */
export function allExact<Row>(db: ReadableDb, text: string, ...values: SqlValue[]): Row[] {
  return exact(db, text).all(...bound(text, values)) as Row[];
}

function exact(db: ReadableDb, text: string): Statement {
  return prepared(db, `${text} -- exact`).safeIntegers();
}

type Transaction = { beforeCommit: Map<string, () => void>; onRollback: Map<string, () => void> };
const transactions = new WeakMap<object, Transaction>();

/** Runs `work` in one immediate transaction; joins the transaction that is open already. Errors roll everything back. */
export function inTransaction<Result>(db: WritableDb, work: () => Result): Result {
  if (transactions.has(db)) return work();
  const transaction: Transaction = { beforeCommit: new Map(), onRollback: new Map() };
  prepared(db, 'BEGIN IMMEDIATE').run();
  transactions.set(db, transaction);
  try {
    const result = work();
    for (const last of transaction.beforeCommit.values()) last();
    prepared(db, 'COMMIT').run();
    return result;
  } catch (error) {
    if (handleOf(db).inTransaction) prepared(db, 'ROLLBACK').run();
    for (const undo of transaction.onRollback.values()) undo();
    throw error;
  } finally {
    transactions.delete(db);
  }
}

/** Has `last` run once before the open transaction commits; a second one under the same name is dropped. */
export function beforeCommit(db: WritableDb, name: string, last: () => void): void {
  const transaction = transactions.get(db);
  if (!transaction) throw new Error('no transaction is open');
  if (!transaction.beforeCommit.has(name)) transaction.beforeCommit.set(name, last);
}

/** Has `undo` run if the open transaction is rolled back, for what is remembered outside the store; once per name. */
export function onRollback(db: WritableDb, name: string, undo: () => void): void {
  transactions.get(db)?.onRollback.set(name, undo);
}

/** Another text whenever something was written, by this connection or another. */
export function changeStamp(db: ReadableDb): string {
  const own = first<{ changes: number }>(db, 'SELECT total_changes() AS changes')?.changes ?? 0;
  const others = first<{ data_version: number }>(db, 'PRAGMA data_version')?.data_version ?? 0;
  return `${own}/${others}`;
}
