import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { clusterPlaces, OWNER_ROLE } from './cluster.ts';

const database = 'aktenpult';

/**
 * The address of the PostgreSQL that a centre keeps running in a data folder just now, so that a command can look into it beside
 * the centre; null when none answers there.
 */
export async function findRunningPostgres(dataFolder: string): Promise<string | null> {
  const places = clusterPlaces(path.resolve(dataFolder));
  // Line 4 of the server's own file is its port (PostgreSQL manual, pidfile.h).
  const port = Number(
    (await readFile(path.join(places.cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[3],
  );
  const password = (await readFile(places.password, 'utf8').catch(() => '')).trim();
  if (!Number.isInteger(port) || port < 1 || password === '') return null;
  const connectionString = `postgres://${OWNER_ROLE}:${password}@127.0.0.1:${port}/${database}`;
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return connectionString;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}
