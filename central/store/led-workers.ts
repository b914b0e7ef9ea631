import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import type { Caller } from '../rules/batch.ts';
import type { Queryable } from './database.ts';

/** The workers of the teams somebody leads: a team's leads act under the team's own id; who belongs to it is in the directory. */
export async function ledWorkers(database: Queryable, leadId: Id): Promise<Id[]> {
  const { rows } = await database.query<{ id: Id }>(
    `select record.id from record
     join effective_principals($1, statement_timestamp()) mine on mine.principal_id::text = record.body ->> 'teamId'
     where record.scope_id = $2 and record.kind = 'worker' and not record.deleted`,
    [leadId, houseScopeId],
  );
  return rows.map(({ id }) => id);
}

/** Whether somebody decides about the desks of a worker: administration, and who leads her team. */
export async function leadsWorker(
  database: Queryable,
  caller: Pick<Caller, 'workerId' | 'role'>,
  workerId: Id,
): Promise<boolean> {
  if (caller.role === 'administration') return true;
  return caller.role === 'teamLead' && (await ledWorkers(database, caller.workerId)).includes(workerId);
}
