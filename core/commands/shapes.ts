import { schemaVersion } from '../contract/central.ts';

/**
 * Brings the arguments of a command from the shape it had in schema `from` into the one of `from + 1`; may give it another name. Pure,
 * and never changed once it was shipped: outboxes, sent copies and late work hold commands of any age.
 */
export type UpCast = { name: string; from: number; newName?: string; cast(args: unknown): unknown };
/** Which schema is spoken, and how commands of the ones before come to it. */
export type CommandShapes = { version: number; upCasts: readonly UpCast[] };

/**
 * Every change of a shape since the first schema. There is none: all commands still have their first shape. Who changes one raises
 * `schemaVersion` and adds a line here; a new field that may be absent needs neither.
 */
export const shippedShapes: CommandShapes = { version: schemaVersion, upCasts: [] };

export type ShapedCommand = { name: string; args: unknown; schema: number };

/** A command in today's shape, whenever it was given; one of a newer schema stays as it is. */
export function inTodaysShape<Command extends ShapedCommand>(command: Command, shapes = shippedShapes): Command {
  let { name, args } = command;
  for (let schema = command.schema; schema < shapes.version; schema += 1) {
    const step = shapes.upCasts.find((one) => one.name === name && one.from === schema);
    if (!step) continue;
    args = step.cast(args);
    name = step.newName ?? name;
  }
  return { ...command, name, args };
}
