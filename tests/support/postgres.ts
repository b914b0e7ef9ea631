import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: vitest lets its interface be extended, a type cannot be
  export interface ProvidedContext {
    /** Answers with the address of the PostgreSQL of the asking place, which it starts when first asked. */
    postgresDesk: string;
  }
}

export type TemporaryDatabase = AsyncDisposable & { connectionString: string };

const sharedServer = async (): Promise<string> => {
  const desk = inject('postgresDesk');
  if (!desk)
    throw new Error("no test PostgreSQL: add globalSetup: ['tests/support/postgres-setup.ts'] to the vitest config");
  const response = await fetch(`${desk}?place=${process.env.VITEST_POOL_ID ?? ''}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`the test PostgreSQL did not start: ${text}`);
  return text;
};

const runStatement = async (connectionString: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(statement).finally(() => client.end());
};

/**
 * An empty database of its own on a PostgreSQL of the test run (fsync off), owned by the connecting role; dropped at the
 * end of the block: `await using database = await temporaryDatabase()`.
 */
export const temporaryDatabase = async (): Promise<TemporaryDatabase> => {
  const server = await sharedServer();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runStatement(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    connectionString: url.href,
    [Symbol.asyncDispose]: () => runStatement(server, `drop database ${name} with (force)`),
  };
};
