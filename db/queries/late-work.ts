import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { idBytes, idText } from '../record-tables.ts';
import { readRecord } from '../records.ts';
import { all, type ReadableDb } from '../sql.ts';
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
