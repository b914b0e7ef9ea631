import { statfs } from 'node:fs/promises';
import type { Health } from '../../core/contract/central.ts';
import { newestBackupAt } from '../backup/write-backup.ts';
import type { BlobStore } from '../store/blob-store.ts';
import type { Database } from '../store/database.ts';

/** What is wrong with a centre that still answers, for whoever watches it. */
export type Trouble = Health['troubles'][number];

/** Bytes: room for a morning's post and what PostgreSQL writes meanwhile. */
const leastRoom = 1024 ** 3;
/** Milliseconds: a daily backup that was left out once is no trouble yet. */
const oldestBackup = 2 * 24 * 3_600_000;
/** Of no bytes there are: whether the store answers, not what. */
const probe = '0'.repeat(64);

export type Watched = { database: Database; blobs: BlobStore; backupFolder: string | null };

/** Looks at everything the centre needs besides its database, which whoever asks has reached already. */
export async function findTroubles({ database, blobs, backupFolder }: Watched): Promise<Trouble[]> {
  const found: Trouble[] = [];
  const room = await statfs(blobs.incoming).catch(() => null);
  const answers = await blobs.size(probe).then(
    () => true,
    () => false,
  );
  if (room === null || !answers) found.push('contentsUnreachable');
  const damaged = await database.query(`select 1 from blob where state = 'damaged' limit 1`);
  if (damaged.rows.length > 0) found.push('contentsDamaged');
  if (room !== null && room.bavail * room.bsize < leastRoom) found.push('littleRoom');
  if (backupFolder !== null) {
    const newest = await newestBackupAt(backupFolder);
    if (newest !== null && Date.now() - newest > oldestBackup) found.push('backupOld');
  }
  return found;
}
