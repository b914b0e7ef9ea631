import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { dayOf } from '../../core/domain/moments.ts';
import { idBytes, idOfHex } from '../record-tables.ts';
import { all, type ReadableDb, type SqlValue } from '../sql.ts';
import { type NameOf, workerNames } from './names.ts';
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
  cancelReason: string | null;
  workerId: Id | null;
  workerName: string | null;
  laterDueOn: { dueOn: string; byName: string } | null;
  /** Set while its file is closed. */
  closedFile: { since: string | null; isSetAfter: boolean } | null;
  hasNewPostSince: boolean;
  isPending: boolean;
};
type Row = {
  id: string;
  case_file_id: string;
  case_title: string;
  file_number: string;
  document_id: string;
  document_title: string | null;
  due_on: string;
  subject: string;
  created_at: string;
  created_by: string;
  completed_at: string | null;
  completed_by: string;
  /** What few follow-ups have: that it was called off, given to somebody, or moved by two. */
  extra: string | null;
  case_state: 'running' | 'closed';
  state_changed_at: string | null;
  has_new_post: number;
  is_pending: number;
};

const select = `SELECT hex(follow_up.id) AS id, hex(case_file.id) AS case_file_id, case_file.title AS case_title, case_file.file_number,
    case_file.state AS case_state, json_extract(case_file.extra, '$.stateChange.at') AS state_changed_at,
    hex(follow_up.document_id) AS document_id, document.title AS document_title, due_on, subject, created_at,
    hex(created_by) AS created_by, completed_at, hex(completed_by) AS completed_by, follow_up.extra, follow_up.is_pending, completed_at IS NULL AND EXISTS (
      SELECT 1 FROM document AS newer WHERE newer.scope_id = follow_up.scope_id AND newer.state = 'filed'
        AND newer.filed_at > follow_up.created_at AND newer.direction = 'incoming') AS has_new_post
  FROM follow_up
  JOIN scope ON scope.id = follow_up.scope_id
  JOIN case_file ON case_file.scope_id = follow_up.scope_id AND case_file.id = follow_up.scope_id
  LEFT JOIN document ON document.scope_id = follow_up.scope_id AND document.id = follow_up.document_id`;

// Without a case file: those of the files she is responsible for, stands in for right now, that she set herself or was given.
const concernsViewer = `(case_file.worker_id = ? OR follow_up.created_by = ? OR json_extract(follow_up.extra, '$.workerId') = ? OR case_file.worker_id IN (
  WITH RECURSIVE running (absent, substitute) AS (
    SELECT absent_worker_id, substitute_worker_id FROM substitution WHERE ended_at IS NULL AND "from" <= ? AND "to" > ?
  ), mine (id) AS (
    SELECT absent FROM running WHERE substitute = ?
    UNION SELECT running.absent FROM mine JOIN running ON running.substitute = mine.id
  ) SELECT id FROM mine))`;

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
  const worker = idBytes(viewer.workerId);
  const bound: SqlValue[] = caseFileId
    ? [idBytes(caseFileId)]
    : [worker, worker, viewer.workerId, viewer.now, viewer.now, worker];
  if (which === 'due') bound.push(dayOf(viewer.now));
  const rows = all<Row>(db, followUpStatement(which, caseFileId !== null), viewer.now, ...bound);
  const nameOf = workerNames(db);
  return rows.map((row) => ({
    followUpId: idOfHex(row.id),
    caseFileId: idOfHex(row.case_file_id),
    caseTitle: row.case_title,
    fileNumber: row.file_number,
    documentId: row.document_id ? idOfHex(row.document_id) : null,
    documentTitle: row.document_title,
    dueOn: row.due_on,
    subject: row.subject,
    createdAt: row.created_at,
    createdByName: nameOf(idOfHex(row.created_by)),
    completedAt: row.completed_at,
    completedByName: row.completed_by ? nameOf(idOfHex(row.completed_by)) : null,
    ...changesOf(row.extra, nameOf),
    closedFile: row.case_state === 'closed' ? closedFile(row) : null,
    hasNewPostSince: row.has_new_post === 1,
    isPending: row.is_pending === 1,
  }));
}

const closedFile = ({ state_changed_at: since, created_at: setAt }: Row) => ({
  ...{ since, isSetAfter: since !== null && setAt > since },
});

function changesOf(extra: string | null, nameOf: NameOf) {
  const { cancelReason, workerId, laterDueOn } = JSON.parse(extra ?? '{}') as Partial<BodyOf<'followUp'>>;
  return {
    cancelReason: cancelReason ?? null,
    workerId: workerId ?? null,
    workerName: workerId ? nameOf(workerId) : null,
    laterDueOn: laterDueOn ? { dueOn: laterDueOn.dueOn, byName: nameOf(laterDueOn.by) } : null,
  };
}

/** The statement behind `listFollowUps`. Values: moment; the case file or twice the worker, her id as text, twice the moment and the worker; for due ones the day. */
export function followUpStatement(which: FollowUpChoice, isOneFile: boolean): string {
  const place = isOneFile ? 'follow_up.scope_id = ?' : concernsViewer;
  const condition = `${select} WHERE ${isReadableNow} AND ${place}`;
  if (which === 'completed') {
    return `${condition} AND completed_at IS NOT NULL ORDER BY completed_at DESC LIMIT ${mostCompleted}`;
  }
  const due = which === 'due' ? ' AND due_on <= ?' : '';
  return `${condition} AND completed_at IS NULL${due} ORDER BY due_on, created_at`;
}
