import { expect } from '@playwright/test';
import { backendOf } from '../support/backend-of-page.ts';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { lookAt } from './support/look.ts';
import { test } from './support/office.ts';

test('by keyboard: a note the search finds is shown marked among more than a hundred, and all of them only when asked for', async ({
  openDesk,
}) => {
  const { page } = await openDesk('jensen', { name: 'viele-vermerke' });
  const { client } = await backendOf(page);
  const { rows } = await client.caseFiles.list({ which: 'mine' });
  const [listed, other] = rows.slice(-2).reverse();
  if (!listed || !other) throw new Error('no case');
  const { caseFileId } = listed;
  const before = (await client.notes.list({ caseFileId })).rows.length;
  const write = (text: string) =>
    client.notes.add({ caseFileId, documentId: null, text, isPinned: false, isPhoneCall: false });
  await write('Zum Heizlüfter Modell Nordwind liegt jetzt eine Rechnung über 49 € vor; geprüft und anerkannt.');
  for (let number = 1; number <= 110; number += 1) await write(`Rückruf ${number}: nicht erreicht.`);
  const count = before + 111;

  const desk = new DeskPage(page);
  const file = new CaseFilePage(page);
  const notes = file.main.getByRole('article');
  const option = await desk.searchFor('heizluefter nordwind');
  await expect(option).toContainText('Vermerk in');
  await page.keyboard.press('Enter');
  const found = file.main.locator('article[aria-current="true"]');
  await expect(found).toBeInViewport();
  await expect(found.locator('mark')).toHaveText(['Heizlüfter', 'Nordwind']);
  await expect(notes).toHaveCount(count);
  await expect(file.main.getByRole('button', { name: /^Alle .* Vermerke zeigen$/ })).toBeHidden();
  await lookAt(page, 'note-found');

  await openByNumber(page, other);
  await openByNumber(page, listed);
  await file.main.getByRole('tab', { name: 'Vermerke' }).focus();
  await page.keyboard.press('Enter');
  const more = file.main.getByRole('button', { name: `Alle ${count} Vermerke zeigen` });
  await expect(more).toBeVisible();
  await expect(notes).toHaveCount(100);
  await lookAt(page, 'notes-many');
  await more.press('Enter');
  await expect(notes).toHaveCount(count);
  await expect(more).toBeHidden();
});
