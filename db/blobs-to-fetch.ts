import type { Id } from '../core/domain/ids.ts';
import type { Moment } from '../core/domain/moments.ts';
import { idBytes } from './record-tables.ts';
import { all, first, type ReadableDb, type SqlValue } from './sql.ts';

// Which contents are fetched ahead, and in which order. A desk of many years looks through all its documents for this after every change that
// comes: in slices, so that nobody at the desk waits for it.

/** Rows of versions looked through at once: a few milliseconds. */
const slice = 2_000;
/** Up to here it pays to order only what is missing. */
const mostMissing = 1_000;

const isAbsent = `NOT EXISTS (SELECT 1 FROM blob WHERE blob.sha256 = version.sha256 AND blob.state <> 'wanted')`;

/**
 * Rows of the versions whose contents are not here; null: too many to list. `mayGoOn` is asked between the slices, for others may work
 * there; when it says no, what was found until then is given.
 */
export async function missingVersions(
  db: ReadableDb,
  mayGoOn: () => Promise<boolean>,
): Promise<readonly number[] | null> {
  const found: number[] = [];
  let above = (first<{ row: number | null }>(db, 'SELECT max(row) AS row FROM version')?.row ?? 0) + 1;
  while (above > 0) {
    const rows = all<{ row: number }>(
      db,
      `SELECT row FROM version WHERE row < ? AND row >= ? AND ${isAbsent} ORDER BY row DESC`,
      above,
      above - slice,
    );
    found.push(...rows.map(({ row }) => row));
    if (found.length > mostMissing) return null;
    above -= slice;
    if (!(await mayGoOn())) break;
  }
  return found;
}

/** The first so many classes of `blobsToFetch` are those of `heldContents` (blob-table.ts). */
const heldClasses = 3;

/** What decides which contents come next. `room` and `roomForHeld` are bytes; those `underway` have their room already. */
export type FetchFacts = {
  workerId: Id;
  now: Moment;
  dueUntil: string;
  seenSince: Moment;
  room: number;
  /** Asked for only where `room` is not enough: it takes long. */
  roomForHeld: () => number;
  underway: ReadonlySet<string>;
  /** Rows of versions as `missingVersions` gives them; null: more than it gives. */
  missing: readonly number[] | null;
};

/**
 * Contents to fetch ahead, most urgent first: open letters, files taken along, files with follow-ups soon due, files looked at lately,
 * files of those she stands in for, then everything else, newest first, as long as `room` bytes last. For what must be here, what may go
 * makes room: `roomForHeld`.
 */
export function blobsToFetch(db: ReadableDb, limit: number, options: FetchFacts): { sha256: string; size: number }[] {
  const { missing } = options;
  if (missing?.length === 0) return [];
  const isMissing = missing
    ? `version.row IN (SELECT value FROM json_each(?1)) AND ${isAbsent}`
    : `?1 IS NULL AND ${isAbsent}`;
  const classes: [string, SqlValue[]][] = [
    [
      `FROM inbox_item JOIN version ON version.scope_id = inbox_item.scope_id AND version.id = inbox_item.version_id
       WHERE inbox_item.state = 'open' AND ${isMissing} ORDER BY inbox_item.delivered_at`,
      [],
    ],
    [`FROM pin JOIN version ON version.scope_id = pin.case_file_id WHERE ${isMissing}`, []],
    [
      `FROM follow_up JOIN version ON version.scope_id = follow_up.scope_id
       WHERE completed_at IS NULL AND due_on <= ?2 AND ${isMissing} ORDER BY due_on`,
      [options.dueUntil],
    ],
    [
      `FROM visit JOIN version ON version.scope_id = visit.case_file_id WHERE visit.seen_at >= ?2 AND ${isMissing} ORDER BY visit.seen_at DESC`,
      [options.seenSince],
    ],
    [
      `FROM substitution JOIN case_file ON case_file.worker_id = substitution.absent_worker_id
       JOIN version ON version.scope_id = case_file.scope_id
       WHERE substitution.substitute_worker_id = ?2 AND substitution.ended_at IS NULL
         AND substitution."from" <= ?3 AND substitution."to" > ?3 AND ${isMissing} ORDER BY version.row DESC`,
      [idBytes(options.workerId), options.now],
    ],
    [`FROM version WHERE ${isMissing} ORDER BY version.row DESC`, []],
  ];
  const found = new Map<string, number>();
  let used = 0;
  const placesOfMissing = missing && JSON.stringify(missing);
  for (const [index, [tail, values]] of classes.entries()) {
    const isHeld = index < heldClasses;
    if (found.size >= limit) break;
    if (!isHeld && options.room <= used) continue;
    const rows = all<{ sha256: string; size: number }>(
      db,
      `SELECT version.sha256, version.size ${tail} LIMIT ${limit}`,
      placesOfMissing,
      ...values,
    );
    const needed = rows.reduce((sum, { size }) => sum + size, 0);
    const room = (isHeld && needed > options.room - used ? options.roomForHeld() : options.room) - used;
    let taken = 0;
    for (const row of rows) {
      if (options.underway.has(row.sha256) || found.has(row.sha256)) continue;
      if (found.size >= limit || row.size > room - taken) continue;
      found.set(row.sha256, row.size);
      taken += row.size;
    }
    used += taken;
  }
  return [...found].map(([sha256, size]) => ({ sha256, size }));
}
