import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../core/domain/errors.ts';

export type StoreLock = { release(): void };

/**
 * Holds a store folder for this process alone. The operating system drops the lock when the process dies, so a kill leaves nothing behind.
 * Throws AppError `conflict` when another process has it.
 */
export function lockStore(folder: string): StoreLock {
  const handle = new Database(join(folder, 'lock'), { timeout: 0 });
  try {
    handle.pragma('locking_mode = EXCLUSIVE');
    handle.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER); BEGIN EXCLUSIVE');
  } catch (error) {
    handle.close();
    if (!String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) throw error;
    throw new AppError('conflict', 'Aktenpult ist mit dieser Kennung auf diesem Gerät schon geöffnet.');
  }
  return {
    release() {
      if (handle.inTransaction) handle.exec('ROLLBACK');
      handle.close();
    },
  };
}
