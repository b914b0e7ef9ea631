import pg from 'pg';

/** A pool, or one connection inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;
export type Connection = pg.PoolClient;
export type Database = pg.Pool;

const int8 = 20;
const xid8 = 5069;

/** bigint comes as a number: heads, counts and sizes stay far below 2^53. Digests are read as text by cast. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === int8) return Number;
    if (oid === xid8) return String;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** Whoever asked stands in the error's stack, and not the connection's reading. */
function tellWhoAsked(error: Error): never {
  Error.captureStackTrace(error, tellWhoAsked);
  throw error;
}

const statementNames = new Map<string, string>();

/** Our statements are few and fixed: each connection plans them once. What is asked in one turn goes out in one piece. */
class PreparingClient extends pg.Client {
  #isGathering = false;

  override query(...input: unknown[]): never {
    this.#gather();
    const [text, values, callback] = input;
    const ask = super.query as (...all: unknown[]) => never;
    if (typeof text !== 'string' || !Array.isArray(values)) return ask.apply(this, input);
    const name = statementNames.get(text) ?? `s${statementNames.size}`;
    statementNames.set(text, name);
    // Made here, since the library would copy what it is given property by property, for each statement anew.
    const query = Object.assign(new pg.Query(text, values), { name });
    if (typeof callback === 'function') return ask.call(this, query, callback);
    const answered = new Promise((resolve, reject) => {
      ask.call(this, query, (error: Error | null, result: pg.QueryResult) => (error ? reject(error) : resolve(result)));
    });
    return answered.catch(tellWhoAsked) as never;
  }

  /** Six statements written one by one wake the server six times. */
  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    const { stream } = this.connection;
    stream.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      stream.uncork();
    });
  }
}

/** Statements asked for without waiting for the one before travel together; the server still runs them one after the other. */
const pipelined = { pipeline: true };

/** A pool for PostgreSQL 15 or newer; a commit is acknowledged when it is on disk, waits for locks end after 10 s. */
export function openDatabase(connectionString: string, options: { connections?: number } = {}): Database {
  const pool = new pg.Pool({
    Client: PreparingClient,
    ...pipelined,
    connectionString,
    max: options.connections ?? 20,
    connectionTimeoutMillis: 10_000,
    types,
    application_name: 'aktenpult',
    options: '-c synchronous_commit=on -c lock_timeout=10s -c idle_in_transaction_session_timeout=120s -c timezone=UTC',
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // So would one that breaks while it is in use: its statements fail, which is answered where they were asked for.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

const beginnings = {
  // Writing statements and lookups touch a few rows by key whatever their values: planning them anew costs more than running them.
  write: 'begin; set local plan_cache_mode = force_generic_plan',
  snapshot: 'begin isolation level repeatable read read only',
  lookup: 'begin isolation level repeatable read read only; set local plan_cache_mode = force_generic_plan',
} as const;

/** Takes the answer of a statement already asked for that needs to succeed but not to be waited for: it travels with the commit. */
export type AtCommit = (statement: Promise<unknown>) => void;

/**
 * Runs work in one transaction: `write` (read committed), `snapshot` (repeatable read, read only) or `lookup` (the same, for statements
 * whose plan does not hang on their values). Rolled back when it throws or a statement fails. The beginning travels with the first
 * statements of `work`, the commit with those given to `atCommit`.
 */
export async function inTransaction<Result>(
  database: Database,
  kind: keyof typeof beginnings,
  work: (connection: Connection, atCommit: AtCommit) => Promise<Result>,
): Promise<Result> {
  const connection = await database.connect();
  let broken: Error | undefined;
  let isReleased = false;
  const last: Promise<unknown>[] = [];
  const atCommit = (statement: Promise<unknown>) => {
    statement.catch(() => undefined); // told below, also when the work fails before
    last.push(statement);
  };
  try {
    const begun = connection.query(beginnings[kind]);
    const [, result] = await Promise.all([begun, work(connection, atCommit)]);
    const ending = connection.query('commit');
    if (kind !== 'write') {
      // What was read is complete; nobody needs to wait for its end.
      isReleased = true;
      ending.then(
        () => connection.release(),
        (failure: Error) => connection.release(failure),
      );
      return result;
    }
    const [, ended] = await Promise.all([Promise.all(last), ending]);
    // A commit after a failed statement is none.
    if (ended.command !== 'COMMIT') throw new Error('the transaction was rolled back');
    return result;
  } catch (error) {
    await connection.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    if (!isReleased) connection.release(broken);
  }
}

/** Asks several things at once, without a transaction: on one connection they travel together, and are answered one after the other. */
export async function inOneTurn<Result>(
  database: Database,
  ask: (connection: Queryable) => Promise<Result>,
): Promise<Result> {
  const connection = await database.connect();
  let broken: Error | undefined;
  const note = (error: Error) => {
    broken = error;
  };
  connection.on('error', note);
  try {
    return await ask(connection);
  } finally {
    connection.off('error', note);
    connection.release(broken);
  }
}

/** One state of everything for as long as it is open, over several questions; for streams. To be closed in any case. */
export async function openSnapshot(database: Database): Promise<{ connection: Queryable; close: () => Promise<void> }> {
  const connection = await database.connect();
  // A connection that breaks while nothing is asked is noticed by the next question; without a listener it would end the process.
  const ignore = () => undefined;
  connection.on('error', ignore);
  const close = async () => {
    const failure = await connection.query('rollback').then(ignore, (error: Error) => error);
    connection.off('error', ignore);
    connection.release(failure);
  };
  try {
    await connection.query(beginnings.snapshot);
  } catch (error) {
    await close();
    throw error;
  }
  return { connection, close };
}

/** SQLSTATE of a database error, or the system's code (`ECONNREFUSED`); empty for other errors. */
export function databaseCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const passing = /^(40001|40P01|55P03|57014|57P0\d|08\w{3}|53\w{3}|25P03|ECONN\w+|EPIPE|ETIMEDOUT)$/;

/** True for trouble that goes away: deadlock, lock wait, restart of PostgreSQL, no free connection. */
export function isPassing(error: unknown): boolean {
  if (passing.test(databaseCode(error))) return true;
  return error instanceof Error && /Connection terminated|timeout exceeded when trying to connect/.test(error.message);
}

/** Bytes to hexadecimal and back, as SHA-256 values stand in JSON and in the database. */
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex');
