import { randomBytes, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection, Database, Queryable } from './database.ts';

const folder = path.resolve(import.meta.dirname, '../migrations');
const lockNumber = 7_202_611; // any number of our own: one centre migrates, the others wait

/** The store was made by a newer Aktenpult; nothing was changed. */
export class StoreFromTheFutureError extends Error {}

const fromTheFuture = (found: number, newest: number) =>
  new StoreFromTheFutureError(
    `Der Datenbestand stammt von einer neueren Fassung von Aktenpult (Stand ${found}, diese Fassung kennt ${newest}). Es wurde nichts geändert.`,
  );

type Migration = { version: number; name: string };

async function listMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return names.map((name) => ({ version: Number(name.slice(0, 4)), name }));
}

async function appliedVersion(connection: Connection): Promise<number> {
  await connection.query(
    'create table if not exists schema_migration (version integer primary key, name text not null, applied_at timestamptz not null default now())',
  );
  return storeVersion(connection);
}

async function apply(connection: Connection, migration: Migration): Promise<void> {
  const statements = await readFile(path.join(folder, migration.name), 'utf8');
  try {
    await connection.query('begin');
    await connection.query(statements);
    await connection.query('insert into schema_migration (version, name) values ($1, $2)', [
      migration.version,
      migration.name,
    ]);
    await connection.query('commit');
  } catch (error) {
    await connection.query('rollback');
    throw error;
  }
}

/** Number of the newest migration a store has; 0 for an empty database. */
export async function storeVersion(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ version: number | null }>(
    'select max(version) as version from schema_migration',
  );
  return rows[0]?.version ?? 0;
}

/**
 * Brings the store to this version, each step in a transaction; returns the steps done. With `upTo` it stops at that migration, for
 * rows that were saved then. Throws StoreFromTheFutureError.
 */
export async function migrate(database: Database, upTo = Number.POSITIVE_INFINITY): Promise<string[]> {
  const connection = await database.connect();
  try {
    await connection.query('set lock_timeout = 0');
    await connection.query('select pg_advisory_lock($1)', [lockNumber]);
    const migrations = await listMigrations();
    const applied = await appliedVersion(connection);
    const newest = migrations.at(-1)?.version ?? 0;
    if (applied > newest) throw fromTheFuture(applied, newest);
    if (Number.isFinite(upTo) && upTo > newest) throw fromTheFuture(upTo, newest);
    const missing = migrations.filter(({ version }) => version > applied && version <= upTo);
    for (const migration of missing) await apply(connection, migration);
    await connection.query('insert into store (epoch, signing_key) values ($1, $2) on conflict do nothing', [
      randomUUID(),
      randomBytes(32),
    ]);
    return missing.map((migration) => migration.name);
  } finally {
    // The lock goes with the connection: this one is not reused.
    connection.release(true);
  }
}
