import { expect, type Page } from '@playwright/test';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { test } from './support/office.ts';

test('a letter is filed with Enter, the second desk of the worker shows it at once, and taking it back brings it back', async ({
  openDesk,
}) => {
  const first = await openDesk('petersen', { name: 'first' });
  const second = await openDesk('petersen', { name: 'second' });
  const desk = new DeskPage(first.page);
  const inbox = new InboxPage(first.page);
  const elsewhere = new DeskPage(second.page);
  const inboxElsewhere = new InboxPage(second.page);
  await expect(inboxElsewhere.rows.first()).toBeVisible();
  const before = await desk.countAt('Postkorb');
  await expect.poll(() => elsewhere.countAt('Postkorb')).toBe(before);

  const title = await inbox.chooseSureByKeys();
  const row = inboxElsewhere.rows.filter({ hasText: title });
  await expect(row).toHaveCount(1);
  const gone = whenRows(second.page, title, 0);
  const pressed = Date.now();
  await first.page.keyboard.press('Enter');
  await expect(row).toHaveCount(0);
  console.log(`filed letter gone from the second desk after ${(await gone) - pressed} ms`);
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before - 1);
  await expect.poll(() => elsewhere.countAt('Postkorb')).toBe(before - 1);
  await inboxElsewhere.showDone();
  await expect(inboxElsewhere.rows.filter({ hasText: title })).toHaveCount(1);
  await inboxElsewhere.showOpen();

  const back = whenRows(second.page, title, 1);
  const undone = Date.now();
  await first.page.keyboard.press('z');
  await expect(row).toHaveCount(1);
  console.log(`taken back on the second desk after ${(await back) - undone} ms`);
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before);
  await desk.expectSynced();
  await expect.poll(() => elsewhere.countAt('Postkorb')).toBe(before);
});

test('a letter without sure proposals is not filed by Enter but asks for what is missing, by keyboard only', async ({
  openDesk,
}) => {
  const { page } = await openDesk('petersen', { name: 'unsure' });
  const desk = new DeskPage(page);
  const inbox = new InboxPage(page);
  const unsure = inbox.rows.filter({ hasNot: page.getByLabel('Akte und Schlagwort sicher') }).first();
  const words = (await unsure.textContent()) ?? '';
  const before = await desk.countAt('Postkorb');
  while ((await inbox.chosen.textContent()) !== words) {
    const at = (await inbox.chosen.getAttribute('aria-posinset')) ?? '';
    await page.keyboard.press('j');
    await expect(inbox.chosen).not.toHaveAttribute('aria-posinset', at);
  }
  await expect(inbox.field('Titel')).not.toHaveValue('');
  await page.keyboard.press('Enter');
  const field = inbox.form.getByRole('textbox').and(page.locator(':focus'));
  await expect(field).toBeVisible();
  expect(await desk.countAt('Postkorb')).toBe(before);

  await inbox.field('Akte').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('31402');
  await expect(page.getByRole('option').filter({ hasText: /BG\d+/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(inbox.field('Schlagwort')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Mietvertrag');
  await expect(page.getByRole('listbox', { name: 'Schlagwort' }).getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before - 1);
});

/** The moment (ms) at which so many rows bear the title, noted by the page itself: the driver only looks now and then. */
function whenRows(page: Page, title: string, count: number): Promise<number> {
  return page.evaluate(
    ({ wanted, number }) =>
      new Promise<number>((done) => {
        const look = () => {
          const rows = [...document.querySelectorAll('[role=option]')];
          if (rows.filter((row) => row.textContent?.includes(wanted)).length !== number) return;
          watch.disconnect();
          done(Date.now());
        };
        const watch = new MutationObserver(look);
        watch.observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
      }),
    { wanted: title, number: count },
  );
}
