import { denialIdOf } from '../../core/commands/case-access.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Role } from '../../core/domain/levels.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { idBytes, idText } from '../record-tables.ts';
import { readRecord } from '../records.ts';
import { all, type ReadableDb } from '../sql.ts';
import { allSubstitutions, chainsOf } from './substitutions.ts';
import type { Viewer } from './viewer.ts';

export type LateWork = BodyOf<'lateWork'> & { id: Id };

/** Work that waits for a decision in the files and Postkörbe the viewer may write in now, the oldest first. */
export function listOpenLateWork(db: ReadableDb, viewer: Viewer): LateWork[] {
  const rows = all<{ id: Buffer; scope_id: Buffer }>(
    db,
    `SELECT late_work.id, late_work.scope_id FROM late_work JOIN scope ON scope.id = late_work.scope_id
     WHERE state = 'open' AND scope.kind IN ('c', 'o') AND scope.level IN ('write', 'manage')
       AND (scope.valid_to IS NULL OR scope.valid_to > ?) ORDER BY at_desk, late_work.id`,
    viewer.now,
  );
  return rows.flatMap((row) => bodyOf(db, row));
}

/** Late work of others that the viewer decides on: for files and Postkörbe of her own and of those she stands in for. */
export function listLateWorkToDecide(db: ReadableDb, viewer: Viewer, role: Role): LateWork[] {
  const open = listOpenLateWork(db, viewer);
  if (open.length === 0) return [];
  const substitutedFor = chainsOf(allSubstitutions(db), viewer.workerId, viewer.now);
  const isHers = (work: LateWork) => {
    const ownerId = ownerNow(db, work);
    if (ownerId === null || ownerId === viewer.workerId || substitutedFor.has(ownerId)) return true;
    return role === 'teamLead' && !canOwnerDecide(db, work, ownerId);
  };
  const isForeign = (work: LateWork) => work.authorId !== viewer.workerId || ownerNow(db, work) === viewer.workerId;
  return open.filter((work) => isHers(work) && isForeign(work));
}

/** Whoever is responsible for the file by now: it may have been given to somebody else since. */
function ownerNow(db: ReadableDb, { placeKind, placeId, ownerId }: LateWork): Id | null {
  return placeKind === 'c' ? (readRecord(db, 'caseFile', placeId, placeId)?.workerId ?? ownerId) : ownerId;
}

/** False when the account of the one responsible is closed, or she is shut out of the file herself: then those who lead decide. */
function canOwnerDecide(db: ReadableDb, work: LateWork, ownerId: Id): boolean {
  if (readRecord(db, 'worker', houseScopeId, ownerId)?.isActive === false) return false;
  if (work.placeKind !== 'c') return true;
  const denial = readRecord(db, 'caseAccess', work.placeId, denialIdOf(work.placeId, ownerId));
  return denial === null || denial.endedAt !== null;
}

/** The viewer's own late work with what became of it, as long as she has not said that she has seen it. */
export function listOwnLateWork(db: ReadableDb, viewer: Viewer): LateWork[] {
  const rows = all<{ id: Buffer; scope_id: Buffer }>(
    db,
    'SELECT id, scope_id FROM late_work WHERE scope_id = ? ORDER BY at_desk, id',
    idBytes(viewer.workerId),
  );
  return rows.flatMap((row) => bodyOf(db, row));
}

function bodyOf(db: ReadableDb, row: { id: Buffer; scope_id: Buffer }): LateWork[] {
  const id = idText(row.id);
  const body = readRecord(db, 'lateWork', idText(row.scope_id), id);
  return body ? [{ ...body, id }] : [];
}
