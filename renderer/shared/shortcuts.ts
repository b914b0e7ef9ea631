/** The parts of a keyboard event that a shortcut depends on. */
export type KeyPress = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean };

const modifiers = ['Mod', 'Alt', 'Shift'] as const;
type Modifier = (typeof modifiers)[number];

const germanNames: Record<string, string> = {
  Mod: 'Strg',
  Alt: 'Alt',
  Shift: 'Umschalt',
  Enter: '⏎',
  Escape: 'Esc',
  Space: 'Leertaste',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'Bild ↑',
  PageDown: 'Bild ↓',
  Home: 'Pos1',
  End: 'Ende',
  Delete: 'Entf',
  Backspace: 'Rücktaste',
  Tab: 'Tab',
};

/** The shortcut of a key press, `Mod+Shift+K`; null for a modifier alone. Shift counts only where the key does not already say it (`?` is `?`). */
export function shortcutOf(press: KeyPress): string | null {
  if (['Control', 'Meta', 'Alt', 'AltGraph', 'Shift', 'Dead', 'Unidentified'].includes(press.key)) return null;
  const isLetter = /^\p{L}$/u.test(press.key);
  const isSign = press.key.length === 1 && !isLetter && press.key !== ' ';
  const held: Modifier[] = [];
  // AltGr arrives as Ctrl+Alt and writes a sign; that is not a shortcut with modifiers.
  const isAltGraph = press.ctrlKey && press.altKey && isSign;
  if ((press.ctrlKey || press.metaKey) && !isAltGraph) held.push('Mod');
  if (press.altKey && !isAltGraph) held.push('Alt');
  if (press.shiftKey && !isSign) held.push('Shift');
  const key = press.key === ' ' ? 'Space' : isLetter ? press.key.toUpperCase() : press.key;
  return [...held, key].join('+');
}

/** How a shortcut is written for people: `Strg+K`, `Umschalt+F6`. */
export function shortcutWords(shortcut: string): string {
  return splitShortcut(shortcut)
    .map((part) => germanNames[part] ?? part)
    .join('+');
}

/** For `aria-keyshortcuts`: `Control+K`. */
export function ariaShortcut(shortcut: string): string {
  return splitShortcut(shortcut)
    .map((part) => (part === 'Mod' ? 'Control' : part === '+' ? 'Plus' : part))
    .join('+');
}

/** Whether a shortcut writes or moves something in a field, so that it must wait until no field has the focus. */
export function isPlainKey(shortcut: string): boolean {
  return !/^(Mod|Alt)\+/.test(shortcut) && !/^(Shift\+)?F\d+$/.test(shortcut);
}

function splitShortcut(shortcut: string): string[] {
  if (shortcut === '+') return ['+'];
  return shortcut.endsWith('++') ? [...shortcut.slice(0, -2).split('+'), '+'] : shortcut.split('+');
}
