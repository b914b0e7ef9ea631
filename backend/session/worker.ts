import type { Shape } from '../../core/contract/desk.ts';
import type { worker } from '../../core/contract/desk-shapes.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { readMeta } from '../../db/meta.ts';
import { readRecord } from '../../db/records.ts';
import type { ReadableDb } from '../../db/sql.ts';

/** The worker a store belongs to, from the house's directory; until that is fetched only by her login. Null before the first log-in. */
export function workerOfStore(db: ReadableDb, login: string): Shape<typeof worker> | null {
  const { workerId, role } = readMeta(db);
  if (!workerId || !role) return null;
  const record = readRecord(db, 'worker', houseScopeId, workerId);
  if (!record) {
    return {
      id: workerId,
      familyName: login,
      givenName: '',
      signature: '',
      role,
      teamId: null,
      teamName: null,
      inboxId: null,
      isActive: true,
    };
  }
  const team = record.teamId ? readRecord(db, 'team', houseScopeId, record.teamId) : null;
  const { familyName, givenName, signature, teamId, inboxId, isActive } = record;
  return {
    id: workerId,
    familyName,
    givenName,
    signature,
    role: record.role,
    teamId,
    teamName: team?.name ?? null,
    inboxId,
    isActive,
  };
}
