import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { idFromBytes, isId } from '../core/domain/id-text.ts';
import type { Id } from '../core/domain/ids.ts';
import type { RecordKind } from '../core/domain/records.ts';
import { type ColumnType, recordColumns, snakeCase } from './columns.ts';
import type { SqlValue } from './sql.ts';

/** Bytes. */
const idLength = 16;
const noDigit = 255;
const dash = 45;
const hexDigits = new Uint8Array(128).fill(noDigit);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  hexDigits[digit.charCodeAt(0)] = value;
  hexDigits[digit.toUpperCase().charCodeAt(0)] = value;
}

/** The text form of an id to the 16 bytes of a column; throws when it is none. By hand: four of them stand in each row of a first fetch. */
export function idBytes(id: string): Buffer {
  const bytes = Buffer.allocUnsafe(idLength);
  writeId(bytes, 0, id);
  return bytes;
}

function writeId(bytes: Uint8Array, from: number, id: string): void {
  let filled = 0;
  for (let at = 0; at < id.length; at += 2) {
    if (id.charCodeAt(at) === dash) at += 1;
    const high = hexDigits[id.charCodeAt(at)] ?? noDigit;
    const low = hexDigits[id.charCodeAt(at + 1)] ?? noDigit;
    if (filled === idLength || high === noDigit || low === noDigit) throw new TypeError('not an id');
    bytes[from + filled] = high * 16 + low;
    filled += 1;
  }
  if (filled !== idLength) throw new TypeError('not an id');
}

