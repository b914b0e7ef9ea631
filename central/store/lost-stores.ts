import { randomBytes } from 'node:crypto';
import type { LostStore } from '../../core/contract/escrow.ts';
import type { Id } from '../../core/domain/ids.ts';
import { readManifest } from './access.ts';
import { type Connection, type Database, inTransaction, type Queryable } from './database.ts';
import { journalInHouse } from './house-journal.ts';
import { tokenHash } from './sessions.ts';

export type LostMark = { storeId?: Id | undefined; workerId?: Id | undefined; reason: string };

/**
 * Marks a store, or all stores of a worker, as lost: their shares are destroyed, their sessions end, and what lay on them is noted until
 * the desk says that it is wiped. Journalled in the house. Gives the stores that were marked; those that were marked before stay as they are.
 */
export async function markLost(database: Database, actorId: Id, mark: LostMark): Promise<Id[]> {
  return inTransaction(database, 'write', async (connection) => {
    const { rows } = await connection.query<{ id: Id; worker_id: Id }>(
      `select id, worker_id from desk_store where (id = $1 or worker_id = $2) and lost_at is null and wiped_at is null order by id for update`,
      [mark.storeId ?? null, mark.workerId ?? null],
    );
    for (const { id, worker_id: workerId } of rows) await markOne(connection, actorId, { id, workerId }, mark.reason);
    if (mark.workerId) await endSessions(connection, 'worker_id', mark.workerId);
    return rows.map((row) => row.id);
  });
}

type Marked = { id: Id; workerId: Id; isFarewell?: boolean };

async function markOne(connection: Connection, actorId: Id, store: Marked, reason: string): Promise<void> {
  const isFarewell = store.isFarewell === true;
  await connection.query(
    `update desk_store set share = null, lost_at = now(), lost_by = $2, lost_reason = $3, wipe_order = $4, is_farewell = $5,
       withdrawn_at = null, withdrawn_reason = null where id = $1`,
    [store.id, actorId, reason, randomBytes(32).toString('base64url'), isFarewell],
  );
  const { scopes } = await readManifest(connection, store.workerId, 0);
  await connection.query(
    'insert into lost_scope (store_id, scope_id) select $1, unnest($2::uuid[]) on conflict do nothing',
    [store.id, scopes.map((scope) => scope.scopeId)],
  );
  await endSessions(connection, 'store_id', store.id);
  const action = isFarewell ? 'store.farewell' : 'store.lost';
  const line = { action, targetKind: 'worker', targetId: store.workerId, reason };
  await journalInHouse(connection, actorId, line, { storeId: store.id, workerId: store.workerId, reason });
}

async function endSessions(connection: Connection, column: 'store_id' | 'worker_id', id: Id): Promise<void> {
  await connection.query(
    `update session set revoked_at = now(), revoke_reason = 'store lost' where ${column} = $1 and revoked_at is null`,
    [id],
  );
}

/**
 * The store of a closed account is wiped next: nothing waits on it any more (`isEmpty`), or the time to hand it over has passed, and what
 * lies sealed beside it comes first. Nothing happens where it is open or its time is not over. Journalled in the house.
 */
export async function markFarewell(database: Database, storeId: Id, isEmpty: boolean): Promise<void> {
  await inTransaction(database, 'write', async (connection) => {
    const { rows } = await connection.query<{ worker_id: Id; closed_by: Id }>(
      `select store.worker_id, account.closed_by from desk_store store join account on account.worker_id = store.worker_id
       where store.id = $1 and store.lost_at is null and store.wiped_at is null and account.disabled
         and account.closed_by is not null and ($2 or account.closing_until <= clock_timestamp()) for update of store`,
      [storeId, isEmpty],
    );
    const [row] = rows;
    if (!row) return;
    const store = { id: storeId, workerId: row.worker_id, isFarewell: true };
    await markOne(connection, row.closed_by, store, 'Konto geschlossen');
  });
}

/**
 * Takes back the report of a loss whose desk has not answered: the store gets a new share, its worker may log in again. What its desk
 * hands over all the same, because it was told before, is taken as before. False when there is none. Journalled in the house.
 */
