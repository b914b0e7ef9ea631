import type { Id } from '../../../core/domain/ids.ts';
import type { PageFinding } from '../../../intake/station/stack-reading.ts';
import type { Told } from './told.ts';
import { bytesOf, type Database, hexOf, inTransaction, type Queryable } from '../../store/database.ts';

// The journal of what came in: one row for each file.

export type StackState = 'waiting' | 'inWork' | 'done' | 'needsLook' | 'failed' | 'returned';
export type StackSource = 'folder' | 'upload' | 'command' | 'mail' | 'fachverfahren';

/** A stack as those who work on it need it. */
export type Stack = {
  id: Id;
  station: string;
  source: StackSource;
  fileName: string;
  takenBy: Id | null;
  takenAt: Date;
  sha256: string;
  size: number;
  pageCount: number | null;
  state: StackState;
  reason: string | null;
  attempts: number;
  round: number;
  /** How often it was claimed: the number of whoever works on it now. */
  claimNumber: number;
  sameAs: Id | null;
  folder: string | null;
  findings: PageFinding[] | null;
  told: Told | null;
  /** The end its format asks for was missing when it was taken. */
  lacksEnd: boolean;
  /** Of this one letters had been delivered when its file grew: nothing is delivered before somebody has looked. */
  grownFrom: Id | null;
  /** What is to be told of its file: a German sentence. */
  fileNote: string | null;
};

type StackRow = {
  id: Id;
  station: string;
  source: StackSource;
  file_name: string;
  taken_by: Id | null;
  taken_at: Date;
  sha256: Buffer;
  size: number;
  page_count: number | null;
  state: StackState;
  reason: string | null;
  attempts: number;
  round: number;
  claim_number: number;
  same_as: Id | null;
  folder: string | null;
  findings: PageFinding[] | null;
  told: Told | null;
  lacks_end: boolean;
  grown_from: Id | null;
  file_note: string | null;
};

export const stackColumns = `id, station, source, file_name, taken_by, taken_at, sha256, size, page_count, state, reason, attempts, round,
  same_as, folder, findings, told, lacks_end, grown_from, file_note, claim_number`;

export function stackFrom(row: StackRow): Stack {
  return {
    ...{ id: row.id, station: row.station, source: row.source, fileName: row.file_name, takenBy: row.taken_by },
    ...{ takenAt: row.taken_at, sha256: hexOf(row.sha256), size: row.size, pageCount: row.page_count },
    ...{ state: row.state, reason: row.reason, attempts: row.attempts, round: row.round, sameAs: row.same_as },
    ...{ folder: row.folder, findings: row.findings, told: row.told, claimNumber: row.claim_number },
    ...{ lacksEnd: row.lacks_end, grownFrom: row.grown_from, fileNote: row.file_note },
  };
}

/** Where a file lies and what it is known by there, and whether its end is missing. */
export type FilePlace = { folder: string; mark: string; identity?: string; lacksEnd?: boolean };

export type NewStack = {
  id: Id;
  station: string;
  source: StackSource;
  fileName: string;
  takenBy: Id | null;
  content: { sha256: string; size: number };
  isUrgent: boolean;
  /** Of files from a folder. */
  place: FilePlace | null;
  /** What is said of it beside its bytes. */
  told: Told | null;
};

/** What is told of a file whose end is missing. */
export const lacksEndNote =
  'Der Datei fehlt das Ende. Sie wurde gelesen, wie sie war. Schreibt der Scanner weiter, wird sie noch einmal gelesen.';

/** Journals a file; false when this very file stands there already and has only not been taken away from its folder yet. */
export async function addStack(database: Queryable, stack: NewStack): Promise<{ isNew: boolean; sameAs: Id | null }> {
  const { content, place } = stack;
  const { rows } = await database.query<{ same_as: Id | null }>(
    `insert into stack (id, station, source, file_name, taken_by, sha256, size, is_urgent, folder, file_mark, told, file_identity,
       lacks_end, file_note, same_as)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
       (select id from stack before where before.sha256 = $6 and before.size > 0 order by taken_at desc limit 1))
     on conflict (folder, file_mark, sha256) where left_folder_at is null and folder is not null do nothing
     returning same_as`,
    [
      ...[stack.id, stack.station, stack.source, stack.fileName, stack.takenBy],
      ...[bytesOf(content.sha256), content.size, stack.isUrgent, place?.folder ?? null, place?.mark ?? null],
      stack.told && JSON.stringify(stack.told),
      ...[place?.identity ?? null, place?.lacksEnd ?? false, place?.lacksEnd ? lacksEndNote : null],
    ],
  );
  return { isNew: rows.length > 0, sameAs: rows[0]?.same_as ?? null };
}

/** One service at a time decides about the files of a folder; the lock goes with the transaction. */
export async function lockFolder(database: Queryable, folder: string): Promise<void> {
  await database.query('select pg_advisory_xact_lock(hashtextextended($1, 7202612))', [folder]);
}

/** Whether a file was ever journalled from a folder: one that was set aside and was is on its way out, whoever set it aside. */
export async function wasJournalled(database: Queryable, folder: string, mark: string): Promise<boolean> {
  const { rows } = await database.query('select 1 from stack where folder = $1 and file_mark = $2 limit 1', [
    folder,
    mark,
  ]);
  return rows.length > 0;
}

/**
 * Notes that journalled files have gone from their folder: the same name there is another file from now on. Under the lock of the
 * folder: a service that has just seen the file there and is about to journal it must still find it journalled.
 */
