import type { AccessChange } from '../../core/commands/rule.ts';
import type { MemoryCentre } from './memory-centre.ts';

/** Names a row within its scope. */
export const rowKey = (kind: string, id: string) => `${kind}/${id}`;
const never = '9999-12-31T00:00:00.000Z';

/** Changes rights as the centre does; the caller tells that they are other ones now. */
export function changeAccess(centre: MemoryCentre, change: AccessChange, now: string): void {
  if (change.change === 'createScope') {
    centre.addScope(
      change.scopeId,
      change.kind,
      change.grants.map(({ principalId, level }) => [principalId, level]),
    );
  }
  if (change.change === 'addMembership') centre.state.memberships.push({ ...change, to: change.to ?? never });
  if (change.change === 'endMembership') {
    for (const one of centre.state.memberships) if (one.sourceId === change.sourceId) one.to = change.at;
  }
  if (change.change === 'grantScope') centre.scope(change.scopeId).grants.set(change.principalId, change.level);
  if (change.change === 'revokeScope') centre.scope(change.scopeId).grants.delete(change.principalId);
  if (change.change === 'deny') centre.state.denials.add(`${change.scopeId}/${change.workerId}`);
  if (change.change === 'endDenial') centre.state.denials.delete(`${change.scopeId}/${change.workerId}`);
  if (change.change === 'leavePrincipal') {
    const { workerId, principalId } = change;
    for (const one of centre.state.memberships) {
      if (one.workerId === workerId && one.principalId === principalId) one.to = now;
    }
  }
  if (change.change === 'setRole') {
    const account = centre.accounts.find(({ workerId }) => workerId === change.workerId);
    if (account) account.role = change.role;
  }
  if (change.change === 'moveToTeam') moveToTeam(centre, change);
}

function moveToTeam(
  centre: MemoryCentre,
  { workerId, from, to, formerId }: Extract<AccessChange, { change: 'moveToTeam' }>,
): void {
  for (const { id, grants, rows } of centre.state.scopes.values()) {
    const level = from === null ? 'write' : grants.get(from);
    if (rows.get(rowKey('caseFile', id))?.body?.['workerId'] !== workerId || !level) continue;
    if (from !== null) grants.set(formerId, level).delete(from);
    if (to !== null) grants.set(to, level);
  }
}
