import { expect, type Page } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { lookAt } from './support/look.ts';
import { test } from './support/office.ts';

async function giveTo(page: Page, familyName: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Zuständigkeit ändern' });
  await new CaseFilePage(page).main.getByRole('button', { name: 'Zuständigkeit ändern …' }).press('Enter');
  await expect(dialog.getByLabel('Künftig zuständig')).toBeFocused();
  await page.keyboard.type(familyName);
  await page.getByRole('option', { name: new RegExp(`^${familyName}`) }).click();
  await dialog.getByLabel('Grund').fill('Umverteilung im Team');
  await dialog.getByRole('button', { name: 'Übergeben' }).click();
  await expect(dialog).toBeHidden();
}

test('a file that went to somebody else meanwhile: Klärung shows who has it from whom, and one action gives it all the same', async ({
  openDesk,
}) => {
  const keeper = await openDesk('jensen', { name: 'abgebend' });
  const slow = await openDesk('brodersen', { name: 'langsam' });
  const quick = await openDesk('brodersen', { name: 'schnell' });
  const listed = (await ownCases(keeper.page)).at(-1);
  if (!listed) throw new Error('no case');
  for (const { page } of [slow, quick]) {
    await openByNumber(page, listed);
    await new CaseFilePage(page).show('Aktendeckel');
  }
  slow.line.hold();
  await giveTo(slow.page, 'Petersen');
  await giveTo(quick.page, 'Hinrichsen');
  await new DeskPage(quick.page).expectSynced();
  slow.line.letGo();

  const desk = new DeskPage(slow.page);
  await expect.poll(() => desk.countAt('Klärung'), { timeout: 60_000 }).toBe(1);
  await desk.go('Klärung');
  const card = desk.main.getByRole('article');
  await expect(card).toContainText(/ging inzwischen an Hinrichsen, Broder \(durch Sie, um \d\d:\d\d\)/);
  await expect(card.getByRole('region', { name: 'Jetzt gültig' })).toContainText('Hinrichsen');
  await expect(card.getByRole('button', { name: 'Noch einmal versuchen' })).toHaveCount(0);
  await lookAt(slow.page, 'renewal');
  await card.getByRole('button', { name: 'Trotzdem zuweisen an Petersen' }).press('Enter');
  await expect(desk.main.getByText('Nichts zu klären.')).toBeVisible();
  await desk.expectSynced();
  // Petersen is in another team: with the file goes who led it until now.
  const next = await openDesk('petersen', { name: 'uebernehmend' });
  await new DeskPage(next.page).go('Meine Akten');
  await expect(next.page.getByRole('option').filter({ hasText: listed.fileNumber })).toHaveCount(1);
});
