import type { Id } from '../../../../core/domain/ids.ts';
import type { Role } from '../../../../core/domain/levels.ts';
import type { Statement } from '../memory-database.ts';
import type { Transaction } from '../transaction.ts';
import { raiseAccessVersions } from './principals.ts';

type Body = { workerId?: Id; kind?: string; ownerId?: Id };

/** The body of a record that is not deleted. */
function bodyOf(transaction: Transaction, scopeId: Id, kind: string, id: Id): Body | null {
  const row = transaction.get(`record ${scopeId}`, `${kind}/${id}`);
  return row && !row.deleted && row.body !== null ? (JSON.parse(row.body) as Body) : null;
}

/** Scopes in which a worker holds a right of her own and whose record fits, in order. */
function heldBy(transaction: Transaction, workerId: Id, fits: (scopeId: Id) => boolean): { scope_id: Id }[] {
  const held = transaction
    .rows('grant')
    .filter(({ principalId, scopeId }) => principalId === workerId && fits(scopeId));
  return held
    .map(({ scopeId }) => ({ scope_id: scopeId }))
    .sort((left, right) => (left.scope_id < right.scope_id ? -1 : 1));
}

const day = 86_400_000;

/** Closes an account until when its desks may come, or opens it. Gives how many. */
export async function setClosing(transaction: Transaction, workerId: Id, until: number | null): Promise<number> {
  await transaction.lock('account', workerId);
  const account = transaction.get('account', workerId);
  if (account) transaction.put('account', workerId, { ...account, closingUntil: until });
  return account ? 1 : 0;
}

/** central/store/staff.ts: roles of accounts, and what people have. */
export const staffStatements: Record<string, Statement> = {
  'update account set role = $2, changed_at = now() where worker_id = $1': async (
    transaction,
    [workerId, role]: [Id, Role],
  ) => {
    await transaction.lock('account', workerId);
    const account = transaction.get('account', workerId);
    if (account) transaction.put('account', workerId, { ...account, role });
    return { rows: [] };
  },

  // central/store/accounts.ts
  [`update account set disabled = true, changed_at = now(), closed_by = $2,
       closing_until = clock_timestamp() + make_interval(days => $3) where worker_id = $1`]: async (
    transaction,
    [workerId, , days]: [Id, Id, number],
  ) => ({ rows: [], rowCount: await setClosing(transaction, workerId, transaction.now() + days * day) }),

  'update account set disabled = false, changed_at = now(), closing_until = null, closed_by = null where worker_id = $1':
    async (transaction, [workerId]: [Id]) => ({ rows: [], rowCount: await setClosing(transaction, workerId, null) }),

  'select role from account where worker_id = $1 and disabled': (transaction, [workerId]: [Id]) => {
    const account = transaction.get('account', workerId);
    return { rows: account && account.closingUntil !== null ? [{ role: account.role }] : [] };
  },

  [`select worker_id from account where role = 'administration' and not disabled order by worker_id limit 2`]: (
    transaction,
  ) => ({
    rows: transaction
      .rows('account')
      .filter(({ role, closingUntil }) => role === 'administration' && closingUntil === null)
      .map(({ workerId }) => ({ worker_id: workerId }))
      .sort((left, right) => (left.worker_id < right.worker_id ? -1 : 1))
      .slice(0, 2),
  }),

  [`select held.scope_id from scope_grant held
     join record on record.scope_id = held.scope_id and record.kind = 'caseFile' and record.id = held.scope_id
     where held.principal_id = $1::uuid and not record.deleted and record.body ->> 'workerId' = $1::uuid::text
     order by held.scope_id`]: (transaction, [workerId]: [Id]) => ({
    rows: heldBy(
      transaction,
      workerId,
      (scopeId) => bodyOf(transaction, scopeId, 'caseFile', scopeId)?.workerId === workerId,
    ),
  }),

  [`select held.scope_id from scope_grant held
     join record on record.scope_id = $2 and record.kind = 'inbox' and record.id = held.scope_id
     where held.principal_id = $1::uuid and not record.deleted
       and record.body ->> 'kind' = 'worker' and record.body ->> 'ownerId' = $1::uuid::text
     order by held.scope_id`]: (transaction, [workerId, houseId]: [Id, Id]) => ({
    rows: heldBy(transaction, workerId, (scopeId) => {
      const inbox = bodyOf(transaction, houseId, 'inbox', scopeId);
      return inbox?.kind === 'worker' && inbox.ownerId === workerId;
    }),
  }),

  [`select scope_id, level::text as level from scope_grant
     where principal_id = $1 and scope_id = any ($2::uuid[]) order by scope_id`]: (
    transaction,
    [principalId, scopeIds]: [Id, Id[]],
  ) => ({
    rows: [...scopeIds].sort().flatMap((scopeId) => {
      const held = transaction.get('grant', `${scopeId}/${principalId}`);
      return held ? [{ scope_id: scopeId, level: held.level }] : [];
    }),
  }),

  'delete from scope_grant where principal_id = $1 and scope_id = any ($2::uuid[])': async (
    transaction,
    [principalId, scopeIds]: [Id, Id[]],
  ) => {
    let isChanged = false;
    for (const scopeId of scopeIds) {
      const key = `${scopeId}/${principalId}`;
      await transaction.lock('grant', key);
      if (!transaction.get('grant', key)) continue;
      transaction.put('grant', key, null);
      isChanged = true;
    }
    if (isChanged) await raiseAccessVersions(transaction, [principalId]);
    return { rows: [] };
  },
};
