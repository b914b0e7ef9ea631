import { expect, type Page } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { logIn, test } from './support/office.ts';

const typed = 'Vorsprache am Tresen, noch nicht gespeichert.';
const logInTry = async (page: Page) => {
  await page.getByLabel('Kennwort', { exact: true }).fill('beispiel');
  await page.getByRole('button', { name: 'Anmelden' }).click();
};

// S28: typed text is in its window after the lock
test('after three days without the centre the desk locks and keeps what waits and what is being typed; a log-in with the centre goes on with it', async ({
  openDesk,
  office,
}, testInfo) => {
  test.setTimeout(300_000);
  const { page, clock } = await openDesk('carstens', { name: 'tour' });
  const desk = new DeskPage(page);
  const file = new CaseFilePage(page);
  const [listed] = await ownCases(page);
  if (!listed || !clock) throw new Error('no case or no clock');
  await openByNumber(page, listed);
  await office.stopCentral('SIGKILL');
  await expect(desk.syncState).toContainText('Offline seit');
  await expect(page.getByText(/Ohne Zentrale ist das bis .+ Uhr möglich/)).toBeVisible();
  await file.writeNote('Ohne Zentrale geschrieben, wartet.');
  await page.keyboard.press('v');
  const dialog = page.getByRole('dialog', { name: 'Vermerk' });
  await expect(dialog.getByLabel('Vermerk', { exact: true })).toBeFocused();
  await page.keyboard.type(typed);

  clock.moveOn(73);
  const notice = page.getByRole('status').filter({ hasText: 'länger nicht erreicht' });
  await expect(notice).toBeVisible({ timeout: 100_000 });
  await expect(notice).toContainText('Alles ist noch da, auch was Sie zuletzt geschrieben haben.');
  await expect(dialog).toBeHidden();
  await expect(file.main).toBeHidden();
  await testInfo.attach('locked', { body: await page.screenshot(), contentType: 'image/png' });
  await page.screenshot({ path: testInfo.outputPath('locked.png') });
  await expect(page.getByLabel('Kennung')).toHaveValue('carstens');
  await logInTry(page);
  await expect(page.getByRole('button', { name: 'Anmelden' })).toBeEnabled();
  await expect(notice).toBeVisible();
  await page.keyboard.press('Escape');

  await office.startCentral();
  await logInTry(page);
  await expect(dialog.getByLabel('Vermerk', { exact: true })).toHaveValue(typed);
  await page.screenshot({ path: testInfo.outputPath('back.png') });
  await dialog.getByLabel('Vermerk', { exact: true }).press('Control+Enter');
  await expect(dialog).toBeHidden();
  await desk.runCommand('Jetzt abgleichen');
  await expect(desk.syncState).toHaveText(/Abgeglichen/, { timeout: 60_000 });
  await file.show('Vermerke');
  const cards = file.main.getByRole('region', { name: 'Vermerke' }).getByRole('article');
  for (const text of ['Ohne Zentrale geschrieben, wartet.', typed]) {
    await expect(cards.filter({ hasText: text })).toHaveCount(1);
  }

  // Logged out and away for longer than the lease: the store stays closed until the centre is there again.
  await desk.logOut();
  await office.stopCentral('SIGKILL');
  clock.moveOn(200);
  await page.getByLabel('Kennung').fill('carstens');
  await logInTry(page);
  await expect(page.getByRole('alert')).toContainText('Alles ist noch da');
  await page.screenshot({ path: testInfo.outputPath('closed.png') });
  await office.startCentral();
  await logIn(page, 'carstens');
  await expect(desk.syncState).toHaveText(/Abgeglichen/, { timeout: 60_000 });
});
