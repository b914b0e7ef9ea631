import type { Id } from '../../../../core/domain/ids.ts';
import { type Level, levels } from '../../../../core/domain/levels.ts';
import { everyonePrincipalId } from '../../../../core/domain/standing-ids.ts';
import type { MembershipRow, ScopeRow } from '../tables.ts';
import type { Transaction } from '../transaction.ts';

// The functions of central/migrations/0001-store.sql: who somebody is at a moment, and whose rights a change concerns.

const deepest = 8;
const hour = 3_600_000;
const isEmpty = (one: MembershipRow) => one.from >= one.to;

/** effective_principals: everything a worker is, and until when. */
export function principalsOf(transaction: Transaction, workerId: Id, moment = transaction.now()): Map<Id, number> {
  const found = new Map<Id, number>([
    [workerId, Number.POSITIVE_INFINITY],
    [everyonePrincipalId, Number.POSITIVE_INFINITY],
  ]);
  const memberships = transaction.rows('membership');
  if (memberships.length === 0) return found;
  let newest: [Id, number][] = [[workerId, Number.POSITIVE_INFINITY]];
  for (let depth = 0; depth < deepest && newest.length > 0; depth += 1) {
    const next: [Id, number][] = [];
    for (const [id, until] of newest) {
      for (const one of memberships) {
        if (one.workerId !== id || isEmpty(one) || one.from > moment || one.to <= moment) continue;
        const end = Math.min(until, one.to);
        if ((found.get(one.principalId) ?? -1) >= end) continue;
        found.set(one.principalId, end);
        next.push([one.principalId, end]);
      }
    }
    newest = next;
  }
  return found;
}

/** Everything a worker is or was within the last half year; see levelsHeldLately. Without everyone, whose right never ends. */
export function latePrincipalsOf(transaction: Transaction, workerId: Id): Map<Id, number> {
  const found = new Map<Id, number>([[workerId, Number.POSITIVE_INFINITY]]);
  const since = transaction.now() - 180 * 24 * hour;
  for (const [id] of found) {
    for (const one of transaction.rows('membership')) {
      const isHers = one.workerId === id && !isEmpty(one) && one.from <= transaction.now() && one.to > since;
      if (isHers && !found.has(one.principalId)) found.set(one.principalId, Number.POSITIVE_INFINITY);
    }
  }
  return found;
}

/** workers_behind: all accounts whose rights may depend on these principals. */
function workersBehind(transaction: Transaction, principals: readonly Id[]): Id[] {
  const behind = new Set<Id>(principals);
  const toVisit = [...behind];
  const memberships = transaction.rows('membership');
  for (let id = toVisit.pop(); id !== undefined; id = toVisit.pop()) {
    for (const one of memberships) {
      const isOver = isEmpty(one) || one.to <= transaction.now() - hour;
      if (one.principalId !== id || isOver || behind.has(one.workerId)) continue;
      behind.add(one.workerId);
      toVisit.push(one.workerId);
    }
  }
  const everybody = principals.includes(everyonePrincipalId);
  const accounts = transaction.rows('account').map(({ workerId }) => workerId);
  return accounts.filter((workerId) => everybody || behind.has(workerId)).sort();
}

/** raise_access_version, as the triggers of rights call it. */
export async function raiseAccessVersions(transaction: Transaction, principals: readonly Id[]): Promise<void> {
  if (principals.length === 0) return;
  for (const workerId of workersBehind(transaction, principals)) {
    await transaction.lock('accessVersion', workerId);
    const before = transaction.get('accessVersion', workerId)?.version ?? 0;
    transaction.put('accessVersion', workerId, { workerId, version: before + 1, lastXid: transaction.ownXid() });
  }
}

/** The condition `permitted` of central/store/access.ts. */
export function isPermitted(transaction: Transaction, scope: ScopeRow, workerId: Id): boolean {
  if (scope.kind === 'u' && scope.id !== workerId) return false;
  return transaction.get('deny', `${scope.id}/${workerId}`) === undefined;
}

export type Held = { level: Level; until: number };

/** The highest level each scope is held with through these principals, without denials; and until when, as `max(until)` says. */
export function heldLevels(transaction: Transaction, principals: Map<Id, number>, least: Level): Map<Id, Held> {
  const held = new Map<Id, Held>();
  for (const { scopeId, principalId, level } of transaction.rows('grant')) {
    const until = principals.get(principalId);
    if (until === undefined || levels.indexOf(level) < levels.indexOf(least)) continue;
    const before = held.get(scopeId);
    const isHigher = !before || levels.indexOf(level) > levels.indexOf(before.level);
    held.set(scopeId, {
      level: isHigher ? level : before.level,
      until: Math.max(until, before?.until ?? 0),
    });
  }
  return held;
}
