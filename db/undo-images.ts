import type { Id } from '../core/domain/ids.ts';
import type { RecordKind } from '../core/domain/records.ts';
import { idBytes, idText } from './record-tables.ts';
import { type RecordPlace, readState, writeRecord } from './records.ts';
import { allExact, first, type ReadableDb, run, type WritableDb } from './sql.ts';

/** Keeps what a record was before a command of the outbox writes it; gives its version (0: it was not there). */
export function keepImage(db: WritableDb, outboxRow: number, place: RecordPlace): { ver: number } {
  const before = readState(db, place);
  run(
    db,
    `INSERT INTO undo_image (outbox_row, scope_id, kind, id, ver, digest, was_pending, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    outboxRow,
    idBytes(place.scopeId),
    place.kind,
    idBytes(place.id),
    before?.ver ?? 0,
    before?.digest ?? null,
    before?.isPending ? 1 : 0,
    before ? JSON.stringify(before.body) : null,
  );
  return { ver: before?.ver ?? 0 };
}

/** True when waiting commands have written into the scope. */
export function hasImagesIn(db: ReadableDb, scopeId: Id): boolean {
  return first(db, 'SELECT 1 FROM undo_image WHERE scope_id = ? LIMIT 1', idBytes(scopeId)) !== undefined;
}

type ImageRow = {
  row: bigint;
  scope_id: Uint8Array;
  kind: RecordKind;
  id: Uint8Array;
  ver: bigint;
  digest: bigint | null;
  was_pending: bigint;
  body: string | null;
};

/** Takes back what commands of the outbox wrote, newest first, and forgets their images. Gives the places written. */
export function restoreImages(db: WritableDb, outboxRows: readonly number[]): RecordPlace[] {
  const images = outboxRows
    .flatMap((outboxRow) =>
      allExact<ImageRow>(
        db,
        'SELECT row, scope_id, kind, id, ver, digest, was_pending, body FROM undo_image WHERE outbox_row = ?',
        outboxRow,
      ),
    )
    .sort((left, right) => (left.row < right.row ? 1 : -1));
  for (const image of images) {
    writeRecord(db, {
      ...placeOf(image),
      ver: Number(image.ver),
      digest: image.digest,
      isPending: image.was_pending === 1n,
      body: image.body === null ? null : (JSON.parse(image.body) as Record<string, unknown>),
    });
  }
  for (const outboxRow of outboxRows) run(db, 'DELETE FROM undo_image WHERE outbox_row = ?', outboxRow);
  return images.map(placeOf);
}

function placeOf(image: ImageRow): RecordPlace {
  return { kind: image.kind, scopeId: idText(image.scope_id), id: idText(image.id) };
}
