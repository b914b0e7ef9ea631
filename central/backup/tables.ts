import type { Connection, Queryable } from '../store/database.ts';

/** In the order in which they are filled: what others refer to, and what rights are counted from, comes first. */
export const savedTables = [
  'account',
  'desk_store',
  'lost_scope',
  'escrow_key',
  'escrow_command',
  'membership',
  'scope',
  'scope_grant',
  'scope_deny',
  'record',
  'client',
  'mutation',
  'quarantine',
  'journal',
  'access_chain',
  'access_log',
  'blob',
  'blob_scope',
  'upload',
  'stack',
  'stack_document',
  'letter_return',
  'mail_message',
  'fachverfahren_message',
  'tour',
] as const;
export type SavedTableName = (typeof savedTables)[number];

/**
 * Left out on purpose. The restored store begins a new epoch with a key of its own; everybody logs in again, so that a session that
 * was ended after the backup does not come back to life; versions of rights are counted anew. Folders are looked at again. What was
 * learned from filed documents is learned from them again.
 */
export const tablesLeftOut = [
  'schema_migration',
  'store',
  'store_timeline',
  'session',
  'refresh_token',
  'login_attempt',
  'access_version',
  'station_folder',
  'mail_account',
  'letter_model',
  'letter_learned_scope',
  'letter_learned',
  'letter_keyword',
  'letter_feature',
  'letter_feature_spread',
  'letter_reference',
  'letter_named',
  'letter_name_count',
  // A token that was revoked after the backup does not come back to life: administration gives new ones.
  'machine',
  'machine_request',
  'webhook',
  'webhook_event',
  // Made again from the records.
  'search_page',
  'search_scope',
] as const;

/** Transaction numbers belong to one cluster; in another the columns take the number of the transaction that fills them. */
const columnsLeftOut = new Set(['last_xid']);
/** Only what counts is kept of uploads: who brought which content. Those under way begin anew. */
const conditions: Partial<Record<SavedTableName, string>> = { upload: `state = 'done'` };

const rowsAtOnce = 2_000;

/** Columns of a table that are saved, in their order. */
export async function columnsOf(database: Queryable, table: string): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `select attname::text as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  return rows.map((row) => row.name).filter((name) => !columnsLeftOut.has(name));
}

/** Rows of a table as JSON texts, in batches; needs an open transaction, whose snapshot decides what is in it. */
export async function* readTable(
  connection: Connection,
  table: SavedTableName,
  columns: readonly string[],
): AsyncGenerator<string[]> {
  const where = conditions[table] ? `where ${conditions[table]}` : '';
  const list = columns.map((column) => `"${column}"`).join(', ');
  await connection.query(
    `declare saved no scroll cursor for select to_jsonb(part)::text as line from (select ${list} from ${table} ${where}) part`,
  );
  for (;;) {
    const { rows } = await connection.query<{ line: string }>(`fetch ${rowsAtOnce} from saved`);
    if (rows.length === 0) break;
    yield rows.map((row) => row.line);
  }
  await connection.query('close saved');
}

/** Adds rows given as JSON texts to a table; needs an open transaction. */
export async function writeTable(
  connection: Connection,
  table: SavedTableName,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return;
  const list = columns.map((column) => `"${column}"`).join(', ');
  // The empty selection only gives the type of a row: `null::record` would mean PostgreSQL's own word.
  await connection.query(
    `insert into ${table} (${list}) overriding system value
     select ${list} from jsonb_populate_recordset((select one from ${table} one limit 0), $1::jsonb)`,
    [`[${lines.join(',')}]`],
  );
}

/** After rows with numbers of their own were added: the next number follows the highest. */
export async function moveNumbersOn(connection: Connection): Promise<void> {
  for (const [table, column] of [
    ['membership', 'id'],
    ['access_log', 'row'],
  ]) {
    await connection.query(
      `select setval(pg_get_serial_sequence('${table}', '${column}'), greatest(1, (select max(${column}) from ${table})))`,
    );
  }
}