/** Ids one after the other, as `insertMany` takes them; zeros where there is none. */
export function manyIdBytes(ids: readonly (string | null)[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(ids.length * idLength);
  for (const [place, id] of ids.entries()) if (id !== null) writeId(bytes, place * idLength, id);
  return bytes;
}

/** The 16 bytes of a column to the text form. */
export function idText(bytes: Uint8Array): Id {
  return idFromBytes(bytes);
}

type Column = { field: string; name: string; base: string; isNullable: boolean };

/**
 * The digits of SQLite's `hex(id)` to the text form. Of hundreds of rows a third of the time of ids that come as bytes: nothing takes the
 * driver longer than a Buffer for each. Without an id `hex` gives an empty text.
 */
export function idOfHex(digits: string): Id {
  const hex = digits.toLowerCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id;
}

/** How a record kind is kept: its table, its columns and the statements on them. */
export type RecordTable = {
  kind: RecordKind;
  table: string;
  columns: readonly Column[];
  fields: ReadonlySet<string>;
  insert: string;
  /** Takes many rows as JSON in UTF-8, their scope, and all their ids as bytes; null for a table with compressed texts. */
  insertMany: string | null;
  /** The full text has something of its rows. */
  isIndexed: boolean;
  update: string;
  remove: string;
  find: string;
  select: string;
};

const common = ['id', 'scope_id', 'ver', 'digest', 'is_pending'];
const quoted = (name: string) => `"${name}"`;

function columnOf([field, type]: [string, ColumnType]): Column {
  return { field, name: snakeCase(field), base: type.replace('?', ''), isNullable: type.endsWith('?') };
}

const indexedKinds: ReadonlySet<RecordKind> = new Set([
  ...([
    'page',
    'document',
    'documentKeyword',
    'keyword',
    'inboxItem',
    'note',
    'caseFile',
    'person',
    'household',
  ] as const),
]);

/**
 * See `jsonValuesOf`: version and the two halves of the digest of a row stand before its values. Ids come beside them, its own first: as text
 * they would be half of what SQLite has to read.
 */
function insertManyOf(table: string, columns: readonly Column[], own: readonly string[]): string {
  const idsOfRow = 1 + columns.filter(({ base }) => base === 'id').length;
  const idAt = (place: number) => `substr(?3, (key * ${idsOfRow} + ${place}) * ${idLength} + 1, ${idLength})`;
  let [nextId, nextValue] = [1, 3];
  const values = columns.map(({ base }) => {
    if (base === 'id') return `nullif(${idAt(nextId++)}, zeroblob(${idLength}))`;
    return `value ->> ${nextValue++}`;
  });
  const digest = '(value ->> 1) << 32 | (value ->> 2)';
  const all = [idAt(0), '?2', 'value ->> 0', digest, '0', ...values, `value ->> ${nextValue}`];
  return `INSERT INTO ${table} (${[...common, ...own].join(', ')})
    SELECT ${all.join(', ')} FROM jsonb_each(CAST(?1 AS TEXT))`;
}

function tableOf(kind: RecordKind): RecordTable {
  const columns = Object.entries(recordColumns[kind]).map(columnOf);
  const table = snakeCase(kind);
  const own = [...columns.map((column) => quoted(column.name)), 'extra'];
  const values = ['ver', 'digest', 'is_pending', ...own];
  return {
    kind,
    table,
    columns,
    fields: new Set(columns.map((column) => column.field)),
    insert: `INSERT INTO ${table} (${[...common, ...own].join(', ')}) VALUES (${[...common, ...own].map(() => '?').join(', ')})`,
    insertMany: columns.some(({ base }) => base === 'compressed') ? null : insertManyOf(table, columns, own),
    isIndexed: indexedKinds.has(kind),
    update: `UPDATE ${table} SET ${values.map((name) => `${name} = ?`).join(', ')} WHERE row = ?`,
    remove: `DELETE FROM ${table} WHERE row = ?`,
    find: `SELECT row, digest FROM ${table} WHERE scope_id = ? AND id = ?`,
    select: `SELECT row, id, scope_id, ver, is_pending, ${own.join(', ')} FROM ${table}`,
  };
}

const tables = new Map<string, RecordTable>(
  (Object.keys(recordColumns) as RecordKind[]).map((kind) => [kind, tableOf(kind)]),
);

/** The table of a kind; null for one that this program does not know. */
export function tableNamed(kind: string): RecordTable | null {
  return tables.get(kind) ?? null;
}

/** The table of a record kind. */
export function recordTable(kind: RecordKind): RecordTable {
  const table = tables.get(kind);
  if (!table) throw new Error(`no table for ${kind}`);
  return table;
}

/** A body as column values, `extra` last. Throws TypeError when a field does not fit its column. */
export function bodyToColumns(table: RecordTable, body: Record<string, unknown>): SqlValue[] {
  const values: SqlValue[] = [];
  let used = 0;
  for (const column of table.columns) {
    const value = body[column.field];
    if (value !== undefined) used += 1;
    values.push(value === undefined || value === null ? null : toColumn(column.base, value));
  }
  values.push(used < Object.keys(body).length ? extraOf(table, body) : null);
  return values;
}

export type JsonValue = string | number | null;
/** Stands for no id in `manyIdBytes`; a row that has it is written by itself. */
const zeros = '00000000-0000-0000-0000-000000000000';

/** The same for `insertMany`, its ids added to `ids`; null when a field does not fit its column. */
export function jsonValuesOf(
  table: RecordTable,
  body: Record<string, unknown>,
  ids: (string | null)[],
): JsonValue[] | null {
  const values: JsonValue[] = [];
  let used = 0;
  for (const { field, base } of table.columns) {
    const value = body[field];
    if (value !== undefined) used += 1;
    const isNone = value === undefined || value === null;
    if (base === 'id') {
      if (!isNone && (!isId(value) || value === zeros)) return null;
      ids.push(isNone ? null : value);
    } else if (isNone) values.push(null);
    else {
      const given = jsonValue(base, value);
      if (given === null) return null;
      values.push(given);
    }
  }
  values.push(used < Object.keys(body).length ? extraOf(table, body) : null);
  return values;
}

function jsonValue(base: string, value: unknown): JsonValue {
  switch (base) {
    case 'flag':
      return typeof value === 'boolean' ? Number(value) : null;
    case 'json':
      return JSON.stringify(value);
    case 'integer':
      return Number.isSafeInteger(value) ? (value as number) : null;
    default:
      return typeof value === 'string' ? value : null;
  }
}

function extraOf(table: RecordTable, body: Record<string, unknown>): string | null {
  const rest = Object.entries(body).filter(([field, value]) => value !== undefined && !table.fields.has(field));
  return rest.length > 0 ? JSON.stringify(Object.fromEntries(rest)) : null;
}

function toColumn(base: string, value: unknown): SqlValue {
  switch (base) {
    case 'id':
      if (typeof value !== 'string') throw new TypeError('not an id');
      return idBytes(value);
    case 'flag':
      if (typeof value !== 'boolean') throw new TypeError('not a flag');
      return value ? 1 : 0;
    case 'json':
      return JSON.stringify(value);
    case 'compressed':
      return zstdCompressSync(String(value));
    case 'integer':
      if (typeof value !== 'number') throw new TypeError('not a number');
      return value;
    default:
      if (typeof value !== 'string') throw new TypeError('not a text');
      return value;
  }
}

/** A row as selected to the body it was written from. */
export function rowToBody(table: RecordTable, row: Record<string, unknown>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const column of table.columns) body[column.field] = fromColumn(column.base, row[column.name]);
  if (row['extra'] !== null) Object.assign(body, JSON.parse(row['extra'] as string));
  return body;
}

function fromColumn(base: string, value: unknown): unknown {
  if (value === null) return null;
  switch (base) {
    case 'id':
      return idFromBytes(value as Uint8Array);
    case 'flag':
      return value === 1;
    case 'json':
      return JSON.parse(value as string);
    case 'compressed':
      return zstdDecompressSync(value as Uint8Array).toString();
    default:
      return value;
  }
}

/** The text of a compressed column, for queries on pages. */
export function decompressText(bytes: Uint8Array): string {
  return zstdDecompressSync(bytes).toString();
}
