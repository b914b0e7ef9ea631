import { expect } from '@playwright/test';
import { openByNumber, ownCases } from './pages/cases.ts';
import { test } from './support/office.ts';

const letter = 'Nordersiel, den 03.11.2026\n\nMietvertrag\n\nZwischen Vermieter und Mieter wird vereinbart.\n';

test('a keyword that is proposed while she is in the field gives way to what she types', async ({ openDesk }) => {
  const { page, troubles } = await openDesk('rickmers');
  const [own] = await ownCases(page);
  if (!own) throw new Error('no case');
  await openByNumber(page, own);
  const file = { name: 'vertrag.txt', mimeType: 'text/plain', buffer: Buffer.from(letter) };
  await page.getByLabel('Dateien wählen').setInputFiles(file);
  const dialog = page.getByRole('dialog', { name: 'In die Akte ablegen' });
  const keyword = dialog.getByLabel('Schlagwort', { exact: true });
  await expect(keyword).toBeFocused();
  await expect(keyword).toHaveValue('Mietvertrag');
  await page.keyboard.type('E-Mail');
  await page.keyboard.press('Enter');
  await expect(keyword).toHaveValue('E-Mail');
  expect(troubles.found).toEqual([]);
});
