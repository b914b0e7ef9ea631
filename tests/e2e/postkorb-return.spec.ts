import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { expect } from '@playwright/test';
import { coverSheetsPdf } from '../../intake/codes/cover-sheet-pdf.ts';
import { ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { lookAt } from './support/look.ts';
import { test } from './support/office.ts';

const pageCount = 11;

/** One letter behind a cover sheet, of as many pages as no other in the sample office has: two letters that nobody parted. */
async function stackFor(fileNumber: string): Promise<Uint8Array> {
  const sheet = { fileNumber, keywordId: null, inboxId: null };
  const stack = await PDFDocument.load(await coverSheetsPdf([{ sheet, keyword: null, recipient: null }]));
  const font = await stack.embedFont(StandardFonts.Helvetica);
  for (let number = 1; number <= pageCount; number += 1) {
    const page = stack.addPage([595, 842]);
    page.drawText('Sehr geehrte Damen und Herren,', { x: 70, y: 720, size: 12, font });
    page.drawText(number < 3 ? `Quittung Seite ${number}` : `Anderer Brief Seite ${number}`, {
      x: 70,
      y: 690,
      size: 12,
      font,
    });
  }
  return stack.save();
}

/** Goes through the list by key until a letter with these words is the chosen one. */
async function chooseByKeys(inbox: InboxPage, words: RegExp): Promise<void> {
  await inbox.letters.focus(); // elsewhere Home does not lead to the first letter
  await inbox.page.keyboard.press('Home');
  await expect(inbox.chosen).toHaveAttribute('aria-posinset', '1');
  const last = Number(await inbox.rows.first().getAttribute('aria-setsize'));
  for (let step = 0; step <= last; step += 1) {
    await expect(inbox.chosen).toHaveCount(1);
    if (words.test((await inbox.chosen.textContent()) ?? '')) return;
    const before = await inbox.chosen.getAttribute('aria-posinset');
    await inbox.page.keyboard.press('j');
    if (before !== String(last)) await expect(inbox.chosen).not.toHaveAttribute('aria-posinset', before ?? '');
  }
  throw new Error(`no letter with ${words}`);
}

test('by keyboard: a letter is split, its parts are merged again, it goes to the scan station and comes back corrected', async ({
  office,
  openDesk,
}) => {
  test.setTimeout(600_000);
  const { page, troubles } = await openDesk('jensen', { browser: { viewport: { width: 1366, height: 768 } } });
  const [own] = await ownCases(page);
  const scanner = join(office.intakeFolder, 'Scanner Teilen');
  await mkdir(scanner, { recursive: true });
  await writeFile(join(scanner, 'Teilen.pdf.part'), await stackFor(own?.fileNumber ?? ''));
  await rename(join(scanner, 'Teilen.pdf.part'), join(scanner, 'Teilen.pdf'));
  const desk = new DeskPage(page);
  const inbox = new InboxPage(page);
  await page.keyboard.press('Alt+1');
  const arrived = inbox.rows
    .filter({ hasText: `${pageCount} Seiten` })
    .filter({ has: page.getByTitle('Scan', { exact: true }) });
  await expect(inbox.chosen).toHaveCount(1);
  await expect(arrived.last()).toBeVisible({ timeout: 120_000 });
  const count = await desk.countAt('Postkorb');
  await page.keyboard.press('Home');
  await arrived.first().click();
  await expect(inbox.form.getByText('Transfervermerk · Sichtprüfung offen')).toBeVisible();
  await inbox.form.getByText('Transfervermerk · Sichtprüfung offen').click();
  await expect(inbox.form.getByRole('button', { name: 'Sichtprüfung bestätigen' })).toBeVisible();
  await lookAt(page, 'postkorb-transfer-note');

  // Split: the pages are seen, the third one begins a new letter.
  await inbox.letters.focus();
  await page.keyboard.press('Shift+T');
  const split = page.getByRole('dialog', { name: 'Schreiben teilen' });
  await expect(split.getByRole('listitem')).toHaveCount(pageCount);
  await expect(split.locator('canvas')).toHaveCount(pageCount);
  await split.getByRole('button', { name: 'Ab Seite 3 ein neues Schreiben' }).press('Space');
  await expect(split.getByRole('button', { name: 'In 2 Schreiben teilen' })).toBeVisible();
  await lookAt(page, 'postkorb-split');
  await split.getByRole('button', { name: 'In 2 Schreiben teilen' }).press('Enter');
  await expect(split).toBeHidden({ timeout: 60_000 });
  await expect.poll(() => desk.countAt('Postkorb')).toBe(count + 1);
  await expect(inbox.form.getByText(/Hier gebildet aus .* \(2 Seiten\)/)).toBeVisible();
  await desk.expectSynced();

  // Taken back by key, and done once more.
  await page.keyboard.press('z');
  await expect.poll(() => desk.countAt('Postkorb')).toBe(count);
  await arrived.first().click();
  await inbox.letters.focus();
  await page.keyboard.press('Shift+T');
  await split.getByRole('button', { name: 'Ab Seite 3 ein neues Schreiben' }).press('Space');
  await split.getByRole('button', { name: 'In 2 Schreiben teilen' }).press('Enter');
  await expect(split).toBeHidden({ timeout: 60_000 });
  await expect.poll(() => desk.countAt('Postkorb')).toBe(count + 1);

  // Merge: the first part is shown; the second one lies beside it.
  await inbox.letters.focus();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+Z');
  const merge = page.getByRole('dialog', { name: 'Schreiben zusammenfügen' });
  await expect(merge.getByRole('listitem')).toHaveCount(2);
  await merge.getByRole('button', { name: /^Nach unten: .*, 1 von 2$/ }).press('Enter');
  await lookAt(page, 'postkorb-merge');
  await merge.getByRole('button', { name: '2 Schreiben zusammenfügen' }).press('Enter');
  await expect(merge).toBeHidden({ timeout: 60_000 });
  await expect.poll(() => desk.countAt('Postkorb')).toBe(count);
  await expect(inbox.form.getByText(/Hier gebildet aus .* und /)).toBeVisible();
  await desk.expectSynced();

  // Back to the scan station, by key, with a reason.
  await inbox.letters.focus();
  await page.keyboard.press('Shift+S');
  const giveBack = page.getByRole('dialog', { name: '1 Schreiben zurück an die Scanstelle' });
  await expect(giveBack.getByRole('radio', { name: 'Seite fehlt' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(giveBack.getByRole('radio', { name: 'Falsch getrennt' })).toBeChecked();
  await expect(giveBack.getByRole('button', { name: '1 Schreiben zurückgeben' })).toBeVisible();
  await lookAt(page, 'postkorb-return');
  await giveBack.getByRole('radio', { name: 'Falsch getrennt' }).focus();
  await page.keyboard.press('Enter');
  await expect(giveBack).toBeHidden();
  await expect.poll(() => desk.countAt('Postkorb')).toBe(count - 1);
  await inbox.showDone();
  await inbox.rows.filter({ hasText: 'liegt bei der Scanstelle' }).first().click();
  await expect(page.getByRole('heading', { name: 'An der Scanstelle' })).toBeVisible();
  await lookAt(page, 'postkorb-at-station');
  await desk.expectSynced();
  const fetchBack = desk.search.getByRole('option', { name: 'Zurücknehmen: Zurück an die Scanstelle' });
  const offerUndo = async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('>zurücknehmen');
    await expect(desk.search.getByRole('option').first()).toBeVisible();
  };
  await offerUndo();
  await expect(fetchBack).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(desk.search).toBeHidden();

  // There it needs a look, with the reason and by whom; put right it comes back.
  const station = await openDesk('scanstelle', { browser: { viewport: { width: 1366, height: 768 } } });
  const stack = station.page.getByRole('listbox', { name: 'Stapel' }).getByRole('option', { name: /Teilen\.pdf/ });
  await expect(stack).toContainText('Zurück aus dem Postkorb: Falsch getrennt');
  await stack.click();
  await expect(station.page.getByText(/^Zurück aus dem Postkorb, .*Jensen: Falsch getrennt$/)).toBeVisible();
  await lookAt(station.page, 'postkorb-station');
  await station.page.getByLabel('Antwort an den Postkorb (freiwillig)').fill('Reihenfolge berichtigt.');
  await station.page.getByRole('button', { name: 'Unverändert wieder zustellen' }).press('Enter');
  await expect(stack).not.toContainText('Zurück aus dem Postkorb', { timeout: 60_000 });
  await inbox.showOpen();
  await expect.poll(() => desk.countAt('Postkorb'), { timeout: 30_000 }).toBe(count);
  await expect(inbox.rows.first()).toHaveAttribute('aria-setsize', String(count));
  await chooseByKeys(inbox, /11 Seiten/);
  await arrived.first().click();
  await expect(
    inbox.form.getByText(/an die Scanstelle zurückgegeben: „Falsch getrennt“\. .*„Reihenfolge berichtigt\.“/),
  ).toBeVisible();
  await lookAt(page, 'postkorb-came-back');
  // What the station has answered can no longer be fetched back from there.
  await offerUndo();
  await expect(fetchBack).toHaveCount(0);
  expect([...troubles.found, ...station.troubles.found]).toEqual([]);
});
