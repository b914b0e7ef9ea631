import type { Id } from '../../core/domain/ids.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, first, type ReadableDb } from '../sql.ts';
import { type NameOf, workerNames } from './names.ts';
import { isReadableNow, type Viewer } from './viewer.ts';

/** For each worker whom the viewer stands in for right now: her name. */
export function substitutedWorkers(db: ReadableDb, viewer: Viewer, nameOf?: NameOf): Map<Id, string> {
  const rows = all<{ absent_worker_id: Buffer }>(
    db,
    `SELECT absent_worker_id FROM substitution
     WHERE substitute_worker_id = ? AND ended_at IS NULL AND "from" <= ? AND "to" > ?`,
    idBytes(viewer.workerId),
    viewer.now,
    viewer.now,
  );
  if (rows.length === 0) return new Map();
  const names = nameOf ?? workerNames(db);
  return new Map(rows.map((row) => [idText(row.absent_worker_id), names(row.absent_worker_id)]));
}

/** Names of those who stand in for a worker right now. */
export function substitutesOf(db: ReadableDb, workerId: Id, now: string, nameOf: NameOf): string[] {
  const rows = all<{ substitute_worker_id: Buffer }>(
    db,
    `SELECT DISTINCT substitute_worker_id FROM substitution
     WHERE absent_worker_id = ? AND ended_at IS NULL AND "from" <= ? AND "to" > ?`,
    idBytes(workerId),
    now,
    now,
  );
  return rows.map((row) => nameOf(row.substitute_worker_id)).sort((left, right) => left.localeCompare(right, 'de'));
}

export type SubstitutionEntry = {
  substitutionId: Id;
  absentWorkerId: Id;
  absentName: string;
  substituteWorkerId: Id;
  substituteName: string;
  kind: 'handOver' | 'takeOver';
  reason: string;
  from: string;
  to: string;
  endedAt: string | null;
  startedBy: Id;
  isPending: boolean;
  inboxId: Id | null;
  openInboxCount: number | null;
};
type Row = {
  id: Buffer;
  absent_worker_id: Buffer;
  substitute_worker_id: Buffer;
  kind: 'handOver' | 'takeOver';
  reason: string;
  from: string;
  to: string;
  started_by: Buffer;
  ended_at: string | null;
  is_pending: number;
  inbox_id: Buffer | null;
};

const keptDays = 90;

/** Substitutions that run, are planned or ended within the last 90 days; running first, then by beginning. */
export function listSubstitutions(db: ReadableDb, viewer: Viewer): SubstitutionEntry[] {
  const nameOf = workerNames(db);
  const since = new Date(Date.parse(viewer.now) - keptDays * 86_400_000).toISOString();
  const rows = all<Row>(
    db,
    `SELECT substitution.id, absent_worker_id, substitute_worker_id, substitution.kind, reason, "from", "to", started_by,
       ended_at, substitution.is_pending, scope.id AS inbox_id
     FROM substitution
     LEFT JOIN worker ON worker.scope_id = substitution.scope_id AND worker.id = substitution.absent_worker_id
     LEFT JOIN scope ON scope.id = worker.inbox_id AND scope.kind = 'o' AND ${isReadableNow}
     WHERE coalesce(ended_at, "to") > ? ORDER BY "from" DESC, substitution.id`,
    viewer.now,
    since,
  );
  return rows.map((row) => ({
    substitutionId: idText(row.id),
    absentWorkerId: idText(row.absent_worker_id),
    absentName: nameOf(row.absent_worker_id),
    substituteWorkerId: idText(row.substitute_worker_id),
    substituteName: nameOf(row.substitute_worker_id),
    kind: row.kind,
    reason: row.reason,
    from: row.from,
    to: row.to,
    endedAt: row.ended_at,
    startedBy: idText(row.started_by),
    isPending: row.is_pending === 1,
    inboxId: row.inbox_id ? idText(row.inbox_id) : null,
    openInboxCount: row.inbox_id ? openItems(db, row.inbox_id) : null,
  }));
}

function openItems(db: ReadableDb, inboxId: Uint8Array): number {
  const row = first<{ count: number }>(
    db,
    `SELECT count(*) AS count FROM inbox_item WHERE scope_id = ? AND state = 'open'`,
    inboxId,
  );
  return row?.count ?? 0;
}
