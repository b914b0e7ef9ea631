import { expect, type Locator, type Page } from '@playwright/test';
import { CaseFilePage } from './case-file.ts';
import { openByNumber } from './cases.ts';

/** By keyboard: a lead opens a file and gives Nissen insight into it, up to the reason; gives the file and the dialog, still open. */
export async function beginAudit(
  lead: Page,
  caseFile: Parameters<typeof openByNumber>[1],
  reason: string,
): Promise<{ file: CaseFilePage; dialog: Locator }> {
  const file = new CaseFilePage(lead);
  await openByNumber(lead, caseFile);
  await file.show('Aktendeckel');
  await file.main.getByRole('button', { name: 'Einsicht zur Prüfung …' }).press('Enter');
  const dialog = lead.getByRole('dialog', { name: 'Einsicht zur Prüfung' });
  await expect(dialog.getByLabel('Wer prüft')).toBeFocused();
  await lead.keyboard.type('Nissen');
  await lead.keyboard.press('ArrowDown');
  await lead.keyboard.press('Enter');
  await dialog.getByLabel('Bis einschließlich').fill('+14');
  await dialog.getByLabel('Grund').fill(reason);
  return { file, dialog };
}
