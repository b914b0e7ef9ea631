import type { PulledRow } from '../core/contract/central.ts';
import type { Id } from '../core/domain/ids.ts';
import type { RecordKind } from '../core/domain/records.ts';
import { digestHalves, joinHalves } from './digest.ts';
import { type JsonValue, jsonValuesOf, manyIdBytes, type RecordTable, tableNamed } from './record-tables.ts';

// Rows of the centre made ready for the store: digested, and many of one table laid out for one statement. To hand the values of a row
// over to SQLite one by one takes the driver longer than SQLite needs for the row. Nothing here touches the store, so that a thread
// beside the one that writes can do it.

/** Fewer of one table are written one by one. */
const fewest = 8;
/** This many characters of text take as long to index as one row to write. */
const charactersOfEffort = 100;

/** A row with its digest as two halves, see digest.ts. */
export type DigestedRow = { row: PulledRow; high: number; low: number };

/** Rows of one table, for `insertMany`. */
export type PreparedTable = {
  kind: RecordKind;
  /** JSON as `insertMany` takes it, in UTF-8. */
  values: Uint8Array<ArrayBuffer>;
  /** The ids of the rows and those in them, as `insertMany` takes them. */
  idBytes: Uint8Array<ArrayBuffer>;
  /** Ids of the rows in order, each followed by a comma. */
  ids: string;
  count: number;
  /** Sum of the digests. */
  digest: bigint;
  /** Ids of the owners whose full text the rows change; in one table always of the same kind. */
  owners: string[];
};

/** Some rows of one scope; passes between threads. */
export type PreparedRows = {
  count: number;
  /** What they cost to write, in rows without text. */
  effort: number;
  tables: PreparedTable[];
  /** Rows to be written by themselves, in order: few of a table, with a compressed text, deleted, or not understood. */
  singles: DigestedRow[];
  /** The same rows as they came, for tables that cannot be written with one statement: whole, or lines of JSON in UTF-8, which pass between
   * threads without a copy. */
  source: readonly PulledRow[] | Uint8Array<ArrayBuffer>;
};

type Waiting = { table: RecordTable; rows: DigestedRow[]; values: (JsonValue | number)[][]; ids: (string | null)[] };

/** What a row costs to write, in rows without text. */
export function effortOfRow({ body }: PulledRow): number {
  const text = body?.['text'];
  return typeof text === 'string' ? 1 + text.length / charactersOfEffort : 1;
}

/** Makes rows ready; `source` are the same as they came. `isSingle`: rows that stand in the store already, as far as is known. */
export function prepareRows(
  rows: readonly PulledRow[],
  source: PreparedRows['source'],
  isSingle: (row: PulledRow) => boolean,
): PreparedRows {
  const waiting = new Map<RecordTable, Waiting>();
  const singles: DigestedRow[] = [];
  let effort = 0;
  for (const row of rows) {
    effort += effortOfRow(row);
    const digested = { row, ...digestHalves(row) };
    if (isSingle(row) || !mayWait(waiting, digested)) singles.push(digested);
  }
  const tables: PreparedTable[] = [];
  for (const ofTable of waiting.values()) {
    if (ofTable.rows.length < fewest) singles.push(...ofTable.rows);
    else tables.push(preparedTable(ofTable));
  }
  return { count: rows.length, effort, tables, singles, source };
}

/** False for a row that has to be written by itself. */
function mayWait(waiting: Map<RecordTable, Waiting>, digested: DigestedRow): boolean {
  const { row, high, low } = digested;
  const table = tableNamed(row.kind);
  if (!table?.insertMany || row.deleted || row.body === null) return false;
  const ids: (string | null)[] = [row.id];
  const values = jsonValuesOf(table, row.body, ids);
  if (values === null) return false;
  let ofTable = waiting.get(table);
  if (!ofTable) {
    ofTable = { table, rows: [], values: [], ids: [] };
    waiting.set(table, ofTable);
  }
  ofTable.rows.push(digested);
  ofTable.values.push([row.ver, high, low, ...values]);
  ofTable.ids.push(...ids);
  return true;
}

const utf8 = new TextEncoder();

function preparedTable({ table, rows, values, ids: allIds }: Waiting): PreparedTable {
  let [ids, high, low] = ['', 0, 0];
  for (const one of rows) {
    ids += `${one.row.id},`;
    high += one.high;
    low += one.low;
  }
  const { kind } = table;
  const owners = table.isIndexed ? [...new Set(rows.map(({ row }) => ownerOf(kind, row)))] : [];
  const digest = joinHalves(high, low);
  const [json, idBytes] = [utf8.encode(JSON.stringify(values)), manyIdBytes(allIds)];
  return { kind, values: json, idBytes, ids, count: rows.length, digest, owners };
}

const ownerOf = (kind: RecordKind, row: PulledRow): string =>
  kind === 'documentKeyword' ? String(row.body?.['documentId']) : row.id;

/** Ids of the rows of a table, in order. */
export function idsOfTable({ ids }: PreparedTable): Id[] {
  return ids.split(',').slice(0, -1) as Id[];
}

/**
 * Gives back at once the memory of rows that are written and not looked at any more. Left to the garbage collector it has it go through
 * everything else many times in a fetch.
 */
export function releaseRows({ tables, source }: PreparedRows): void {
  for (const { values, idBytes } of tables) for (const { buffer } of [values, idBytes]) buffer.transfer(0);
  if (source instanceof Uint8Array) source.buffer.transfer(0);
}

/** The rows of a table as they came. */
export function rowsOfTable({ source }: PreparedRows, { kind, ids }: PreparedTable): PulledRow[] {
  return sourceRows(source).filter((row) => row.kind === kind && ids.includes(`${row.id},`));
}

/** Rows as they came, from the lines they came in. */
export function sourceRows(source: PreparedRows['source']): PulledRow[] {
  return source instanceof Uint8Array ? rowsOfLines(new TextDecoder().decode(source)) : [...source];
}

/** Rows from lines of JSON (kind, id, version, body) whose members are not looked at. Throws SyntaxError. */
export function rowsOfLines(lines: string): PulledRow[] {
  const parsed = JSON.parse(`[${lines.replaceAll('\n', ',')}]`) as [
    string,
    PulledRow['id'],
    number,
    PulledRow['body'],
  ][];
  return parsed.map(([kind, id, ver, body]) => ({ kind, id, ver, deleted: body === null, body }));
}
