import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { z } from 'zod';
import { showSchema } from '../../core/contract/central.ts';
import { type Id, idSchema } from '../../core/domain/ids.ts';
import type { News } from '../rules/push.ts';
import { settleEdges } from '../store/access.ts';
import { type Database, inTransaction } from '../store/database.ts';
import type { Log } from './context.ts';

// How the services of one store tell each other of commits: a notification, gathered and outside the writing transaction (inside it
// would make all commits wait for each other), and a look into the tables each second, since notifications may get lost.

const channel = 'aktenpult_news';
const gatherMilliseconds = 5;
const lookMilliseconds = 1000;
const scopesPerMessage = 40; // a notification holds less than 8,000 bytes

const messageSchema = z.object({
  from: z.string(),
  scopes: z.array(z.tuple([idSchema, z.int()])),
  workers: z.array(idSchema),
  shows: z.array(showSchema.extend({ workerId: idSchema })).default([]),
});

export type Grapevine = { tell(news: News): void; close(): Promise<void> };

/** Starts listening and looking; `receive` gets what others did from now on. */
export async function startGrapevine(
  database: Database,
  connectionString: string,
  receive: (news: News) => void,
  log: Log,
): Promise<Grapevine> {
  const me = randomUUID();
  let isClosed = false;
  let listening: pg.Client | undefined;
  let gathered = nothingNew();
  let sending: NodeJS.Timeout | undefined;

  const send = async () => {
    sending = undefined;
    const { scopes, workers, shows } = gathered;
    gathered = nothingNew();
    for (let at = 0; at < Math.max(scopes.length, workers.length, shows.length); at += scopesPerMessage) {
      const part = scopes.slice(at, at + scopesPerMessage).map(({ scopeId, head }) => [scopeId, head]);
      const [from, to] = [at, at + scopesPerMessage];
      const message = { from: me, scopes: part, workers: workers.slice(from, to), shows: shows.slice(from, to) };
      await database.query('select pg_notify($1, $2)', [channel, JSON.stringify(message)]);
    }
  };

  const hear = (payload: string | undefined) => {
    const message = messageSchema.safeParse(parseJson(payload));
    if (!message.success || message.data.from === me) return;
    const { scopes, workers, shows } = message.data;
    receive({ scopes: scopes.map(([scopeId, head]) => ({ scopeId, head })), workers, shows });
  };

  const listen = async (): Promise<void> => {
    while (!isClosed) {
      const client = new pg.Client({ connectionString, application_name: 'aktenpult news', keepAlive: true });
      const ended = new Promise<void>((resolve) => client.once('end', resolve));
      client.on('error', () => undefined);
      client.on('notification', (notification) => hear(notification.payload));
      try {
        await client.connect();
        listening = client;
        await client.query(`listen ${channel}`);
        if (isClosed) await client.end();
        await ended;
      } catch {
        await client.end().catch(() => undefined);
      }
      if (!isClosed) {
        log.warn({}, 'the connection for news between services was lost and is made again');
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  };

  const lookout = await startLookout(database, receive, log);
  const listened = listen();
  return {
    tell: (news) => {
      gathered.scopes.push(...news.scopes);
      gathered.workers.push(...news.workers);
      gathered.shows.push(...(news.shows ?? []));
      sending ??= setTimeout(() => void send().catch(() => undefined), gatherMilliseconds);
    },
    close: async () => {
      isClosed = true;
      clearTimeout(sending);
      await lookout.close();
      await listening?.end().catch(() => undefined);
      await listened;
    },
  };
}

const nothingNew = (): Required<News> => ({ scopes: [], workers: [], shows: [] });

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

type Head = { id: Id; head: number };
const headsById = (rows: Head[]): Map<Id, number> => new Map(rows.map((row) => [row.id, row.head]));

/** Looks each second for what changed since the last look, and lets memberships begin and end by the clock. */
async function startLookout(
  database: Database,
  receive: (news: News) => void,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  let cursor: string | null = null;
  let told = { scopes: new Map<Id, number>(), workers: new Map<Id, number>() };
  let looking: Promise<void> | undefined;

  const look = async () => {
    await settleEdges(database);
    const found = await inTransaction(database, 'snapshot', async (connection) => {
      const { rows } = await connection.query<{ cursor: string }>(
        'select pg_snapshot_xmin(pg_current_snapshot())::text as cursor',
      );
      const since = cursor ?? rows[0]?.cursor ?? '0';
      const scopes = await connection.query<Head>('select id, head from scope where last_xid >= $1::xid8', [since]);
      const workers = await connection.query<Head>(
        'select worker_id as id, version as head from access_version where last_xid >= $1::xid8',
        [since],
      );
      return { cursor: rows[0]?.cursor ?? '0', scopes: scopes.rows, workers: workers.rows };
    });
    receive({
      scopes: found.scopes
        .filter((row) => told.scopes.get(row.id) !== row.head)
        .map(({ id, head }) => ({ scopeId: id, head })),
      workers: found.workers.filter((row) => told.workers.get(row.id) !== row.head).map(({ id }) => id),
    });
    cursor = found.cursor;
    told = { scopes: headsById(found.scopes), workers: headsById(found.workers) };
  };

  await look();
  const timer = setInterval(() => {
    looking ??= look()
      .catch(() => log.warn({}, 'the look for news failed and is repeated'))
      .finally(() => {
        looking = undefined;
      });
  }, lookMilliseconds);
  return {
    close: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
