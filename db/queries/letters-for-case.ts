import type { Id } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { all, type ReadableDb } from '../sql.ts';
import { isReadableNow, type Viewer } from './viewer.ts';

export type LetterForCase = { title: string; deliveredAt: Moment; inboxName: string };

/** Letters that lie open in the Postkörbe the viewer may read and are proposed for a case file, the oldest first. */
export function listLettersFor(db: ReadableDb, viewer: Viewer, caseFileId: Id): LetterForCase[] {
  type Row = { title: string; delivered_at: string; name: string };
  const rows = all<Row>(db, selectLettersFor, caseFileId, viewer.now);
  return rows.map((row) => ({ title: row.title, deliveredAt: row.delivered_at, inboxName: row.name }));
}

export const selectLettersFor = `SELECT inbox_item.title, inbox_item.delivered_at, inbox.name
  FROM scope JOIN inbox ON inbox.id = scope.id
  JOIN inbox_item ON inbox_item.scope_id = scope.id AND inbox_item.state = 'open'
    AND proposed_case ->> '$.caseFileId' = ? AND proposed_case ->> '$.confidence' <> 'none'
  WHERE scope.kind = 'o' AND ${isReadableNow}
  ORDER BY inbox_item.delivered_at, inbox_item.id`;
