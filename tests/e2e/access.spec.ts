import { expect } from '@playwright/test';
import { beginAudit } from './pages/audit-dialog.ts';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { test } from './support/office.ts';

const written = 'Am Tresen vorgesprochen, Unterlagen folgen.';

test('whoever leads shuts a worker out of one file: it leaves her desk, and what she wrote meanwhile waits and is taken over', async ({
  openDesk,
}, testInfo) => {
  const shutOut = await openDesk('jensen');
  const lead = await openDesk('brodersen');
  const theirs = new DeskPage(shutOut.page);
  const desk = new DeskPage(lead.page);
  const file = new CaseFilePage(lead.page);
  const [listed] = await ownCases(shutOut.page);
  if (!listed) throw new Error('no case');
  await openByNumber(shutOut.page, listed);
  shutOut.line.cut();
  await new CaseFilePage(shutOut.page).writeNote(written);

  await openByNumber(lead.page, listed);
  await file.show('Aktendeckel');
  const opener = file.main.getByRole('button', { name: 'Ausschließen …' });
  const dialog = lead.page.getByRole('dialog', { name: 'Von der Akte ausschließen' });
  await opener.focus();
  await lead.page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Wer')).toBeFocused();
  await lead.page.screenshot({ path: testInfo.outputPath('deny.png') });
  // Esc leaves the dialog alone, not also the part of the file beneath it.
  await lead.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();

  await lead.page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Wer')).toBeFocused();
  await lead.page.keyboard.type('Jensen');
  await lead.page.getByRole('option', { name: /Jensen, Maike/ }).click();
  await dialog.getByLabel('Grund').fill('Verwandt mit dem Antragsteller');
  await dialog.getByRole('button', { name: 'Ausschließen', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(file.main.getByText('Verwandt mit dem Antragsteller')).toBeVisible();
  await lead.page.screenshot({ path: testInfo.outputPath('denied.png') });

  shutOut.line.mend();
  await theirs.go('Klärung');
  const own = theirs.main.getByRole('article').filter({ hasText: written });
  await expect(own).toContainText('wartet bei', { timeout: 60_000 });
  await theirs.go('Meine Akten');
  await expect(theirs.main.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await expect(theirs.main.getByRole('option').filter({ hasText: listed.fileNumber })).toHaveCount(0);

  await desk.go('Klärung');
  const late = desk.main.getByRole('article').filter({ hasText: 'Nachlauf von Jensen' });
  await expect(late).toContainText(written);
  await lead.page.screenshot({ path: testInfo.outputPath('late-work.png') });
  await late.getByRole('button', { name: 'Übernehmen' }).click();
  await expect(late).toHaveCount(0);
  await openByNumber(lead.page, listed);
  await file.show('Vermerke');
  const note = file.main.getByRole('region', { name: 'Vermerke' }).getByRole('article').filter({ hasText: written });
  await expect(note).toContainText('Jensen');
  await theirs.go('Klärung');
  await expect(own).toContainText('übernommen');

  // Ended, her other rights count again.
  await file.show('Aktendeckel');
  await file.main.getByRole('button', { name: /^Aufheben: .*Jensen/ }).click();
  const ending = lead.page.getByRole('dialog', { name: 'Ausschluss aufheben' });
  await ending.getByLabel('Grund').fill('Irrtum');
  await ending.getByRole('button', { name: 'Aufheben', exact: true }).click();
  await expect(ending).toBeHidden();
  await theirs.go('Meine Akten');
  await expect(theirs.main.getByRole('option').filter({ hasText: listed.fileNumber })).toHaveCount(1);
});

test('whoever leads gives a file to a colleague: it leaves one desk and is among the files of the other', async ({
  openDesk,
}, testInfo) => {
  const before = await openDesk('jensen', { name: 'abgebend' });
  const after = await openDesk('hinrichsen', { name: 'uebernehmend' });
  const lead = await openDesk('brodersen', { name: 'umverteilend' });
  const [theirs, others] = [new DeskPage(before.page), new DeskPage(after.page)];
  const file = new CaseFilePage(lead.page);
  const listed = (await ownCases(before.page)).at(-1);
  if (!listed) throw new Error('no case');
  const inList = (desk: DeskPage) => desk.main.getByRole('option').filter({ hasText: listed.fileNumber });
  await openByNumber(lead.page, listed);
  await file.show('Aktendeckel');
  const dialog = lead.page.getByRole('dialog', { name: 'Zuständigkeit ändern' });
  const giveTo = async (familyName: string) => {
    await file.main.getByRole('button', { name: 'Zuständigkeit ändern …' }).press('Enter');
    await expect(dialog.getByLabel('Künftig zuständig')).toBeFocused();
    await lead.page.keyboard.type(familyName);
    await lead.page.getByRole('option', { name: new RegExp(`^${familyName}`) }).click();
    await dialog.getByLabel('Grund').fill('Umverteilung im Team');
    await lead.page.screenshot({ path: testInfo.outputPath('reassign.png') });
    await dialog.getByRole('button', { name: 'Übergeben' }).click();
    await expect(dialog).toBeHidden();
    await expect(file.main.getByText(new RegExp(`Zuständig: ${familyName}`))).toBeVisible();
  };
  await giveTo('Hinrichsen');
  await expect(file.main.getByRole('row').filter({ hasText: 'Zuständig' })).toContainText('Jensen, Maike');
  await lead.page.screenshot({ path: testInfo.outputPath('reassigned.png'), fullPage: true });
  await theirs.go('Meine Akten');
  await expect(theirs.main.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await expect(inList(theirs)).toHaveCount(0);
  await others.go('Meine Akten');
  await expect(inList(others)).toHaveCount(1);

  await giveTo('Jensen');
  await expect(inList(others)).toHaveCount(0);
  await expect(inList(theirs)).toHaveCount(1);
});

test('an audit of several files is opened and ended in one act, by keys; a wrong number opens none', async ({
  openDesk,
}, testInfo) => {
  const keeper = await openDesk('jensen', { name: 'fuehrend' });
  const lead = await openDesk('brodersen', { name: 'freigebend' });
  const auditor = await openDesk('nissen', { name: 'revision', browser: { viewport: { width: 1366, height: 768 } } });
  const [first, second] = await ownCases(keeper.page);
  if (!first || !second) throw new Error('Jensen keeps no two files');
  const { file, dialog } = await beginAudit(lead.page, first, 'Innenrevision, Stichprobe');
  const numbers = dialog.getByLabel('Weitere Akten');
  await numbers.fill(`${second.fileNumber}\n99999BG9999999`);
  await expect(dialog.getByText('2 weitere Aktenzeichen genannt.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Einsicht geben' }).press('Enter');
  await expect(dialog.getByText(/gibt es keine Akte.*: 99999BG9999999\./)).toBeVisible();
  await lead.page.screenshot({ path: testInfo.outputPath('audit.png') });
  await numbers.fill(second.fileNumber);
  await dialog.getByRole('button', { name: 'Einsicht geben' }).press('Enter');
  await expect(dialog).toBeHidden();
  const audits = new DeskPage(auditor.page);
  await expect(audits.main.getByText('Sie haben keinen Postkorb.')).toBeVisible();
  for (const { fileNumber } of [first, second]) {
    await expect(async () => {
      await auditor.page.keyboard.press('Escape');
      await auditor.page.keyboard.press('Control+k');
      await auditor.page.keyboard.type(fileNumber);
      await expect(audits.search.getByRole('option').filter({ hasText: fileNumber }).first()).toBeVisible({
        timeout: 3_000,
      });
    }).toPass({ timeout: 60_000 });
  }

  await file.main.getByRole('button', { name: /^Beenden: .*Nissen/ }).press('Enter');
  const ending = lead.page.getByRole('dialog', { name: 'Einsicht beenden' });
  await ending.getByLabel('Grund').fill('Prüfung fertig');
  await ending.getByLabel(/^Auch in 1 weiteren Akte/).press('Space');
  await lead.page.screenshot({ path: testInfo.outputPath('end.png') });
  await ending.getByRole('button', { name: 'Beenden', exact: true }).press('Enter');
  await expect(ending).toBeHidden();
  await openByNumber(lead.page, second);
  await file.show('Aktendeckel');
  await expect(file.main.getByText('Frühere Regelungen (1)')).toBeVisible();
});
