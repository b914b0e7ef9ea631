import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Canvas } from '@napi-rs/canvas';
import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, type Page } from '@playwright/test';
import type { CoverSheet } from '../../core/letters/cover-sheet.ts';
import { coverSheetsPdf, separatorSheetsPdf } from '../../intake/codes/cover-sheet-pdf.ts';
import { letterLines, newSheet, turnedCanvas, writeLines } from '../../intake/pages/test-pages.ts';
import { CaseFilePage } from './pages/case-file.ts';
import { type ListedCase, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { test } from './support/office.ts';

// Forty sheets from the scanner of Marschhusen; from the folder on everything is done by key.

type Letter = {
  /** Stands on the paper only, and nowhere else in the office: nobody but the recognition can have read it. */
  word: string;
  begin: 'separator' | CoverSheet;
  head: string[];
  pages: number;
  turned?: true;
  /** Blank sheets behind it. */
  blanks?: number;
  /** Who files it, and into which case file. */
  by: 'jensen' | 'hinrichsen';
  fileNumber: string;
  /** The case file is known from the paper. */
  isKnown: boolean;
};

/** Eight letters: by number and name, by cover sheet, upside down, with blank sheets, and one nobody is responsible for. */
function lettersFor([first, second]: [ListedCase, ListedCase], his: ListedCase): Letter[] {
  const cover = ({ fileNumber }: ListedCase): CoverSheet => ({ fileNumber, keywordId: null, inboxId: null });
  // As people write it: the number, and their name the other way round.
  const by = ({ fileNumber, title }: ListedCase) => ({
    ...{ begin: 'separator' as const, fileNumber, by: 'jensen' as const, isKnown: true },
    head: [title.split(', ').reverse().join(' '), `BG-Nummer: ${fileNumber}`],
  });
  const hinrichsen = { ...by(his), by: 'hinrichsen' as const };
  return [
    { ...by(first), word: 'Schornsteinfeger', pages: 3, blanks: 3 },
    { ...hinrichsen, word: 'Dachgepäckträger', begin: cover(his), head: [], pages: 4 },
    { ...by(first), word: 'Stubenwagen', pages: 2, turned: true, blanks: 2 },
    { ...by(second), word: 'Fahrradkeller', pages: 3 },
    { ...by(second), word: 'Gartenlaube', head: ['Ein Brief ohne Nummer'], isKnown: false, pages: 3 },
    { ...by(second), word: 'Treppenlift', begin: cover(second), head: [], pages: 4, blanks: 2 },
    { ...hinrichsen, word: 'Regentonne', pages: 2 },
    { ...by(first), word: 'Brillengestell', pages: 4 },
  ];
}

async function stackOf(letters: readonly Letter[]): Promise<Uint8Array> {
  const stack = await PDFDocument.create();
  const add = async (canvas: Canvas) => {
    const image = await stack.embedJpg(canvas.toBuffer('image/jpeg', 80));
    stack.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
  };
  for (const { begin, head, word, pages, turned, blanks = 0 } of letters) {
    const sheet =
      begin === 'separator'
        ? await separatorSheetsPdf(1)
        : await coverSheetsPdf([{ sheet: begin, keyword: null, recipient: null }]);
    const [printed] = await stack.copyPages(await PDFDocument.load(sheet), [0]);
    if (printed) stack.addPage(printed);
    for (let page = 1; page <= pages; page += 1) {
      const { canvas, context } = newSheet();
      writeLines(context, [
        ...(page === 1 ? [...head, `Es geht um: ${word}`] : [`Seite ${page}`]),
        ...letterLines.slice(0, 4),
      ]);
      await add(turned ? turnedCanvas(canvas, 180) : canvas);
    }
    for (let blank = 0; blank < blanks; blank += 1) await add(newSheet('#f6f4f0').canvas);
  }
  expect(stack.getPageCount()).toBe(40);
  return stack.save();
}

/** Finds a letter by a word on its paper, takes it over where nobody is responsible, and files it. */
async function fileByKeys(page: Page, { word, fileNumber, isKnown, pages }: Letter): Promise<void> {
  const desk = new DeskPage(page);
  const inbox = new InboxPage(page);
  const hit = await desk.searchFor(word);
  await expect(hit).toContainText(word);
  await page.keyboard.press('Enter');
  await expect(desk.search).toBeHidden();
  await expect(inbox.chosen).toContainText(`${pages} Seiten`);
  if (isKnown) await expect(inbox.field('Akte')).toHaveValue(new RegExp(fileNumber));
  else {
    await expect(desk.title).toHaveText('Postkorb Team Marschhusen 1');
    await expect(inbox.field('Akte')).toHaveValue('');
    await page.keyboard.press('p');
    await expect(inbox.form.getByText('Sie haben dieses Schreiben übernommen.')).toBeVisible();
  }
  await page.keyboard.press('a');
  await expect(inbox.field('Akte')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(fileNumber);
  await expect(page.getByRole('option').filter({ hasText: fileNumber }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(inbox.field('Schlagwort')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Mietvertrag');
  await expect(page.getByRole('listbox', { name: 'Schlagwort' }).getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  // Once it is filed the form belongs to another letter; one that lacks something keeps the focus in a field.
  await expect(inbox.form.locator(':focus')).toHaveCount(0);
}

/** In its case file, by the word that was only on the paper. */
async function expectFiled(page: Page, { word, fileNumber }: Letter): Promise<void> {
  const desk = new DeskPage(page);
  const hit = await desk.searchFor(word);
  await expect(hit).toContainText(word);
  await expect(hit).toContainText(fileNumber);
  await page.keyboard.press('Enter');
  await expect(desk.search).toBeHidden();
  await expect(new CaseFilePage(page).documentTitle).toBeVisible();
}

test('forty sheets laid into the folder of a scanner are filed as eight letters by key, one of them taken over first, and each is found by a word on its paper', async ({
  office,
  openDesk,
}, testInfo) => {
  test.setTimeout(1_200_000);
  const hinrichsen = await openDesk('hinrichsen');
  const [his] = await ownCases(hinrichsen.page);
  const jensen = await openDesk('jensen', { browser: { viewport: { width: 1366, height: 768 } } });
  const [first, second] = await ownCases(jensen.page);
  if (!first || !second || !his) throw new Error('no cases');
  const letters = lettersFor([first, second], his);
  const pages = { jensen: jensen.page, hinrichsen: hinrichsen.page };
  const before = await new DeskPage(jensen.page).countAt('Postkorb');
  const scanner = join(office.intakeFolder, 'Marschhusen');
  await mkdir(scanner, { recursive: true });
  await writeFile(join(scanner, 'Morgen.pdf.part'), await stackOf(letters));
  await rename(join(scanner, 'Morgen.pdf.part'), join(scanner, 'Morgen.pdf'));
  const own = letters.filter(({ by, isKnown }) => by === 'jensen' && isKnown).length;
  await expect
    .poll(() => new DeskPage(jensen.page).countAt('Postkorb'), { timeout: 900_000, intervals: [1_000] })
    .toBe(before + own);
  await jensen.page.screenshot({ path: testInfo.outputPath('arrived.png') });

  for (const letter of letters) await fileByKeys(pages[letter.by], letter);
  await expect.poll(() => new DeskPage(jensen.page).countAt('Postkorb')).toBe(before);
  for (const page of [jensen.page, hinrichsen.page]) await new DeskPage(page).expectSynced();
  for (const letter of letters) await expectFiled(pages[letter.by], letter);
  await jensen.page.screenshot({ path: testInfo.outputPath('filed.png') });
});
