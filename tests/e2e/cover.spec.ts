import { expect, type Page } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { lookAt } from './support/look.ts';
import { test } from './support/office.ts';

test('a cover that another desk changes while its form is open: what was typed stays, what changed is said, and both can be read', async ({
  openDesk,
}) => {
  test.setTimeout(600_000);
  const browser = { viewport: { width: 1366, height: 768 } };
  const writing = await openDesk('rickmers', { name: 'writing', browser });
  const meanwhile = await openDesk('rickmers', { name: 'meanwhile' });
  const [caseFile] = await ownCases(writing.page);
  if (!caseFile) throw new Error('no case');
  const openForm = async (page: Page) => {
    await openByNumber(page, caseFile);
    await new CaseFilePage(page).show('Aktendeckel');
    await page.keyboard.press('Shift+C');
    const form = page.getByRole('dialog', { name: 'Aktendeckel ändern' });
    await expect(form.getByLabel('Telefon')).toBeVisible();
    return form;
  };
  const here = await openForm(writing.page);
  await here.getByLabel('Telefon').fill('04841 111');
  await lookAt(writing.page, 'cover-form');
  const there = await openForm(meanwhile.page);
  await there.getByLabel('Telefon').fill('04841 222');
  await there.getByLabel('E-Mail').fill('anna@example.org');
  await there.getByRole('button', { name: /^Speichern/ }).click();
  await expect(there).toBeHidden();

  // The form that is open says so and keeps what was typed; what she did not touch is already the new one.
  await expect(here.getByRole('status')).toContainText('Der Aktendeckel wurde inzwischen geändert', {
    timeout: 30_000,
  });
  await expect(here.getByText('Inzwischen geändert in: 04841 222')).toBeVisible();
  await expect(here.getByLabel('Telefon')).toHaveValue('04841 111');
  await expect(here.getByLabel('E-Mail')).toHaveValue('anna@example.org');
  await lookAt(writing.page, 'cover-meanwhile');
  await here.getByRole('button', { name: /^Trotzdem mit meinen Angaben speichern/ }).click();
  await expect(here).toBeHidden();
  const desk = new DeskPage(writing.page);
  await desk.expectSynced();
  const history = writing.page.getByRole('region', { name: 'Aktendeckel' }).getByRole('table').last();
  await expect(history.getByRole('row').filter({ hasText: 'Telefon' })).toContainText([
    /04841 222.*04841 111/,
    /04841 222/,
  ]);
  await history.scrollIntoViewIfNeeded();
  await lookAt(writing.page, 'cover-history');
  expect([await desk.countAt('Klärung'), await new DeskPage(meanwhile.page).countAt('Klärung')]).toEqual([0, 0]);

  // Without the line at one desk: the first address stands whole, the second finds hers in Klärung and puts it in.
  writing.line.cut();
  await expect(desk.syncState).toContainText('Offline seit');
  await writing.page.keyboard.press('Shift+C');
  await here.getByLabel('Straße').fill('Süderstraße 1');
  await here.getByRole('button', { name: /^Speichern/ }).click();
  await meanwhile.page.keyboard.press('Shift+C');
  await there.getByLabel('Straße').fill('Am Siel 3');
  await there.getByRole('button', { name: /^Speichern/ }).click();
  await new DeskPage(meanwhile.page).expectSynced();
  writing.line.mend();
  await expect.poll(() => desk.countAt('Klärung'), { timeout: 60_000 }).toBe(1);
  await expect(writing.page.getByRole('region', { name: 'Aktendeckel' })).toContainText('Am Siel 3');
  await desk.go('Klärung');
  const card = desk.main.getByRole('article');
  await expect(card).toContainText('Süderstraße 1');
  await expect(card).toContainText('Am Siel 3');
  await lookAt(writing.page, 'cover-klaerung');
  await card.getByRole('button', { name: 'Meine Angaben einsetzen' }).click();
  await expect(desk.main.getByText('Nichts zu klären.')).toBeVisible();
  await expect(meanwhile.page.getByRole('region', { name: 'Aktendeckel' })).toContainText('Süderstraße 1', {
    timeout: 30_000,
  });
  expect([...writing.troubles.found, ...meanwhile.troubles.found]).toEqual([]);
});
