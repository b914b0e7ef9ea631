import type { Id } from '../../core/domain/ids.ts';
import type { Level, Role } from '../../core/domain/levels.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import type { Queryable } from './database.ts';

// What people in the house are and have, for administration. All of it happens under the lock of the house.

/** Gives an account another role; from its next request on it counts. Who has no account has only her entry in the directory. */
export async function setRole(database: Queryable, { workerId, role }: { workerId: Id; role: Role }): Promise<void> {
  await database.query('update account set role = $2, changed_at = now() where worker_id = $1', [workerId, role]);
}

/** True for the only account of administration that is open. */
export async function isLastAdministrator(database: Queryable, workerId: Id): Promise<boolean> {
  const { rows } = await database.query<{ worker_id: Id }>(
    `select worker_id from account where role = 'administration' and not disabled order by worker_id limit 2`,
  );
  return rows.length === 1 && rows[0]?.worker_id === workerId;
}

/** The case files somebody is responsible for. */
export async function caseFilesOf(database: Queryable, workerId: Id): Promise<Id[]> {
  const { rows } = await database.query<{ scope_id: Id }>(
    `select held.scope_id from scope_grant held
     join record on record.scope_id = held.scope_id and record.kind = 'caseFile' and record.id = held.scope_id
     where held.principal_id = $1::uuid and not record.deleted and record.body ->> 'workerId' = $1::uuid::text
     order by held.scope_id`,
    [workerId],
  );
  return rows.map((row) => row.scope_id);
}

/** The Postkörbe that are somebody's own. */
export async function ownInboxesOf(database: Queryable, workerId: Id): Promise<Id[]> {
  const { rows } = await database.query<{ scope_id: Id }>(
    `select held.scope_id from scope_grant held
     join record on record.scope_id = $2 and record.kind = 'inbox' and record.id = held.scope_id
     where held.principal_id = $1::uuid and not record.deleted
       and record.body ->> 'kind' = 'worker' and record.body ->> 'ownerId' = $1::uuid::text
     order by held.scope_id`,
    [workerId, houseScopeId],
  );
  return rows.map((row) => row.scope_id);
}

/** The right of a principal in each of these scopes; those without are missing. */
export async function grantsOf(
  database: Queryable,
  principalId: Id,
  scopeIds: readonly Id[],
): Promise<{ scopeId: Id; level: Level }[]> {
  const { rows } = await database.query<{ scope_id: Id; level: Level }>(
    `select scope_id, level::text as level from scope_grant
     where principal_id = $1 and scope_id = any ($2::uuid[]) order by scope_id`,
    [principalId, scopeIds],
  );
  return rows.map(({ scope_id: scopeId, level }) => ({ scopeId, level }));
}

/** Takes the right of a principal in all of these scopes away. */
export async function revokeAll(database: Queryable, principalId: Id, scopeIds: readonly Id[]): Promise<void> {
  await database.query('delete from scope_grant where principal_id = $1 and scope_id = any ($2::uuid[])', [
    principalId,
    scopeIds,
  ]);
}
