import { useEffect } from 'react';
import type { OfferedCommand } from '../../../core/contract/shell.ts';
import { useHost } from '../../shared/backend.tsx';
import { type CommandDefinition, type CommandId, commandCatalogue } from '../../shared/command-catalogue.ts';
import { enabledCommands, shortcutsOf, useCommands } from '../../shared/commands.ts';

/** Keeps the menus of the window as the commands of the page are now. */
export function useMenus(): void {
  const host = useHost();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = '';
    const offer = () => {
      const commands = offeredCommands();
      const text = JSON.stringify(commands);
      if (text !== last) host.offerCommands(commands);
      last = text;
    };
    // Features come and go together when a view changes: one message for all of them.
    const stop = useCommands.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(offer, 100);
    });
    offer();
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [host]);
}

function offeredCommands(): OfferedCommand[] {
  const enabled = new Map(enabledCommands().map((command) => [command.id, command]));
  return (commandCatalogue as readonly CommandDefinition[])
    .filter((definition) => !definition.isKeyOnly)
    .map((definition) => {
      const id = definition.id as CommandId;
      const { group } = definition;
      const title = enabled.get(id)?.title ?? definition.title;
      return { id, title, group, shortcut: shortcutsOf(id)[0] ?? null, isEnabled: enabled.has(id) };
    });
}
