import { randomUUID } from 'node:crypto';
import { type Id, derivedId } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { disableAccount } from '../store/accounts.ts';
import { type Database, inTransaction, type Queryable } from '../store/database.ts';
import type { Caller } from './batch.ts';
import { type OfficeCommand, runOfficeCommands } from './office-commands.ts';
import type { News } from './push.ts';
import { lackOfStaff } from './staff.ts';

/** Whether somebody is in the directory of the house, and open there; null when she is not in it. */
async function isActiveInHouse(database: Queryable, workerId: Id): Promise<boolean | null> {
  const { rows } = await database.query<{ is_active: boolean }>(
    `select (body ->> 'isActive')::boolean as is_active from record
     where scope_id = $1 and kind = 'worker' and id = $2 and not deleted`,
    [houseScopeId, workerId],
  );
  return rows[0]?.is_active ?? null;
}

/** Closes an account by interface, in the directory as well where it stands there. `outcome`: a German sentence where it is refused. */
export async function closeInHouse(
  database: Database,
  caller: Caller,
  workerId: Id,
): Promise<{ outcome: string; news: News | null }> {
  return inTransaction(database, 'write', async (connection, atCommit) => {
    if ((await isActiveInHouse(connection, workerId)) === null) {
      const isDone = await disableAccount(connection, caller.workerId, workerId);
      return { outcome: isDone ? 'done' : 'notFound', news: null };
    }
    const lack = await lackOfStaff(connection, [{ change: 'closeAccount', workerId, by: caller.workerId }]);
    if (lack) return { outcome: lack.message, news: null };
    const args = { workerId, reason: 'Konto über die Schnittstelle geschlossen' };
    const { results, news } = await runOfficeCommands({ connection, atCommit }, caller, {
      ...{ clientId: houseScopeId, at: new Date().toISOString() },
      commands: [{ id: derivedId(randomUUID() as Id, 'close'), name: 'closeWorker', args } satisfies OfficeCommand],
    });
    const [result] = results;
    return { outcome: result?.outcome === 'done' ? 'done' : (result?.message ?? 'notFound'), news };
  });
}

/** An account that was given anew by interface is open in the directory again, too; null when it was not closed there. */
export async function reopenInHouse(database: Database, caller: Caller, workerId: Id): Promise<News | null> {
  return inTransaction(database, 'write', async (connection, atCommit) => {
    if ((await isActiveInHouse(connection, workerId)) !== false) return null;
    const args = { workerId, reason: 'Konto über die Schnittstelle neu vergeben' };
    const { news } = await runOfficeCommands({ connection, atCommit }, caller, {
      ...{ clientId: houseScopeId, at: new Date().toISOString() },
      commands: [{ id: derivedId(randomUUID() as Id, 'open'), name: 'reopenWorker', args } satisfies OfficeCommand],
    });
    return news;
  });
}
