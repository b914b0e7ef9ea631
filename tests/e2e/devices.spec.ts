import { expect } from '@playwright/test';
import { DeskPage } from './pages/desk.ts';
import { test } from './support/office.ts';

test('a tour is entered before she leaves and seen by her lead; a lost device is reported on its page, with a reason, and taken back', async ({
  openDesk,
}, testInfo) => {
  test.setTimeout(300_000);
  const { page } = await openDesk('jensen', { name: 'tour-geraet' });
  const desk = new DeskPage(page);
  await desk.expectSynced();
  await page.keyboard.press('Alt+7');
  const section = desk.main.getByRole('region', { name: 'Außendienst', exact: true });
  await section.getByRole('button', { name: 'Außendienst eintragen' }).click();
  const dialog = page.getByRole('dialog', { name: 'Außendienst' });
  await dialog.getByLabel('Grund').fill('Hausbesuche auf Pellworm');
  const last = new Date(Date.now() + 9 * 86_400_000);
  await dialog.getByLabel('Ohne Zentrale bis einschließlich').fill(`${last.getDate()}.${last.getMonth() + 1}.`);
  await page.screenshot({ path: testInfo.outputPath('tour-dialog.png') });
  await dialog.getByRole('button', { name: 'Eintragen' }).click();
  await expect(section).toContainText('Hausbesuche auf Pellworm');
  const until = (await section.getByText(/\d\d\.\d\d\.\d{4}/).textContent()) ?? 'no day';
  await expect(desk.main.getByRole('region', { name: 'Verbindung zur Zentrale' })).toContainText(until.slice(0, 10));
  await page.screenshot({ path: testInfo.outputPath('tour.png') });

  const lead = await openDesk('brodersen', { name: 'tour-leitung' });
  const leads = new DeskPage(lead.page);
  await leads.expectSynced();
  await lead.page.setViewportSize({ width: 1366, height: 768 });
  await leads.runCommand('Geräte');
  await expect(leads.title).toHaveText('Geräte');
  const tours = leads.main.getByRole('table', { name: 'Außendienst' });
  await expect(tours.getByRole('row').filter({ hasText: 'Jensen' })).toContainText('Hausbesuche auf Pellworm');
  const devices = leads.main.getByRole('table', { name: 'Geräte' });
  // Other devices of hers have the same name: this one is known by the tour's last day, later by what was said of it.
  const hers = devices.getByRole('row').filter({ hasText: 'Jensen' });
  const row = hers.filter({ hasText: until.slice(0, 10) });
  await expect(row).toContainText('in Benutzung');
  await lead.page.screenshot({ path: testInfo.outputPath('devices.png') });

  await desk.logOut();
  await row.getByRole('button', { name: /^Als verloren melden/ }).click();
  const reason = lead.page.getByRole('dialog', { name: 'Gerät als verloren melden' });
  await reason.getByLabel('Grund').fill('Im Zug liegen gelassen');
  await lead.page.screenshot({ path: testInfo.outputPath('report.png') });
  await reason.getByRole('button', { name: 'Als verloren melden' }).click();
  const lost = hers.filter({ hasText: 'verloren gemeldet, noch nicht gelöscht' });
  await expect(lost).toContainText('Im Zug liegen gelassen');
  await leads.runCommand('Dunkle Darstellung');
  await lead.page.screenshot({ path: testInfo.outputPath('lost-dark.png') });
  await lost.getByRole('button', { name: /^Meldung zurücknehmen/ }).click();
  const back = lead.page.getByRole('dialog', { name: 'Meldung zurücknehmen' });
  await back.getByLabel('Grund').fill('Wieder gefunden');
  await back.getByRole('button', { name: 'Zurücknehmen' }).click();
  await expect(hers.filter({ hasText: 'Wieder gefunden' })).toContainText('in Benutzung');

  await tours.getByRole('button', { name: /^Außendienst beenden/ }).click();
  const ending = lead.page.getByRole('dialog', { name: 'Außendienst beenden' });
  await ending.getByLabel('Grund').fill('Wird im Haus gebraucht');
  await ending.getByRole('button', { name: 'Beenden' }).click();
  await expect(leads.main.getByText('Zurzeit ist niemand im Außendienst.')).toBeVisible();
});
