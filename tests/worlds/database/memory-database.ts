import type { Database } from '../../../central/store/database.ts';
import { databaseError } from './database-error.ts';
import { statements } from './statements.ts';
import type { AnyRow, Contents, TableName } from './tables.ts';
import { Transaction } from './transaction.ts';

export type Result = { rows: unknown[]; rowCount?: number };
/** Carries out one statement inside a transaction. Written as a method, so that each statement may name the values it takes. */
export type Statement = {
  run(transaction: Transaction, values: unknown[], database: MemoryDatabase): Result | Promise<Result>;
}['run'];

/** A copy of everything, as a backup holds it. */
export type Copy = { contents: Contents; nextXid: number };

export type DatabaseParts = {
  now: () => number;
  /** Called before each statement: a promise makes it wait, so that others come in between. */
  pace?: () => Promise<void> | undefined;
  /** After so many milliseconds a wait for a lock ends; `after` of the world. */
  after?: (milliseconds: number, happen: () => void) => () => void;
  /** Trouble to throw instead of a new connection, null for none. */
  refuse?: () => Error | null;
  /** Stored bytes of a record's body; large ones make answers short. */
  sizeOf?: (body: string) => number;
  /** Stands in for statements, by their text; only for proving that the worlds find a fault. */
  faults?: Map<string, Statement>;
  onCommit?: (overlay: Transaction['overlay']) => void;
  /** A statement it does not know, or one that broke: told here too, since whoever asked may take the error for trouble that passes. */
  onBroken?: (words: string) => void;
};

const lockTimeout = 10_000;
const spaces = /\s+/g;
const knownTexts = new Map<string, Statement>();

/**
 * Stands in for PostgreSQL in one process: transactions see what is committed and their own writes, `snapshot` ones a single moment; rows
 * are locked to the end; numbers of transactions are given with the first write, so that the order of commits differs from it.
 * Understands the statements of central by their exact text: a changed one fails loudly, and is written anew in statements/.
 */
export class MemoryDatabase {
  private contents: Contents;
  /** Tables that somebody else may be looking at: copied before they are written. */
  private frozen = new WeakSet<Map<string, AnyRow>>();
  nextXid: number;
  readonly parts: DatabaseParts;
  private readonly active = new Set<Transaction>();
  private readonly holders = new Map<string, Transaction>();
  private readonly queues = new Map<string, { transaction: Transaction; wake: (error?: Error) => void }[]>();
  /** Connections of services that are gone, or of a server that went away, do nothing more. */
  private life = 0;

  constructor(copy: Copy, parts: DatabaseParts) {
    this.contents = new Map(copy.contents);
    for (const table of this.contents.values()) this.frozen.add(table);
    this.nextXid = copy.nextXid;
    this.parts = parts;
  }

  /** Everything committed, as it is now. */
  copy(): Copy {
    for (const table of this.contents.values()) this.frozen.add(table);
    return { contents: new Map(this.contents), nextXid: this.nextXid };
  }

  /** What is committed, for looking at it from outside. */
  committed(): Contents {
    return this.contents;
  }

  /** A transaction that only looks. */
  look(): Transaction {
    return this.begin('snapshot');
  }

  table<Row extends AnyRow>(name: TableName): Row[] {
    return [...(this.contents.get(name)?.values() ?? [])] as Row[];
  }

  /** The server stops at once: open transactions have not happened, connections break. */
  crash(): void {
    this.life += 1;
    const broken = databaseError('57P01', 'terminating connection');
    for (const queue of this.queues.values()) for (const one of queue) one.wake(broken);
    this.active.clear();
    this.holders.clear();
    this.queues.clear();
  }

  /** Everything is as it was in a copy. */
  restore(copy: Copy): void {
    this.crash();
    this.contents = new Map(copy.contents);
    for (const table of this.contents.values()) this.frozen.add(table);
    this.nextXid = copy.nextXid;
  }

  /** The oldest transaction that is still open: what later ones did may be visible, what it does is not. */
  oldestOpen(): number {
    let oldest = this.nextXid;
    for (const { xid } of this.active) if (xid !== null && xid < oldest) oldest = xid;
    return oldest;
  }

  /** A pool of connections as central/store/database.ts gives it. With `isGone` the service that asks has died. */
  pool(isGone: () => boolean = () => false): Database {
    const never = new Promise<never>(() => {});
    const connect = async () => {
      if (isGone()) return never;
      const trouble = this.parts.refuse?.();
      if (trouble) throw trouble;
      return this.connection(isGone, never);
    };
    const query = async (text: string, values?: unknown[]) => {
      const connection = await connect();
      await connection.query('begin');
      try {
        const result = await connection.query(text, values);
        await connection.query('commit');
        return result;
      } catch (error) {
        await connection.query('rollback').catch(() => undefined);
        throw error;
      }
    };
    return { connect, query } as unknown as Database;
  }

  /** Runs an act in one transaction; when it fails, or the server stops meanwhile, nothing has happened. */
  async administer(act: (transaction: Transaction) => Promise<void>): Promise<void> {
    const life = this.life;
    const transaction = this.begin('write');
    try {
      await act(transaction);
      if (this.life === life) this.commit(transaction);
    } finally {
      if (this.life === life) this.end(transaction);
    }
  }

