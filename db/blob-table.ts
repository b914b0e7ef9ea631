import type { Moment } from '../core/domain/moments.ts';
import { all, first, inTransaction, type ReadableDb, run, type WritableDb } from './sql.ts';

/** wanted: to be fetched; present: here and at the centre; uploading: so far only here, must not go. */
export type BlobState = 'wanted' | 'present' | 'uploading';
export type BlobInfo = { sha256: string; size: number; state: BlobState; dek: Uint8Array | null; lastUse: Moment };

/** What is known of a blob; null when it was never asked for. */
export function readBlob(db: ReadableDb, sha256: string): BlobInfo | null {
  const row = first<BlobInfo & { last_use: string }>(
    db,
    'SELECT sha256, size, state, dek, last_use FROM blob WHERE sha256 = ?',
    sha256,
  );
  return row ? { sha256: row.sha256, size: row.size, state: row.state, dek: row.dek, lastUse: row.last_use } : null;
}

/** Notes that the bytes are here now, readable with this key. What the centre already has stays marked so. */
export function blobArrived(
  db: WritableDb,
  blob: { sha256: string; size: number; dek: Uint8Array },
  state: 'present' | 'uploading',
  at: Moment,
) {
  run(
    db,
    `INSERT INTO blob (sha256, size, state, dek, last_use) VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT (sha256) DO UPDATE SET size = ?2, state = ?3, dek = ?4, last_use = ?5`,
    blob.sha256,
    blob.size,
    state,
    blob.dek,
    at,
  );
}

/** The centre has these contents, too. */
export function blobsUploaded(db: WritableDb, sha256s: readonly string[]): void {
  inTransaction(db, () => {
    for (const sha256 of sha256s)
      run(db, `UPDATE blob SET state = 'present' WHERE sha256 = ? AND state = 'uploading'`, sha256);
  });
}

/** The centre does not have the bytes after all. */
export function blobMissingAtCentre(db: WritableDb, sha256: string): void {
  run(db, `UPDATE blob SET state = 'uploading' WHERE sha256 = ? AND state = 'present'`, sha256);
}

/** The bytes here are gone or damaged and are to be fetched again. */
export function blobLost(db: WritableDb, sha256: string): void {
  run(db, `UPDATE blob SET state = 'wanted', dek = NULL WHERE sha256 = ?`, sha256);
}

/** Names of the contents that are here and at the centre. */
export function presentContents(db: ReadableDb): string[] {
  return all<{ sha256: string }>(db, `SELECT sha256 FROM blob WHERE state = 'present'`).map((row) => row.sha256);
}

/** Names of the contents whose bytes lie here. */
export function contentsWithKey(db: ReadableDb): string[] {
  return all<{ sha256: string }>(db, 'SELECT sha256 FROM blob WHERE dek IS NOT NULL').map((row) => row.sha256);
}

/** Notes that a blob was looked at, for keeping what is used. */
export function blobUsed(db: WritableDb, sha256: string, at: Moment): void {
  run(db, 'UPDATE blob SET last_use = ? WHERE sha256 = ?', at, sha256);
}

/** Forgets a blob, and with its key the possibility to read it. */
export function forgetBlob(db: WritableDb, sha256: string): void {
  run(db, 'DELETE FROM blob WHERE sha256 = ?', sha256);
}

/** Bytes that lie on this desk, in total. */
export function bytesOnDesk(db: ReadableDb): number {
  return first<{ bytes: number | null }>(db, `SELECT sum(size) AS bytes FROM blob WHERE state <> 'wanted'`)?.bytes ?? 0;
}

// A scan that somebody has to look at first goes nowhere yet.
export const isToSend = `state = 'uploading' AND sha256 NOT IN (SELECT sha256 FROM branch_scan WHERE state <> 'done')`;

/** How many blobs wait to reach the centre. */
export function countUploading(db: ReadableDb): number {
  return first<{ n: number }>(db, `SELECT count(*) AS n FROM blob WHERE ${isToSend}`)?.n ?? 0;
}

/** How many of them what waits in the outbox names: what nobody names is not sent. */
export function countNamedUploading(db: ReadableDb): number {
  return (
    first<{ n: number }>(
      db,
      `SELECT count(*) AS n FROM blob WHERE ${isToSend} AND EXISTS
         (SELECT 1 FROM outbox WHERE outbox.state <> 'acked' AND instr(outbox.args, blob.sha256) > 0)`,
    )?.n ?? 0
  );
}

