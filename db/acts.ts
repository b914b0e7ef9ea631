import type { Inverse } from '../core/commands/rule.ts';
import { inTodaysShape } from '../core/commands/shapes.ts';
import { schemaVersion } from '../core/contract/central.ts';
import type { Id } from '../core/domain/ids.ts';
import type { Moment } from '../core/domain/moments.ts';
import { idBytes, idText } from './record-tables.ts';
import { all, first, type ReadableDb, run, type WritableDb } from './sql.ts';

/** Something the worker did that can be taken back, with the command that takes it back. */
export type Act = {
  commandId: Id;
  name: string;
  label: string;
  at: Moment;
  inverse: Inverse;
  /** What she did at once with several commands; one of them can still be taken back alone. */
  batch: { id: Id; label: string } | null;
};

type ActRow = {
  command_id: Uint8Array;
  name: string;
  label: string;
  at: string;
  inverse_name: string;
  inverse_args: string;
  inverse_schema: number;
  batch_id: Uint8Array | null;
  batch_label: string | null;
};
const columns = 'command_id, name, label, at, inverse_name, inverse_args, inverse_schema, batch_id, batch_label';

function actOf(row: ActRow): Act {
  return {
    commandId: idText(row.command_id),
    name: row.name,
    label: row.label,
    at: row.at,
    inverse: inTodaysShape({ name: row.inverse_name, args: JSON.parse(row.inverse_args), schema: row.inverse_schema }),
    batch: row.batch_id ? { id: idText(row.batch_id), label: row.batch_label ?? row.label } : null,
  };
}

/** Keeps an act so that it can be taken back. */
export function addAct(db: WritableDb, act: Act): void {
  run(
    db,
    `INSERT INTO act (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    idBytes(act.commandId),
    act.name,
    act.label,
    act.at,
    act.inverse.name,
    JSON.stringify(act.inverse.args),
    schemaVersion,
    act.batch ? idBytes(act.batch.id) : null,
    act.batch?.label ?? null,
  );
}

/** Acts since a moment that can be taken back, newest first. */
export function listActs(db: ReadableDb, since: Moment): Act[] {
  return all<ActRow>(db, `SELECT ${columns} FROM act WHERE at >= ? ORDER BY row DESC`, since).map(actOf);
}

/** One act, null when it cannot be taken back (any more). */
export function readAct(db: ReadableDb, commandId: Id): Act | null {
  const row = first<ActRow>(db, `SELECT ${columns} FROM act WHERE command_id = ?`, idBytes(commandId));
  return row ? actOf(row) : null;
}

/** What is left of a batch, the last command first: of each command its act. Empty when nothing can be taken back (any more). */
export function readActBatch(db: ReadableDb, batchId: Id): Act[] {
  return all<ActRow>(db, `SELECT ${columns} FROM act WHERE batch_id = ? ORDER BY row DESC`, idBytes(batchId)).map(
    actOf,
  );
}

/** The act has been taken back, or was refused. */
export function removeAct(db: WritableDb, commandId: Id): void {
  run(db, 'DELETE FROM act WHERE command_id = ?', idBytes(commandId));
}

/** Forgets acts of days before. */
export function forgetActsBefore(db: WritableDb, moment: Moment): void {
  run(db, 'DELETE FROM act WHERE at < ?', moment);
}
