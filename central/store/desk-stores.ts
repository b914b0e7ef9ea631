import { randomBytes } from 'node:crypto';
import { type LeaseRequest, longestLeaseHours, usualLeaseHours } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Caller } from '../rules/batch.ts';
import { type Database, inTransaction, type Queryable } from './database.ts';
import { type EscrowKey, escrowKey } from './escrow.ts';
import { journalInHouse } from './house-journal.ts';
import { leadsWorker } from './led-workers.ts';

const shareLength = 32;

export type GivenLease = { share: Buffer; seconds: number; escrowKey: EscrowKey; proofKey: Buffer };

/**
 * The centre's share of the key of a desk's store, made when the id is new, and for how many seconds the desk may keep it. From now on
 * the caller's session belongs to that store. Null when the id is another worker's or the store is lost.
 */
export async function giveLease(database: Database, caller: Caller, store: LeaseRequest): Promise<GivenLease | null> {
  return inTransaction(database, 'write', async (connection) => {
    const seconds = await leaseSeconds(connection, caller.workerId);
    const { rows } = await connection.query<{ share: Buffer; proof_key: Buffer }>(
      `insert into desk_store as known (id, worker_id, share, device_name, waiting_count, lease_until, proof_key, differing_count)
       values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6), $7, coalesce($8, 0))
       on conflict (id) do update set seen_at = now(), device_name = excluded.device_name, lease_until = excluded.lease_until,
         waiting_count = coalesce(excluded.waiting_count, known.waiting_count), proof_key = coalesce(known.proof_key, excluded.proof_key),
         differing_count = coalesce($8, known.differing_count)
         where known.worker_id = $2 and known.lost_at is null
       returning share, proof_key`,
      [
        ...[store.storeId, caller.workerId, randomBytes(shareLength), store.deviceName, store.waiting ?? null, seconds],
        ...[randomBytes(shareLength), store.differing ?? null],
      ],
    );
    const [given] = rows;
    if (!given) return null;
    await connection.query('update session set store_id = $2 where id = $1 and store_id is distinct from $2', [
      caller.sessionId,
      store.storeId,
    ]);
    return { share: given.share, proofKey: given.proof_key, seconds, escrowKey: await escrowKey(connection) };
  });
}

/** What is set for the worker, or the usual; on a tour at least until its end. */
async function leaseSeconds(database: Queryable, workerId: Id): Promise<number> {
  const { rows } = await database.query<{ hours: number | null; tour: number | null }>(
    `select (select lease_hours from account where worker_id = $1 and lease_until > now()) as hours,
       (select floor(extract(epoch from until - now()))::integer from tour
        where worker_id = $1 and ended_at is null and until > now()) as tour`,
    [workerId],
  );
  const { hours, tour } = rows[0] ?? { hours: null, tour: null };
  return Math.min(Math.max((hours ?? usualLeaseHours) * 3_600, tour ?? 0), longestLeaseHours * 3_600);
}

/**
 * Sets for one worker how long her desks may work without the centre, for desks that ask before `until`; journalled in the house.
 * Team leads may do it for workers of their teams. False when there is no such account, or none of theirs.
 */
export async function setWorkerLease(
  database: Database,
  caller: Pick<Caller, 'workerId' | 'role'>,
  workerId: Id,
  lease: { hours: number; until: string },
): Promise<boolean> {
  return inTransaction(database, 'write', async (connection) => {
    if (!(await leadsWorker(connection, caller, workerId))) return false;
    const { rowCount } = await connection.query(
      'update account set lease_hours = $2, lease_until = $3 where worker_id = $1',
      [workerId, lease.hours, lease.until],
    );
    if (rowCount === 0) return false;
    const line = { action: 'account.leaseSet', targetKind: 'worker', targetId: workerId, reason: null };
    await journalInHouse(connection, caller.workerId, line, { workerId, ...lease });
    return true;
  });
}
