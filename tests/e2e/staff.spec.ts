import { expect } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { test } from './support/office.ts';

const written = 'Rückruf versprochen, Heizkosten klären.';

test('administration puts a worker into another team: her former lead loses her files at once, and what he wrote meanwhile waits with her', async ({
  openDesk,
}, testInfo) => {
  test.setTimeout(300_000);
  const worker = await openDesk('jensen', { name: 'umgesetzt' });
  const lead = await openDesk('brodersen', { name: 'bisherige-leitung' });
  const office = await openDesk('clausen', { name: 'verwaltung' });
  const [hers, leads, admin] = [new DeskPage(worker.page), new DeskPage(lead.page), new DeskPage(office.page)];
  const [listed] = await ownCases(worker.page);
  if (!listed) throw new Error('no case');
  await openByNumber(lead.page, listed);
  lead.line.cut();
  await new CaseFilePage(lead.page).writeNote(written);

  await office.page.setViewportSize({ width: 1366, height: 768 });
  await admin.runCommand('Personen');
  await expect(admin.title).toHaveText('Personen');
  const row = admin.main.getByRole('row').filter({ hasText: 'Jensen' });
  await expect(row).toContainText('Team Marschhusen 1');
  await office.page.screenshot({ path: testInfo.outputPath('staff.png') });
  const dialog = office.page.getByRole('dialog', { name: /^Jensen/ });
  const moveTo = async (team: string) => {
    await row.getByRole('button', { name: /^Rolle und Team ändern/ }).press('Enter');
    await expect(dialog.getByLabel('Rolle', { exact: true })).toBeFocused();
    await office.page.keyboard.press('Tab');
    await office.page.keyboard.press('Control+a');
    await office.page.keyboard.type(team);
    await office.page.keyboard.press('ArrowDown');
    await office.page.keyboard.press('Enter');
    await dialog.getByLabel('Grund').fill('Umsetzung zum Monatswechsel');
    await office.page.screenshot({ path: testInfo.outputPath('post.png') });
    await office.page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(row).toContainText(team);
  };
  await moveTo('Team Leckhorn');

  lead.line.mend();
  await leads.go('Klärung');
  await expect(leads.main.getByRole('article').filter({ hasText: written })).toContainText('wartet bei', {
    timeout: 60_000,
  });
  await hers.go('Klärung');
  await expect(hers.main.getByRole('article').filter({ hasText: 'Nachlauf von Brodersen' })).toContainText(written);
  await lead.page.keyboard.press('Control+k');
  await lead.page.keyboard.type(listed.fileNumber);
  // A letter in the basket of his own team may name the number; the file itself is gone.
  await expect(leads.search).toContainText(/nicht|keine|Postkorb/i);
  await expect(leads.search.getByRole('option').filter({ hasText: 'Aktenzeichen' })).toHaveCount(0);
  await lead.page.keyboard.press('Escape');

  await admin.runCommand('Dunkle Darstellung');
  await office.page.setViewportSize({ width: 1920, height: 1080 });
  await moveTo('Team Marschhusen 1');
  await office.page.screenshot({ path: testInfo.outputPath('staff-dark.png') });
  await openByNumber(lead.page, listed);
});
