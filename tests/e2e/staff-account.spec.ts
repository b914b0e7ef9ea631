import { expect } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { lookAt } from './support/look.ts';
import { test } from './support/office.ts';

const written = 'Vor dem Weggang: Unterlagen zur Heizung angefordert.';

test('by keyboard administration closes and opens an account: the open desk hands over, is cleared and says so, and her password is refused until the account is open again', async ({
  openDesk,
}, testInfo) => {
  test.setTimeout(300_000);
  const worker = await openDesk('jensen', { name: 'geschlossen' });
  const lead = await openDesk('brodersen', { name: 'leitung' });
  const office = await openDesk('clausen', { name: 'verwaltung' });
  const [leads, admin] = [new DeskPage(lead.page), new DeskPage(office.page)];
  const [listed] = await ownCases(worker.page);
  if (!listed) throw new Error('no case');
  await openByNumber(worker.page, listed);
  worker.line.cut();
  await new CaseFilePage(worker.page).writeNote(written);

  await admin.runCommand('Personen');
  const row = admin.main.getByRole('row').filter({ hasText: 'Jensen' });
  await row.getByRole('button', { name: /^Konto schließen/ }).press('Enter');
  const closing = office.page.getByRole('dialog', { name: 'Konto schließen' });
  await expect(closing.getByLabel('Grund')).toBeFocused();
  await lookAt(office.page, 'account-close');
  await office.page.keyboard.type('Ausgeschieden zum Monatsende');
  await office.page.keyboard.press('Tab');
  await office.page.keyboard.press('Tab');
  await office.page.keyboard.press('Enter');
  await expect(closing).toBeHidden();
  await expect(row).toContainText('geschlossen');
  await lookAt(office.page, 'account-page');

  worker.line.mend();
  const notice = worker.page.getByRole('status').filter({ hasText: 'Ihr Konto ist geschlossen' });
  await expect(notice).toContainText('wurde ihr übergeben', { timeout: 90_000 });
  // The desk is gone, with what stood in its fields.
  await expect(notice).not.toContainText('bleibt in diesem Fenster stehen');
  await lookAt(worker.page, 'account-told');
  const logIn = async () => {
    await worker.page.getByLabel('Kennwort', { exact: true }).fill('beispiel');
    await worker.page.keyboard.press('Enter');
  };
  // Enlarged to 200 %, where the page is higher than its window.
  await worker.page.setViewportSize({ width: 683, height: 384 });
  await logIn();
  await expect(worker.page.getByRole('alert')).toContainText(/Kennwort/);
  await expect(worker.page.getByRole('alert')).toBeInViewport({ ratio: 1 });
  await worker.page.screenshot({ path: testInfo.outputPath('refused-small.png') });
  await lookAt(worker.page, 'account-refused');
  await leads.go('Klärung');
  const late = leads.main.getByRole('article').filter({ hasText: 'Nachlauf von Jensen' });
  await expect(late).toContainText(written, { timeout: 60_000 });
  await late.getByRole('button', { name: 'Übernehmen' }).press('Enter');
  await expect(late).toHaveCount(0);

  await row.getByRole('button', { name: /^Konto öffnen/ }).press('Enter');
  const opening = office.page.getByRole('dialog', { name: 'Konto öffnen' });
  await lookAt(office.page, 'account-open');
  await office.page.keyboard.type('Doch geblieben');
  await office.page.keyboard.press('Tab');
  await office.page.keyboard.press('Tab');
  await office.page.keyboard.press('Enter');
  await expect(opening).toBeHidden();
  await expect(row).not.toContainText('geschlossen');
  await logIn();
  await new DeskPage(worker.page).expectSynced();
});
