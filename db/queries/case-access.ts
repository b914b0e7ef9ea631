import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, type ReadableDb } from '../sql.ts';
import { workerNames } from './names.ts';

export type CaseAccessEntry = {
  caseAccessId: Id;
  workerId: Id;
  workerName: string;
  cause: BodyOf<'caseAccess'>['cause'];
  reason: string;
  from: string;
  to: string | null;
  startedByName: string;
  endedAt: string | null;
  endedByName: string | null;
  endReason: string | null;
  isPending: boolean;
};
type Row = {
  id: Buffer;
  worker_id: Buffer;
  cause: CaseAccessEntry['cause'];
  reason: string;
  from: string;
  to: string | null;
  started_by: Buffer;
  ended_at: string | null;
  ended_by: Buffer | null;
  end_reason: string | null;
  is_pending: number;
};

/** Who is or was kept out of a case file, and which auditors may or might read it; the newest first. */
export function listCaseAccess(db: ReadableDb, caseFileId: Id): CaseAccessEntry[] {
  const nameOf = workerNames(db);
  const rows = all<Row>(
    db,
    `SELECT id, worker_id, cause, reason, "from", "to", started_by, ended_at, ended_by, end_reason, is_pending
     FROM case_access WHERE scope_id = ? ORDER BY "from" DESC, id DESC`,
    idBytes(caseFileId),
  );
  return rows.map((row) => ({
    caseAccessId: idText(row.id),
    workerId: idText(row.worker_id),
    workerName: nameOf(row.worker_id),
    cause: row.cause,
    reason: row.reason,
    from: row.from,
    to: row.to,
    startedByName: nameOf(row.started_by),
    endedAt: row.ended_at,
    endedByName: row.ended_by ? nameOf(row.ended_by) : null,
    endReason: row.end_reason,
    isPending: row.is_pending === 1,
  }));
}

/** Further case files of whoever is responsible for this one, as far as the viewer may write in them now. */
export function otherFilesOfResponsible(db: ReadableDb, caseFileId: Id, now: string): Id[] {
  const id = idBytes(caseFileId);
  const rows = all<{ id: Buffer }>(
    db,
    `SELECT other.id FROM case_file JOIN case_file AS other ON other.worker_id = case_file.worker_id AND other.id <> case_file.id
     JOIN scope ON scope.id = other.scope_id AND scope.level = 'write' AND (scope.valid_to IS NULL OR scope.valid_to > ?)
     WHERE case_file.scope_id = ? AND case_file.id = ? ORDER BY other.id`,
    ...[now, id, id],
  );
  return rows.map((row) => idText(row.id));
}

/** Running or coming audits in further files that were set up in the same words with this one, as far as the viewer may write there now. */
export function sameAuditElsewhere(
  db: ReadableDb,
  { caseFileId, caseAccessId }: { caseFileId: Id; caseAccessId: Id },
  now: string,
): { caseFileId: Id; caseAccessId: Id }[] {
  const rows = all<{ id: Buffer; scope_id: Buffer }>(
    db,
    `SELECT other.id, other.scope_id FROM case_access AS this
     JOIN case_access AS other ON other.scope_id <> this.scope_id AND other.cause = 'audit' AND other.worker_id = this.worker_id
       AND other.started_by = this.started_by AND other.reason = this.reason AND other."from" = this."from" AND other."to" IS this."to"
       AND other.ended_at IS NULL
     JOIN scope ON scope.id = other.scope_id AND scope.level = 'write' AND (scope.valid_to IS NULL OR scope.valid_to > ?)
     WHERE this.scope_id = ? AND this.id = ? AND this.cause = 'audit' ORDER BY other.id`,
    ...[now, idBytes(caseFileId), idBytes(caseAccessId)],
  );
  return rows.map((row) => ({ caseFileId: idText(row.scope_id), caseAccessId: idText(row.id) }));
}
