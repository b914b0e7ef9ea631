import type { Id } from '../../../../core/domain/ids.ts';
import type { Statement } from '../memory-database.ts';
import type { MembershipRow } from '../tables.ts';
import type { Transaction } from '../transaction.ts';
import { raiseAccessVersions } from './principals.ts';

const nextEdge = `case when lower(valid) > clock_timestamp() then lower(valid)
  when upper(valid) > clock_timestamp() then upper(valid) end`;

/** When a membership begins or ends next, by the clock of the centre. */
function edgeAfter(one: Pick<MembershipRow, 'from' | 'to'>, now: number): number | null {
  if (one.from >= one.to) return null;
  if (one.from > now) return one.from;
  return one.to > now && one.to !== Number.POSITIVE_INFINITY ? one.to : null;
}

const keyOf = (one: Pick<MembershipRow, 'workerId' | 'principalId' | 'sourceId'>) =>
  `${one.workerId}/${one.principalId}/${one.sourceId ?? ''}`;

/** Writes a membership and raises the versions of those it concerns. */
export async function putMembership(
  transaction: Transaction,
  membership: Omit<MembershipRow, 'id' | 'nextEdge'>,
): Promise<void> {
  const key = keyOf(membership);
  await transaction.lock('membership', key);
  if (transaction.get('membership', key)) return;
  const id = transaction.rows('membership').length + 1;
  transaction.put('membership', key, { ...membership, id, nextEdge: edgeAfter(membership, transaction.now()) });
  await raiseAccessVersions(transaction, [membership.workerId]);
}

/** Takes a membership away at once, as administration does. */
export async function removeMembership(
  transaction: Transaction,
  membership: Pick<MembershipRow, 'workerId' | 'principalId' | 'sourceId'>,
): Promise<void> {
  const key = keyOf(membership);
  await transaction.lock('membership', key);
  if (!transaction.get('membership', key)) return;
  transaction.put('membership', key, null);
  await raiseAccessVersions(transaction, [membership.workerId]);
}

async function change(
  transaction: Transaction,
  isMeant: (one: MembershipRow) => boolean,
  changed: (one: MembershipRow) => MembershipRow,
): Promise<number> {
  const workers: Id[] = [];
  for (const found of transaction.rows('membership').filter(isMeant)) {
    await transaction.lock('membership', keyOf(found));
    const standing = transaction.get('membership', keyOf(found));
    if (!standing || !isMeant(standing)) continue;
    transaction.put('membership', keyOf(found), changed(standing));
    workers.push(standing.workerId);
  }
  await raiseAccessVersions(transaction, workers);
  return workers.length;
}

/** Ends memberships now, by the clock of the centre; those to come never begin. */
async function end(transaction: Transaction, isMeant: (one: MembershipRow) => boolean): Promise<void> {
  const now = transaction.now();
  await change(
    transaction,
    (one) => isMeant(one) && one.from < one.to,
    (one) =>
      one.from >= now
        ? { ...one, to: one.from, nextEdge: null }
        : { ...one, to: Math.min(one.to, now), nextEdge: null },
  );
}

/** central/store/access.ts: memberships that begin and end. */
export const rightStatements: Record<string, Statement> = {
  'select 1 from membership where next_edge <= clock_timestamp() limit 1': (transaction) => ({
    rows: transaction
      .rows('membership')
      .filter((one) => one.nextEdge !== null && one.nextEdge <= transaction.now())
      .slice(0, 1),
  }),

  [`update membership set next_edge = ${nextEdge}
     where id in (select id from membership where next_edge <= clock_timestamp() order by id for update)`]: async (
    transaction,
  ) => ({
    rows: [],
    rowCount: await change(
      transaction,
      (one) => one.nextEdge !== null && one.nextEdge <= transaction.now(),
      (one) => ({ ...one, nextEdge: edgeAfter(one, transaction.now()) }),
    ),
  }),

  [`with wanted as (
       select case when $5::timestamptz <= $7::timestamptz then least($5::timestamptz, clock_timestamp()) else $5::timestamptz end as begin
     ), ranged as (
       select tstzrange(begin, greatest($6::timestamptz, begin)) as valid from wanted
     )
     insert into membership (worker_id, principal_id, source_id, reason, valid, next_edge)
     select $1, $2, $3, $4, valid, ${nextEdge} from ranged
     on conflict do nothing`]: async (
    transaction,
    [workerId, principalId, sourceId, reason, from, to, at]: [Id, Id, Id, string, string, string, string],
  ) => {
    const wanted = Date.parse(from);
    const begin = wanted <= Date.parse(at) ? Math.min(wanted, transaction.now()) : wanted;
    const endsAt = to === 'infinity' ? Number.POSITIVE_INFINITY : Math.max(Date.parse(to), begin);
    await putMembership(transaction, { workerId, principalId, sourceId, reason, from: begin, to: endsAt });
    return { rows: [] };
  },

  [`update membership
     set valid = case when lower(valid) >= clock_timestamp() then 'empty'::tstzrange
                      else tstzrange(lower(valid), least(coalesce(upper(valid), 'infinity'), clock_timestamp())) end,
         next_edge = null
     where source_id = $1 and not isempty(valid)`]: async (transaction, [sourceId]: [Id]) => {
    await end(transaction, (one) => one.sourceId === sourceId);
    return { rows: [] };
  },

  [`update membership
     set valid = case when lower(valid) >= clock_timestamp() then 'empty'::tstzrange
                      else tstzrange(lower(valid), least(coalesce(upper(valid), 'infinity'), clock_timestamp())) end,
         next_edge = null
     where worker_id = $1 and principal_id = $2 and not isempty(valid)`]: async (
    transaction,
    [workerId, principalId]: [Id, Id],
  ) => {
    await end(transaction, (one) => one.workerId === workerId && one.principalId === principalId);
    return { rows: [] };
  },

  'insert into scope_deny (scope_id, worker_id, reason) values ($1, $2, $3) on conflict do nothing': async (
    transaction,
    [scopeId, workerId]: [Id, Id, string],
  ) => {
    await putDenial(transaction, scopeId, workerId, true);
    return { rows: [] };
  },

  'delete from scope_deny where scope_id = $1 and worker_id = $2': async (
    transaction,
    [scopeId, workerId]: [Id, Id],
  ) => {
    await putDenial(transaction, scopeId, workerId, false);
    return { rows: [] };
  },
};

/** Shuts a worker out of a scope or lets her in again, and raises her version when that changes anything. */
async function putDenial(transaction: Transaction, scopeId: Id, workerId: Id, isDenied: boolean): Promise<void> {
  const key = `${scopeId}/${workerId}`;
  await transaction.lock('deny', key);
  if (Boolean(transaction.get('deny', key)) === isDenied) return;
  transaction.put('deny', key, isDenied ? { scopeId, workerId } : null);
  await raiseAccessVersions(transaction, [workerId]);
}
