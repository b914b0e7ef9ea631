import { type EscrowedCommand, type SealedCommand, sealedCommandSchema } from '../core/contract/escrow.ts';
import type { Id } from '../core/domain/ids.ts';
import type { Moment } from '../core/domain/moments.ts';
import { seal } from './escrow.ts';
import { knownEscrowKey } from './escrow-key.ts';
import { readMeta } from './meta.ts';
import { idBytes, idText } from './record-tables.ts';
import { all, first, type ReadableDb, run, type WritableDb } from './sql.ts';

// Copies of accepted commands are kept until the centre has them on safe ground. Of a file that is gone from this desk nothing may be
// readable here: then they lie sealed for the centre, which is all they are needed for.

type SentRow = { row: number; id: Uint8Array; name: string; args: string; at: string; schema: number };

/** Notes of a copy which scopes it is about and which contents it names: these stay here with it. */
export function noteSentFacts(
  db: WritableDb,
  commandId: Id,
  facts: { scopeIds: Iterable<Id>; contents: Iterable<string> },
): void {
  const row = first<{ row: number }>(db, 'SELECT row FROM sent WHERE id = ?', idBytes(commandId))?.row;
  if (row === undefined) return;
  for (const scopeId of facts.scopeIds) {
    run(db, 'INSERT OR IGNORE INTO sent_scope (scope_id, sent_row) VALUES (?, ?)', idBytes(scopeId), row);
  }
  for (const sha256 of facts.contents) {
    run(db, 'INSERT OR IGNORE INTO sent_content (sha256, sent_row) VALUES (?, ?)', sha256, row);
  }
}

/** Seals the copies of commands about a scope that goes from here. Those of a program from before scopes were noted are found by its id. */
export function sealSentOf(db: WritableDb, scopeId: Id): void {
  const rows = all<SentRow>(
    db,
    `SELECT row, id, name, args, at, schema FROM sent WHERE sealed IS NULL AND (row IN (SELECT sent_row FROM sent_scope WHERE scope_id = ?)
       OR (row NOT IN (SELECT sent_row FROM sent_scope) AND instr(args, ?) > 0))`,
    idBytes(scopeId),
    scopeId,
  );
  for (const row of rows) sealRow(db, row);
  // What she could have taken back names what it was; in a file that is gone there is nothing to take back.
  run(
    db,
    `DELETE FROM act WHERE command_id NOT IN (SELECT id FROM outbox)
       AND (instr(inverse_args, ?) > 0 OR command_id IN (SELECT id FROM sent WHERE sealed IS NOT NULL))`,
    scopeId,
  );
}

/** Seals the copy of one command, whose scopes had gone before it was accepted. */
export function sealSent(db: WritableDb, commandId: Id): void {
  const row = first<SentRow>(
    db,
    'SELECT row, id, name, args, at, schema FROM sent WHERE sealed IS NULL AND id = ?',
    idBytes(commandId),
  );
  if (row) sealRow(db, row);
}

/** Without a key of the centre the copy stays as it is: it may be the only one there is. */
function sealRow(db: WritableDb, { row, id, name, args, at, schema }: SentRow): void {
  const key = knownEscrowKey(db);
  const { workerId } = readMeta(db);
  if (!key || !workerId) return;
  const command = { ...{ workerId, id: idText(id), name, at }, args: JSON.parse(args), schema: Math.max(schema, 1) };
  const sealed = seal({ ...command, contents: [] }, key);
  run(db, `UPDATE sent SET args = 'null', label = '', sealed = ? WHERE row = ?`, JSON.stringify(sealed), row);
  run(db, 'DELETE FROM sent_content WHERE sent_row = ?', row);
}

/** The centre was set back: sealed copies are to be handed over. They belong to no number any more. */
export function markSealedDue(db: WritableDb): void {
  run(db, 'UPDATE sent SET is_due = 1, mid = 9007199254740991 WHERE sealed IS NOT NULL');
}

/** All sealed copies, in their order. */
export function sealedCopies(db: ReadableDb): { id: Id; box: SealedCommand }[] {
  return boxesOf(all<SealedRow>(db, 'SELECT id, sealed FROM sent WHERE sealed IS NOT NULL ORDER BY row'));
}

/** Copies that are readable here, in their order. */
export function openCopies(db: ReadableDb): Pick<EscrowedCommand, 'id' | 'name' | 'args' | 'at' | 'schema'>[] {
  const text = 'SELECT row, id, name, args, at, schema FROM sent WHERE sealed IS NULL ORDER BY row';
  return all<SentRow>(db, text).map(({ id, name, args, at, schema }) => ({
    ...{ id: idText(id), name, args: JSON.parse(args) as unknown },
    ...{ at: at as Moment, schema: Math.max(schema, 1) },
  }));
}

type SealedRow = { id: Uint8Array; sealed: string };
const boxesOf = (rows: readonly SealedRow[]) =>
  rows.map((row) => ({ id: idText(row.id), box: sealedCommandSchema.parse(JSON.parse(row.sealed)) }));

/** Sealed copies that are to be handed over, in their order. */
export function dueSealed(db: ReadableDb): { id: Id; box: SealedCommand }[] {
  const text = 'SELECT id, sealed FROM sent WHERE is_due = 1 AND sealed IS NOT NULL ORDER BY row';
  return boxesOf(all<SealedRow>(db, text));
}

/** The centre has them. */
export function forgetSealed(db: WritableDb, commandIds: readonly Id[]): void {
  for (const id of commandIds) run(db, 'DELETE FROM sent WHERE id = ? AND sealed IS NOT NULL', idBytes(id));
}
