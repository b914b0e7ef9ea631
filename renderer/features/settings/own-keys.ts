import { type CommandDefinition, type CommandId, commandCatalogue } from '../../shared/command-catalogue.ts';

export type OwnKeys = Record<string, string[]>;

/** The keys of a command with the worker's own ones taken into account. */
export function keysOf(definition: CommandDefinition, own: OwnKeys): readonly string[] {
  return own[definition.id] ?? definition.shortcuts;
}

/** Which other command has a key already; null when it is free. Enter is shared on purpose: it opens here and files there. */
export function commandWithKey(shortcut: string, except: CommandId, own: OwnKeys): CommandDefinition | null {
  if (shortcut === 'Enter') return null;
  return (
    commandCatalogue.find((definition) => definition.id !== except && keysOf(definition, own).includes(shortcut)) ??
    null
  );
}

/** The own keys after a command got another one. The usual key again means nothing of one's own. */
export function withKey(own: OwnKeys, definition: CommandDefinition, shortcut: string | null): OwnKeys {
  const { [definition.id]: _before, ...others } = own;
  if (shortcut === null || (definition.shortcuts.length === 1 && definition.shortcuts[0] === shortcut)) return others;
  return { ...others, [definition.id]: [shortcut] };
}
