import { expect, test } from 'vitest';
import type { OfferedCommand } from '../../core/contract/shell.ts';
import { acceleratorOf, planMenus } from './menu-plan.ts';

const command = (id: string, group: string, shortcut: string | null = null, title = id): OfferedCommand => ({
  id,
  title,
  group,
  shortcut,
  isEnabled: true,
});

test.each([
  ['Mod+K', 'CommandOrControl+K'],
  ['Mod+Shift+A', 'CommandOrControl+Shift+A'],
  ['Alt+1', 'Alt+1'],
  ['Shift+F6', 'Shift+F6'],
  ['Space', 'Space'],
  ['ArrowDown', 'Down'],
  ['+', 'Plus'],
  ['Mod++', 'CommandOrControl+Plus'],
  ['?', '?'],
  ['Mod+,', 'CommandOrControl+,'],
  ['Ä', null],
  ['Hyper+K', null],
  ['', null],
])('%s is %s to Electron', (shortcut, accelerator) => {
  expect(acceleratorOf(shortcut)).toBe(accelerator);
});

test('keys that write stay with the page, others are taken by the menu too', () => {
  const menus = planMenus([command('inbox.file', 'Postkorb', 'Enter'), command('search.open', 'Allgemein', 'Mod+K')]);
  const entries = menus.flatMap((menu) => menu.entries);
  expect(entries.find((entry) => entry.kind === 'command' && entry.id === 'inbox.file')).toMatchObject({
    accelerator: 'Return',
    takesKey: false,
  });
  expect(entries.find((entry) => entry.kind === 'command' && entry.id === 'search.open')).toMatchObject({
    accelerator: 'CommandOrControl+K',
    takesKey: true,
  });
});

test('menus come in the order officials know, without empty ones', () => {
  const menus = planMenus([
    command('help.open', 'Allgemein'),
    command('layout.two', 'Ansicht'),
    command('go.inbox', 'Gehe zu'),
  ]);
  expect(menus.map(({ label }) => label)).toEqual([
    'Aktenpult',
    'Bearbeiten',
    'Gehe zu',
    'Ansicht',
    'Fenster',
    'Hilfe',
  ]);
  expect(menus.every(({ entries }) => entries.length > 0)).toBe(true);
  expect(planMenus([]).map(({ label }) => label)).toEqual(['Aktenpult', 'Bearbeiten', 'Ansicht', 'Fenster']);
});

test('the & of a title does not turn into an underline', () => {
  const menus = planMenus([command('x', 'Akte', null, 'Miete & Heizung')]);
  expect(menus.flatMap(({ entries }) => entries)).toContainEqual(
    expect.objectContaining({ label: 'Miete && Heizung' }),
  );
});
