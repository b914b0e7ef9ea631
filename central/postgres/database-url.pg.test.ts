import pg from 'pg';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { checkDatabaseUrl, DatabaseUrlError, requireVersion } from './database-url.ts';

const refusal = async (url: string): Promise<{ code: string; message: string }> => {
  const error = await checkDatabaseUrl(url).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DatabaseUrlError)) throw new Error(`not refused as expected: ${String(error)}`);
  return { code: error.code, message: error.message };
};

type Changes = Partial<Pick<URL, 'hostname' | 'port' | 'username' | 'password' | 'pathname' | 'search'>>;
const changed = (url: string, changes: Changes): string => Object.assign(new URL(url), changes).href;

const run = async (connectionString: string, ...statements: string[]): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const results = [];
    for (const statement of statements) results.push((await client.query(statement)).rows);
    return results;
  } finally {
    await client.end();
  }
};

test('a usable database is accepted with its version, and nothing is left in it', async () => {
  await using database = await temporaryDatabase();
  expect(await checkDatabaseUrl(database.connectionString)).toEqual({ version: expect.stringMatching(/^18\./) });
  expect(
    await run(database.connectionString, "select count(*)::int as tables from pg_tables where schemaname = 'public'"),
  ).toEqual([[{ tables: 0 }]]);
});

test('each obstacle is named in a sentence that never shows the password', async () => {
  await using database = await temporaryDatabase();
  const url = database.connectionString;
  const secret = new URL(url).password;
  const refusals = await Promise.all([
    refusal('kein Ort'),
    refusal('http://rechner/akten'),
    refusal(changed(url, { pathname: '/' })),
    refusal(changed(url, { hostname: 'rechner.invalid' })),
    refusal(changed(url, { port: '1' })),
    refusal(changed(url, { password: 'falsch' })),
    refusal(changed(url, { password: '' })),
    refusal(changed(url, { pathname: '/fehlt' })),
    refusal(changed(url, { search: '?sslmode=verify-full' })),
  ]);
  expect(refusals.map(({ code }) => code)).toEqual([
    'url-invalid',
    'url-invalid',
    'url-invalid',
    'host-unknown',
    'not-reachable',
    'password-wrong',
    'password-wrong',
    'database-missing',
    'encryption-refused',
  ]);
  for (const { message } of refusals) expect(message).not.toContain(secret);
  expect(refusals[7]?.message).toBe(
    'Auf „127.0.0.1“ gibt es keine Datenbank „fehlt“. Bitte legen Sie diese an oder berichtigen Sie den Namen in --database.',
  );
});

test('an account that may not make tables, and a database that takes no changes, are refused', async () => {
  await using database = await temporaryDatabase();
  const role = `reader_${new URL(database.connectionString).pathname.slice(6)}`;
  await run(database.connectionString, `create role ${role} login password 'lesend'`);
  const asReader = changed(database.connectionString, { username: role, password: 'lesend' });
  try {
    expect((await refusal(asReader)).code).toBe('rights-missing');
  } finally {
    await run(database.connectionString, `drop role ${role}`);
  }
  await run(
    database.connectionString,
    'do $$ begin execute format($x$alter database %I set default_transaction_read_only = on$x$, current_database()); end $$',
  );
  expect((await refusal(database.connectionString)).code).toBe('read-only');
});

test('PostgreSQL before 15 is too old', () => {
  expect(() => requireVersion(149_999, '14.9', 'rechner')).toThrow(
    'Auf „rechner“ läuft PostgreSQL 14.9; benötigt wird PostgreSQL 15 oder neuer.',
  );
  expect(() => requireVersion(150_000, '15.0', 'rechner')).not.toThrow();
});
