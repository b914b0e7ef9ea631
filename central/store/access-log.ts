import { createHash } from 'node:crypto';
import {
  type AccessEvent,
  accessEventText,
  type AccessLogEntry,
  type AccessProblem,
} from '../../core/contract/access-events.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type Database, inTransaction, type Queryable } from './database.ts';

type Chain = { worker_id: Id; count: number; hash: Buffer };
type Judged = { event: AccessEvent; problem: AccessProblem | null };

/**
 * Keeps what desks tell of who looked at what. What is known by its id is left as it is. Nothing is refused for being out of order:
 * what is missing, told twice under one number or changed is kept with a mark. Forked: another copy of the store writes the same chain.
 */
export async function keepAccessEvents(
  database: Database,
  workerId: Id,
  events: readonly AccessEvent[],
): Promise<{ isForked: boolean; problems: AccessProblem[] }> {
  return inTransaction(database, 'write', async (connection) => {
    const { rows } = await connection.query<{ id: Id }>('select id from access_log where id = any ($1::uuid[])', [
      events.map(({ id }) => id),
    ]);
    const known = new Set(rows.map(({ id }) => id));
    const fresh = [...new Map(events.map((event) => [event.id, event])).values()].filter(({ id }) => !known.has(id));
    const problems: AccessProblem[] = [];
    // In one order, so that two requests never wait for each other.
    for (const chainId of [...new Set(fresh.map((event) => event.chainId))].sort()) {
      const ofChain = fresh.filter((event) => event.chainId === chainId);
      problems.push(...(await takeChain(connection, workerId, chainId, ofChain)));
    }
    return { isForked: problems.includes('fork'), problems };
  });
}

async function takeChain(database: Queryable, workerId: Id, chainId: Id, events: AccessEvent[]) {
  await database.query('insert into access_chain (id, worker_id) values ($1, $2) on conflict do nothing', [
    chainId,
    workerId,
  ]);
  const { rows } = await database.query<Chain>(
    'select worker_id, count, hash from access_chain where id = $1 for no key update',
    [chainId],
  );
  const chain = rows[0];
  if (!chain) throw new Error('the chain was not made');
  const judged = events.map((event): Judged => ({ event, problem: judge(chain, workerId, event) }));
  await write(database, workerId, judged);
  await database.query('update access_chain set count = $2, hash = $3 where id = $1', [
    chainId,
    chain.count,
    chain.hash,
  ]);
  return judged.flatMap(({ problem }) => problem ?? []);
}

/** What is wrong with the next event of a chain; the chain goes on from it. */
function judge(chain: Chain, workerId: Id, event: AccessEvent): AccessProblem | null {
  const hash = createHash('sha256').update(accessEventText(event)).digest();
  if (chain.worker_id !== workerId || event.number <= chain.count) return 'fork';
  const isNext = event.number === chain.count + 1;
  const isWhole = hash.toString('hex') === event.hash && (!isNext || chain.hash.toString('hex') === event.prev);
  chain.count = event.number;
  chain.hash = Buffer.from(event.hash, 'hex');
  if (!isWhole) return 'changed';
  return isNext ? null : 'gap';
}

async function write(database: Queryable, workerId: Id, judged: readonly Judged[]): Promise<void> {
  await database.query(
    `insert into access_log (id, chain_id, number, worker_id, scope_id, action, target_id, at_desk, prev, hash, problem)
     select id, chain_id, number, $1, scope_id, action, target_id, at_desk, prev, hash, problem
     from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::uuid[], $6::text[], $7::uuid[], $8::timestamptz[], $9::bytea[],
       $10::bytea[], $11::text[]) with ordinality
       as row (id, chain_id, number, scope_id, action, target_id, at_desk, prev, hash, problem, place) order by place`,
    [
      workerId,
      judged.map(({ event }) => event.id),
      judged.map(({ event }) => event.chainId),
      judged.map(({ event }) => event.number),
      judged.map(({ event }) => event.scopeId),
      judged.map(({ event }) => event.action),
      judged.map(({ event }) => event.targetId),
      judged.map(({ event }) => event.at),
      judged.map(({ event }) => Buffer.from(event.prev, 'hex')),
      judged.map(({ event }) => Buffer.from(event.hash, 'hex')),
      judged.map(({ problem }) => problem),
    ],
  );
}

type LogRow = {
  row: number;
  at: Date;
  at_desk: Date;
  worker_id: Id;
  action: string;
  target_id: Id;
  problem: AccessProblem | null;
};

/** Who looked at something in a file or Postkorb, the newest first. */
export async function readAccessLog(
  database: Queryable,
  scopeId: Id,
  before: number | undefined,
  limit: number,
): Promise<AccessLogEntry[]> {
  const { rows } = await database.query<LogRow>(
    `select row, at, at_desk, worker_id, action, target_id, problem from access_log
     where scope_id = $1 and ($2::bigint is null or row < $2) order by row desc limit $3`,
    [scopeId, before ?? null, limit],
  );
  return rows.map((row) => ({
    row: Number(row.row),
    at: row.at.toISOString(),
    atDesk: row.at_desk.toISOString(),
    workerId: row.worker_id,
    action: row.action,
    targetId: row.target_id,
    problem: row.problem,
  }));
}

export type AccessReport = { events: number; marked: number; broken: number };

/** Compares every kept look with its hash; `marked`: came out of order or changed, `broken`: changed here since. */
export async function verifyAccessLog(database: Queryable): Promise<AccessReport> {
  const report: AccessReport = { events: 0, marked: 0, broken: 0 };
  for (let last = 0; ; ) {
    const { rows } = await database.query<StoredEvent>(
      `select row, id, chain_id, number, scope_id, action, target_id, at_desk, prev, hash, problem from access_log
       where row > $1 order by row limit 1000`,
      [last],
    );
    for (const row of rows) {
      report.events += 1;
      if (row.problem) report.marked += 1;
      else if (!isUnchanged(row)) report.broken += 1;
    }
    if (rows.length < 1000) return report;
    last = Number(rows.at(-1)?.row);
  }
}

type StoredEvent = Omit<LogRow, 'at' | 'worker_id'> & {
  id: Id;
  chain_id: Id;
  number: number;
  scope_id: Id;
  prev: Buffer;
  hash: Buffer;
};

function isUnchanged(row: StoredEvent): boolean {
  const text = accessEventText({
    ...{ id: row.id, chainId: row.chain_id, number: Number(row.number), at: row.at_desk.toISOString() },
    ...{ action: row.action as AccessEvent['action'], scopeId: row.scope_id, targetId: row.target_id },
    prev: row.prev.toString('hex'),
  });
  return createHash('sha256').update(text).digest().equals(row.hash);
}
