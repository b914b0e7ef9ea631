import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import type { Connection } from '../store/database.ts';
import { officeOccasion } from '../store/house-journal.ts';
import { chainLine, writeLines } from '../store/journal.ts';
import { rowDigest, writeRows } from '../store/records.ts';
import { lockScopes, saveScopes } from '../store/scopes.ts';

/**
 * Gives the house a name for a machine, so that every desk can say who acted where it shows a journal. It is the record of a worker who
 * is not active: nobody can log in as it, forward to it or be stood in for by it.
 */
export async function saveMachineName(
  connection: Connection,
  actorId: Id,
  machine: { id: Id; name: string },
): Promise<void> {
  const house = (await lockScopes(connection, [houseScopeId])).get(houseScopeId);
  if (!house) throw new Error('the house scope is missing');
  const body: BodyOf<'worker'> = {
    ...{ familyName: machine.name, givenName: '', signature: 'AUT', role: 'scanStation' },
    ...{ teamId: null, inboxId: null, isActive: false },
  };
  const row = { scopeId: houseScopeId, kind: 'worker' as const, id: machine.id, ver: house.head + 1, body };
  const h = rowDigest(row);
  await writeRows(connection, [{ ...row, h }]);
  house.head += 1;
  house.rowCount += 1;
  house.digest = BigInt.asUintN(64, house.digest + h);
  const line = { action: 'machine.named', targetKind: 'worker', targetId: machine.id, reason: null };
  await writeLines(connection, [chainLine(house, line, officeOccasion(actorId, machine))]);
  await saveScopes(connection, [house], new Set([houseScopeId]));
}
