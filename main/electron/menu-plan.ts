import type { OfferedCommand } from '../../core/contract/shell.ts';

/** A menu entry before it becomes Electron's: a command of the page, something the system does, or a line. */
export type MenuEntry =
  | { kind: 'command'; id: string; label: string; accelerator: string | null; takesKey: boolean; isEnabled: boolean }
  | { kind: 'role'; role: MenuRole; label: string; accelerator?: string }
  | { kind: 'line' };
export type MenuRole =
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'togglefullscreen'
  | 'minimize'
  | 'close'
  | 'quit';
export type MenuPlan = { label: string; entries: MenuEntry[] }[];

const helpCommands = new Set(['help.keys', 'help.open']);
const groupsInMenus = ['Gehe zu', 'Postkorb', 'Akte', 'Dokument'];

const edit: MenuEntry[] = [
  { kind: 'role', role: 'undo', label: 'Rückgängig' },
  { kind: 'role', role: 'redo', label: 'Wiederholen' },
  { kind: 'line' },
  { kind: 'role', role: 'cut', label: 'Ausschneiden' },
  { kind: 'role', role: 'copy', label: 'Kopieren' },
  { kind: 'role', role: 'paste', label: 'Einfügen' },
  { kind: 'role', role: 'selectAll', label: 'Alles auswählen' },
];
const view: MenuEntry[] = [
  { kind: 'role', role: 'zoomIn', label: 'Schrift größer', accelerator: 'CommandOrControl+Plus' },
  { kind: 'role', role: 'zoomOut', label: 'Schrift kleiner', accelerator: 'CommandOrControl+-' },
  { kind: 'role', role: 'resetZoom', label: 'Schrift in Ausgangsgröße', accelerator: 'CommandOrControl+0' },
  { kind: 'role', role: 'togglefullscreen', label: 'Vollbild', accelerator: 'F11' },
];

/** The menu bar from what the page offers now; without a page (still loading) only what the system does. */
export function planMenus(commands: readonly OfferedCommand[]): MenuPlan {
  const entriesOf = (keep: (command: OfferedCommand) => boolean) => commands.filter(keep).map(entryOf);
  const general = entriesOf(({ group, id }) => group === 'Allgemein' && !helpCommands.has(id));
  const groups = groupsInMenus
    .map((label) => ({ label, entries: entriesOf(({ group }) => group === label) }))
    .filter(({ entries }) => entries.length > 0);
  const help = entriesOf(({ id }) => helpCommands.has(id));
  return [
    { label: 'Aktenpult', entries: joined(general, [{ kind: 'role', role: 'quit', label: 'Beenden' }]) },
    { label: 'Bearbeiten', entries: edit },
    ...groups,
    {
      label: 'Ansicht',
      entries: joined(
        entriesOf(({ group }) => group === 'Ansicht'),
        view,
      ),
    },
    {
      label: 'Fenster',
      entries: [
        { kind: 'role', role: 'minimize', label: 'Minimieren' },
        { kind: 'role', role: 'close', label: 'Schließen' },
      ],
    },
    ...(help.length > 0 ? [{ label: 'Hilfe', entries: help }] : []),
  ];
}

function entryOf({ id, title, shortcut, isEnabled }: OfferedCommand): MenuEntry {
  const accelerator = shortcut === null ? null : acceleratorOf(shortcut);
  // A key that writes must stay with the page: the menu only shows it.
  const takesKey = accelerator !== null && /^(CommandOrControl|Alt)\+|^(Shift\+)?F\d+$/.test(accelerator);
  return { kind: 'command', id, label: title.replaceAll('&', '&&'), accelerator, takesKey, isEnabled };
}

const names: Record<string, string> = {
  Mod: 'CommandOrControl',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Enter: 'Return',
  '+': 'Plus',
};

/** A shortcut of the page (`Mod+Shift+K`) in Electron's words; null for one that Electron would not understand and throw at. */
export function acceleratorOf(shortcut: string): string | null {
  const parts = shortcut === '+' ? ['+'] : shortcut.replace(/\+\+$/, '+Plus').split('+');
  const words = parts.map((part) => names[part] ?? part);
  const key = words.at(-1) ?? '';
  const modifiers = words.slice(0, -1);
  const isKnown =
    /^[A-Z0-9]$|^F([1-9]|1\d|2[0-4])$|^(Up|Down|Left|Right|Return|Escape|Space|Tab|Home|End|PageUp|PageDown|Delete|Backspace|Plus|[-,./?])$/.test(
      key,
    );
  if (!isKnown || !modifiers.every((word) => ['CommandOrControl', 'Alt', 'Shift'].includes(word))) return null;
  return words.join('+');
}

function joined(first: MenuEntry[], second: MenuEntry[]): MenuEntry[] {
  return first.length > 0 && second.length > 0 ? [...first, { kind: 'line' }, ...second] : [...first, ...second];
}
