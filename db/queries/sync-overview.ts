import { isToSend } from '../blob-table.ts';
import { all, first, type ReadableDb, type SqlValue } from '../sql.ts';

/** So many contents, and their bytes. */
export type Amount = { count: number; bytes: number };

const absent = `NOT EXISTS (SELECT 1 FROM blob WHERE blob.sha256 = version.sha256 AND blob.state <> 'wanted')`;

function amount(db: ReadableDb, from: string, ...values: SqlValue[]): Amount {
  const row = first<{ count: number; bytes: number | null }>(
    db,
    `SELECT count(*) AS count, sum(size) AS bytes FROM (SELECT DISTINCT version.sha256, version.size ${from})`,
    ...values,
  );
  return { count: row?.count ?? 0, bytes: row?.bytes ?? 0 };
}

/** Contents that records on this desk name and that are not here: of files taken along, of open letters, of everything. */
export function missingContents(db: ReadableDb): { takenAlong: Amount; letters: Amount; all: Amount } {
  return {
    takenAlong: amount(db, `FROM pin JOIN version ON version.scope_id = pin.case_file_id WHERE ${absent}`),
    letters: amount(
      db,
      `FROM inbox_item JOIN version ON version.scope_id = inbox_item.scope_id AND version.id = inbox_item.version_id
       WHERE inbox_item.state = 'open' AND ${absent}`,
    ),
    all: amount(db, `FROM version WHERE ${absent}`),
  };
}

/** Contents on this desk by state: wanted, present, uploading (without scans somebody has to look at first). */
export function contentsByState(db: ReadableDb): Record<'wanted' | 'present' | 'uploading', Amount> {
  const found = { wanted: nothing, present: nothing, uploading: nothing };
  const rows = all<{ state: keyof typeof found } & Amount>(
    db,
    `SELECT state, count(*) AS count, sum(size) AS bytes FROM blob WHERE state <> 'uploading' OR (${isToSend}) GROUP BY state`,
  );
  for (const { state, count, bytes } of rows) found[state] = { count, bytes };
  return found;
}
const nothing: Amount = { count: 0, bytes: 0 };

export type ScopeCount = {
  kind: string;
  total: number;
  complete: number;
  behind: number;
  denied: number;
  mismatched: number;
  replaced: number;
};

/** How the scopes stand that can be read, by kind. */
export function scopeCounts(db: ReadableDb): ScopeCount[] {
  return all<ScopeCount>(
    db,
    `SELECT kind, count(*) AS total, sum(is_complete) AS complete, sum(known < head) AS behind, sum(is_denied) AS denied,
       sum(mismatches > 0) AS mismatched, sum(must_replace) AS replaced
     FROM scope WHERE level <> 'deliver' GROUP BY kind ORDER BY kind`,
  );
}

/** What is in the outbox, by name, state and shape of the command, with the moment of the oldest. */
export function outboxCounts(
  db: ReadableDb,
): { name: string; state: string; schema: number; count: number; characters: number; oldest: string }[] {
  return all(
    db,
    `SELECT name, state, schema, count(*) AS count, sum(length(args)) AS characters, min(at) AS oldest
     FROM outbox GROUP BY name, state, schema ORDER BY name, state, schema`,
  );
}

/** How many commands wait to be settled, by why. */
export function clarificationCounts(db: ReadableDb): { code: string; name: string; count: number }[] {
  return all(db, 'SELECT code, name, count(*) AS count FROM clarification GROUP BY code, name ORDER BY code, name');
}

/** Copies of accepted commands that are not yet in a checked backup of the centre. */
export function countSent(db: ReadableDb): number {
  return first<{ n: number }>(db, 'SELECT count(*) AS n FROM sent')?.n ?? 0;
}

/** Rows that a newer version of the program wrote and this one cannot read. */
export function countUnread(db: ReadableDb): number {
  return first<{ count: number }>(db, 'SELECT count(*) AS count FROM other_record')?.count ?? 0;
}

/** Commands that wait here and were given in a newer schema than this program speaks. */
export function countNewerWaiting(db: ReadableDb, schema: number): number {
  const row = first<{ count: number }>(
    db,
    `SELECT count(*) AS count FROM outbox WHERE state <> 'acked' AND schema > ?`,
    schema,
  );
  return row?.count ?? 0;
}