// What must not be evicted although the centre has it: open letters in a Postkorb, pinned files, follow-ups soon due (?2).
const heldContents = `
  SELECT version.sha256 FROM inbox_item JOIN version ON version.scope_id = inbox_item.scope_id
    AND version.id = inbox_item.version_id WHERE inbox_item.state = 'open'
  UNION SELECT version.sha256 FROM pin JOIN version ON version.scope_id = pin.case_file_id
  UNION SELECT version.sha256 FROM follow_up JOIN version ON version.scope_id = follow_up.scope_id
    WHERE completed_at IS NULL AND due_on <= ?2`;

// The centre may have taken a content and forget it in a power cut, or be set back, as long as no backup holds a command that names it; then it
// asks again.
const namedByCommand = `(EXISTS (SELECT 1 FROM outbox WHERE instr(outbox.args, blob.sha256) > 0)
  OR EXISTS (SELECT 1 FROM sent_content WHERE sent_content.sha256 = blob.sha256)
  OR EXISTS (SELECT 1 FROM clarification WHERE instr(clarification.args, blob.sha256) > 0)
  OR EXISTS (SELECT 1 FROM branch_scan WHERE branch_scan.sha256 = blob.sha256 AND branch_scan.state <> 'done'))`;
// The same for all contents at once; comparing each with each command took most of a second. ?1: `namedInArguments`.
const allNamedByCommands = `SELECT value FROM json_each(?1) UNION SELECT sha256 FROM sent_content
  UNION SELECT sha256 FROM branch_scan WHERE state <> 'done'`;

/** A JSON list of what can be the name of a content in the arguments of waiting and clarified commands. */
function namedInArguments(db: ReadableDb): string {
  const commands = all<{ args: string }>(db, 'SELECT args FROM outbox UNION ALL SELECT args FROM clarification');
  return JSON.stringify(commands.flatMap(({ args }) => args.match(/[0-9a-f]{64}/g) ?? []));
}

/** Bytes on this desk that must not go. */
export function bytesHeld(db: ReadableDb, dueUntil: string): number {
  const row = first<{ bytes: number | null }>(
    db,
    `SELECT sum(size) AS bytes FROM blob WHERE state = 'uploading' OR (state = 'present' AND (is_pinned = 1
       OR sha256 IN (${allNamedByCommands} UNION ${heldContents})))`,
    namedInArguments(db),
    dueUntil,
  );
  return row?.bytes ?? 0;
}

/** Blobs that may go to come down to `limit` bytes, longest unused first; `dueUntil` is the last day whose follow-ups are held. */
export function blobsToEvict(db: ReadableDb, limit: number, dueUntil: string): string[] {
  let surplus = bytesOnDesk(db) - limit;
  if (surplus <= 0) return [];
  const candidates = all<{ sha256: string; size: number }>(
    db,
    `SELECT sha256, size FROM blob WHERE state = 'present' AND is_pinned = 0
       AND sha256 NOT IN (${allNamedByCommands} UNION ${heldContents}) ORDER BY last_use`,
    namedInArguments(db),
    dueUntil,
  );
  const going: string[] = [];
  for (const candidate of candidates) {
    if (surplus <= 0) break;
    going.push(candidate.sha256);
    surplus -= candidate.size;
  }
  return going;
}

/** Forgets blobs nothing here refers to any more (purged scopes, discarded uploads), but for those held; gives their names for removing the files. */
export function forgetUnusedBlobs(db: WritableDb, held: ReadonlyMap<string, unknown>): string[] {
  return inTransaction(db, () => {
    const unused = all<{ sha256: string }>(
      db,
      `SELECT sha256 FROM blob WHERE sha256 NOT IN (SELECT sha256 FROM version) AND NOT ${namedByCommand}`,
    )
      .map((row) => row.sha256)
      .filter((sha256) => !held.has(sha256));
    for (const sha256 of unused) forgetBlob(db, sha256);
    return unused;
  });
}

/** Whether a record or a waiting command on this desk refers to a content. */
export function isContentNamed(db: ReadableDb, sha256: string): boolean {
  const named = `SELECT EXISTS (SELECT 1 FROM version WHERE sha256 = ?) OR EXISTS (SELECT 1 FROM blob WHERE sha256 = ? AND ${namedByCommand}) AS n`;
  return first<{ n: number }>(db, named, sha256, sha256)?.n === 1;
}
