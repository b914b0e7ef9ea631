import { rm } from 'node:fs/promises';
import type { BlobStore } from '../store/blob-store.ts';
import type { Database } from '../store/database.ts';
import { listBackups, newestBackupAt, writeBackup } from './write-backup.ts';

const hour = 3_600_000;
const day = 24 * hour;
const kept = 14;
const lockNumber = 7_202_612; // one service of a store saves, the others leave it to that one

type Log = { info: (fields: object, message: string) => void; error: (fields: object, message: string) => void };

/** Saves the store once a day while the centre runs, and keeps the last fortnight. Returns how to stop, which waits for one under way. */
export function startDailyBackups(
  database: Database,
  blobs: BlobStore,
  target: string,
  log: Log,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const look = () => {
    running = running
      .then(() => backupIfDue(database, blobs, target, log))
      .catch((error: unknown) => log.error({ reason: nameOf(error) }, 'the daily backup failed'));
  };
  look();
  const timer = setInterval(look, hour);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function backupIfDue(database: Database, blobs: BlobStore, target: string, log: Log): Promise<void> {
  const connection = await database.connect();
  try {
    const { rows } = await connection.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [lockNumber]);
    if (!rows[0]?.mine || !(await isDue(target))) return;
    const written = await writeBackup(database, blobs, target, () => undefined);
    const { contents } = written.manifest;
    log.info({ contents: contents.count, missing: written.missing.length }, 'the store was saved');
    await removeOld(target);
  } finally {
    // The lock goes with the connection.
    connection.release(true);
  }
}

async function isDue(target: string): Promise<boolean> {
  const madeAt = await newestBackupAt(target);
  return madeAt === null || Date.now() - madeAt >= day;
}

/** Older tables go; contents stay: they are kept once for all backups and are small beside their worth. */
async function removeOld(target: string): Promise<void> {
  const all = await listBackups(target);
  for (const folder of all.slice(0, Math.max(0, all.length - kept))) await rm(folder, { recursive: true });
}

const nameOf = (error: unknown): string => {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : (error as Error).name;
};
