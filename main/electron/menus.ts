import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { OfferedCommand } from '../../core/contract/shell.ts';
import { type MenuEntry, planMenus } from './menu-plan.ts';

/** Shows the menu bar for what the page offers now. `run` sends a command to the page. */
export function showMenus(commands: readonly OfferedCommand[], run: (command: string) => void): void {
  const template = planMenus(commands).map(({ label, entries }) => ({
    label,
    submenu: entries.map((entry) => itemOf(entry, run)),
  }));
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function itemOf(entry: MenuEntry, run: (command: string) => void): MenuItemConstructorOptions {
  if (entry.kind === 'line') return { type: 'separator' };
  if (entry.kind === 'role') {
    const { role, label, accelerator } = entry;
    return { role, label, ...(accelerator ? { accelerator } : {}) };
  }
  return {
    id: entry.id,
    label: entry.label,
    enabled: entry.isEnabled,
    ...(entry.accelerator ? { accelerator: entry.accelerator, registerAccelerator: entry.takesKey } : {}),
    click: () => run(entry.id),
  };
}

/** Cut, copy and paste on the right mouse key; nothing else, so that it works in foreign pages too. */
export function offerTextMenu(contents: Electron.WebContents): void {
  contents.on('context-menu', (_event, { isEditable, selectionText, editFlags }) => {
    if (!isEditable && selectionText.trim() === '') return;
    const items: MenuItemConstructorOptions[] = [
      ...(isEditable ? [{ role: 'cut', label: 'Ausschneiden', enabled: editFlags.canCut } as const] : []),
      { role: 'copy', label: 'Kopieren', enabled: editFlags.canCopy },
      ...(isEditable ? [{ role: 'paste', label: 'Einfügen', enabled: editFlags.canPaste } as const] : []),
    ];
    Menu.buildFromTemplate(items).popup();
  });
}
