import type { AccessChange, Accepted, RecordWrite } from '../../core/commands/rule.ts';
import type { Id } from '../../core/domain/ids.ts';
import { addMembership, deny, endDenial, endMembership, leavePrincipal } from '../store/access.ts';
import { closeAccount, reopenAccount } from '../store/accounts.ts';
import { chainLine, type Occasion } from '../store/journal.ts';
import { type Body, markKey, rowDigest } from '../store/records.ts';
import { grant, type LockedScope, lockScopes, makeScopes, revoke } from '../store/scopes.ts';
import { setRole } from '../store/staff.ts';
import type { Batch } from './batch.ts';
import { moveToTeam } from './staff.ts';
import { tellStation } from './tell-station.ts';

/** A rule wrote where it may not: a mistake in the rule, not of the worker. */
export class RuleMistakeError extends Error {}
/** The scope to be made exists already. */
export class ScopeTakenError extends Error {}

function lockedScope(batch: Batch, scopeId: Id): LockedScope {
  const scope = batch.scopes.get(scopeId);
  if (!scope) throw new RuleMistakeError('a rule touched a scope it did not name in needs()');
  return scope;
}

/** Carries an accepted command out; returns the new heads. Journal lines are gathered and written with the batch. */
export async function applyAccepted(
  batch: Batch,
  decision: Accepted,
  occasion: Occasion,
): Promise<{ scopeId: Id; ver: number }[]> {
  for (const change of decision.access) {
    if (change.change === 'createScope') await createScope(batch, change);
  }
  const heads = await applyWrites(batch, decision.writes);
  for (const { scopeId, action, targetKind, targetId, reason } of decision.journal) {
    batch.dirty.add(scopeId);
    const line = { action, targetKind, targetId, reason: reason ?? null };
    batch.lines.push(chainLine(lockedScope(batch, scopeId), line, occasion));
  }
  for (const change of decision.access) await changeRight(batch, change, occasion);
  for (const change of decision.station) {
    if (!occasion.commandId) throw new RuleMistakeError('the scan station is told something by no command');
    await tellStation(batch.connection, occasion.commandId, change);
  }
  if (decision.access.length > 0) {
    batch.levels = null;
    batch.hasAccessChanged = true;
  }
  return heads;
}

async function createScope(batch: Batch, change: AccessChange & { change: 'createScope' }): Promise<void> {
  const made = await makeScopes(batch.connection, [{ id: change.scopeId, kind: change.kind }]);
  if (!made.has(change.scopeId)) throw new ScopeTakenError();
  await grant(
    batch.connection,
    change.grants.map((one) => ({ ...one, scopeId: change.scopeId })),
  );
  for (const [id, scope] of await lockScopes(batch.connection, [change.scopeId])) batch.scopes.set(id, scope);
}

async function changeRight(batch: Batch, change: AccessChange, occasion: Occasion): Promise<void> {
  const { connection } = batch;
  if (change.change === 'addMembership') await addMembership(connection, { ...change, at: occasion.atDesk });
  if (change.change === 'endMembership') await endMembership(connection, change.sourceId);
  if (change.change === 'grantScope') await grant(connection, [change]);
  if (change.change === 'revokeScope') await revoke(connection, change);
  if (change.change === 'deny') await deny(connection, change);
  if (change.change === 'endDenial') await endDenial(connection, change);
  if (change.change === 'leavePrincipal') await leavePrincipal(connection, change);
  if (change.change === 'setRole') await setRole(connection, change);
  if (change.change === 'closeAccount') await closeAccount(connection, change.workerId, change.by);
  if (change.change === 'reopenAccount') await reopenAccount(connection, change.workerId);
  if (change.change === 'moveToTeam') await moveToTeam(batch, change, occasion);
}

async function applyWrites(batch: Batch, writes: RecordWrite[]): Promise<{ scopeId: Id; ver: number }[]> {
  const lastWrites = [...new Map(writes.map((write) => [markKey(write), write])).values()];
  if (lastWrites.length === 0) return [];
  const { records } = batch;
  await records.load(lastWrites);
  // What never was needs no tombstone.
  const effective = lastWrites.filter((write) => write.body !== null || records.known(write)?.deleted === false);
  const heads = new Map<Id, number>();
  for (const { scopeId } of effective) heads.set(scopeId, lockedScope(batch, scopeId).head + 1);
  const rows = effective.map(({ scopeId, kind, id, body }) => {
    const row = { scopeId, kind, id, ver: heads.get(scopeId) ?? 0, body: body as Body | null };
    return { ...row, h: rowDigest(row) };
  });
  for (const row of rows) {
    const scope = lockedScope(batch, row.scopeId);
    const before = records.known(row);
    scope.digest = BigInt.asUintN(64, scope.digest + row.h - (before?.h ?? 0n));
    if (!before) scope.rowCount += 1;
  }
  records.write(rows);
  return [...heads].map(([scopeId, ver]) => {
    if (!batch.headsBefore.has(scopeId)) batch.headsBefore.set(scopeId, ver - 1);
    lockedScope(batch, scopeId).head = ver;
    batch.moved.add(scopeId);
    batch.dirty.add(scopeId);
    return { scopeId, ver };
  });
}
