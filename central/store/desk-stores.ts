import { randomBytes } from 'node:crypto';
import { longestLeaseHours, usualLeaseHours } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import type { Caller } from '../rules/batch.ts';
import { type Database, inTransaction, type Queryable } from './database.ts';
import { type EscrowKey, escrowKey } from './escrow.ts';
import { journalInHouse } from './house-journal.ts';

const shareLength = 32;

export type GivenLease = { share: Buffer; seconds: number; escrowKey: EscrowKey };

/**
 * The centre's share of the key of a desk's store, made when the id is new, and for how many seconds the desk may keep it. From now on
 * the caller's session belongs to that store. Null when the id is another worker's or the store is lost.
 */
export async function giveLease(
  database: Database,
  caller: Caller,
  store: { storeId: Id; deviceName: string },
): Promise<GivenLease | null> {
  return inTransaction(database, 'write', async (connection) => {
    const { rows } = await connection.query<{ share: Buffer }>(
      `insert into desk_store as known (id, worker_id, share, device_name) values ($1, $2, $3, $4)
       on conflict (id) do update set seen_at = now(), device_name = excluded.device_name where known.worker_id = $2 and known.lost_at is null
       returning share`,
      [store.storeId, caller.workerId, randomBytes(shareLength), store.deviceName],
    );
    const share = rows[0]?.share;
    if (!share) return null;
    await connection.query('update session set store_id = $2 where id = $1 and store_id is distinct from $2', [
      caller.sessionId,
      store.storeId,
    ]);
    const seconds = await leaseSeconds(connection, caller.workerId);
    return { share, seconds, escrowKey: await escrowKey(connection) };
  });
}

async function leaseSeconds(database: Queryable, workerId: Id): Promise<number> {
  const { rows } = await database.query<{ hours: number | null }>(
    'select lease_hours as hours from account where worker_id = $1 and lease_until > now()',
    [workerId],
  );
  return Math.min(rows[0]?.hours ?? usualLeaseHours, longestLeaseHours) * 3_600;
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
    if (caller.role !== 'administration' && !(await leads(connection, caller.workerId, workerId))) return false;
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

/** A team's leads act under the team's own id; which team somebody belongs to is in the directory. */
async function leads(database: Queryable, leadId: Id, workerId: Id): Promise<boolean> {
  const { rowCount } = await database.query(
    `select 1 from record
     join effective_principals($1, statement_timestamp()) mine on mine.principal_id::text = record.body ->> 'teamId'
     where record.scope_id = $3 and record.kind = 'worker' and record.id = $2 and not record.deleted`,
    [leadId, workerId, houseScopeId],
  );
  return (rowCount ?? 0) > 0;
}
