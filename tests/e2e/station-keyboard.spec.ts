import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, type Locator, type Page } from '@playwright/test';
import { coverSheetsPdf } from '../../intake/codes/cover-sheet-pdf.ts';
import { letterLines, newSheet, writeLines } from '../../intake/pages/test-pages.ts';
import { ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { test } from './support/office.ts';

/** A cover sheet, a letter, and behind it a sheet so pale that it is taken for blank. */
async function paleStack(fileNumber: string): Promise<Buffer> {
  const sheet = { fileNumber, keywordId: null, inboxId: null };
  const stack = await PDFDocument.load(await coverSheetsPdf([{ sheet, keyword: null, recipient: null }]));
  for (const [subject, colour] of [
    ['Antrag auf Erstausstattung', '#111'],
    ['Kühlschrank defekt', '#dcdcdc'],
  ] as const) {
    const { canvas, context } = newSheet();
    writeLines(context, [subject, ...letterLines], 40, colour);
    const image = await stack.embedJpg(canvas.toBuffer('image/jpeg', 80));
    stack.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
  }
  return Buffer.from(await stack.save());
}

/** Goes on with Tab until something has the focus; whoever works without a mouse gets everywhere so. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let count = 0; count < 120; count += 1) {
    if (await target.evaluate((element) => element.contains(document.activeElement))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached with Tab: ${target}`);
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, page.getByRole('button', { name }));
  await page.keyboard.press('Enter');
}

/** Goes through the list of stacks with J and K until the stack is chosen. */
async function choose(page: Page, name: RegExp): Promise<void> {
  const rows = page.getByRole('listbox', { name: 'Stapel' }).getByRole('option');
  const chosen = rows.and(page.locator('[aria-selected=true]'));
  const placeOf = async (row: Locator) => Number(await row.getAttribute('aria-posinset'));
  await expect(async () => {
    const [at, wanted] = [await placeOf(chosen), await placeOf(rows.filter({ hasText: name }))];
    if (at !== wanted) await page.keyboard.press(at < wanted ? 'j' : 'k');
    expect(at).toBe(wanted);
  }).toPass();
}

test.setTimeout(420_000); // reads a stack twice and goes a long way with Tab

test('the whole station by keyboard: a pale page is put back, a broken file is read again and given back, and the page is found by its word at the desk', async ({
  office,
  openDesk,
}) => {
  const jensen = await openDesk('jensen', { name: 'blass' });
  const [own] = await ownCases(jensen.page);
  if (!own) throw new Error('Jensen keeps no file');
  const { page, troubles } = await openDesk('scanstelle', {
    ...{ name: 'tastatur', browser: { viewport: { width: 1366, height: 768 } } },
  });
  const scanner = join(office.intakeFolder, 'Scanner 7');
  await mkdir(scanner, { recursive: true });
  await writeFile(join(scanner, 'Blass.pdf'), await paleStack(own.fileNumber));
  await writeFile(join(scanner, 'Defekt.pdf'), '%PDF-1.7 abgebrochen');
  const stacks = page.getByRole('listbox', { name: 'Stapel' });
  await expect(stacks.getByRole('option', { name: /Blass\.pdf.*1 Schreiben, 3 Seiten/ })).toBeVisible({
    timeout: 90_000,
  });
  await expect(stacks.getByRole('option', { name: /Defekt\.pdf/ })).toBeVisible({ timeout: 90_000 });

  await choose(page, /Blass\.pdf/);
  await press(page, 'Seite 3 zeigen');
  await expect(page.getByRole('img', { name: 'Seite 3 von 3' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Seiten ohne Schreiben' })).toContainText('leer');
  await picture('pale-page');
  await press(page, 'Seite 3 ins Schreiben aufnehmen');
  await press(page, 'Berichtigung zustellen');
  await expect(page.getByRole('button', { name: 'Berichtigung zustellen' })).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByRole('region', { name: 'Schreiben des Stapels' })).toContainText('1 Schreiben');
  await picture('put-back');

  await choose(page, /Defekt\.pdf/);
  await press(page, 'Noch einmal lesen');
  await expect(stacks.getByRole('option', { name: /Defekt\.pdf.*beschädigt/ })).toBeVisible({ timeout: 60_000 });
  await choose(page, /Defekt\.pdf/);
  await press(page, 'In den Ordner zurückgeben');
  await expect.poll(() => readdir(join(scanner, 'zurückgegeben')).catch(() => [])).toHaveLength(2);

  // What nobody could read on the blank page is a word of the letter now.
  const desk = new DeskPage(jensen.page);
  await desk.runCommand('Jetzt abgleichen');
  await expect(async () => {
    await jensen.page.keyboard.press('Escape');
    const first = await desk.searchFor('Kühlschrank');
    await expect(first).toContainText(/Erstausstattung|Kühlschrank/, { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await jensen.page.keyboard.press('Enter');
  await expect(desk.title).toHaveText('Postkorb');
  await expect(desk.main).toContainText('Erstausstattung');
  expect([...troubles.found, ...jensen.troubles.found]).toEqual([]);

  async function picture(name: string): Promise<void> {
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `station-${name}.png`) });
  }
});
