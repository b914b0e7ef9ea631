import type { SnapshotHeader } from '../../core/contract/snapshot.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough } from '../../core/domain/levels.ts';
import { type RecordKind, recordKinds } from '../../core/domain/records.ts';
import { withoutWaitingForDisk } from '../../db/open.ts';
import { idsOfTable, type PreparedRows, releaseRows } from '../../db/prepared-rows.ts';
import { applyPreparedRows, type RowsHeld, rowsHeld } from '../../db/pulled-rows.ts';
import { addToDigest, advanceScope, compareDigest, emptyScope, mustReplace, readScope } from '../../db/scopes.ts';
import type { WritableDb } from '../../db/sql.ts';
import { ownMarks } from '../commands/touched.ts';
import type { SnapshotPart } from './snapshot-lines.ts';
import type { PullTaken } from './take-pull.ts';
import { rebase } from './rebase.ts';

type ScopeHeader = Extract<SnapshotHeader, { line: 'scope' }>;
/** Of its places one stands for all rows of a kind in a scope, except for own marks. */
export type SnapshotTaken = PullTaken & { whole: number };
/** Rows of one scope; `ends`: with them it is whole. */
type Piece = { scopeId: Id; parts: PreparedRows[]; isFirst: boolean; isAhead: boolean; ends: ScopeHeader | null };
type Open = { header: ScopeHeader | { line: 'ahead'; scopeId: Id }; parts: PreparedRows[]; isFirst: boolean };

/** Effort of one transaction, in rows without text: some 15 ms, so that no answer to the page waits long. */
const shortStep = 1_000;
/** Some 40 ms: fewer steps write the pages of indexes less often. */
const longStep = 3_000;

const kinds: ReadonlySet<string> = new Set(recordKinds);

/**
 * Writes rows of a stream into the store, step by step as they come: many small scopes in one transaction, large ones in several.
 * A scope counts as known only when its last row is here; one that was cut comes anew and its rows are written over.
 */
export function createSnapshotTaker(db: WritableDb, taken: SnapshotTaken, mayTakeLong: () => boolean) {
  let waiting: Piece[] = [];
  let effort = 0;
  let open: Open | null = null;
  /** What of the open scope was here before the stream. */
  let held: RowsHeld | undefined;
  let isSkipped = false;

  const closePiece = (isLast: boolean) => {
    if (!open) return;
    const { header, parts, isFirst } = open;
    const isAhead = header.line === 'ahead';
    const ends = isLast && header.line === 'scope' ? header : null;
    if (parts.length > 0 || ends) waiting.push({ scopeId: header.scopeId, parts, isFirst, isAhead, ends });
    open = isLast ? null : { header, parts: [], isFirst: isFirst && parts.length === 0 };
  };

  const write = (piece: Piece) => {
    const { scopeId, parts, ends } = piece;
    const scope = readScope(db, scopeId);
    if (piece.isFirst) {
      // Another answer came first, or the right is gone: nothing of this one is wanted.
      isSkipped = scope === null || !isEnough(scope.level, 'read') || scope.known > 0;
      // What stands is readable until the whole scope takes its place.
      if (piece.isAhead && !isSkipped) isSkipped = mustReplace(db, scopeId);
      if (!piece.isAhead && !isSkipped && mustReplace(db, scopeId)) emptyScope(db, scopeId);
      if (!isSkipped) held = rowsHeld(db, scopeId);
    }
    if (isSkipped || scope === null) return;
    let digestChange = 0n;
    for (const part of parts) {
      const applied = applyPreparedRows(db, scopeId, part, held ?? rowsHeld(db, scopeId));
      digestChange += applied.digestChange;
      taken.unread += applied.unread;
      note(scopeId, part);
    }
    if (!ends) return addToDigest(db, scopeId, digestChange);
    advanceScope(db, scopeId, { known: ends.head, head: ends.head, mayLower: true, digestChange });
    if (!compareDigest(db, scopeId, ends.digest)) taken.mismatched.push(scopeId);
    taken.whole += 1;
  };

  const note = (scopeId: Id, { count, singles, tables }: PreparedRows) => {
    taken.rows += count;
    for (const { row } of singles) {
      if (kinds.has(row.kind)) taken.places.push({ kind: row.kind as RecordKind, scopeId, id: row.id });
    }
    for (const table of tables) {
      const ids = idsOfTable(table);
      for (const id of ownMarks.has(table.kind) ? ids : ids.slice(0, 1))
        taken.places.push({ kind: table.kind, scopeId, id });
    }
  };

  return {
    /** Takes in a part; true when enough has come together for a step. */
    add(part: SnapshotPart): boolean {
      if (part.line === 'rows') {
        open?.parts.push(part.rows);
        effort += part.rows.effort;
      } else {
        closePiece(true);
        if (part.line === 'scope' || part.line === 'ahead') open = { header: part, parts: [], isFirst: true };
      }
      return effort >= (mayTakeLong() ? longStep : shortStep);
    },
    /** Writes what has come together in one transaction, which need not wait for the disk: it can be fetched again. */
    step(): void {
      closePiece(false);
      const pieces = waiting;
      waiting = [];
      effort = 0;
      if (pieces.length === 0) return;
      const scopeIds = new Set(pieces.map((piece) => piece.scopeId));
      const places = withoutWaitingForDisk(db, () => rebase(db, scopeIds, () => pieces.forEach(write)));
      taken.places.push(...places);
      for (const { parts } of pieces) parts.forEach(releaseRows);
    },
  };
}