export async function noteLeftFolder(database: Database, folder: string, marks: string[]): Promise<void> {
  await inTransaction(database, 'write', async (connection) => {
    await lockFolder(connection, folder);
    await connection.query(
      `update stack set left_folder_at = clock_timestamp()
       where folder = $1 and file_mark = any ($2::text[]) and left_folder_at is null`,
      [folder, marks],
    );
  });
}

/** How often a stack may have broken off the work on it before it counts as the cause. */
export const mostAttempts = 8;
const brokeOff = 'Die Verarbeitung wurde mehrmals abgebrochen. Die Datei ist aufbewahrt.';

/**
 * Takes the next stack for a service: one that waits, or one whose service has not been heard of for the length of a lease. Null when
 * there is none. With `onlyUrgent` it takes only what somebody waits for. One that has broken off the work too often is set aside first.
 */
export async function claimStack(
  database: Queryable,
  claim: { serviceId: Id; leaseMilliseconds: number; onlyUrgent: boolean },
): Promise<Stack | null> {
  await database.query(
    `update stack set state = 'failed', reason = $2, put_back = 'failed', finished_at = clock_timestamp()
     where id in (select id from stack where state = 'inWork' and lease_until < clock_timestamp() and attempts >= $1
       for update skip locked)`,
    [mostAttempts, brokeOff],
  );
  const { rows } = await database.query<StackRow>(
    `update stack set state = 'inWork', attempts = attempts + 1, claim_number = claim_number + 1, lease_by = $1, pages_done = 0,
       started_at = coalesce(started_at, clock_timestamp()), lease_until = clock_timestamp() + make_interval(secs => $2)
     where id = (
       select id from stack
       where ((state = 'waiting' and not_before <= clock_timestamp()) or (state = 'inWork' and lease_until < clock_timestamp()))
         and (is_urgent or not $3)
       order by is_urgent desc, taken_at limit 1 for update skip locked)
     returning ${stackColumns}`,
    [claim.serviceId, claim.leaseMilliseconds / 1000, claim.onlyUrgent],
  );
  return rows[0] ? stackFrom(rows[0]) : null;
}

/**
 * Who works on a stack, and on which round of it: one whose file has grown is another claim, also for the same service. The number tells
 * apart two claims of one service in one round, where the first was late and its lease had run out.
 */
export type Claim = { stackId: Id; serviceId: Id; round: number; claimNumber: number };

/** Keeps the claim and notes the progress; false when it is lost, and the work with it. */
export async function renewClaim(
  database: Queryable,
  claim: Claim & { leaseMilliseconds: number },
  progress: { done: number; total: number | null },
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update stack set lease_until = clock_timestamp() + make_interval(secs => $3), pages_done = $4,
       page_count = coalesce($5, page_count)
     where id = $1 and lease_by = $2 and state = 'inWork' and round = $6 and claim_number = $7`,
    [
      ...[claim.stackId, claim.serviceId, claim.leaseMilliseconds / 1000, progress.done, progress.total],
      ...[claim.round, claim.claimNumber],
    ],
  );
  return rowCount === 1;
}

/** Gives a claim back: after a passing trouble (`laterBy` milliseconds), or because the service ends, which counts for no attempt. */
export async function releaseClaim(
  database: Queryable,
  claim: Claim,
  how: { laterBy: number; isCounted: boolean; reason: string | null },
): Promise<void> {
  await database.query(
    `update stack set state = 'waiting', lease_by = null, lease_until = null, reason = $3,
       attempts = attempts - $4, not_before = clock_timestamp() + make_interval(secs => $5)
     where id = $1 and lease_by = $2 and state = 'inWork' and round = $6 and claim_number = $7`,
    [
      ...[claim.stackId, claim.serviceId, how.reason, how.isCounted ? 0 : 1, how.laterBy / 1000],
      ...[claim.round, claim.claimNumber],
    ],
  );
}

/** Locks a stack on which this very claim still holds; false when it is lost. */
export async function holdClaim(database: Queryable, claim: Claim): Promise<boolean> {
  const { rows } = await database.query(
    `select 1 from stack where id = $1 and lease_by = $2 and state = 'inWork' and round = $3 and claim_number = $4 for update`,
    [claim.stackId, claim.serviceId, claim.round, claim.claimNumber],
  );
  return rows.length > 0;
}

export type Outcome = {
  state: 'done' | 'needsLook' | 'failed';
  reason: string | null;
  pageCount: number | null;
  findings: PageFinding[] | null;
};

/** Ends the work on a stack. What failed is to be laid into the folder for such files, where it came from one; what has not, out of it. */
export async function finishStack(database: Queryable, stackId: Id, outcome: Outcome): Promise<void> {
  await database.query(
    `update stack set state = $2, reason = $3, page_count = coalesce($4, page_count), pages_done = coalesce($4, pages_done),
       findings = $5, put_back_at = null,
       put_back = case when $2 = 'failed' then 'failed' when put_back in ('failed', 'takenUp') then 'takenUp' end,
       lease_by = null, lease_until = null, finished_at = clock_timestamp()
     where id = $1`,
    [stackId, outcome.state, outcome.reason, outcome.pageCount, JSON.stringify(outcome.findings)],
  );
}

/** One stack, locked for this transaction when `isLocked` (others may still refer to it); null when there is none. */
export async function readStack(database: Queryable, stackId: Id, isLocked = false): Promise<Stack | null> {
  const { rows } = await database.query<StackRow>(
    `select ${stackColumns} from stack where id = $1 ${isLocked ? 'for no key update' : ''}`,
    [stackId],
  );
  return rows[0] ? stackFrom(rows[0]) : null;
}
