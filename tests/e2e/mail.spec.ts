import { expect } from '@playwright/test';
import { pdfOf } from '../../intake/content/test-documents.ts';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { dropLinkOn, dropOn, type HandedFile } from './pages/drop.ts';
import { InboxPage } from './pages/inbox.ts';
import { test } from './support/office.ts';

/** A mail as a mail program hands it over, with two PDFs attached. */
async function mailFile(subject: string): Promise<HandedFile> {
  const attachments = await Promise.all(
    ['Lohnabrechnung', 'Kontoauszug'].map(async (name) => {
      const bytes = Buffer.from(await pdfOf([`${name} Oktober`]));
      const head = `Content-Type: application/pdf; name="${name}.pdf"\r\nContent-Transfer-Encoding: base64`;
      return `--B\r\n${head}\r\nContent-Disposition: attachment\r\n\r\n${bytes.toString('base64')}\r\n`;
    }),
  );
  const head = `From: Anna Petersen <anna@beispiel.de>\r\nTo: post@amt.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '.')}@beispiel.de>\r\nMIME-Version: 1.0`;
  const text = '--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Anbei meine Unterlagen.</p>\r\n';
  const mail = `${head}\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n${text}${attachments.join('')}--B--\r\n`;
  return { name: `${subject}.eml`, mimeType: 'message/rfc822', buffer: Buffer.from(mail) };
}

test('a mail dragged into a file without the centre becomes documents that lead to each other, and is taken back with one key', async ({
  openDesk,
  office,
}) => {
  const { page } = await openDesk('johannsen', { browser: { viewport: { width: 2400, height: 1400 } } });
  const file = new CaseFilePage(page);
  const [, chosen] = await ownCases(page);
  if (!chosen) throw new Error('too few cases');
  await openByNumber(page, chosen);
  await expect(file.documents).toBeVisible();
  await office.stopCentral('SIGTERM');
  await dropLinkOn(file.name, 'https://outlook.example/owa/1');
  await expect(page.getByText(/nur einen Verweis übergeben/)).toBeVisible();

  const mail = await mailFile('Meine Unterlagen');
  await file.dropFiles([mail]);
  await expect(file.uploadDialog.getByRole('group', { name: 'Anlagen als eigene Dokumente' })).toBeVisible();
  await file.uploadDialog.getByRole('checkbox', { name: 'Kontoauszug.pdf' }).uncheck();
  await file.fileUpload('Mietvertrag');
  await expect(file.uploadDialog).toBeHidden();

  const whole = file.documents.getByRole('option').filter({ hasText: 'Meine Unterlagen' });
  await expect(whole.getByLabel('mit 1 Anlage als Dokument')).toBeVisible();
  await whole.click();
  await expect(page.frameLocator('iframe[data-viewer=html]').getByText('Anbei meine Unterlagen.')).toBeVisible();
  await page.keyboard.press('e');
  const details = page.getByRole('complementary', { name: 'Angaben zum Dokument' });
  await details.getByRole('button', { name: /^Lohnabrechnung, Blatt/ }).click();
  await expect(file.documentTitle).toHaveText('Lohnabrechnung');
  await page.keyboard.press('e');
  await expect(details.getByRole('button', { name: /^Meine Unterlagen, Blatt/ })).toBeVisible();

  await file.dropFiles([mail]);
  await expect(file.uploadDialog.getByText(/Diese E-Mail liegt schon in der Akte, Blatt \d+/)).toBeVisible();
  await file.uploadDialog.getByRole('button', { name: 'Abbrechen' }).click();
  await expect(file.uploadDialog).toBeHidden();
  await file.documents.focus();
  await page.keyboard.press('z');
  await expect(whole).toHaveCount(0);
  await expect(file.documents.getByRole('option').filter({ hasText: 'Lohnabrechnung' })).toHaveCount(0);
  await office.startCentral();
  const desk = new DeskPage(page);
  await desk.runCommand('Jetzt abgleichen');
  await expect(desk.syncState).toHaveText(/Abgeglichen/, { timeout: 60_000 });
});

test('a mail dragged onto the Postkorb lies there with its attachments', async ({ openDesk }) => {
  const { page } = await openDesk('johannsen', { browser: { viewport: { width: 1600, height: 1600 } } });
  const desk = new DeskPage(page);
  const inbox = new InboxPage(page);
  await desk.go('Postkorb');
  const before = await desk.countAt('Postkorb');
  const mail = await mailFile('Post für den Korb');
  await dropOn(inbox.letters, [mail], page.getByText('In den Postkorb legen', { exact: true }).first());
  const dialog = page.getByRole('dialog', { name: 'In den Postkorb legen' });
  await expect(dialog.getByRole('checkbox', { name: 'Lohnabrechnung.pdf' })).toBeChecked();
  await dialog.getByRole('button', { name: 'In den Postkorb legen' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before + 3);
  await expect(inbox.rows.filter({ hasText: 'Post für den Korb' })).toHaveCount(1);
  await inbox.rows.filter({ hasText: 'Lohnabrechnung' }).last().click();
  await expect(page.getByText('Anlage der E-Mail „Post für den Korb“').first()).toBeVisible();
  await desk.expectSynced();
});