  /** One connection: statements are carried out one after the other, also when they are asked for all at once. */
  private connection(isGone: () => boolean, never: Promise<never>) {
    const life = this.life;
    let transaction: Transaction | null = null;
    let hasFailed = false;
    let before: Promise<unknown> = Promise.resolve();
    const leave = () => {
      if (transaction && this.life === life) this.end(transaction);
      return never;
    };
    const control = (text: string): Result & { command?: string } => {
      if (text.startsWith('begin')) {
        transaction = this.begin(text.includes('repeatable read') ? 'snapshot' : 'write');
        hasFailed = false;
        return { rows: [] };
      }
      const isCommit = text === 'commit' && !hasFailed;
      if (transaction && isCommit) this.commit(transaction);
      else if (transaction) this.end(transaction);
      transaction = null;
      hasFailed = false;
      return { rows: [], command: isCommit ? 'COMMIT' : 'ROLLBACK' };
    };
    const run = async (text: string, values: unknown[]): Promise<Result> => {
      const pace = this.parts.pace?.();
      if (pace) await pace;
      if (isGone()) return leave();
      if (this.life !== life) throw databaseError('57P01', 'terminating connection');
      if (text.startsWith('begin') || text === 'commit' || text === 'rollback') return control(text);
      if (!transaction) throw new Error(`no transaction is open: ${text}`);
      if (text.startsWith('rollback to ')) hasFailed = false;
      if (hasFailed) throw databaseError('25P02', 'current transaction is aborted');
      const result = await this.carryOut(transaction, text, values).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error)) this.parts.onBroken?.(String(error));
        if (!isGone()) {
          hasFailed = true;
          throw error;
        }
        return null;
      });
      return isGone() || result === null ? leave() : result;
    };
    const query = (text: string, values: unknown[] = []): Promise<Result> => {
      const result = before.then(() => run(text, values));
      before = result.catch(() => undefined);
      return result;
    };
    const nothing = () => undefined;
    return { query, release: nothing, on: nothing, off: nothing };
  }

  private async carryOut(transaction: Transaction, text: string, values: unknown[]): Promise<Result> {
    if (text.startsWith('savepoint ')) transaction.savepoint(text.slice(10));
    else if (text.startsWith('release savepoint ')) transaction.savepoints.delete(text.slice(18));
    else if (text.startsWith('rollback to savepoint ')) transaction.rollbackTo(text.slice(22));
    else return statementOf(text, this.parts.faults)(transaction, values, this);
    return { rows: [] };
  }

  private begin(kind: 'write' | 'snapshot'): Transaction {
    let seen: Contents | null = null;
    const snapshot = () => {
      seen ??= this.copy().contents;
      return seen;
    };
    const transaction = new Transaction({
      kind,
      committed: kind === 'snapshot' ? snapshot : () => this.contents,
      takeXid: () => {
        this.nextXid += 1;
        return this.nextXid - 1;
      },
      locks: this,
      now: this.parts.now,
    });
    if (kind === 'write') this.active.add(transaction);
    return transaction;
  }

  private commit(transaction: Transaction): void {
    if (transaction.overlay.size > 0) {
      this.apply(transaction.overlay);
      this.parts.onCommit?.(transaction.overlay);
    }
    this.end(transaction);
  }

  private apply(overlay: Transaction['overlay']): void {
    for (const [name, rows] of overlay) {
      let table = this.contents.get(name);
      if (!table || this.frozen.has(table)) {
        table = new Map(table);
        this.contents.set(name, table);
      }
      for (const [key, row] of rows) {
        if (row === null) table.delete(key);
        else table.set(key, row);
      }
    }
  }

  private end(transaction: Transaction): void {
    this.active.delete(transaction);
    for (const key of transaction.held) {
      if (this.holders.get(key) !== transaction) continue;
      this.holders.delete(key);
      const next = this.queues.get(key)?.shift();
      if (!next) continue;
      this.holders.set(key, next.transaction);
      next.transaction.held.add(key);
      next.wake();
    }
  }

  /** Gives undefined when the row is free; else what to wait for. Called by transactions. */
  lock(transaction: Transaction, key: string): Promise<void> | undefined {
    const holder = this.holders.get(key);
    if (holder === transaction) return undefined;
    if (!holder) {
      this.holders.set(key, transaction);
      transaction.held.add(key);
      return undefined;
    }
    transaction.waitsFor = key;
    if (this.isCircle(transaction)) {
      transaction.waitsFor = null;
      return Promise.reject(databaseError('40P01', 'deadlock detected'));
    }
    return this.enqueue(transaction, key);
  }

  private enqueue(transaction: Transaction, key: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.queues.get(key) ?? [];
      this.queues.set(key, queue);
      let cancel = () => {};
      const one = {
        transaction,
        wake: (error?: Error) => {
          cancel();
          transaction.waitsFor = null;
          if (error) reject(error);
          else resolve();
        },
      };
      queue.push(one);
      cancel =
        this.parts.after?.(lockTimeout, () => {
          const place = queue.indexOf(one);
          if (place < 0) return;
          queue.splice(place, 1);
          one.wake(databaseError('55P03', 'canceling statement due to lock timeout'));
        }) ?? cancel;
    });
  }

  private isCircle(first: Transaction): boolean {
    let at: Transaction | undefined = first;
    for (let step = 0; at?.waitsFor && step < 100; step += 1) {
      const behind: Transaction | undefined = this.holders.get(at.waitsFor);
      if (behind === first) return true;
      at = behind;
    }
    return false;
  }
}

function statementOf(text: string, faults: Map<string, Statement> | undefined): Statement {
  let known = knownTexts.get(text);
  const plain = known && !faults ? '' : text.replace(spaces, ' ').trim();
  const fault = faults?.get(plain);
  if (fault) return fault;
  if (known) return known;
  known = statements.get(plain);
  if (!known) {
    throw new Error(`The database of the worlds does not know this statement yet (tests/worlds/database): ${plain}`);
  }
  knownTexts.set(text, known);
  return known;
}
