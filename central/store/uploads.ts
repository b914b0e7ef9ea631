import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { UploadState } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { visibleContents } from './access.ts';
import type { BlobStore, StoredContent } from './blob-store.ts';
import {
  cutIncoming,
  dropIncoming,
  dropLeftovers,
  incomingSize,
  keepIncoming,
  keepWhole,
  type WholeOutcome,
  writePart,
} from './incoming.ts';
import { bytesOf, type Database, hexOf, inTransaction, type Queryable } from './database.ts';

// Uploads belong to one worker. Whether others have the same content is not told: she sends it again, it is kept once.

type Upload = { id: Id; sha256: string; size: number; received: number };
/** What became of a part: taken; wrong offset; checksum wrong or whole content not what was announced; too long; no such upload. */
export type PartOutcome =
  | { outcome: 'taken'; offset: number; isComplete: boolean }
  | { outcome: 'offset'; offset: number }
  | { outcome: 'checksum' | 'content' | 'tooLong' | 'busy' | 'unknown' | 'broken' };

const day = 86_400_000;
/** Parts that are just being taken, by their upload; each resolves when it has ended. */
const busy = new Map<string, Promise<unknown>>();
/** Longest wait for a part whose line has broken without anybody having noticed yet. */
const longestWait = 10_000; // milliseconds
const present: UploadState = { uploadId: null, offset: 0, isPresent: true };

/** Begins an upload or finds the one begun earlier by the same worker. */
export async function startUpload(
  database: Database,
  blobs: BlobStore,
  workerId: Id,
  content: { sha256: string; size: number },
): Promise<UploadState> {
  const sha256 = bytesOf(content.sha256);
  if ((await visibleContents(database, workerId, [sha256])).length > 0) return present;
  const { rows } = await database.query<{ id: Id }>(
    `select id from upload where sha256 = $1 and worker_id = $2 and size = $3 and state = 'open' order by made_at limit 1`,
    [sha256, workerId, content.size],
  );
  const begun = rows[0]?.id;
  if (begun) {
    // Whoever asks again has lost her line in the middle of a part: what came of it counts, and she need not send it for nothing.
    await endOfPart(begun);
    return goOn(database, blobs, workerId, begun);
  }
  const id = randomUUID() as Id;
  await database.query('insert into upload (id, worker_id, sha256, size) values ($1, $2, $3, $4)', [
    id,
    workerId,
    sha256,
    content.size,
  ]);
  await cutIncoming(blobs, id, 0);
  if (content.size > 0) return { uploadId: id, offset: 0, isPresent: false };
  const isKept = await finish(database, blobs, { id, ...content, received: 0 });
  return isKept ? present : { uploadId: null, offset: 0, isPresent: false };
}

/**
 * Where an upload begun earlier stands. All of it may be here although it does not count yet: the centre ended, or the store for contents
 * was away, just when its last part had come. Nobody has to send for that again.
 */
async function goOn(database: Database, blobs: BlobStore, workerId: Id, id: Id): Promise<UploadState> {
  const again: UploadState = { uploadId: null, offset: 0, isPresent: false };
  const upload = await readUpload(database, blobs, workerId, id);
  if (!upload) return again; // it has just become whole, or was thrown away
  if (upload.received < upload.size) return { uploadId: id, offset: upload.received, isPresent: false };
  if (busy.has(id)) return again;
  const finishing = finish(database, blobs, upload);
  busy.set(id, finishing);
  const isKept = await finishing.finally(() => busy.delete(id));
  return isKept ? present : again;
}

/** An open upload of this worker, null otherwise. Bytes count as received when both table and disk have them. */
export async function readUpload(database: Queryable, blobs: BlobStore, workerId: Id, id: Id): Promise<Upload | null> {
  const { rows } = await database.query<{ sha256: Buffer; size: number; received: number }>(
    `select sha256, size, received from upload where id = $1 and worker_id = $2 and state = 'open'`,
    [id, workerId],
  );
  const row = rows[0];
  if (!row) return null;
  const received = Math.min(row.received, await incomingSize(blobs, id));
  return { id, sha256: hexOf(row.sha256), size: row.size, received };
}

/** Takes one part; with the last one the whole content is checked and kept, or discarded. */
export async function takePart(
  database: Database,
  blobs: BlobStore,
  workerId: Id,
  part: { uploadId: Id; offset: number; checksum: string | null; source: Readable },
): Promise<PartOutcome> {
  if (busy.has(part.uploadId)) return { outcome: 'busy' };
  const taking = (async (): Promise<PartOutcome> => {
    const upload = await readUpload(database, blobs, workerId, part.uploadId);
    if (!upload) return { outcome: 'unknown' };
    if (upload.received !== part.offset) return { outcome: 'offset', offset: upload.received };
    return appendPart(database, blobs, upload, part);
  })();
  busy.set(part.uploadId, taking);
  return taking.finally(() => busy.delete(part.uploadId));
}

