import Database from 'better-sqlite3-multiple-ciphers';
import { migrate } from '../../../db/migrations/runner.ts';
import { asWritable, type WritableDb } from '../../../db/sql.ts';

type Handle = Database.Database;
type Statement = Database.Statement<unknown[]>;

/** Thrown where the program is killed; what was not committed then has not happened. */
export class KilledError extends Error {}

/** What a disk does to the next transactions. */
export type DiskTrouble = 'none' | 'full' | 'readOnly';

/** How the store is set up (db/open.ts), as far as it means anything in memory and without a key. */
function openHandle(image?: Buffer): Handle {
  const handle = new Database(image ?? ':memory:');
  handle.pragma('foreign_keys = ON');
  handle.pragma('secure_delete = ON');
  handle.pragma('trusted_schema = OFF');
  handle.pragma('temp_store = MEMORY');
  return handle;
}

let emptyImage: Buffer | null = null;
const free: Sqlite[] = [];

function imageOfEmptyStore(): Buffer {
  if (emptyImage) return emptyImage;
  const handle = openHandle();
  migrate(asWritable(handle));
  emptyImage = handle.serialize();
  handle.close();
  return emptyImage;
}

/** One SQLite in memory with its prepared statements, used by one world after the other: each lives in a transaction that is rolled back. */
class Sqlite {
  readonly handle: Handle;
  private readonly statements = new Map<string, Statement>();

  constructor(image: Buffer) {
    this.handle = openHandle(image);
    this.handle.exec('BEGIN');
  }

  prepare(text: string): Statement {
    const isExact = text.endsWith('-- exact');
    let statement = this.statements.get(text);
    if (!statement) {
      statement = this.handle.prepare(text);
      if (isExact) statement.safeIntegers();
      this.statements.set(text, statement);
    }
    return statement;
  }

  run(text: string): void {
    this.prepare(text).run();
  }

  reset(): void {
    this.run('ROLLBACK');
    this.run('BEGIN');
  }
}

/** Rewrites statements of the store by their text; only for proving that the worlds find a fault. */
export type SqlFault = (text: string) => string;

/**
 * The disk of a desk with its real tables. Transactions become savepoints inside one large transaction, so that a disk can be set back to
 * any moment and the next world can use it again. What a power cut takes is kept track of as SQLite does with a write-ahead log: a commit
 * with `synchronous = FULL` makes everything before it safe, one with NORMAL only itself visible.
 */
export class Disk {
  private readonly sqlite: Sqlite;
  private readonly isPooled: boolean;
  private readonly fault: SqlFault | undefined;
  trouble: DiskTrouble = 'none';
  /** Counts down transactions to the one in which the program is killed; 0: never. */
  killAfter = 0;
  onKilled: () => void = () => {};
  private isFull = true;
  private hasUnsafe = false;
  private hasSnapshot = false;
  private isOpen = false;
  private changesSeen = -1;

  constructor(options: { image?: Buffer; fault?: SqlFault | undefined } = {}) {
    this.isPooled = options.image === undefined;
    this.sqlite = (this.isPooled ? free.pop() : undefined) ?? new Sqlite(options.image ?? imageOfEmptyStore());
    this.fault = options.fault;
  }

