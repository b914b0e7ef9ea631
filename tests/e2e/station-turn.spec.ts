import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { degrees, PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { expect, type Locator } from '@playwright/test';
import { coverSheetsPdf } from '../../intake/codes/cover-sheet-pdf.ts';
import { ownCases } from './pages/cases.ts';
import { test } from './support/office.ts';

/** A cover sheet and a letter of two pages, the second on its head: a program wrote it so, and nothing turns what has its own text. */
async function stackOnItsHead(fileNumber: string): Promise<Uint8Array> {
  const sheet = { fileNumber, keywordId: null, inboxId: null };
  const stack = await PDFDocument.load(await coverSheetsPdf([{ sheet, keyword: null, recipient: null }]));
  const font = await stack.embedFont(StandardFonts.Helvetica);
  for (const [subject, angle] of [
    ['Antrag auf Erstausstattung', 0],
    ['Anlage: Angebot der Firma Claussen', 180],
  ] as const) {
    const page = stack.addPage([595, 842]);
    page.setRotation(degrees(angle));
    page.drawText(subject, { x: 70, y: 760, size: 14, font });
    page.drawText('Sehr geehrte Damen und Herren,', { x: 70, y: 720, size: 12, font });
  }
  return stack.save();
}

/** Where the words of a page stand as it is shown: the height of its darkest rows, 0 at the top. NaN until it is read. */
const heightOfWords = async (image: Locator): Promise<number> =>
  image.evaluate((element) => {
    const shown = element as HTMLImageElement;
    if (!shown.complete || shown.naturalWidth === 0) return Number.NaN;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [shown.naturalWidth, shown.naturalHeight];
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(shown, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let [sum, dark] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      if ((data[at] ?? 255) > 100) continue;
      sum += Math.floor(at / 4 / canvas.width);
      dark += 1;
    }
    return sum / dark / canvas.height;
  });

/** Whether what was shown has been taken off the page since. */
const watchedFor = (image: Locator) =>
  image.evaluateHandle((element) => {
    const seen = { isGone: false };
    const look = () => (seen.isGone ||= !element.isConnected);
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    return seen;
  });

test.setTimeout(240_000);

test('a page on its head is turned by key, delivered so, and shown so from then on', async ({ office, openDesk }) => {
  const jensen = await openDesk('jensen', { name: 'kopf' });
  const [own] = await ownCases(jensen.page);
  if (!own) throw new Error('Jensen keeps no file');
  const { page, troubles } = await openDesk('scanstelle', {
    ...{ name: 'drehen', browser: { viewport: { width: 1366, height: 768 } } },
  });
  const scanner = join(office.intakeFolder, 'Scanner 8');
  await mkdir(scanner, { recursive: true });
  await writeFile(join(scanner, 'Kopf.pdf'), await stackOnItsHead(own.fileNumber));
  const row = page.getByRole('listbox', { name: 'Stapel' }).getByRole('option', { name: /Kopf\.pdf.*1 Schreiben/ });
  await expect(row).toBeVisible({ timeout: 90_000 });
  await row.click();
  await expect(page.getByRole('img', { name: 'Seite 2 von 3' })).toBeVisible(); // keys turn the pages of what is shown
  await page.keyboard.press('Space');
  const image = page.getByRole('img', { name: 'Seite 3 von 3' });
  await expect.poll(() => heightOfWords(image)).toBeGreaterThan(0.5);
  const watched = await watchedFor(image);
  // Four times is not at all.
  for (let count = 0; count < 4; count += 1) await page.keyboard.press('r');
  await expect(page.getByRole('button', { name: 'Berichtigung zustellen' })).toHaveCount(0);
  await page.keyboard.press('r');
  await page.keyboard.press('r');
  await expect(page.getByRole('status').filter({ hasText: 'Seite 3 von 3 · gedreht' })).toBeVisible();
  await expect.poll(() => heightOfWords(image)).toBeLessThan(0.5);
  await expect(page.getByText('Gedreht: Seite 3')).toBeVisible();
  await picture('turned');
  await page.getByRole('button', { name: 'Berichtigung zustellen' }).press('Enter');
  await expect(page.getByText('Berichtigt und zugestellt.')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Berichtigung zustellen' })).toHaveCount(0);
  // She goes on looking at the page she put right, and it stands as delivered; it was before her eyes all the time.
  await expect.poll(() => heightOfWords(image)).toBeLessThan(0.5);
  expect(await watched.evaluate(({ isGone }) => isGone)).toBe(false);
  await page.getByRole('button', { name: 'Seite 2 zeigen' }).click();
  await expect(page.getByRole('img', { name: 'Seite 2 von 3' })).toBeVisible();
  await page.getByRole('button', { name: 'Seite 3 zeigen' }).click();
  await expect.poll(() => heightOfWords(image)).toBeLessThan(0.5);
  await picture('turned-delivered');
  expect([...troubles.found, ...jensen.troubles.found]).toEqual([]);

  async function picture(name: string): Promise<void> {
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `station-${name}.png`) });
  }
});
