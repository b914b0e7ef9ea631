import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { expect, type Locator, type Page } from '@playwright/test';
import { coverSheetsPdf } from '../../intake/codes/cover-sheet-pdf.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { letterLines, newSheet, writeLines } from '../../intake/pages/test-pages.ts';
import { DeskPage } from './pages/desk.ts';
import { lookAt } from './support/look.ts';
import { test } from './support/office.ts';
import { printedNotice } from './support/printed-notice.ts';
import { pdfTexts, sheetsOn } from '../support/sheets-on.ts';

/** A stack as a scanner would make it: a cover sheet, then a letter. */
async function stackFor(fileNumber: string): Promise<Uint8Array> {
  const sheet = { fileNumber, keywordId: null, inboxId: null };
  const stack = await PDFDocument.load(await coverSheetsPdf([{ sheet, keyword: null, recipient: null }]));
  const font = await stack.embedFont(StandardFonts.Helvetica);
  const page = stack.addPage([595, 842]);
  const lines = ['Sehr geehrte Damen und Herren,', 'anbei die Abrechnung der Nebenkosten.', 'Vermieter Petersilie'];
  for (const [index, line] of lines.entries()) page.drawText(line, { x: 70, y: 700 - index * 20, size: 12, font });
  return stack.save();
}

/** Two letters that were scanned without a sheet between them: a letter, a page nobody can read, another letter. */
async function doubtfulStack(): Promise<Uint8Array> {
  const stack = await PDFDocument.create();
  for (const kind of ['letter', 'smudge', 'letter'] as const) {
    const { canvas, context } = newSheet();
    if (kind === 'letter') writeLines(context, letterLines.slice(0, 8));
    else {
      context.fillStyle = '#888';
      for (let mark = 0; mark < 900; mark += 1)
        context.fillRect(
          20 + ((mark * 37) % 170),
          30 + ((mark * 53) % 230),
          0.4 + (mark % 5) / 3,
          0.5 + (mark % 7) / 4,
        );
    }
    const image = await stack.embedJpg(canvas.toBuffer('image/jpeg', 80));
    stack.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
  }
  return stack.save();
}

/** Keeps how many pages each print has, in place of the print view a person would see. */
async function keepPrints(page: Page): Promise<void> {
  await page.evaluate(() => {
    const prints: number[] = [];
    Object.assign(window, { prints });
    const take = (frame: HTMLIFrameElement) => {
      const inner = frame.contentWindow;
      if (!inner) return;
      inner.print = () => {
        prints.push(inner.document.images.length);
        inner.dispatchEvent(new Event('afterprint'));
      };
    };
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes]))
        if (node instanceof HTMLIFrameElement) node.addEventListener('load', () => take(node), { once: true });
    }).observe(document.body, { childList: true });
  });
}

const printedPages = (page: Page): Promise<number[]> =>
  page.evaluate(() => (window as unknown as { prints: number[] }).prints);

const fieldOf = (page: Page, name: string): Locator => page.locator(`input[aria-label="${name}"]`);

test('a file laid into the intake folder comes into the Postkorb of whoever is responsible, and the scan station sees it', async ({
  office,
  openDesk,
}) => {
  const jensen = await openDesk('jensen');
  const [own] = await ownCases(jensen.page);
  const station = await openDesk('scanstelle', { browser: { viewport: { width: 1366, height: 768 } } });
  await expect(station.page.getByRole('heading', { name: 'Scanstelle', level: 1 })).toBeVisible();
  const scanner = join(office.intakeFolder, 'Scanner 1');
  await mkdir(scanner, { recursive: true });
  await writeFile(join(scanner, 'Stapel.pdf.part'), await stackFor(own?.fileNumber ?? ''));
  await rename(join(scanner, 'Stapel.pdf.part'), join(scanner, 'Stapel.pdf'));
  const stacks = station.page.getByRole('listbox', { name: 'Stapel' });
  await expect(stacks.getByRole('option', { name: /Stapel\.pdf.*1 Schreiben, 2 Seiten/ })).toBeVisible({
    timeout: 90_000,
  });
  await expect(station.page.getByText('Seite 2', { exact: true })).toBeVisible();
  await expect.poll(() => readdir(scanner)).not.toContain('Stapel.pdf');
  await lookAt(station.page, 'station-delivered');
  await jensen.page
    .getByRole('link', { name: /^Postkorb/ })
    .first()
    .click();
  await expect(jensen.page.getByRole('option', { name: /Deckblatt|Nebenkosten|Schreiben/ }).last()).toBeVisible();
  expect([...station.troubles.found, ...jensen.troubles.found]).toEqual([]);
});

