import { expect } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { lookAt } from './support/look.ts';
import { test } from './support/office.ts';

test('a closed file says so where it is chosen for a letter, and in its follow-ups, and is opened again from there', async ({
  openDesk,
}) => {
  const { page } = await openDesk('jensen', { name: 'geschlossen' });
  const desk = new DeskPage(page);
  const inbox = new InboxPage(page);
  await desk.go('Meine Akten');
  await page.keyboard.press('/');
  await page.keyboard.type('geschlossen');
  const list = desk.main.getByRole('listbox').getByRole('option');
  await expect(list.first().getByRole('img', { name: 'geschlossen' })).toBeVisible();
  const [closed] = await ownCases(page);
  if (!closed) throw new Error('no closed case');

  await openByNumber(page, closed);
  await new CaseFilePage(page).show('Aktendeckel');
  await page.keyboard.press('f');
  const followUp = page.getByRole('dialog', { name: 'Wiedervorlage oder Frist' });
  await expect(followUp.getByLabel('Worum es geht')).toBeFocused();
  await expect(followUp).toContainText('Akte ist geschlossen (zdA');
  await page.keyboard.type('Überzahlung noch prüfen');
  await page.keyboard.press('Tab');
  await page.keyboard.type('+14');
  await lookAt(page, 'closed-follow-up-dialog');
  await page.keyboard.press('Enter');
  await expect(followUp).toBeHidden();
  await desk.go('Wiedervorlagen');
  await desk.main.getByText('Alle offenen').click();
  await expect(desk.main.getByRole('option').filter({ hasText: 'Überzahlung noch prüfen' })).toContainText(
    /nach Schließung gesetzt|Akte geschlossen/,
  );
  await lookAt(page, 'closed-follow-ups');

  await desk.go('Postkorb');
  await inbox.rows.first().click();
  const before = await inbox.rows.count();
  await expect(inbox.field('Akte')).toBeVisible();
  await inbox.field('Akte').fill(closed.fileNumber);
  await page.getByRole('option').filter({ hasText: closed.fileNumber }).first().click();
  await expect(inbox.form).toContainText('Akte ist geschlossen (zdA');
  await lookAt(page, 'closed-letter');
  await inbox.form.getByRole('button', { name: 'Akte wieder öffnen …' }).click();
  const opening = page.getByRole('dialog', { name: 'Akte wieder öffnen' });
  await expect(opening.getByLabel('Grund der Wiederöffnung')).toBeFocused();
  await page.keyboard.type('Neuer Antrag');
  await lookAt(page, 'closed-reopen');
  await opening.getByRole('button', { name: 'Akte wieder öffnen' }).click();
  await expect(opening).toBeHidden();
  await expect(inbox.form).not.toContainText('Akte ist geschlossen');
  // The letter is still there: what is sent in the dialog does not file it.
  await desk.expectSynced();
  expect(await inbox.rows.count()).toBe(before);
});
