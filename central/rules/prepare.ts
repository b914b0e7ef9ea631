import { createHash } from 'node:crypto';
import { commandByName } from '../../core/commands/registry.ts';
import type { CommandDefinition } from '../../core/commands/rule.ts';
import { type PushedCommand, schemaVersion } from '../../core/contract/central.ts';
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

export function prepareCommand(pushed: PushedCommand): PreparedCommand {
  const text = canonicalJson([pushed.name, pushed.args ?? null]);
  const argsHash = createHash('sha256').update(text).digest();
  const unknown = (problem: string): PreparedCommand => {
    const state = pushed.schema > schemaVersion ? 'tooNew' : 'unreadable';
    return { pushed, argsHash, state, problem };
  };
  const definition = commandByName(pushed.name);
  if (!definition) return unknown('Diesen Vorgang kennt die Zentrale nicht.');
  const parsed = definition.input.safeParse(pushed.args);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    return unknown(`Die Angaben sind nicht vollständig oder nicht lesbar (${first?.path.join('.') ?? ''}).`);
  }
  const args = parsed.data;
  const needs = definition.needs(args);
  const [touches, blobs] = [definition.touches?.(args) ?? [], definition.blobs?.(args) ?? []];
  return { pushed, argsHash, state: 'ready', definition, args, needs, touches, blobs };
}