async function endOfPart(uploadId: Id): Promise<void> {
  const taking = busy.get(uploadId);
  if (!taking) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longestWait);
  });
  await Promise.race([taking.catch(() => undefined), patience]);
  clearTimeout(timer);
}

async function appendPart(
  database: Database,
  blobs: BlobStore,
  upload: Upload,
  part: { offset: number; checksum: string | null; source: Readable },
): Promise<PartOutcome> {
  const limit = upload.size - part.offset;
  const { source, offset } = part;
  const { written, sha256, isTooLong, error } = await writePart(blobs, upload.id, { offset, limit, source });
  // What came before a line broke has no checksum of its own, and is kept all the same: the SHA-256 of the whole content decides.
  const isChanged = part.checksum !== null && !error && sha256 !== part.checksum;
  if (isTooLong || isChanged) {
    await cutIncoming(blobs, upload.id, offset);
    return { outcome: isTooLong ? 'tooLong' : 'checksum' };
  }
  const received = offset + written;
  // Without waiting for the disk: a power cut only sets it back, and the part is sent again.
  await database.query(
    `with unhurried as materialized (select set_config('synchronous_commit', 'off', true))
     update upload set received = $2, changed_at = now() from unhurried where id = $1`,
    [upload.id, received],
  );
  if (error) return { outcome: 'broken' };
  if (received < upload.size) return { outcome: 'taken', offset: received, isComplete: false };
  const isKept = await finish(database, blobs, upload);
  return isKept ? { outcome: 'taken', offset: received, isComplete: true } : { outcome: 'content' };
}

async function finish(database: Database, blobs: BlobStore, upload: Upload): Promise<boolean> {
  const { id, sha256, size } = upload;
  if (!(await keepIncoming(blobs, id, { sha256, size }))) {
    await database.query(`update upload set state = 'failed', changed_at = now() where id = $1`, [id]);
    await dropIncoming(blobs, id);
    return false;
  }
  await inTransaction(database, 'write', async (connection) => {
    await connection.query(
      `insert into blob (sha256, size, state, checked_at) values ($1, $2, 'stored', now())
       on conflict (sha256) do update set state = 'stored', checked_at = excluded.checked_at`,
      [bytesOf(sha256), size],
    );
    await connection.query(`update upload set state = 'done', changed_at = now() where id = $1`, [id]);
  });
  return true;
}

/** Takes a content that comes whole in one request; whether anybody had it before is not told. */
export async function takeWhole(
  database: Database,
  blobs: BlobStore,
  workerId: Id,
  whole: { sha256: string; size: number; source: Readable },
): Promise<WholeOutcome> {
  const outcome = await keepWhole(blobs, whole, whole.source);
  if (outcome === 'kept') await recordWhole(database, workerId, [whole]);
  return outcome;
}

/**
 * Notes contents that are on disk, without waiting for the note to be there, too: one flush per content less, and none the worker's
 * papers need. PostgreSQL writes its log in order. A command that names the content sees this note or asks for the bytes again, and its
 * own commit, which waits, puts everything before it on disk. So no acknowledged command can outlive the note it stands on. A power cut
 * in between loses the note, not the bytes: the command is answered with `needBlob`, the desk, which lets go of no content a waiting
 * command names, sends them once more, and they take the place of the same file.
 */
export async function recordWhole(database: Database, workerId: Id, contents: readonly StoredContent[]): Promise<void> {
  // In one order, so that who notes the same ones at the same time waits for nobody who waits for her.
  const sorted = contents.toSorted((one, other) => (one.sha256 < other.sha256 ? -1 : 1));
  const told = sorted.filter(({ sha256 }, index) => sha256 !== sorted[index - 1]?.sha256);
  if (told.length === 0) return;
  await database.query(
    `with unhurried as materialized (select set_config('synchronous_commit', 'off', true)),
     told as materialized (
       select told.* from unhurried, unnest($1::bytea[], $2::bigint[], $3::uuid[]) as told (sha256, size, upload_id)),
     kept as (
       insert into blob (sha256, size, state, checked_at) select sha256, size, 'stored', now() from told
       on conflict (sha256) do update set state = 'stored', checked_at = excluded.checked_at)
     insert into upload (id, worker_id, sha256, size, received, state)
     select upload_id, $4, sha256, size, size, 'done' from told
     where not exists (
       select 1 from upload done where done.sha256 = told.sha256 and done.worker_id = $4 and done.state = 'done')`,
    [told.map(({ sha256 }) => bytesOf(sha256)), told.map(({ size }) => size), told.map(() => randomUUID()), workerId],
  );
}

/** Discards uploads nobody went on with for a week, and what is left of broken ones sent whole; returns how many. */
export async function dropStaleUploads(database: Database, blobs: BlobStore): Promise<number> {
  const { rows } = await database.query<{ id: Id }>(
    `delete from upload where state <> 'done' and changed_at < now() - interval '7 days' returning id`,
  );
  for (const { id } of rows) await dropIncoming(blobs, id);
  return rows.length + (await dropLeftovers(blobs, new Date(Date.now() - day)));
}
