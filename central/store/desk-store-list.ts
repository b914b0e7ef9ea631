import type { DeskStore, DeskStores } from '../../core/contract/desk-stores.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Caller } from '../rules/batch.ts';
import type { Queryable } from './database.ts';
import { ledWorkers } from './led-workers.ts';
import { longestTourDays } from './tours.ts';

type StoreRow = {
  id: Id;
  worker_id: Id;
  device_name: string;
  made_at: Date;
  seen_at: Date;
  lease_until: Date | null;
  waiting_count: number | null;
  is_cleared: boolean | null;
  lost_at: Date | null;
  lost_by: Id | null;
  lost_reason: string | null;
  wiped_at: Date | null;
  wipe_report: { notDelivered: number } | null;
  brought_count: number;
  withdrawn_at: Date | null;
  withdrawn_reason: string | null;
};
type TourRow = { worker_id: Id; begun_at: Date; until: Date; reason: string };

/** The stores of everybody the caller decides about, those that are lost first, and who of them is away on a tour. */
export async function listDeskStores(
  database: Queryable,
  caller: Pick<Caller, 'workerId' | 'role'>,
): Promise<DeskStores> {
  // Null: everybody. Who leads sees her own desks, too.
  const workerIds =
    caller.role === 'teamLead' ? [caller.workerId, ...(await ledWorkers(database, caller.workerId))] : null;
  const stores = await database.query<StoreRow>(
    `select desk_store.*, cleared_version = version as is_cleared
     from desk_store left join access_version using (worker_id) where ($1::uuid[] is null or worker_id = any($1))
     order by (lost_at is not null and wiped_at is null) desc, seen_at desc, id`,
    [workerIds],
  );
  const tours = await database.query<TourRow>(
    `select worker_id, begun_at, until, reason from tour
     where ended_at is null and until > now() and ($1::uuid[] is null or worker_id = any($1)) order by until, worker_id`,
    [workerIds],
  );
  return {
    stores: stores.rows.map(storeOf),
    tours: tours.rows.map((row) => ({
      ...{ workerId: row.worker_id, reason: row.reason },
      ...{ begunAt: row.begun_at.toISOString(), until: row.until.toISOString() },
    })),
    longestDays: await longestTourDays(database),
  };
}

function storeOf(row: StoreRow): DeskStore {
  const state = row.wiped_at ? 'wiped' : row.lost_at ? 'lost' : 'inUse';
  return {
    ...{ storeId: row.id, workerId: row.worker_id, deviceName: row.device_name, waiting: row.waiting_count, state },
    isCleared: row.is_cleared,
    madeAt: row.made_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    leaseUntil: state === 'inUse' ? (row.lease_until?.toISOString() ?? null) : null,
    lost: lossOf(row),
    withdrawn: row.withdrawn_at && { at: row.withdrawn_at.toISOString(), reason: row.withdrawn_reason ?? '' },
  };
}

function lossOf(row: StoreRow): DeskStore['lost'] {
  if (!row.lost_at || !row.lost_by) return null;
  return {
    ...{ at: row.lost_at.toISOString(), by: row.lost_by, reason: row.lost_reason ?? '' },
    ...{ wipedAt: row.wiped_at?.toISOString() ?? null, broughtCount: row.brought_count },
    notDelivered: row.wipe_report?.notDelivered ?? null,
  };
}

/** Whose a store is; null when it is not known. */
export async function workerOfStore(database: Queryable, storeId: Id): Promise<Id | null> {
  const { rows } = await database.query<{ worker_id: Id }>('select worker_id from desk_store where id = $1', [storeId]);
  return rows[0]?.worker_id ?? null;
}

/** Whether a session works with a store just now. */
export async function isStoreOfSession(database: Queryable, storeId: Id, sessionId: Id): Promise<boolean> {
  const { rows } = await database.query('select 1 from session where id = $1 and store_id = $2', [sessionId, storeId]);
  return rows.length > 0;
}

/** Notes up to which version of her rights the store of a session has removed what was taken from its worker. */
export async function noteCleared(database: Queryable, sessionId: Id, version: number): Promise<void> {
  await database.query(
    `update desk_store set cleared_version = $2, cleared_at = now()
     where id = (select store_id from session where id = $1) and cleared_version is distinct from $2`,
    [sessionId, version],
  );
}