export async function withdrawLost(database: Database, actorId: Id, storeId: Id, reason: string): Promise<boolean> {
  return inTransaction(database, 'write', async (connection) => {
    const { rows } = await connection.query<{ worker_id: Id }>(
      `update desk_store set lost_at = null, share = $2, withdrawn_at = now(), withdrawn_reason = $3
       where id = $1 and lost_at is not null and wiped_at is null returning worker_id`,
      [storeId, randomBytes(32), reason],
    );
    const workerId = rows[0]?.worker_id;
    if (!workerId) return false;
    await connection.query('delete from lost_scope where store_id = $1', [storeId]);
    const line = { action: 'store.lostWithdrawn', targetKind: 'worker', targetId: workerId, reason };
    await journalInHouse(connection, actorId, line, { storeId, workerId, reason });
    return true;
  });
}

/** Notes how many sealed commands came from a store before it is wiped. */
export async function noteBrought(database: Queryable, order: string, count: number): Promise<void> {
  await database.query('update desk_store set brought_count = brought_count + $2 where wipe_order = $1', [
    order,
    count,
  ]);
}

/** `isFarewell`: because its worker's account is closed, not because it is lost. */
export type WipeOrder = { order: string; isFarewell: boolean };

/** The order to wipe a store; null when it is not lost, or not known. */
export async function wipeOrderOf(database: Queryable, storeId: Id): Promise<WipeOrder | null> {
  const { rows } = await database.query<WipeOrder>(
    'select wipe_order as order, is_farewell as "isFarewell" from desk_store where id = $1 and lost_at is not null',
    [storeId],
  );
  return rows[0] ?? null;
}

/** The order for the store that a refresh token was given to; null when that is not lost. */
export async function wipeOrderOfToken(database: Queryable, refreshToken: string): Promise<WipeOrder | null> {
  const { rows } = await database.query<WipeOrder>(
    `select store.wipe_order as order, store.is_farewell as "isFarewell" from refresh_token token join session on session.id = token.session_id
     join desk_store store on store.id = session.store_id where token.hash = $1 and store.lost_at is not null`,
    [tokenHash(refreshToken)],
  );
  return rows[0] ?? null;
}

/** Whose store is to be wiped by this order; null for an order that was never given. */
export async function ownerOfLost(database: Queryable, order: string): Promise<Id | null> {
  const text = 'select worker_id from desk_store where wipe_order = $1';
  return (await database.query<{ worker_id: Id }>(text, [order])).rows[0]?.worker_id ?? null;
}

/** The desk says that it has wiped a store; journalled in the name of whoever ordered it. False for an order that was never given. */
export async function noteWiped(database: Database, order: string, report: { notDelivered: number }): Promise<boolean> {
  return inTransaction(database, 'write', async (connection) => {
    const { rows } = await connection.query<{ id: Id; worker_id: Id; lost_by: Id; wiped_at: Date | null }>(
      'select id, worker_id, lost_by, wiped_at from desk_store where wipe_order = $1 for update',
      [order],
    );
    const store = rows[0];
    if (!store || store.wiped_at) return store !== undefined;
    await connection.query('update desk_store set wiped_at = now(), wipe_report = $2 where id = $1', [
      store.id,
      JSON.stringify(report),
    ]);
    await connection.query('update lost_scope set acknowledged_at = now() where store_id = $1', [store.id]);
    const line = { action: 'store.wiped', targetKind: 'worker', targetId: store.worker_id, reason: null };
    await journalInHouse(connection, store.lost_by, line, { storeId: store.id, ...report });
    return true;
  });
}

type LostRow = {
  id: Id;
  worker_id: Id;
  device_name: string;
  seen_at: Date;
  lost_at: Date;
  lost_by: Id;
  lost_reason: string;
  wiped_at: Date | null;
  scope_ids: Id[];
};

/** All lost stores, the newest first, with the scopes whose wiping no desk has acknowledged. */
export async function listLostStores(database: Queryable): Promise<LostStore[]> {
  const { rows } = await database.query<LostRow>(
    `select store.*, array(select scope_id from lost_scope where store_id = store.id and acknowledged_at is null order by 1) as scope_ids
     from desk_store store where lost_at is not null order by lost_at desc, id`,
  );
  return rows.map((row) => ({
    storeId: row.id,
    workerId: row.worker_id,
    deviceName: row.device_name,
    seenAt: row.seen_at.toISOString(),
    lostAt: row.lost_at.toISOString(),
    lostBy: row.lost_by,
    reason: row.lost_reason,
    wipedAt: row.wiped_at?.toISOString() ?? null,
    openScopeIds: row.scope_ids,
  }));
}
