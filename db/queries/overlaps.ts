import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { idBytes, idText } from '../record-tables.ts';
import { readRecord } from '../records.ts';
import { all, type ReadableDb } from '../sql.ts';
import type { Viewer } from './viewer.ts';

export type Overlap = BodyOf<'overlap'> & { id: Id };

/** What the viewer did that does not stand because somebody else did something about the same thing, the newest first. */
export function listOverlaps(db: ReadableDb, viewer: Viewer): Overlap[] {
  const scope = idBytes(viewer.workerId);
  const rows = all<{ id: Buffer }>(db, 'SELECT id FROM overlap WHERE scope_id = ? ORDER BY by_at DESC, id DESC', scope);
  return rows.flatMap((row) => {
    const id = idText(row.id);
    const body = readRecord(db, 'overlap', viewer.workerId, id);
    return body ? [{ ...body, id }] : [];
  });
}
