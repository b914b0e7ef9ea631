import type { Id } from '../core/domain/ids.ts';
import type { Moment } from '../core/domain/moments.ts';
import { idBytes, idText } from './record-tables.ts';
import { all, first, type ReadableDb, run, type WritableDb } from './sql.ts';

/** A content handed in at this desk whose text is still to be recognised: what it belongs to, and where that lies. */
export type TextToRead = {
  scopeId: Id;
  ownerId: Id;
  versionId: Id;
  isInbox: boolean;
  sha256: string;
  fileName: string;
};

type Row = {
  scope_id: Buffer;
  owner_id: Buffer;
  version_id: Buffer;
  is_inbox: number;
  sha256: string;
  file_name: string;
};

/** Notes that a text is to be recognised; it waits until it was, over log-outs and crashes. */
export function addTextToRead(db: WritableDb, text: TextToRead, at: Moment): void {
  run(
    db,
    `INSERT INTO text_to_read (scope_id, owner_id, version_id, is_inbox, sha256, file_name, asked_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (scope_id, owner_id) DO NOTHING`,
    ...[idBytes(text.scopeId), idBytes(text.ownerId), idBytes(text.versionId), text.isInbox ? 1 : 0],
    ...[text.sha256, text.fileName, at],
  );
}

/** The one that waits longest; null when none does. */
export function nextTextToRead(db: ReadableDb): TextToRead | null {
  const row = first<Row>(db, 'SELECT * FROM text_to_read ORDER BY asked_at, owner_id LIMIT 1');
  if (!row) return null;
  return {
    ...{ scopeId: idText(row.scope_id), ownerId: idText(row.owner_id), versionId: idText(row.version_id) },
    ...{ isInbox: row.is_inbox === 1, sha256: row.sha256, fileName: row.file_name },
  };
}

/** It was recognised, or cannot be. */
export function removeTextToRead(db: WritableDb, { scopeId, ownerId }: TextToRead): void {
  run(db, 'DELETE FROM text_to_read WHERE scope_id = ? AND owner_id = ?', idBytes(scopeId), idBytes(ownerId));
}

/** Documents of case files on this desk with the same bytes and without text: what became of a letter meanwhile. */
export function documentsWithoutText(db: ReadableDb, sha256: string): TextToRead[] {
  type Found = { scope_id: Buffer; owner_id: Buffer; id: Buffer; file_name: string };
  return all<Found>(
    db,
    `SELECT version.scope_id, version.owner_id, version.id, version.file_name FROM version
     JOIN scope ON scope.id = version.scope_id AND scope.kind = 'c'
     WHERE version.sha256 = ? AND version.has_text = 0
       AND NOT EXISTS (SELECT 1 FROM page WHERE page.scope_id = version.scope_id AND page.version_id = version.id)`,
    sha256,
  ).map((row) => ({
    ...{ scopeId: idText(row.scope_id), ownerId: idText(row.owner_id), versionId: idText(row.id) },
    ...{ isInbox: false, sha256, fileName: row.file_name },
  }));
}
