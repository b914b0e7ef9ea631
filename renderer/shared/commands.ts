import { useEffect, useEffectEvent } from 'react';
import { create } from 'zustand';
import { type CommandDefinition, type CommandId, commandCatalogue, commandDefinition } from './command-catalogue.ts';
import { isPlainKey, type KeyPress, shortcutOf } from './shortcuts.ts';

/** What a feature on the screen does for a command. `run` may answer false: not mine now, ask the next. */
type Effect = { key: number; run: () => unknown; isEnabled: boolean; title: string | null };
type Commands = { effects: Map<CommandId, Effect[]>; ownShortcuts: Record<string, string[]> };

export const useCommands = create<Commands>(() => ({ effects: new Map(), ownShortcuts: {} }));

let nextKey = 1;
function addEffect(id: CommandId, effect: Omit<Effect, 'key'>): () => void {
  const key = nextKey;
  nextKey += 1;
  const change = (update: (before: Effect[]) => Effect[]) =>
    useCommands.setState(({ effects }) => ({ effects: new Map(effects).set(id, update(effects.get(id) ?? [])) }));
  change((before) => [...before, { ...effect, key }]);
  return () => change((before) => before.filter((other) => other.key !== key));
}

/** Gives a command its effect while the component is on the screen; the one mounted last comes first. */
export function useCommand(
  id: CommandId,
  run: () => unknown,
  options: { isEnabled?: boolean; title?: string | null } = {},
): void {
  const { isEnabled = true, title = null } = options;
  const latest = useEffectEvent(run);
  useEffect(() => addEffect(id, { run: () => latest(), isEnabled, title }), [id, isEnabled, title]);
}

/** A command as menus, palette and help show it. */
export type Command = CommandDefinition & { id: CommandId; isEnabled: boolean; run: () => void };

/** All commands that can be run now. */
export function enabledCommands(): Command[] {
  return commandCatalogue.map((definition) => describe(definition)).filter(({ isEnabled }) => isEnabled);
}

/** Runs a command by id, as a menu or button does; false when it has no effect here and now. */
export function runCommand(id: string): boolean {
  const effects = useCommands.getState().effects.get(id as CommandId) ?? [];
  return effects.toReversed().some((effect) => effect.isEnabled && effect.run() !== false);
}

/** A command with its present title, shortcuts and whether it can be run; follows changes. */
export function useCommandState(id: CommandId): Command {
  // Only what belongs to this command: with every view twenty effects come and go, and a page has as many buttons.
  useCommands(({ effects }) => effects.get(id));
  useCommands(({ ownShortcuts }) => ownShortcuts);
  return describe(commandDefinition(id) as CommandDefinition & { id: CommandId });
}

/** The shortcuts of a command: the worker's own, else the usual ones. */
export function shortcutsOf(id: CommandId): readonly string[] {
  return useCommands.getState().ownShortcuts[id] ?? commandDefinition(id)?.shortcuts ?? [];
}

function describe(definition: CommandDefinition): Command {
  const id = definition.id as CommandId;
  const enabled = (useCommands.getState().effects.get(id) ?? []).filter((effect) => effect.isEnabled);
  return {
    ...definition,
    id,
    title: enabled.at(-1)?.title ?? definition.title,
    shortcuts: shortcutsOf(id),
    isEnabled: enabled.length > 0,
    run: () => void runCommand(id),
  };
}

/** Where the focus is when a key is pressed. */
export type KeyPlace = { isInField: boolean; isOnControl: boolean; isInDialog: boolean };

/** The commands a key may mean at this place, in the order of the catalogue. */
export function commandsForKey(press: KeyPress, place: KeyPlace): CommandId[] {
  const shortcut = shortcutOf(press);
  if (shortcut === null) return [];
  return commandCatalogue
    .filter((definition: CommandDefinition) => {
      if (!shortcutsOf(definition.id as CommandId).includes(shortcut)) return false;
      if (place.isInDialog && !definition.inDialogs) return false;
      if (place.isInField && (!definition.inFields || (isPlainKey(shortcut) && shortcut !== 'Escape'))) return false;
      // Enter, space and arrows belong to the button, tab or menu that has the focus.
      return !(place.isOnControl && /^(Shift\+)?(Enter|Space|Arrow.*|Home|End)$/.test(shortcut));
    })
    .map(({ id }) => id);
}

const fields =
  'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]';
const controls =
  'button, a[href], summary, input, [role=button], [role=tab], [role=menuitem], [role=menuitemradio], [role=checkbox], [role=radio], [role=switch], [role=separator][tabindex], [role=slider], [role=combobox]';

function placeOf(target: EventTarget | null): Omit<KeyPlace, 'isInDialog'> {
  const element = target instanceof Element ? target : null;
  return {
    isInField: element?.closest(fields) != null,
    isOnControl: element?.closest(controls) != null,
  };
}

/** Listens for keys on the whole page. Returns how to stop. */
export function listenForKeys(): () => void {
  let isInDialog = false;
  // Seen before the dialog or menu itself hears the key: the Esc that closes it must not also go back in the page beneath.
  const arrives = () => {
    isInDialog = document.querySelector('[aria-modal=true], [role=menu]') !== null;
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    // A held Enter must not file one letter after the other.
    if (event.repeat && event.key === 'Enter') return;
    const ids = commandsForKey(event, { ...placeOf(event.target), isInDialog });
    // Of several commands on one key the one whose feature came to the screen last is meant.
    const newest = (id: CommandId) =>
      Math.max(0, ...(useCommands.getState().effects.get(id) ?? []).filter((e) => e.isEnabled).map((e) => e.key));
    for (const id of ids.toSorted((a, b) => newest(b) - newest(a))) {
      if (!runCommand(id)) continue;
      event.preventDefault();
      return;
    }
  };
  window.addEventListener('keydown', arrives, { capture: true });
  document.addEventListener('keydown', pressed);
  return () => {
    window.removeEventListener('keydown', arrives, { capture: true });
    document.removeEventListener('keydown', pressed);
  };
}
