import { expect, type Page } from '@playwright/test';
import { DeskPage } from './pages/desk.ts';
import { FachverfahrenPage } from './pages/fachverfahren.ts';
import { InboxPage } from './pages/inbox.ts';
import { test } from './support/office.ts';

const paneWithFocus = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') ?? '');

test('keys pressed in the Fachverfahren stay there, a click gives them back to the desk, and F6 leads into it again', async ({
  openDesk,
}) => {
  const { page } = await openDesk('carstens');
  const desk = new DeskPage(page);
  const fachverfahren = new FachverfahrenPage(page);
  const inbox = new InboxPage(page);
  await expect(inbox.chosen).toHaveCount(1);
  const before = await desk.countAt('Postkorb');

  const name = fachverfahren.frame.getByLabel('Name');
  await name.click();
  await page.keyboard.type('wz');
  await expect(name).toHaveValue('wz');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await desk.countAt('Postkorb')).toBe(before);

  await fachverfahren.bar.getByText('Kein Fall gewählt').click();
  await page.keyboard.press('w');
  await expect(page.getByRole('dialog', { name: /weiterleiten/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  const seen: string[] = [];
  while (seen.at(-1) !== 'Muster-Fachverfahren' && seen.length < 12) {
    await page.keyboard.press('F6');
    seen.push(await paneWithFocus(page));
  }
  expect(seen.at(-1)).toBe('Muster-Fachverfahren');
});
