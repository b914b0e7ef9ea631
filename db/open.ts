import Database from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../core/domain/errors.ts';
import { asWritable, handleOf, type ReadableDb, type WritableDb } from './sql.ts';

export const keyLength = 32;
const busyTimeout = 5_000; // milliseconds
const cacheKibibytes = 65_536;

/**
 * Opens an encrypted database file with a raw key of 32 bytes and sets it up; creates it when it is not there.
 * Throws AppError `internal` with `details.reason` notReadable (wrong key or damaged) or `storage_full`.
 */
export function openDatabase(file: string, key: Uint8Array, options: { mustExist?: boolean } = {}): WritableDb {
  if (key.length !== keyLength) throw new Error('the key of a store has 32 bytes');
  const handle = new Database(file, { timeout: busyTimeout, fileMustExist: options.mustExist ?? false });
  try {
    useKey(handle, key);
    setUp(handle);
    return asWritable(handle);
  } catch (error) {
    handle.close();
    throw readableError(error);
  }
}

/** Opens a database a second time, for reading alone: what the first one keeps of it in memory is not seen. Throws as `openDatabase`. */
export function openBeside(file: string, key: Uint8Array): ReadableDb {
  const handle = new Database(file, { timeout: busyTimeout, fileMustExist: true, readonly: true });
  try {
    useKey(handle, key);
    return asWritable(handle);
  } catch (error) {
    handle.close();
    throw readableError(error);
  }
}

function useKey(handle: Database.Database, key: Uint8Array): void {
  handle.pragma(`cipher = 'aegis'`); // authenticated; a quarter of the commit time of SQLCipher's (docs/adr/0004)
  handle.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}'`);
  handle.prepare('SELECT count(*) FROM sqlite_master').get(); // the first read shows whether the key fits
}

function setUp(handle: Database.Database): void {
  handle.pragma('journal_mode = WAL');
  handle.pragma('synchronous = FULL'); // an act that is shown must survive a power cut
  handle.pragma('foreign_keys = ON');
  handle.pragma('secure_delete = ON');
  handle.pragma('trusted_schema = OFF');
  handle.pragma('cell_size_check = ON');
  handle.pragma('temp_store = MEMORY'); // nothing in clear text on disk
  handle.pragma(`cache_size = -${cacheKibibytes}`);
  handle.pragma('wal_autocheckpoint = 4000'); // 16 MB: a first fetch writes each page back less often
  handle.pragma('journal_size_limit = 67108864');
}

/** Closes a database after moving the write-ahead log into it. */
export function closeDatabase(db: ReadableDb): void {
  const handle = handleOf(db);
  if (handle.open) handle.close();
}

/** Runs transactions that need not be on disk at once, since what they write can be fetched again; nothing else may run in between. */
export function withoutWaitingForDisk<Result>(db: WritableDb, work: () => Result): Result {
  const handle = handleOf(db);
  if (handle.inTransaction) return work();
  handle.pragma('synchronous = NORMAL');
  try {
    return work();
  } finally {
    handle.pragma('synchronous = FULL');
  }
}

/** Whether an error says that the database, or a page of it, cannot be read: damaged, or another key. */
export function isUnreadable(error: unknown): boolean {
  const told = readableError(error);
  return told instanceof AppError && told.details['reason'] === 'notReadable';
}

/** Makes errors of the driver such that can be shown; others are given back as they are. */
export function readableError(error: unknown): unknown {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new AppError(
      'internal',
      'Der Speicher auf diesem Gerät ist nicht lesbar: beschädigt oder falscher Schlüssel. Bitte melden Sie sich ab und wieder an. Ihre Akten werden dann neu von der Zentrale geholt; was noch nicht übertragen ist, geht dabei mit.',
      {
        reason: 'notReadable',
      },
    );
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new AppError('storage_full', 'Auf diesem Gerät ist kein Speicherplatz mehr frei.');
  }
  if (code.startsWith('SQLITE_CANTOPEN')) {
    const message =
      'Der Speicher auf diesem Gerät lässt sich nicht öffnen. Bitte lassen Sie prüfen, ob der Datenträger beschreibbar ist.';
    return new AppError('internal', message, { reason: 'notWritable' });
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') {
    return new AppError(
      'storage_full',
      'Auf diesem Gerät lässt sich nichts speichern: Der Datenträger ist schreibgeschützt.',
      { reason: 'readOnly' },
    );
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
    const message =
      'Auf diesem Gerät lässt sich nichts speichern: Der Datenträger meldet einen Fehler. Bitte geben Sie der Technik Bescheid.';
    return new AppError('storage_full', message, { reason: 'diskError' });
  }
  return error;
}
