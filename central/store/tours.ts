import type { OwnTour } from '../../core/contract/desk-stores.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Caller } from '../rules/batch.ts';
import { type Connection, type Database, inTransaction, type Queryable } from './database.ts';
import { journalInHouse } from './house-journal.ts';
import { leadsWorker } from './led-workers.ts';

/** The running tour of a worker, and the longest one this office allows. */
export async function ownTour(database: Queryable, workerId: Id): Promise<OwnTour> {
  const { rows } = await database.query<{ begun_at: Date; until: Date; reason: string }>(
    'select begun_at, until, reason from tour where worker_id = $1 and ended_at is null and until > now()',
    [workerId],
  );
  const [row] = rows;
  const tour = row && { begunAt: row.begun_at.toISOString(), until: row.until.toISOString(), reason: row.reason };
  return { tour: tour ?? null, longestDays: await longestTourDays(database) };
}

/** How many days the desks of a worker may work without the centre at most. */
export async function longestTourDays(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ days: number }>('select longest_tour_days as days from store');
  return rows[0]?.days ?? 0;
}

/**
 * A worker goes away until a moment: her desks that ask from now on keep their share until then, on the last day that is allowed until
 * the hour of now. Another tour takes the place of the one that runs. `tooLong`: not allowed in this office; `over`: that moment has passed. Journalled in the house.
 */
export async function beginTour(
  database: Database,
  workerId: Id,
  wish: { until: string; reason: string },
): Promise<'begun' | 'tooLong' | 'over'> {
  return inTransaction(database, 'write', async (connection) => {
    const { rows } = await connection.query<{ too_long: boolean; over: boolean }>(
      `select $1::timestamptz > now() + make_interval(days => longest_tour_days + 1) as too_long,
         $1::timestamptz <= now() as over from store for share`,
      [wish.until],
    );
    if (rows[0]?.over !== false) return 'over';
    if (rows[0].too_long) return 'tooLong';
    await endRunning(connection, workerId, workerId);
    await connection.query(
      `insert into tour (worker_id, until, reason)
       select $1, least($2::timestamptz, now() + make_interval(days => longest_tour_days)), $3 from store`,
      [workerId, wish.until, wish.reason],
    );
    const line = { action: 'tour.begun', targetKind: 'worker', targetId: workerId, reason: wish.reason };
    await journalInHouse(connection, workerId, line, { workerId, ...wish });
    return 'begun';
  });
}

async function endRunning(connection: Connection, workerId: Id, actorId: Id): Promise<boolean> {
  const { rowCount } = await connection.query(
    'update tour set ended_at = now(), ended_by = $2 where worker_id = $1 and ended_at is null and until > now()',
    [workerId, actorId],
  );
  // One whose time is over makes room for the next.
  await connection.query(
    'update tour set ended_at = until, ended_by = worker_id where worker_id = $1 and ended_at is null',
    [workerId],
  );
  return rowCount === 1;
}

/**
 * Ends the tour of a worker before its time: her own, or of those whom the caller leads, then with a reason. Her desks learn of it when
 * they next ask. False when none runs, or it is none of the caller's. Journalled in the house.
 */
export async function endTour(
  database: Database,
  caller: Pick<Caller, 'workerId' | 'role'>,
  workerId: Id,
  reason: string | null,
): Promise<boolean> {
  return inTransaction(database, 'write', async (connection) => {
    const isOwn = caller.workerId === workerId;
    if (!isOwn && !(await leadsWorker(connection, caller, workerId))) return false;
    if (!(await endRunning(connection, workerId, caller.workerId))) return false;
    const line = { action: 'tour.ended', targetKind: 'worker', targetId: workerId, reason };
    await journalInHouse(connection, caller.workerId, line, { workerId, reason });
    return true;
  });
}

/** What the office allows from now on; tours that run stay as they are. Journalled in the house. */
export async function setLongestTour(database: Database, actorId: Id, days: number): Promise<void> {
  await inTransaction(database, 'write', async (connection) => {
    await connection.query('update store set longest_tour_days = $1', [days]);
    const line = { action: 'tour.longestSet', targetKind: 'worker', targetId: actorId, reason: null };
    await journalInHouse(connection, actorId, line, { days });
  });
}