  /** The store's database as the program sees it from one start to the next kill. */
  boot(): { db: WritableDb; die: () => void } {
    let isDead = false;
    const die = () => {
      isDead = true;
    };
    this.isFull = true;
    const check = () => {
      if (isDead) throw new KilledError('the program is dead');
    };
    const kill = () => {
      this.killAfter -= 1;
      if (this.killAfter !== 0) return;
      isDead = true;
      this.onKilled();
      throw new KilledError('killed');
    };
    const begin = () => {
      check();
      if (this.killAfter > 0) kill();
      if (this.trouble === 'readOnly') throw sqliteError('SQLITE_READONLY', 'attempt to write a readonly database');
      if (!this.isFull && !this.hasUnsafe) {
        this.sqlite.run('SAVEPOINT unsafe');
        this.hasUnsafe = true;
      }
      this.sqlite.run('SAVEPOINT work');
      this.isOpen = true;
    };
    const commit = () => {
      if (this.trouble === 'full') throw sqliteError('SQLITE_FULL', 'database or disk is full');
      if (this.killAfter > 0) {
        try {
          kill();
        } catch (error) {
          rollback();
          throw error;
        }
      }
      this.sqlite.run('RELEASE work');
      this.isOpen = false;
      if (this.isFull) this.flush();
    };
    const rollback = () => {
      if (!this.isOpen) return;
      this.sqlite.run('ROLLBACK TO work');
      this.sqlite.run('RELEASE work');
      this.isOpen = false;
    };
    const words: Record<string, () => void> = { 'BEGIN IMMEDIATE': begin, COMMIT: commit, ROLLBACK: rollback };
    const isOpen = () => this.isOpen && !isDead;
    const db = {
      prepare: (text: string) => {
        const word = words[text];
        if (word) return { run: word };
        return this.guarded(this.sqlite.prepare(this.fault ? this.fault(text) : text), check);
      },
      pragma: (text: string) => {
        if (text === 'synchronous = NORMAL') this.isFull = false;
        if (text === 'synchronous = FULL') this.isFull = true;
        return [];
      },
      exec: () => {
        throw new Error('not in a world');
      },
      get inTransaction() {
        return isOpen();
      },
      open: true,
      name: 'world',
    };
    return { db: asWritable(db as unknown as Handle), die };
  }

  private guarded(statement: Statement, check: () => void) {
    const guarded = {
      all: (...values: unknown[]) => statement.all(...values),
      get: (...values: unknown[]) => statement.get(...values),
      run: (...values: unknown[]) => {
        check();
        if (!this.isOpen && this.trouble !== 'none') throw sqliteError('SQLITE_FULL', 'database or disk is full');
        const result = statement.run(...values);
        if (!this.isOpen && this.isFull) this.flush();
        return result;
      },
      safeIntegers: () => guarded,
    };
    return guarded;
  }

  /** Reads past the program, for looking at a disk from outside. */
  look(text: string, ...values: unknown[]): unknown[] {
    return this.sqlite.prepare(text).all(...values);
  }

  /** True when anything was written since it was asked last. */
  hasChanged(): boolean {
    const { n } = this.look('SELECT total_changes() AS n')[0] as { n: number };
    const hasChanged = n !== this.changesSeen;
    this.changesSeen = n;
    return hasChanged;
  }

  /** Everything is on the disk. */
  private flush(): void {
    if (!this.hasUnsafe) return;
    this.sqlite.run('RELEASE unsafe');
    this.hasUnsafe = false;
  }

  /** What was only committed without waiting for the disk is gone. True when there was any. */
  cutPower(): boolean {
    if (!this.hasUnsafe) return false;
    this.sqlite.run('ROLLBACK TO unsafe');
    this.flush();
    return true;
  }

  /** Keeps the disk as it is now, as a virtual machine's snapshot does; there is one at a time. */
  takeSnapshot(): void {
    this.flush();
    if (this.hasSnapshot) this.sqlite.run('RELEASE snapshot');
    this.sqlite.run('SAVEPOINT snapshot');
    this.hasSnapshot = true;
  }

  /** Sets the disk back to the snapshot; it can be used again. */
  returnToSnapshot(): boolean {
    if (!this.hasSnapshot) return false;
    this.sqlite.run('ROLLBACK TO snapshot');
    this.hasUnsafe = false;
    this.changesSeen = -1;
    return true;
  }

  /** A second disk with the same content. */
  duplicate(): Disk {
    this.flush();
    return new Disk({ image: this.sqlite.handle.serialize(), fault: this.fault });
  }

  /** The world is over. */
  release(): void {
    if (!this.isPooled) {
      this.sqlite.handle.close();
      return;
    }
    this.sqlite.reset();
    free.push(this.sqlite);
  }
}

function sqliteError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** True for what a full disk, or one that is only for reading, says. */
export function isDiskError(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return code === 'SQLITE_FULL' || code === 'SQLITE_READONLY' || code === 'storage_full';
}
