import { createHash } from 'node:crypto';
import { commandByName } from '../../core/commands/registry.ts';
import { inTodaysShape, shippedShapes } from '../../core/commands/shapes.ts';
import type { CommandDefinition } from '../../core/commands/rule.ts';
import type { PushedCommand } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Level } from '../../core/domain/levels.ts';
import { canonicalJson } from '../../core/sync/canonical.ts';

type Pushed = { pushed: PushedCommand; argsHash: Buffer };
export type ReadyCommand = Pushed & {
  state: 'ready';
  definition: CommandDefinition;
  args: unknown;
  needs: { scopeId: Id; level: Level }[];
  touches: Id[];
  blobs: string[];
};
/** unreadable: will never run; tooNew: this centre must be renewed first. */
type UnknownCommand = Pushed & { state: 'unreadable' | 'tooNew'; problem: string };

/** A pushed command with its meaning, before anything is looked up. */
export type PreparedCommand = ReadyCommand | UnknownCommand;

/** Reads a pushed command, in whatever schema it was given. Its hash is that of what came: sent again it must be the same. */
export function prepareCommand(pushed: PushedCommand, shapes = shippedShapes): PreparedCommand {
  const text = canonicalJson([pushed.name, pushed.args ?? null]);
  const argsHash = createHash('sha256').update(text).digest();
  const unknown = (problem: string): PreparedCommand => {
    const state = pushed.schema > shapes.version ? 'tooNew' : 'unreadable';
    return { pushed, argsHash, state, problem };
  };
  const { name, args: shaped } = inTodaysShape(pushed, shapes);
  const definition = commandByName(name);
  if (!definition) return unknown('Diesen Vorgang kennt die Zentrale nicht.');
  const parsed = definition.input.safeParse(shaped);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    return unknown(`Die Angaben sind nicht vollständig oder nicht lesbar (${first?.path.join('.') ?? ''}).`);
  }
  if (pushed.schema > shapes.version && losesFields(shaped, parsed.data)) {
    return { pushed, argsHash, state: 'tooNew', problem: 'Der Vorgang enthält Angaben einer neueren Fassung.' };
  }
  const args = parsed.data;
  const needs = definition.needs(args);
  const [touches, blobs] = [definition.touches?.(args) ?? [], definition.blobs?.(args) ?? []];
  return { pushed, argsHash, state: 'ready', definition, args, needs, touches, blobs };
}

/** True when something was said that this centre does not know: carried out now, it would be lost. */
function losesFields(said: unknown, understood: unknown): boolean {
  if (typeof said !== 'object' || said === null) return false;
  if (typeof understood !== 'object' || understood === null) return true;
  return Object.entries(said).some(
    ([key, value]) =>
      value !== undefined &&
      (!Object.hasOwn(understood, key) || losesFields(value, (understood as Record<string, unknown>)[key])),
  );
}
