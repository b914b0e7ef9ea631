import type { Id } from '../../core/domain/ids.ts';
import { type Connection, type Database, inTransaction, type Queryable } from '../store/database.ts';
import { officeOccasion } from '../store/house-journal.ts';
import { chainLine, writeLines } from '../store/journal.ts';
import { lockScopes, saveScopes } from '../store/scopes.ts';

/** What a machine did with a case file, as its journal says. */
export type MachineRead = 'caseFile.lookedUp' | 'caseFile.coverRead' | 'caseFile.documentsListed' | 'caseFile.found';

/** Of these case files those that a machine may read now. */
export async function readableBy(database: Queryable, machineId: Id, scopeIds: Id[]): Promise<Set<Id>> {
  if (scopeIds.length === 0) return new Set();
  const { rows } = await database.query<{ scope_id: Id }>(
    'select scope_id from machine_scopes($1, statement_timestamp()) where scope_id = any ($2::uuid[])',
    [machineId, scopeIds],
  );
  return new Set(rows.map((row) => row.scope_id));
}

/**
 * Reads from case files and journals that in each of those read, in one transaction: what a machine gets to see stands in the journal, or
 * it does not get it. `read` names the files its answer tells of.
 */
export async function readJournalled<Answer>(
  database: Database,
  machineId: Id,
  action: MachineRead,
  read: (connection: Connection) => Promise<{ answer: Answer; caseFileIds: Id[] }>,
): Promise<Answer> {
  return inTransaction(database, 'write', async (connection) => {
    const { answer, caseFileIds } = await read(connection);
    const scopes = [...(await lockScopes(connection, new Set(caseFileIds))).values()];
    const lines = scopes.map((scope) => {
      const line = { action, targetKind: 'caseFile', targetId: scope.id, reason: null };
      return chainLine(scope, line, officeOccasion(machineId, { action, caseFileId: scope.id }));
    });
    await writeLines(connection, lines);
    await saveScopes(connection, scopes, new Set());
    return answer;
  });
}
