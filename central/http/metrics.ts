import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { PushResult } from '../../core/contract/central.ts';
import type { Database } from '../store/database.ts';
import { hasLetterBack } from '../store/letter-returns.ts';
import type { Hub } from './hub.ts';

const prefix = 'aktenpult_';
/** Seconds; a push is expected within 5 ms, a large answer within seconds. */
const buckets = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export type Metrics = {
  /** Counts what became of pushed commands. */
  countResults(results: readonly PushResult[]): void;
  /** Counts a desk to which was acknowledged what the store does not hold any more. */
  countForgotten(): void;
  /** Counts that the database was set back and the store began a new epoch. */
  countSetBack(): void;
  /** Measures every request of an app by route, never by what it asked for. */
  watch(app: FastifyInstance): void;
  /** The figures as Prometheus reads them. */
  text(): Promise<string>;
};

/** Figures of one service for Prometheus: counts and times, no names and no ids. */
export function createMetrics(database: Database, hub: Hub): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix });
  const requests = new Histogram({
    ...{ name: `${prefix}request_seconds`, help: 'Time of requests', labelNames: ['method', 'route', 'status'] },
    ...{ buckets, registers: [registry] },
  });
  const commands = new Counter({
    ...{ name: `${prefix}commands_total`, help: 'Pushed commands by what became of them', labelNames: ['result'] },
    registers: [registry],
  });
  const forgotten = new Counter({
    ...{ name: `${prefix}forgotten_total`, help: 'Desks that were acknowledged what the store does not hold any more' },
    registers: [registry],
  });
  const setBack = new Counter({
    ...{ name: `${prefix}set_back_total`, help: 'Times the database was set back and the store began a new epoch' },
    registers: [registry],
  });
  addGauge(registry, 'desks_connected', 'Desks that listen for news', () => hub.count());
  addGauge(registry, 'database_connections', 'Open connections to the database', () => database.totalCount);
  addGauge(registry, 'database_waiting', 'Requests waiting for a connection', () => database.waitingCount);
  addGauge(registry, 'quarantine_open', 'Commands that were not carried out and wait for a decision', () =>
    countOf(database, `select count(*) from quarantine where state = 'open'`),
  );
  addGauge(registry, 'scopes_differing', 'Scopes on desks that differ from those here each time they are fetched', () =>
    countOf(
      database,
      `select coalesce(sum(differing_count), 0)::integer as count from desk_store
       where lost_at is null and seen_at > now() - interval '7 days'`,
    ),
  );
  addGauge(
    registry,
    'desks_not_cleared',
    'Stores on desks that have not removed yet what was taken from their workers',
    () =>
      countOf(
        database,
        `select count(*) from desk_store join access_version using (worker_id)
       where wiped_at is null and cleared_version <> version`,
      ),
  );
  addGauge(registry, 'contents_damaged', 'Contents the centre asks desks for', () =>
    countOf(database, `select count(*) from blob where state = 'damaged'`),
  );
  addStackGauges(registry, database);
  return {
    countResults: (results) => {
      for (const { result } of results) commands.inc({ result });
    },
    countForgotten: () => forgotten.inc(),
    countSetBack: () => setBack.inc(),
    watch: (app) => {
      app.addHook('onResponse', async (request, reply) => {
        const { method } = request;
        const labels = { method, route: request.routeOptions.url ?? 'unknown', status: String(reply.statusCode) };
        requests.observe(labels, reply.elapsedTime / 1000);
      });
    },
    text: () => registry.metrics(),
  };
}

function addGauge(registry: Registry, name: string, help: string, read: () => number | Promise<number>): void {
  const gauge: Gauge = new Gauge({
    ...{ name: prefix + name, help, registers: [registry] },
    collect: async (): Promise<void> => gauge.set(await read()),
  });
}

const stackStates = ['waiting', 'inWork', 'needsLook', 'failed'] as const;

/** What waits at the scan station, letters that came back from a Postkorb among it, and for how long the oldest of it has been waiting. */
function addStackGauges(registry: Registry, database: Database): void {
  const stacks: Gauge<'state'> = new Gauge({
    ...{ name: `${prefix}intake_stacks`, help: 'Stacks of the scan station by state', labelNames: ['state'] as const },
    registers: [registry],
    collect: async (): Promise<void> => {
      const { rows } = await database.query<{ state: string; count: number }>(
        `select shown.state, count(*) as count
         from (select case when ${hasLetterBack} then 'needsLook' else state end as state from stack) as shown
         where shown.state = any ($1::text[]) group by shown.state`,
        [stackStates],
      );
      for (const state of stackStates) stacks.set({ state }, rows.find((row) => row.state === state)?.count ?? 0);
    },
  });
  addGauge(registry, 'intake_pages_today', 'Pages the scan station has read since midnight', () =>
    countOf(
      database,
      `select coalesce(sum(page_count), 0) as count from stack where finished_at >= date_trunc('day', now(), 'Europe/Berlin')`,
    ),
  );
  addGauge(registry, 'intake_oldest_seconds', 'Age of the oldest stack that is not finished', () =>
    countOf(
      database,
      `select coalesce(extract(epoch from now() - min(taken_at)), 0)::bigint as count from stack where state in ('waiting', 'inWork')`,
    ),
  );
  addGauge(registry, 'intake_folders_with_problems', 'Intake folders with a problem', () =>
    countOf(database, 'select count(*) from station_folder where problem is not null'),
  );
}

async function countOf(database: Database, statement: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(statement);
  return rows[0]?.count ?? 0;
}

/** Serves the figures on a port of their own on this machine only, so that they need no log-in. Returns its address and how to stop. */
export async function serveMetrics(
  metrics: Metrics,
  port: number,
): Promise<{ address: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
      () => response.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
