import type { AnyRow, Contents, RowOf, TableName } from './tables.ts';

/** Locks of rows by table and key, held to the end of a transaction. */
export type Locks = { lock(transaction: Transaction, key: string): Promise<void> | undefined };

type Overlay = Map<TableName, Map<string, AnyRow | null>>;

/** One transaction: what it has written lies over what is committed, and nobody else sees it. */
export class Transaction {
  readonly kind: 'write' | 'snapshot';
  readonly held = new Set<string>();
  /** The transaction this one waits for, to find circles. */
  waitsFor: string | null = null;
  xid: number | null = null;
  overlay: Overlay = new Map();
  readonly savepoints = new Map<string, Overlay>();
  /** Triggers run at most once per statement. */
  private readonly committed: () => Contents;
  private readonly takeXid: () => number;
  private readonly locks: Locks;
  readonly now: () => number;

  constructor(parts: {
    kind: 'write' | 'snapshot';
    committed: () => Contents;
    takeXid: () => number;
    locks: Locks;
    now: () => number;
  }) {
    this.kind = parts.kind;
    this.committed = parts.committed;
    this.takeXid = parts.takeXid;
    this.locks = parts.locks;
    this.now = parts.now;
  }

  /** The number of this transaction, taken with its first write or lock. */
  ownXid(): number {
    this.xid ??= this.takeXid();
    return this.xid;
  }

  get<Name extends TableName>(table: Name, key: string): RowOf<Name> | undefined {
    const own = this.overlay.get(table)?.get(key);
    if (own !== undefined) return (own ?? undefined) as RowOf<Name> | undefined;
    return this.committed().get(table)?.get(key) as RowOf<Name> | undefined;
  }

  /** Rows of a table in the order they were made. */
  rows<Name extends TableName>(table: Name): RowOf<Name>[] {
    const own = this.overlay.get(table);
    const standing = this.committed().get(table);
    if (!own) return (standing ? [...standing.values()] : []) as RowOf<Name>[];
    const found: AnyRow[] = [];
    for (const [key, row] of standing ?? []) {
      const written = own.get(key);
      if (written === undefined) found.push(row);
      else if (written !== null) found.push(written);
    }
    for (const [key, row] of own) if (row !== null && !standing?.has(key)) found.push(row);
    return found as RowOf<Name>[];
  }

  /** Writes a row; null removes it. Its lock must be held where others may write it, too. */
  put<Name extends TableName>(table: Name, key: string, row: RowOf<Name> | null): void {
    if (this.kind === 'snapshot') throw new Error('a snapshot is only for reading');
    this.ownXid();
    const own = this.overlay.get(table) ?? new Map<string, AnyRow | null>();
    this.overlay.set(table, own);
    own.set(key, row as AnyRow | null);
  }

  /** Waits until nobody else holds the row; what is read afterwards is the newest committed. */
  async lock(table: TableName, key: string): Promise<void> {
    this.ownXid();
    const waiting = this.locks.lock(this, `${table}/${key}`);
    if (waiting) await waiting;
  }

  savepoint(name: string): void {
    this.savepoints.set(name, copyOf(this.overlay));
  }

  rollbackTo(name: string): void {
    const kept = this.savepoints.get(name);
    if (!kept) throw new Error(`no savepoint ${name}`);
    this.overlay = copyOf(kept);
  }
}

function copyOf(overlay: Overlay): Overlay {
  return new Map([...overlay].map(([table, rows]) => [table, new Map(rows)]));
}
