import { inTodaysShape } from '../core/commands/shapes.ts';
import type { Id } from '../core/domain/ids.ts';
import type { Moment } from '../core/domain/moments.ts';
import { idBytes, idText } from './record-tables.ts';
import { all, first, type ReadableDb, run, type WritableDb } from './sql.ts';

/** A command the centre did not take over, with everything the worker wrote, until she settles it. */
export type StoredClarification = {
  id: Id;
  name: string;
  args: unknown;
  /** In which it was given and is kept; read, `name` and `args` have today's shape. */
  schema: number;
  at: Moment;
  label: string;
  refusedAt: Moment;
  code: string;
  message: string;
  details: Record<string, unknown>;
  caseFileId: Id | null;
};

/** Code with which the centre sets work aside whose right had ended. */
export const lateWorkCode = 'lateWork';

/** Code with which a desk sets a command aside whose content it has lost: the centre knows nothing of it. */
export const missingContentCode = 'missingContent';

type ClarificationRow = Record<
  'name' | 'args' | 'at' | 'label' | 'refused_at' | 'code' | 'message' | 'details',
  string
> & {
  id: Uint8Array;
  schema: number;
  case_file_id: Uint8Array | null;
};
const columns = 'id, name, args, schema, at, label, refused_at, code, message, details, case_file_id';

function clarificationOf(row: ClarificationRow): StoredClarification {
  return inTodaysShape({
    id: idText(row.id),
    name: row.name,
    args: JSON.parse(row.args),
    schema: row.schema,
    at: row.at,
    label: row.label,
    refusedAt: row.refused_at,
    code: row.code,
    message: row.message,
    details: JSON.parse(row.details) as Record<string, unknown>,
    caseFileId: row.case_file_id ? idText(row.case_file_id) : null,
  });
}

/** Keeps a refused command. */
export function addClarification(db: WritableDb, entry: StoredClarification): void {
  run(
    db,
    `INSERT OR REPLACE INTO clarification (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    idBytes(entry.id),
    entry.name,
    JSON.stringify(entry.args),
    entry.schema,
    entry.at,
    entry.label,
    entry.refusedAt,
    entry.code,
    entry.message,
    JSON.stringify(entry.details),
    entry.caseFileId ? idBytes(entry.caseFileId) : null,
  );
}

/** All that waits to be settled, newest first. */
export function listClarifications(db: ReadableDb): StoredClarification[] {
  return all<ClarificationRow>(db, `SELECT ${columns} FROM clarification ORDER BY refused_at DESC, id DESC`).map(
    clarificationOf,
  );
}

/** One by its id (the refused command's), null when it is settled. */
export function readClarification(db: ReadableDb, id: Id): StoredClarification | null {
  const row = first<ClarificationRow>(db, `SELECT ${columns} FROM clarification WHERE id = ?`, idBytes(id));
  return row ? clarificationOf(row) : null;
}

/** Removes a settled one; the worker has seen it. The centre is told with the next look at everything. */
export function removeClarification(db: WritableDb, id: Id): void {
  dropClarification(db, id);
  run(db, 'INSERT OR IGNORE INTO settled_refusal (id) VALUES (?)', idBytes(id));
}

/** Removes one that was settled elsewhere. */
export function dropClarification(db: WritableDb, id: Id): void {
  run(db, 'DELETE FROM clarification WHERE id = ?', idBytes(id));
}

/** Those that were settled here and of which the centre has not been told; the first of them. */
export function settledRefusals(db: ReadableDb, limit: number): Id[] {
  return all<{ id: Uint8Array }>(db, 'SELECT id FROM settled_refusal ORDER BY id LIMIT ?', limit).map(({ id }) =>
    idText(id),
  );
}

/** The centre knows that these are settled. */
export function forgetSettledRefusals(db: WritableDb, ids: readonly Id[]): void {
  for (const id of ids) run(db, 'DELETE FROM settled_refusal WHERE id = ?', idBytes(id));
}

/** Ids of all that wait to be settled, the newest first. */
export function clarificationIds(db: ReadableDb, limit: number): Id[] {
  return all<{ id: Uint8Array }>(
    db,
    'SELECT id FROM clarification ORDER BY refused_at DESC, id DESC LIMIT ?',
    limit,
  ).map(({ id }) => idText(id));
}

/** Whether this desk has a command still: waiting, carried out but not safe yet, or settled as a refusal. */
export function isHeldElsewhere(db: ReadableDb, id: Id): boolean {
  const held = `SELECT 1 FROM outbox WHERE id = ? UNION ALL SELECT 1 FROM sent WHERE id = ?
    UNION ALL SELECT 1 FROM settled_refusal WHERE id = ? LIMIT 1`;
  const bytes = idBytes(id);
  return first(db, held, bytes, bytes, bytes) !== undefined;
}

/** How many wait to be settled, without late work: of that its records say how it stands. */
export function countClarifications(db: ReadableDb): number {
  return first<{ n: number }>(db, 'SELECT count(*) AS n FROM clarification WHERE code <> ?', lateWorkCode)?.n ?? 0;
}
