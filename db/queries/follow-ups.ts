import type { Id } from '../../core/domain/ids.ts';
import { dayOf } from '../../core/domain/moments.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, type ReadableDb, type SqlValue } from '../sql.ts';
import { workerNames } from './names.ts';
import { isReadableNow, type Viewer } from './viewer.ts';

export type FollowUpEntry = {
  followUpId: Id;
  caseFileId: Id;
  caseTitle: string;
  fileNumber: string;
  documentId: Id | null;
  documentTitle: string | null;
  dueOn: string;
  subject: string;
  createdAt: string;
  createdByName: string;
  completedAt: string | null;
  completedByName: string | null;
  hasNewPostSince: boolean;
  isPending: boolean;
};
type Row = {
  id: Buffer;
  case_file_id: Buffer;
  case_title: string;
  file_number: string;
  document_id: Buffer | null;
  document_title: string | null;
  due_on: string;
  subject: string;
  created_at: string;
  created_by: Buffer;
  completed_at: string | null;
  completed_by: Buffer | null;
  has_new_post: number;
  is_pending: number;
};

const select = `SELECT follow_up.id, case_file.id AS case_file_id, case_file.title AS case_title, case_file.file_number,
    follow_up.document_id, document.title AS document_title, due_on, subject, created_at, created_by, completed_at, completed_by,
    follow_up.is_pending, completed_at IS NULL AND EXISTS (
      SELECT 1 FROM document AS newer WHERE newer.scope_id = follow_up.scope_id AND newer.state = 'filed'
        AND newer.filed_at > follow_up.created_at AND newer.direction = 'incoming') AS has_new_post
  FROM follow_up
  JOIN scope ON scope.id = follow_up.scope_id
  JOIN case_file ON case_file.scope_id = follow_up.scope_id AND case_file.id = follow_up.scope_id
  LEFT JOIN document ON document.scope_id = follow_up.scope_id AND document.id = follow_up.document_id`;

// Without a case file: those of the files she is responsible for, stands in for right now, or that she set herself.
const concernsViewer = `(case_file.worker_id = ?2 OR follow_up.created_by = ?2 OR case_file.worker_id IN (
  SELECT absent_worker_id FROM substitution
  WHERE substitute_worker_id = ?2 AND ended_at IS NULL AND "from" <= ?1 AND "to" > ?1))`;

export type FollowUpChoice = 'due' | 'open' | 'completed';
const mostCompleted = 500;

/**
 * Follow-ups of one case file or of all that concern the viewer. Due (up to today) and open ones: soonest first; completed: last first,
 * 500 at most. `hasNewPostSince`: letters came in after it was set.
 */
export function listFollowUps(
  db: ReadableDb,
  viewer: Viewer,
  which: FollowUpChoice,
  caseFileId: Id | null,
): FollowUpEntry[] {
  const bound: SqlValue[] = [viewer.now, idBytes(viewer.workerId), dayOf(viewer.now)];
  if (caseFileId) bound.push(idBytes(caseFileId));
  const rows = all<Row>(db, followUpStatement(which, caseFileId !== null), ...bound);
  const nameOf = workerNames(db);
  return rows.map((row) => ({
    followUpId: idText(row.id),
    caseFileId: idText(row.case_file_id),
    caseTitle: row.case_title,
    fileNumber: row.file_number,
    documentId: row.document_id ? idText(row.document_id) : null,
    documentTitle: row.document_title,
    dueOn: row.due_on,
    subject: row.subject,
    createdAt: row.created_at,
    createdByName: nameOf(row.created_by),
    completedAt: row.completed_at,
    completedByName: row.completed_by ? nameOf(row.completed_by) : null,
    hasNewPostSince: row.has_new_post === 1,
    isPending: row.is_pending === 1,
  }));
}

/** The statement behind `listFollowUps`. Values: moment, worker, day, then the case file if there is one. */
export function followUpStatement(which: FollowUpChoice, isOneFile: boolean): string {
  const readable = isReadableNow.replace('?', '?1');
  // `?2` and `?3` stand in every variant, so that the values are always the same.
  const file = isOneFile ? `follow_up.scope_id = ?4 AND ?2 IS NOT NULL` : concernsViewer;
  const time =
    which === 'completed'
      ? `completed_at IS NOT NULL AND ?3 IS NOT NULL`
      : which === 'due'
        ? `completed_at IS NULL AND due_on <= ?3`
        : `completed_at IS NULL AND ?3 IS NOT NULL`;
  const order =
    which === 'completed' ? `ORDER BY completed_at DESC LIMIT ${mostCompleted}` : 'ORDER BY due_on, created_at';
  return `${select} WHERE ${readable} AND ${file} AND ${time} ${order}`;
}
