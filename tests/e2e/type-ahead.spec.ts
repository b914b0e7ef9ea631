import { expect } from '@playwright/test';
import { ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { holdBack } from './support/hold-back.ts';
import { test } from './support/office.ts';

test('Enter pressed faster than files are found takes the file that was typed, never one found for the letters before', async ({
  openDesk,
}) => {
  const { page } = await openDesk('jensen', { name: 'schnelle-eingabe' });
  const own = await ownCases(page);
  await page.keyboard.press('Alt+1');
  const inbox = new InboxPage(page);
  await expect(inbox.chosen).toHaveCount(1);
  await expect(inbox.field('Akte')).toBeVisible();
  const options = page.getByRole('listbox', { name: 'Akte' }).getByRole('option');
  await page.keyboard.press('a');
  await expect(inbox.field('Akte')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('31402BG');
  await expect(options.first()).toBeVisible();
  const before = (await options.first().textContent()) ?? '';
  const wanted = own.find(({ fileNumber }) => !before.includes(fileNumber));
  if (!wanted) throw new Error('no other case');

  const letGo = await holdBack(page);
  await page.keyboard.type(wanted.fileNumber.slice('31402BG'.length));
  await page.keyboard.press('Enter');
  await expect(inbox.field('Akte')).toHaveValue(wanted.fileNumber);
  await letGo();
  await expect(inbox.field('Akte')).toHaveValue(`${wanted.title} · ${wanted.fileNumber}`);
});

test('Enter pressed in a list of files faster than it is filtered opens the file that was typed', async ({
  openDesk,
}) => {
  const { page } = await openDesk('jensen', { name: 'schneller-filter' });
  const wanted = (await ownCases(page)).at(-1);
  if (!wanted) throw new Error('no case');
  const desk = new DeskPage(page);
  await expect(desk.title).toHaveText('Meine Akten');
  await desk.main.getByLabel('Akten filtern').focus();
  const letGo = await holdBack(page);
  await page.keyboard.type(wanted.fileNumber);
  await page.keyboard.press('Enter');
  await expect(desk.title).toHaveText('Meine Akten');
  await letGo();
  await expect(desk.main.getByText(wanted.fileNumber).first()).toBeVisible();
  await expect(desk.title).toContainText(new RegExp(wanted.title.split(',')[0] ?? '', 'i'));
});
