import type { Id } from '../../core/domain/ids.ts';
import { idText } from '../record-tables.ts';
import { all, first, type ReadableDb } from '../sql.ts';
import { type NameOf, workerNames } from './names.ts';
import { isReadableNow, type Viewer } from './viewer.ts';

/** One running substitution, as a link of a chain. */
type Link = { absent: Id; substitute: Id };
type Running = Link & { from: string; to: string; endedAt: string | null };

/** All substitutions there were, for finding who stood in for whom at a moment. */
export function allSubstitutions(db: ReadableDb): Running[] {
  const rows = all<{ absent: Buffer; substitute: Buffer; from: string; to: string; ended_at: string | null }>(
    db,
    'SELECT absent_worker_id AS absent, substitute_worker_id AS substitute, "from", "to", ended_at FROM substitution',
  );
  return rows.map((row) => ({
    absent: idText(row.absent),
    substitute: idText(row.substitute),
    from: row.from,
    to: row.to,
    endedAt: row.ended_at,
  }));
}

/** Those that run at a moment. */
export function runningAt(substitutions: Running[], moment: string): Link[] {
  return substitutions.filter(
    ({ from, to, endedAt }) => from <= moment && to > moment && (endedAt === null || endedAt > moment),
  );
}

/**
 * Whom a worker stands in for at a moment, and through whom: a substitute's substitute does the work of both. By worker who is
 * absent; empty when there is nobody between. The nearest way counts; circles end where they began.
 */
export function chainsOf(substitutions: Running[], workerId: Id, moment: string): Map<Id, Id[]> {
  const links = runningAt(substitutions, moment);
  const chains = new Map<Id, Id[]>();
  const toVisit: { id: Id; between: Id[] }[] = [{ id: workerId, between: [] }];
  for (const { id, between } of toVisit) {
    for (const { absent } of links.filter(({ substitute }) => substitute === id)) {
      if (absent === workerId || chains.has(absent)) continue;
      chains.set(absent, between);
      toVisit.push({ id: absent, between: [absent, ...between] });
    }
  }
  return chains;
}

/** `Jensen`, through others `Jensen (in Vertretung für Thomsen)`. */
export function chainInWords(nameOf: NameOf, absent: Id, between: readonly Id[]): string {
  if (between.length === 0) return nameOf(absent);
  return `${nameOf(absent)} (in Vertretung für ${between.map((id) => nameOf(id)).join(', ')})`;
}

/** For each worker whom the viewer stands in for right now: her name, and through whom. */
export function substitutedWorkers(db: ReadableDb, viewer: Viewer, nameOf?: NameOf): Map<Id, string> {
  const chains = chainsOf(allSubstitutions(db), viewer.workerId, viewer.now);
  if (chains.size === 0) return new Map();
  const names = nameOf ?? workerNames(db);
  return new Map([...chains].map(([absent, between]) => [absent, chainInWords(names, absent, between)]));
}

/** Names of those who stand in for a worker right now, also of those who do so for a substitute of hers. */
export function substitutesOf(db: ReadableDb, workerId: Id, now: string, nameOf: NameOf): string[] {
  const substitutions = allSubstitutions(db);
  const candidates = new Set(runningAt(substitutions, now).map(({ substitute }) => substitute));
  const names = [...candidates].flatMap((candidate) => {
    const between = chainsOf(substitutions, candidate, now).get(workerId);
    return between ? [chainInWords(nameOf, candidate, between)] : [];
  });
  return names.sort((left, right) => left.localeCompare(right, 'de'));
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
  /** Set when neither of the two began it. */
  setByName: string | null;
  isPending: boolean;
  inboxId: Id | null;
  openInboxCount: number | null;
  /** Set when the viewer does this work as the substitute of the substitute: whom she stands in for between. */
  throughName: string | null;
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
  const chains = chainsOf(allSubstitutions(db), viewer.workerId, viewer.now);
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
    setByName: isOneOfThem(row) ? null : nameOf(row.started_by),
    isPending: row.is_pending === 1,
    inboxId: row.inbox_id ? idText(row.inbox_id) : null,
    openInboxCount: row.inbox_id ? openItems(db, row.inbox_id) : null,
    throughName: throughOf(chains.get(idText(row.absent_worker_id)), idText(row.substitute_worker_id), nameOf),
  }));
}

const isOneOfThem = ({ started_by: by, absent_worker_id: absent, substitute_worker_id: substitute }: Row): boolean =>
  by.equals(absent) || by.equals(substitute);

function openItems(db: ReadableDb, inboxId: Uint8Array): number {
  const row = first<{ count: number }>(
    db,
    `SELECT count(*) AS count FROM inbox_item WHERE scope_id = ? AND state = 'open'`,
    inboxId,
  );
  return row?.count ?? 0;
}

/** Of several substitutes of one worker only the one counts through whom the viewer came. */
function throughOf(between: Id[] | undefined, substitute: Id, nameOf: NameOf): string | null {
  return between?.[0] === substitute ? between.map((id) => nameOf(id)).join(', ') : null;
}
