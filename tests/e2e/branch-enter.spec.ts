import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { expect } from '@playwright/test';
import { letterLines, newSheet, writeLines } from '../../intake/pages/test-pages.ts';
import { type ListedCase, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { test } from './support/office.ts';

/** A letter as paper: it names its case file, and what it is about stands over it. */
async function paperOf({ title, fileNumber }: ListedCase): Promise<Buffer> {
  const [family = '', given = ''] = title.split(', ');
  const { canvas, context } = newSheet();
  const head = [`${given} ${family}`, `BG-Nummer: ${fileNumber}`, 'Mietvertrag über die Wohnung Krabbenweg'];
  writeLines(context, [...head, ...letterLines]);
  const document = await PDFDocument.create();
  const picture = await document.embedJpg(canvas.toBuffer('image/jpeg', 85));
  document.addPage([595, 842]).drawImage(picture, { x: 0, y: 0, width: 595, height: 842 });
  return Buffer.from(await document.save());
}

test('without a line a letter scanned in the branch office is filed as proposed with Enter alone, and the centre has it afterwards', async ({
  openDesk,
}) => {
  const { page, line } = await openDesk('ketelsen', { name: 'enter' });
  const desk = new DeskPage(page);
  const inbox = new InboxPage(page);
  await desk.expectSynced();
  const [own] = await ownCases(page);
  if (!own) throw new Error('Ketelsen keeps no file');
  line.cut();
  await expect(desk.syncState).toContainText('Offline');
  await page.keyboard.press('Alt+8');
  await expect(desk.title).toHaveText('Einscannen');
  const buffer = await paperOf(own);
  await desk.main
    .getByLabel('Dateien wählen', { exact: true })
    .setInputFiles({ name: 'Einzug 7.pdf', mimeType: 'application/pdf', buffer });
  const scanned = desk.main.getByRole('row').filter({ hasText: 'Einzug 7.pdf' });
  await expect(scanned).toContainText('im Postkorb', { timeout: 90_000 });

  await desk.searchFor('Krabbenweg');
  await page.keyboard.press('Enter');
  await expect(desk.title).toHaveText('Postkorb');
  await expect(inbox.field('Akte')).toHaveValue(new RegExp(own.fileNumber));
  await expect(inbox.field('Schlagwort')).not.toHaveValue('');
  const keyword = await inbox.field('Schlagwort').inputValue();
  const before = await desk.countAt('Postkorb');
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, 'branch-enter.png') });
  // What is only likely has the focus after the first Enter; the second one says that it is right.
  await page.keyboard.press('Enter');
  if (await inbox.field('Schlagwort').evaluate((field) => field === document.activeElement)) {
    await page.keyboard.press('Enter');
  }
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before - 1);
  expect(keyword).not.toBe('');

  line.mend();
  await desk.runCommand('Jetzt abgleichen');
  await expect(desk.syncState).toHaveText(/Abgeglichen/, { timeout: 60_000 });
  const second = await openDesk('ketelsen', { name: 'enter-anderswo' });
  const other = new DeskPage(second.page);
  await other.expectSynced();
  await other.searchFor('Krabbenweg');
  await second.page.keyboard.press('Enter');
  await expect(other.title).toContainText(new RegExp(own.title.split(',')[0] ?? own.title, 'i'));
});
