import { runCommand } from '../../backend/commands/run-command.ts';
import type { CommandArgs, CommandName } from '../../core/commands/registry.ts';
import type { Id } from '../../core/domain/ids.ts';
import { idText } from '../../db/record-tables.ts';
import { all } from '../../db/sql.ts';
import type { WorldDesk } from './desk/desk.ts';
import type { World } from './world.ts';

// What all acts need.

export type Act = (world: World, desk: WorldDesk) => void;
export type Place = { id: Id; scopeId: Id };

/** Records a desk holds, in the order in which they came. */
export function placesIn(desk: WorldDesk, table: string, where = '1'): Place[] {
  return all<{ id: Uint8Array; scope_id: Uint8Array }>(
    desk.db,
    `SELECT id, scope_id FROM ${table} WHERE ${where} ORDER BY row`,
  ).map((row) => ({ id: idText(row.id), scopeId: idText(row.scope_id) }));
}

/** Gives a command at a desk and notes it for the checks at the end. */
export function order<Name extends CommandName>(
  world: World,
  desk: WorldDesk,
  name: Name,
  args: CommandArgs<Name>,
): void {
  world.noteCreated(desk, runCommand(desk.desk, name, args).commandId, name);
}

export const word = (world: World, desk: WorldDesk) => world.marks.newWord(desk.worker.workerId);
/** Those of the workers, and that of a team, in which several work. */
export const postkoerbe = ({ office }: World): Id[] => [
  ...office.workers.map(({ inboxId }) => inboxId),
  office.teamInboxId,
];
export const caseFileFor = (world: World) => world.random.pick(world.caseFiles);
