import { existsSync, rmSync } from 'node:fs';
import { AppError } from '../../core/domain/errors.ts';
import { handleOf, type WritableDb } from '../sql.ts';
import { type Migration, migrations as released } from './registry.ts';

export type MigrationResult = { from: number; to: number; backupFile: string | null };

/**
 * Brings a database to the newest version: all missing migrations in one transaction. Work that has not left the desk is copied first
 * (`<file>.before-<version>`, encrypted with the same key). A database of a newer program is left untouched: AppError `must_upgrade`.
 */
export function migrate(db: WritableDb, migrations: readonly Migration[] = released): MigrationResult {
  const handle = handleOf(db);
  const from = Number(handle.pragma('user_version', { simple: true }));
  const to = migrations.at(-1)?.version ?? 0;
  if (from > to) {
    throw new AppError(
      'must_upgrade',
      'Die Daten auf diesem Gerät stammen von einer neueren Fassung von Aktenpult. Sie bleiben unverändert, auch was noch nicht übertragen ist. Bitte lassen Sie das Programm aktualisieren.',
      { found: from, supported: to },
    );
  }
  const missing = migrations.filter((migration) => migration.version > from);
  if (missing.length === 0) return { from, to, backupFile: null };
  const backupFile = from > 0 && hasUnsentWork(db) ? copyBeside(db, from) : null;
  handle.exec('BEGIN IMMEDIATE');
  try {
    for (const migration of missing) {
      for (const statement of migration.statements) handle.exec(statement);
    }
    const broken = handle.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) throw new Error(`migration left ${broken.length} rows without their parent`);
    handle.pragma(`user_version = ${to}`);
    handle.exec('COMMIT');
  } catch (error) {
    if (handle.inTransaction) handle.exec('ROLLBACK');
    throw error;
  }
  return { from, to, backupFile };
}

function hasUnsentWork(db: WritableDb): boolean {
  const handle = handleOf(db);
  const hasOutbox = handle.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'outbox'`).get();
  return hasOutbox !== undefined && handle.prepare('SELECT 1 FROM outbox LIMIT 1').get() !== undefined;
}

function copyBeside(db: WritableDb, version: number): string {
  const file = `${handleOf(db).name}.before-${version}`;
  if (existsSync(file)) rmSync(file);
  handleOf(db).prepare('VACUUM INTO ?').run(file);
  return file;
}
