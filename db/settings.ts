import { first, type ReadableDb, run, type WritableDb } from './sql.ts';

/** A setting of the page, kept per worker on this desk; null when it was never set. */
export function readSetting(db: ReadableDb, key: string): string | null {
  return first<{ value: string }>(db, 'SELECT value FROM setting WHERE key = ?', key)?.value ?? null;
}

/** Sets a setting. */
export function writeSetting(db: WritableDb, key: string, value: string): void {
  run(
    db,
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    key,
    value,
  );
}
