import { createHash } from 'node:crypto';
import { type AccessAction, type AccessEvent, accessEventText, chainStart } from '../core/contract/access-events.ts';
import type { Id } from '../core/domain/ids.ts';
import type { Moment } from '../core/domain/moments.ts';
import { idBytes, idText } from './record-tables.ts';
import { all, first, inTransaction, type ReadableDb, run, type WritableDb } from './sql.ts';

/** Looking at the same thing again within this time is one look. Printing and saving always count. */
const oneLook = 10 * 60_000;
const looks: ReadonlySet<AccessAction> = new Set(['opened', 'read']);

export type Access = { action: AccessAction; scopeId: Id; targetId: Id };
type Chain = { id: Id; count: number; hash: string };

/** Records that somebody looked at something here, in the chain of this store. False when it is the same look as before. */
export function recordAccess(db: WritableDb, access: Access, now: Moment, newId: () => Id): boolean {
  return inTransaction(db, () => {
    if (looks.has(access.action) && isSameLook(db, access, now)) return false;
    const chain = readChain(db) ?? { id: newId(), count: 0, hash: chainStart };
    const open = { id: newId(), chainId: chain.id, number: chain.count + 1, at: now, ...access, prev: chain.hash };
    const hash = createHash('sha256').update(accessEventText(open)).digest('hex');
    run(
      db,
      `INSERT INTO access_event (id, chain_id, number, at, action, scope_id, target_id, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      idBytes(open.id),
      idBytes(chain.id),
      open.number,
      now,
      access.action,
      idBytes(access.scopeId),
      idBytes(access.targetId),
      open.prev,
      hash,
    );
    writeChain(db, { id: chain.id, count: open.number, hash });
    return true;
  });
}

function isSameLook(db: ReadableDb, { action, targetId }: Access, now: Moment): boolean {
  const since = new Date(Date.parse(now) - oneLook).toISOString();
  const found = first(
    db,
    'SELECT 1 FROM access_event WHERE target_id = ? AND action = ? AND at > ? AND at <= ? LIMIT 1',
    idBytes(targetId),
    action,
    since,
    now,
  );
  return found !== undefined;
}

/** Whether anybody has looked at something at this desk, as far as looks are kept. */
export function isAccessRecorded(db: ReadableDb, targetId: Id): boolean {
  return first(db, 'SELECT 1 FROM access_event WHERE target_id = ? LIMIT 1', idBytes(targetId)) !== undefined;
}

function readChain(db: ReadableDb): Chain | null {
  const row = first<{ id: Uint8Array; count: number; hash: string }>(db, 'SELECT id, count, hash FROM access_chain');
  return row ? { ...row, id: idText(row.id) } : null;
}

function writeChain(db: WritableDb, { id, count, hash }: Chain): void {
  run(db, 'INSERT OR REPLACE INTO access_chain (row, id, count, hash) VALUES (1, ?, ?, ?)', idBytes(id), count, hash);
}

/** The centre has seen the same chain from another copy of this store: from now on this one has its own. */
export function beginAccessChain(db: WritableDb, id: Id): void {
  writeChain(db, { id, count: 0, hash: chainStart });
}

type EventRow = { id: Uint8Array; chain_id: Uint8Array; scope_id: Uint8Array; target_id: Uint8Array } & Pick<
  AccessEvent,
  'number' | 'at' | 'action' | 'prev' | 'hash'
>;

/** Events the centre does not have yet, oldest first. */
export function waitingAccess(db: ReadableDb, limit: number): AccessEvent[] {
  const rows = all<EventRow>(
    db,
    `SELECT id, chain_id, number, at, action, scope_id, target_id, prev, hash FROM access_event
     WHERE is_sent = 0 ORDER BY row LIMIT ?`,
    limit,
  );
  return rows.map(({ chain_id, scope_id, target_id, ...row }) => ({
    ...row,
    id: idText(row.id),
    chainId: idText(chain_id),
    scopeId: idText(scope_id),
    targetId: idText(target_id),
  }));
}

/** The centre has these; they stay for a month, in case it is set back to a copy from before. */
export function noteAccessSent(db: WritableDb, ids: readonly Id[], now: Moment): void {
  const monthAgo = new Date(Date.parse(now) - 30 * 86_400_000).toISOString();
  inTransaction(db, () => {
    for (const id of ids) run(db, 'UPDATE access_event SET is_sent = 1 WHERE id = ?', idBytes(id));
    run(db, 'DELETE FROM access_event WHERE is_sent = 1 AND at < ?', monthAgo);
  });
}

/** The centre was set back: everything that is still here is sent again; it knows what it has by its id. */
export function sendAccessAgain(db: WritableDb): void {
  run(db, 'UPDATE access_event SET is_sent = 0');
}
