import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import type { Id } from '../../core/domain/ids.ts';
import { visibleContents } from './access.ts';
import { type BlobFolder, readStored, storedSize } from './blob-files.ts';
import { bytesOf, type Queryable } from './database.ts';

export type Content = { sha256: string; size: number };
type Log = { error: (fields: object, message: string) => void };

/** A content this worker may see; null when there is none or she may not: the answer is the same. */
export async function findContent(
  database: Queryable,
  folder: BlobFolder,
  workerId: Id,
  sha256: string,
): Promise<Content | null> {
  const key = bytesOf(sha256);
  if ((await visibleContents(database, workerId, [key])).length === 0) return null;
  const { rows } = await database.query<{ size: number }>('select size from blob where sha256 = $1', [key]);
  const expected = rows[0]?.size;
  const size = await storedSize(folder, sha256);
  if (expected !== undefined && size === expected) return { sha256, size };
  await markDamaged(database, sha256);
  return null;
}

/** From now on the content counts as missing, so that desks that have it send it again. */
export async function markDamaged(database: Queryable, sha256: string): Promise<void> {
  await database.query(`update blob set state = 'damaged' where sha256 = $1`, [bytesOf(sha256)]);
}

/** The whole content; compared with its SHA-256 on the way. Damaged bytes break the stream before its end. */
export function readWhole(database: Queryable, folder: BlobFolder, content: Content, log: Log): Readable {
  const hash = createHash('sha256');
  let last: Buffer | null = null;
  // The last piece waits for the result: a reader never gets a damaged content as complete.
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      const ready = last;
      last = chunk;
      done(null, ready);
    },
    flush(done) {
      if (hash.digest('hex') === content.sha256) {
        const now = database.query('update blob set checked_at = now() where sha256 = $1', [bytesOf(content.sha256)]);
        now.catch(() => undefined);
        done(null, last);
        return;
      }
      log.error({ sha256: content.sha256 }, 'a stored content is damaged');
      markDamaged(database, content.sha256).catch(() => undefined);
      done(new Error('a stored content is damaged'));
    },
  });
  const source = readStored(folder, content.sha256);
  source.on('error', (error) => check.destroy(error));
  check.on('close', () => source.destroy());
  return source.pipe(check);
}
