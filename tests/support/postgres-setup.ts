import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../central/postgres/embedded.ts';

/** Tests lose nothing when the machine crashes: no fsync makes them several times faster. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  max_connections: 200,
};

type Shared = { folder: string; server: EmbeddedPostgres };

const startShared = async (): Promise<Shared> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-test-postgres-'));
  return { folder, server: await startEmbeddedPostgres({ dataFolder: path.join(folder, 'data'), settings }) };
};

const stopShared = async (shared: Promise<Shared>): Promise<void> => {
  const running = await shared.catch(() => undefined);
  if (!running) return;
  await running.server.stop();
  await rm(running.folder, { recursive: true, force: true });
};

/** A server that is there already, named by whoever runs the tests; its role must be allowed to make databases. */
const ownServer = process.env.AKTENPULT_TEST_DATABASE;

/**
 * Vitest global setup: one PostgreSQL for each place in which test files run one after the other, started by the first test that
 * asks, stopped at the end. Two places never share a server: its oldest open transaction, in whatever database, decides what a feed
 * tells again. The server of AKTENPULT_TEST_DATABASE is taken instead where that is set; then one place only may be used.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const servers = new Map<string, Promise<Shared>>();
  const secretPath = `/${randomUUID()}`;
  const desk = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://desk');
    if (pathname !== secretPath) return void response.writeHead(404).end();
    if (ownServer) return void response.end(ownServer);
    const place = searchParams.get('place') ?? '';
    const server = servers.get(place) ?? startShared();
    servers.set(place, server);
    server.then(
      (shared) => response.end(shared.server.connectionString),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => {
    desk.listen(0, '127.0.0.1', resolve);
  });
  const address = desk.address();
  if (!address || typeof address === 'string') throw new Error('the test desk got no port');
  project.provide('postgresDesk', `http://127.0.0.1:${address.port}${secretPath}`);
  return async () => {
    desk.close();
    desk.closeAllConnections();
    await Promise.all([...servers.values()].map(stopShared));
  };
};
