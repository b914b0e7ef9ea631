import { writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, type Page } from '@playwright/test';
import { letterSheet, newSheet } from '../../intake/pages/test-pages.ts';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { test } from './support/office.ts';

/** A scan as a device in a branch office makes it: pictures only, the back of the sheet blank. */
async function paper(subject: string): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (const canvas of [letterSheet(subject), newSheet().canvas]) {
    const picture = await document.embedJpg(canvas.toBuffer('image/jpeg', 80));
    document.addPage([595, 842]).drawImage(picture, { x: 0, y: 0, width: 595, height: 842 });
  }
  return Buffer.from(await document.save());
}

/** Saves the file a letter was scanned from, out of its Transfervermerk; gives its name and bytes. */
async function saveScannedFile(page: Page): Promise<{ name: string; bytes: Buffer }> {
  const { form } = new InboxPage(page);
  await form.getByText(/^Transfervermerk/).press('Enter');
  const button = form.getByRole('button', { name: 'Eingescannte Datei speichern' });
  await button.scrollIntoViewIfNeeded();
  const saved = page.waitForEvent('download');
  await button.press('Enter');
  const download = await saved;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('in a branch office without a line paper is scanned, filed by keyboard, found by a word that was only on it, and is at the centre afterwards', async ({
  openDesk,
}, testInfo) => {
  const { page, context, line, data } = await openDesk('ketelsen', { name: 'aussenstelle' });
  await context.grantPermissions(['camera']);
  const desk = new DeskPage(page);
  await desk.expectSynced();
  const before = await desk.countAt('Postkorb');
  line.cut();
  await expect(desk.syncState).toContainText('Offline');

  await page.keyboard.press('Alt+8');
  await expect(desk.title).toHaveText('Einscannen');
  const rows = desk.main.getByRole('table', { name: 'Eingescannte Dateien' }).getByRole('row');
  const scanned = await paper('Kostenvoranschlag Reetdach');
  await desk.main.getByLabel('Dateien wählen', { exact: true }).setInputFiles({
    name: 'Scan 0001.pdf',
    mimeType: 'application/pdf',
    buffer: scanned,
  });
  await expect(rows.filter({ hasText: 'Scan 0001.pdf' })).toContainText('im Postkorb', { timeout: 60_000 });

  const folder = join(data, '..', 'scanner-aussenstelle');
  await mkdir(folder);
  await desk.main.getByRole('button', { name: 'Ordner festlegen …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ordner des Scanners' });
  await dialog.getByLabel('Ordner').fill(`${folder}-gibt-es-nicht`);
  await dialog.getByRole('button', { name: 'Übernehmen' }).click();
  await expect(dialog.getByRole('alert')).toContainText('nicht erreichbar');
  await dialog.getByLabel('Ordner').fill(folder);
  await dialog.getByRole('button', { name: 'Übernehmen' }).click();
  await expect(dialog).toBeHidden();
  writeFileSync(join(folder, 'Einzug.pdf'), await paper('Mietbescheinigung Achtern Diek'));
  writeFileSync(join(folder, 'kaputt.pdf'), '%PDF-1.7 nichts darin\nstartxref\n0\n%%EOF\n');
  await expect(rows.filter({ hasText: 'Einzug.pdf' })).toContainText('im Postkorb', { timeout: 60_000 });
  const broken = rows.filter({ hasText: 'kaputt.pdf' });
  await expect(broken).toContainText('bitte prüfen', { timeout: 60_000 });
  await expect.poll(async () => (await readdir(folder)).filter((name) => name.endsWith('.pdf'))).toEqual([]);
  await page.screenshot({ path: testInfo.outputPath('scanned.png') });

  await desk.main.getByRole('button', { name: 'Mit der Kamera aufnehmen …' }).click();
  const camera = page.getByRole('dialog', { name: 'Mit der Kamera aufnehmen' });
  const take = camera.getByRole('button', { name: 'Seite aufnehmen' });
  await expect(take).toBeEnabled(); // the camera takes its time to wake
  for (const count of [1, 2]) {
    await take.press('Enter');
    // With the message beside it, so that a page that could not be taken says why.
    const seen = async () =>
      `${await camera.getByRole('img', { name: /^Seite [0-9]+$/ }).count()} ${await desk.messages.textContent()}`;
    await expect.poll(seen).toMatch(new RegExp(`^${count} (?!.*konnte nicht)`));
  }
  await page.screenshot({ path: testInfo.outputPath('camera.png') });
  await camera.getByRole('button', { name: 'Fertig' }).click();
  await expect(camera).toBeHidden();
  await expect(rows.filter({ hasText: 'Kamera' })).toContainText(/im Postkorb|bitte prüfen/, { timeout: 60_000 });

  await broken.getByRole('button', { name: 'Ungelesen in den Postkorb' }).click();
  await expect(broken).toContainText('im Postkorb');
  await page.setViewportSize({ width: 1366, height: 768 });
  await desk.runCommand('Dunkle Darstellung');
  await page.screenshot({ path: testInfo.outputPath('scanned-dark.png') });
  await desk.runCommand('Helle Darstellung');

  // Without a cover sheet, too, it says what it is and why: from the letters filed on this desk.
  await desk.searchFor('Achtern Diek');
  await page.keyboard.press('Enter');
  await expect(desk.title).toHaveText('Postkorb');
  await expect(new InboxPage(page).form).toContainText(/Wortlaut wie bei|Überschrift|steht über dem Schreiben/);
  await page.screenshot({ path: testInfo.outputPath('proposed.png') });
  await desk.searchFor('Reetdach');
  await page.keyboard.press('Enter');
  await expect(desk.title).toHaveText('Postkorb');
  await expect(desk.main).toContainText('Kostenvoranschlag Reetdach');
  await page.screenshot({ path: testInfo.outputPath('letter.png') });
  // The file as the scanner made it, with its blank back, though the letter has one page.
  const here = await saveScannedFile(page);
  expect(here.name).toBe('Scan 0001.pdf');
  expect(here.bytes.equals(scanned)).toBe(true);
  await page.screenshot({ path: testInfo.outputPath('transfer-note.png') });
  await expect.poll(() => desk.countAt('Postkorb')).toBeGreaterThanOrEqual(before + 3);

  line.mend();
  await desk.runCommand('Jetzt abgleichen');
  await page.keyboard.press('Alt+7');
  await expect(desk.syncState).toHaveText(/Abgeglichen/, { timeout: 60_000 });
  const second = await openDesk('ketelsen', { name: 'anderswo' });
  const other = new DeskPage(second.page);
  await other.expectSynced();
  await other.searchFor('Reetdach');
  await second.page.keyboard.press('Enter');
  await expect(other.main).toContainText('Kostenvoranschlag Reetdach');
  const there = await saveScannedFile(second.page);
  expect(there.name).toBe('Scan 0001.pdf');
  expect(there.bytes.equals(scanned)).toBe(true);
});
