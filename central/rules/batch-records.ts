import type { ReadRequest } from '../../core/commands/rule.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Connection } from '../store/database.ts';
import {
  type Body,
  markKey,
  type RecordKey,
  type RecordRow,
  readChildBodies,
  readRecords,
  type StoredRecord,
  writeRows,
} from '../store/records.ts';

/** Records of one push: read once, since their scopes are locked, and written together, since only their last state stays. */
export type BatchRecords = {
  /** Reads those not read yet, all together. */
  load(keys: RecordKey[]): Promise<void>;
  /** Undefined: not read yet; null: never was. */
  known(key: RecordKey): StoredRecord | null | undefined;
  /** Answers what a rule asks for. */
  answer(request: ReadRequest): Promise<unknown>;
  /** Takes rows to be written; each is what later commands of this push read. */
  write(rows: (RecordRow & { h: bigint })[]): void;
  /** The last state of everything taken to be written so far. */
  written(): RecordRow[];
  /** Asks for everything taken to be written, at once. */
  flush(): Promise<void>;
  /** Forgets what was read and what was not written yet: a savepoint was rolled back. */
  forget(): void;
};

export function openBatchRecords(connection: Connection): BatchRecords {
  const read = new Map<string, StoredRecord | null>();
  const unwritten = new Map<string, RecordRow & { h: bigint }>();
  const written = new Map<string, RecordRow>();

  const load = async (keys: RecordKey[]): Promise<void> => {
    const missing = keys.filter((key) => !read.has(markKey(key)));
    if (missing.length === 0) return;
    const found = await readRecords(connection, missing);
    for (const key of missing.map(markKey)) if (!read.has(key)) read.set(key, found.get(key) ?? null);
  };
  const flush = async (): Promise<void> => {
    const rows = [...unwritten.values()];
    unwritten.clear();
    await writeRows(connection, rows);
  };
  const children = async (scopeId: Id, kind: string, parentId: Id) => {
    if (unwritten.size > 0) await flush();
    return readChildBodies(connection, scopeId, kind, parentId);
  };

  return {
    load,
    flush,
    written: () => [...written.values()],
    known: (key) => read.get(markKey(key)),
    async answer(request) {
      if (request.read === 'children') return children(request.scopeId, request.kind, request.parentId);
      await load([request]);
      // A rule may change what it was given.
      return structuredClone(read.get(markKey(request))?.body ?? null);
    },
    write(rows) {
      for (const row of rows) {
        const key = markKey(row);
        // As if it had been read from the table: what is undefined here is not there.
        const body = row.body === null ? null : (JSON.parse(JSON.stringify(row.body)) as Body);
        read.set(key, { body, deleted: body === null, h: row.h });
        unwritten.set(key, row);
        written.set(key, { ...row, body });
      }
    },
    forget() {
      read.clear();
      unwritten.clear();
      written.clear();
    },
  };
}
