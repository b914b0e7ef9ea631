import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { uploadPartSize } from '../../core/contract/central.ts';
import { visibleContent } from './access.ts';
import type { BlobStore } from './blob-store.ts';
import { bytesOf, type Database, inOneTurn, type Queryable } from './database.ts';
import { confirmHolder, type TokenHolder } from './sessions.ts';

export type Content = { sha256: string; size: number; checkedAt: Date | null };
type Log = { error: (fields: object, message: string) => void };
export type Place = { database: Queryable; blobs: BlobStore; log: Log };

/** A content is compared with its SHA-256 at every reading in full; that this went well is noted no more often than once a day. */
const checkedFor = 86_400_000;

/**
 * A content this worker may see; null when there is none or she may not: the answer is the same. Her session is looked up in the same
 * turn; throws SessionOverError.
 */
export async function findContent(
  { database, blobs }: Place & { database: Database },
  caller: TokenHolder,
  sha256: string,
): Promise<Content | null> {
  const [found, { isClosing }] = await inOneTurn(database, (connection) =>
    Promise.all([visibleContent(connection, caller.workerId, bytesOf(sha256)), confirmHolder(connection, caller)]),
  );
  if (!found || isClosing) return null;
  if ((await blobs.size(sha256)) === found.size) return { sha256, size: found.size, checkedAt: found.checked_at };
  await markDamaged(database, sha256);
  return null;
}

/** From now on the content counts as missing, so that desks that have it send it again. */
export async function markDamaged(database: Queryable, sha256: string): Promise<void> {
  await database.query(`update blob set state = 'damaged' where sha256 = $1`, [bytesOf(sha256)]);
}

/** Notes that the bytes were compared now, when that was last noted long ago. */
export async function noteChecked(database: Queryable, content: Content): Promise<void> {
  if (wasCheckedLately(content)) return;
  await database.query('update blob set checked_at = now() where sha256 = $1', [bytesOf(content.sha256)]);
}

function wasCheckedLately({ checkedAt }: Content): boolean {
  return checkedAt !== null && checkedAt.getTime() > Date.now() - checkedFor;
}

/** True for contents that are read in one go: they are compared before the first byte goes out. */
export const isSmall = (content: Content): boolean => content.size <= uploadPartSize;

/** All bytes of a small content after they were compared with their SHA-256; null when they are damaged. */
export async function readSmall(place: Place, content: Content): Promise<Buffer | null> {
  const bytes = await place.blobs.readAll(content.sha256, content.size);
  if (createHash('sha256').update(bytes).digest('hex') !== content.sha256) {
    await foundDamaged(place, content.sha256);
    return null;
  }
  noteChecked(place.database, content).catch(() => undefined); // another reading notes it
  return bytes;
}

/** A part of a large content, which is compared in full before unless that was done lately; null when it is damaged. */
export async function readPart(
  place: Place,
  content: Content,
  range: { start: number; end: number },
): Promise<Readable | null> {
  if (!wasCheckedLately(content) && !(await checkContent(place, content))) return null;
  return place.blobs.read(content.sha256, range);
}

/** Reads a content in full and compares it; false when it is damaged, which is then noted. */
export async function checkContent(place: Place, content: Content): Promise<boolean> {
  const hash = createHash('sha256');
  for await (const part of place.blobs.read(content.sha256)) hash.update(part as Buffer);
  if (hash.digest('hex') !== content.sha256) {
    await foundDamaged(place, content.sha256);
    return false;
  }
  await noteChecked(place.database, content);
  return true;
}

async function foundDamaged({ database, log }: Place, sha256: string): Promise<void> {
  log.error({ sha256 }, 'a stored content is damaged');
  await markDamaged(database, sha256);
}

/** The whole of a large content; compared with its SHA-256 on the way. Damaged bytes break the stream before its end. */
export function readWhole(place: Place, content: Content): Readable {
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
        noteChecked(place.database, content).catch(() => undefined);
        done(null, last);
        return;
      }
      foundDamaged(place, content.sha256).catch(() => undefined);
      done(new Error('a stored content is damaged'));
    },
  });
  const source = place.blobs.read(content.sha256);
  source.on('error', (error) => check.destroy(error));
  check.on('close', () => source.destroy());
  return source.pipe(check);
}
