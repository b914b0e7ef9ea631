import { withoutWork } from '../../core/commands/kind-words.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Queryable } from './database.ts';

/** Work in nobody's "Klärung", as it was kept; `code` is `sealed` for what no desk has taken. */
export type LeftRow = {
  commandId: Id;
  workerId: Id;
  name: string;
  args: unknown;
  schema: number;
  code: string;
  message: string | null;
  atDesk: Date;
  keptAt: Date;
};

/** Commands that leave no work behind: names of the program's own. */
const noWork = withoutWork.map((name) => `'${name}'`).join(', ');

/**
 * What was refused stands in its worker's "Klärung" while her account is open, and late work at its place. A file that was scanned and
 * proves nothing goes to no desk, whoever's it is.
 */
const leftWork = `
  select command_id, worker_id, name, args, schema, code, message, at_desk, at as kept_at
  from quarantine left join account using (worker_id)
  where state = 'open' and noted_at is null and code <> 'lateWork' and coalesce(account.disabled, true)
    and name not in (${noWork})
  union all
  select command_id, worker_id, body ->> 'name', body -> 'args', (body ->> 'schema')::integer, 'sealed', null,
    (body ->> 'at')::timestamptz, brought_at
  from escrow_command left join account using (worker_id)
  where taken_at is null and noted_at is null and (not is_proven or coalesce(account.disabled, true))
    and body ->> 'name' not in (${noWork})`;

/** The oldest of what is left of these workers (null: of all), and how much there is. */
export async function readLeftWork(
  database: Queryable,
  workerIds: readonly Id[] | null,
  limit: number,
): Promise<{ rows: LeftRow[]; count: number }> {
  const { rows } = await database.query<LeftRow & { count: string | number }>(
    `select command_id as "commandId", worker_id as "workerId", name, args, schema, code, message, at_desk as "atDesk",
       kept_at as "keptAt", count(*) over () as count
     from (${leftWork}) work where $1::uuid[] is null or worker_id = any ($1) order by kept_at, command_id limit $2`,
    [workerIds, limit],
  );
  return { rows, count: Number(rows[0]?.count ?? 0) };
}

/** One of them; null when there is none such, or somebody has taken note of it. */
export async function readOneLeft(database: Queryable, commandId: Id, workerId: Id): Promise<LeftRow | null> {
  const { rows } = await database.query<LeftRow>(
    `select command_id as "commandId", worker_id as "workerId", name, args, schema, code, message, at_desk as "atDesk",
       kept_at as "keptAt" from (${leftWork}) work where command_id = $1 and worker_id = $2`,
    [commandId, workerId],
  );
  return rows[0] ?? null;
}

/**
 * Somebody has taken note: it is told to nobody any more, its worker neither, and stays as it came. False when somebody else was first, or
 * its account is open again and it stands in her "Klärung".
 */
export async function noteLeft(
  database: Queryable,
  { commandId, workerId, code }: Pick<LeftRow, 'commandId' | 'workerId' | 'code'>,
  { by, reason }: { by: Id; reason: string },
): Promise<boolean> {
  const isClosed = `coalesce((select disabled from account where worker_id = $2), true)`;
  const note = 'noted_at = now(), noted_by = $3, note_reason = $4';
  const kept = `update quarantine set state = 'settled', ${note}
    where command_id = $1 and worker_id = $2 and state = 'open' and noted_at is null and ${isClosed}`;
  const sealed = `update escrow_command set ${note} where command_id = $1 and worker_id = $2 and taken_at is null
    and noted_at is null and (not is_proven or ${isClosed})`;
  const { rowCount } = await database.query(code === 'sealed' ? sealed : kept, [commandId, workerId, by, reason]);
  return (rowCount ?? 0) > 0;
}