test('a stack that needs a look is seen page by page, put right and ticked off by keyboard, and a broken file says why', async ({
  office,
  openDesk,
}) => {
  const { page, troubles } = await openDesk('scanstelle', { browser: { viewport: { width: 1366, height: 768 } } });
  const scanner = join(office.intakeFolder, 'Scanner 2');
  await mkdir(scanner, { recursive: true });
  await writeFile(join(scanner, 'kaputt.pdf'), (await stackFor('')).subarray(0, 60));
  await page.getByRole('button', { name: 'Dateien einreichen' }).waitFor();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Dateien einreichen' }).press('Enter');
  await (await chooser).setFiles({
    name: 'Fraglich.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(await doubtfulStack()),
  });
  const stacks = page.getByRole('listbox', { name: 'Stapel' });
  const doubtful = stacks.getByRole('option', { name: /Fraglich\.pdf/ });
  await expect(stacks.getByRole('option', { name: /kaputt\.pdf.*beschädigt/ })).toBeVisible({ timeout: 90_000 });
  await expect(doubtful).toContainText('1 Schreiben, 3 Seiten', { timeout: 90_000 });
  await doubtful.click();
  // The page that could not be read stands there at once.
  await expect(page.getByRole('img', { name: 'Seite 2 von 3' })).toBeVisible();
  await lookAt(page, 'station');
  await page.getByRole('button', { name: 'Seite 2 aussortieren' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Seiten ohne Schreiben' })).toContainText('aussortiert');
  await page.getByRole('button', { name: 'Seite 3 zeigen' }).press('Enter');
  await expect(page.getByRole('img', { name: 'Seite 3 von 3' })).toBeVisible();
  await page.getByRole('button', { name: 'Ab Seite 3 ein neues Schreiben' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Schreiben des Stapels' })).toContainText('2 Schreiben');
  const inbox = fieldOf(page, 'Postkorb für Seite 3');
  await inbox.fill('Jensen');
  await inbox.press('ArrowDown');
  await inbox.press('Enter');
  await expect(inbox).toHaveValue(/^Jensen, /);
  await page.getByRole('button', { name: 'Berichtigung zustellen' }).press('Enter');
  await expect(doubtful).toContainText('2 Schreiben, 3 Seiten');
  await expect(page.getByText('Neu aufgeteilt')).toHaveCount(0);
  // The broken one is given back to its folder, with the reason beside it.
  await stacks.getByRole('option', { name: /kaputt\.pdf/ }).click();
  await page.getByRole('button', { name: 'In den Ordner zurückgeben' }).press('Enter');
  await expect.poll(() => readdir(join(scanner, 'zurückgegeben')).catch(() => [])).toHaveLength(2);
  expect(troubles.found).toEqual([]);
});

test('a cover sheet bears the number that stands in the field, not the one looked up before', async ({ openDesk }) => {
  const jensen = await openDesk('jensen');
  const [first, second] = await ownCases(jensen.page);
  if (!first || !second) throw new Error('Jensen keeps fewer than two files');
  const { page, troubles } = await openDesk('scanstelle', { browser: { viewport: { width: 1366, height: 768 } } });
  await page.getByRole('button', { name: 'Deckblatt drucken' }).click();
  const dialog = page.getByRole('dialog', { name: 'Deckblatt drucken' });
  const number = dialog.getByLabel('Aktenzeichen');
  await number.fill(first.fileNumber);
  await number.blur();
  await expect(dialog.getByText(`Akte: ${first.title}`)).toBeVisible();
  await number.fill('31402BG7777777');
  await number.press('Enter');
  await expect(dialog.getByText('keine Akte oder mehr als eine')).toBeVisible();
  await number.fill(second.fileNumber);
  await expect(dialog.getByText('keine Akte oder mehr als eine')).toHaveCount(0);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Als PDF speichern' }).click();
  const printed = await sheetsOn(await readFile(await (await download).path()));
  expect(printed).toEqual([{ fileNumber: second.fileNumber, keywordId: null, inboxId: null }]);
  expect(troubles.found).toEqual([]);
});

test('a worker prints cover sheets from her open file by key, with keyword and whoever is responsible', async ({
  openDesk,
}) => {
  const { page, troubles } = await openDesk('jensen', { browser: { viewport: { width: 1366, height: 768 } } });
  const [own] = await ownCases(page);
  if (!own) throw new Error('Jensen keeps no file');
  await openByNumber(page, own);
  await keepPrints(page);
  await page.keyboard.press('Shift+P');
  const dialog = page.getByRole('dialog', { name: 'Deckblatt drucken' });
  await expect(dialog.getByText(own.fileNumber)).toBeVisible();
  const keyword = dialog.getByLabel('Schlagwort (freiwillig)');
  await keyword.fill('Mietb');
  await keyword.press('Enter');
  await expect(keyword).toHaveValue('Mietbescheinigung');
  await dialog.getByRole('button', { name: 'Weiteres Deckblatt' }).click();
  await expect(dialog.getByRole('region', { name: 'Weitere Deckblätter' })).toContainText('Mietbescheinigung · Jensen');
  await keyword.fill('Kontoau');
  await keyword.press('Enter');
  await dialog.getByLabel('Trennblätter').fill('2');
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, 'sheets-of-file.png') });
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Als PDF speichern' }).click();
  const bytes = await readFile(await (await download).path());
  const printed = await sheetsOn(bytes);
  expect(printed.map(({ fileNumber, inboxId }) => ({ fileNumber, inboxId }))).toEqual([
    { fileNumber: own.fileNumber, inboxId: null },
    { fileNumber: own.fileNumber, inboxId: null },
  ]);
  expect(new Set(printed.map(({ keywordId }) => keywordId)).size).toBe(2);
  expect((await pdfTexts(bytes))[0]).toMatch(/Mietbescheinigung[^]*zuständig: Jensen/);
  // The same dialog hands the sheet to the print view of the surroundings, as printing a document does.
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('Shift+P');
  await dialog.getByRole('button', { name: 'Drucken', exact: true }).click();
  await expect.poll(() => printedPages(page)).toEqual([1]);
  await expect(dialog).toHaveCount(0);
  expect(troubles.found).toEqual([]);
});

test('a notice the Fachverfahren prints lies in its file at once as an outgoing document, printed again it is told', async ({
  office,
  openDesk,
}) => {
  const jensen = await openDesk('jensen');
  // Not her first one: its notice is printed by another run, and the same one is not filed twice.
  const own = (await ownCases(jensen.page)).at(-1);
  if (!own) throw new Error('Jensen keeps no file');
  await openByNumber(jensen.page, own);
  const station = await openDesk('scanstelle', { browser: { viewport: { width: 1366, height: 768 } } });
  const bytes = await printedNotice(office, own.fileNumber);
  await writeFile(join(office.noticeFolder, 'Druck 1.pdf.part'), bytes);
  await rename(join(office.noticeFolder, 'Druck 1.pdf.part'), join(office.noticeFolder, 'Druck 1.pdf'));
  const stacks = station.page.getByRole('listbox', { name: 'Stapel' });
  const printed = stacks.getByRole('option', { name: /Druck 1\.pdf/ });
  await expect(printed).toContainText('1 Schreiben', { timeout: 90_000 });
  await printed.click();
  await expect(station.page.getByText(`In der Akte ${own.fileNumber} abgelegt.`)).toBeVisible();
  await expect(station.page.getByRole('row', { name: /Bescheide · Druckordner/ })).toBeVisible();
  await lookAt(station.page, 'station-notices');
  // Whoever has the file open sees it come, unread and going out.
  const desk = new DeskPage(jensen.page);
  const row = desk.main.getByRole('option', { name: /Bewilligungsbescheid vom/ });
  await expect(row.first()).toBeVisible();
  await row.first().click();
  if (process.env.SCREENSHOTS)
    await jensen.page.screenshot({ path: join(process.env.SCREENSHOTS, 'notice-in-file.png') });
  await writeFile(join(office.noticeFolder, 'Druck 2.pdf'), bytes);
  const again = stacks.getByRole('option', { name: /Druck 2\.pdf.*nicht noch einmal abgelegt/ });
  await expect(again).toBeVisible({ timeout: 90_000 });
  await again.click();
  await lookAt(station.page, 'station-notices-again');
  expect([...station.troubles.found, ...jensen.troubles.found]).toEqual([]);
});
