import type { Id } from '../../core/domain/ids.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, type ReadableDb } from '../sql.ts';
import { isReadableNow, type Viewer } from './viewer.ts';

export type WaitingFollowUp = { followUpId: Id; subject: string; dueOn: string; createdAt: string };

/** Of each case file with open follow-ups the moment the first of them was set: a letter that came later may be what it waits for. */
export function firstOpenFollowUps(db: ReadableDb, viewer: Viewer): Map<Id, string> {
  const rows = all<{ scope_id: Buffer; first_at: string }>(db, selectFirstOpen, viewer.now);
  return new Map(rows.map((row) => [idText(row.scope_id), row.first_at]));
}

export const selectFirstOpen = `SELECT follow_up.scope_id, min(follow_up.created_at) AS first_at
  FROM follow_up JOIN scope ON scope.id = follow_up.scope_id
  WHERE follow_up.completed_at IS NULL AND ${isReadableNow} GROUP BY follow_up.scope_id`;

/** Open follow-ups of a case file that were set before a moment, soonest first, three at most. */
export function openFollowUpsBefore(db: ReadableDb, viewer: Viewer, caseFileId: Id, moment: string): WaitingFollowUp[] {
  const rows = all<{ id: Buffer; subject: string; due_on: string; created_at: string }>(
    db,
    selectOpenBefore,
    viewer.now,
    idBytes(caseFileId),
    moment,
  );
  return rows.map((row) => ({
    followUpId: idText(row.id),
    subject: row.subject,
    dueOn: row.due_on,
    createdAt: row.created_at,
  }));
}

const selectOpenBefore = `SELECT follow_up.id, subject, due_on, created_at
  FROM follow_up JOIN scope ON scope.id = follow_up.scope_id
  WHERE follow_up.completed_at IS NULL AND ${isReadableNow} AND follow_up.scope_id = ? AND created_at < ?
  ORDER BY due_on LIMIT 3`;
