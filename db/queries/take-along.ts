import type { Id } from '../../core/domain/ids.ts';
import { bytesHeld } from '../blob-table.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, first, type ReadableDb } from '../sql.ts';

const absent = `NOT EXISTS (SELECT 1 FROM blob WHERE blob.sha256 = version.sha256 AND blob.state <> 'wanted')`;

/** Filed documents of a case file whose content is not on this desk, newest first. */
export function missingDocuments(db: ReadableDb, caseFileId: Id): { documentId: Id; title: string }[] {
  return all<{ id: Buffer; title: string }>(
    db,
    `SELECT document.id, document.title FROM document
     LEFT JOIN version ON version.scope_id = document.scope_id AND version.id = document.version_id
     WHERE document.scope_id = ? AND document.state = 'filed' AND ${absent}
     ORDER BY document.filed_at DESC`,
    idBytes(caseFileId),
  ).map(({ id, title }) => ({ documentId: idText(id), title }));
}

export type RoomFacts = { limit: number; free: number; dueUntil: string };

/** Bytes that stay free on the disk whatever is taken along: other programs need to write, too. */
const reserve = 1024 ** 3;

/**
 * What keeps the files taken along from coming whole: the bytes this desk may use, or the disk. Whatever may go makes room; what must stay
 * (not at the centre yet, open letters, taken along, due soon) does not.
 */
export function shortageOf(db: ReadableDb, { limit, free, dueUntil }: RoomFacts): 'limit' | 'disk' | null {
  const needed = bytesToTake(db);
  if (needed === 0) return null;
  if (bytesHeld(db, dueUntil) + needed > limit) return 'limit';
  return needed > free - reserve ? 'disk' : null;
}

/** Bytes of the files taken along that are still to come. */
export function bytesToTake(db: ReadableDb): number {
  const row = first<{ bytes: number | null }>(
    db,
    `SELECT sum(size) AS bytes FROM (SELECT DISTINCT version.sha256, version.size FROM pin
       JOIN version ON version.scope_id = pin.case_file_id WHERE ${absent})`,
  );
  return row?.bytes ?? 0;
}
