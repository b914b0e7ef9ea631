import { expect, type Locator, type Page } from '@playwright/test';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { test } from './support/office.ts';

/** The number a locator tells first, "3 von 12 ausgewählt". */
const numberIn = async (told: Locator) => Number(/\d+/.exec((await told.textContent()) ?? '')?.[0]);
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Ausgewählte Schreiben' });
const checked = (inbox: InboxPage) => inbox.letters.locator('[role=option][aria-checked=true]');

test('a full Postkorb is triaged by keyboard only: all sure letters at once, taken back in one step', async ({
  openDesk,
}) => {
  const { page } = await openDesk('ketelsen');
  const desk = new DeskPage(page);
  const inbox = new InboxPage(page);
  await expect(inbox.chosen).toHaveCount(1);
  const before = await desk.countAt('Postkorb');
  expect(before).toBeGreaterThan(4);

  await page.keyboard.press('Control+a');
  await expect(bar(page)).toContainText(`${before} von ${before} ausgewählt`);
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Ausgewählte Schreiben ablegen' });
  const submit = dialog.getByRole('button', { name: /Schreiben ablegen$/ });
  await expect(submit).toBeFocused();
  await expect(dialog.getByRole('listitem')).toHaveCount(before);
  const going = await numberIn(submit);
  expect(going).toBeGreaterThan(1);
  expect(going).toBeLessThan(before);
  await expect(dialog.getByText(`Bleibt im Postkorb: ${before - going}`)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before - going);
  await expect(bar(page)).toBeHidden();

  // One act, one step back; and once more, for good.
  await page.keyboard.press('z');
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+Enter');
  await expect(submit).toBeFocused();
  await expect(submit).toHaveText(`${going} Schreiben ablegen`);
  await page.keyboard.press('Enter');
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before - going);
  await desk.expectSynced();

  // Chosen and let go by one key; all that are left by another.
  await page.keyboard.press('Home');
  await page.keyboard.press('x');
  await expect(checked(inbox)).toHaveCount(1);
  await page.keyboard.press('x');
  await expect(checked(inbox)).toHaveCount(0);
  await page.keyboard.press('Control+a');
  // Rows out of sight are not drawn: the number stands in the bar.
  await expect(bar(page)).toContainText(`${before - going} von ${before - going} ausgewählt`);
  await page.keyboard.press('z');
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before);
  await desk.expectSynced();
});

test('several letters are chosen with Umschalt and arrows, with Umschalt and the mouse, and let go with Esc', async ({
  openDesk,
}) => {
  const { page } = await openDesk('ketelsen', { name: 'choosing' });
  const inbox = new InboxPage(page);
  await expect(inbox.chosen).toHaveCount(1);
  await page.keyboard.press('Shift+ArrowDown');
  await expect(checked(inbox)).toHaveCount(2);
  await page.keyboard.press('Shift+ArrowUp');
  await expect(checked(inbox)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(checked(inbox)).toHaveCount(0);
  await inbox.rows.nth(0).click();
  await inbox.rows.nth(2).click({ modifiers: ['Shift'] });
  await expect(checked(inbox)).toHaveCount(3);
  await inbox.rows.nth(1).click({ modifiers: ['ControlOrMeta'] });
  await expect(checked(inbox)).toHaveCount(2);
  await expect(bar(page).getByText(/^2 von/)).toBeVisible();
});
