import { expect, type Page } from '@playwright/test';
import { backendOf } from '../support/backend-of-page.ts';
import { beginAudit } from './pages/audit-dialog.ts';
import { CaseFilePage } from './pages/case-file.ts';
import { ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { FachverfahrenPage } from './pages/fachverfahren.ts';
import { holdBack } from './support/hold-back.ts';
import { lookAt } from './support/look.ts';
import { test } from './support/office.ts';

// Moments that last a short while, or come when nobody asks for them: looked at like every other state.

/** The one who audits opens the file as soon as it has come to her desk. */
async function openAudited(page: Page, fileNumber: string): Promise<DeskPage> {
  const desk = new DeskPage(page);
  await expect(async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type(fileNumber);
    const option = desk.search.getByRole('option').filter({ hasText: fileNumber }).first();
    await expect(option).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await page.keyboard.press('Enter');
  await expect(desk.main.getByText(fileNumber).first()).toBeVisible();
  await expect(new CaseFilePage(page).documentTitle).toBeVisible();
  return desk;
}

test('an audit that is ended while its file is open: nothing of the file stays on the screen, and it is said why', async ({
  openDesk,
}) => {
  const keeper = await openDesk('jensen', { name: 'aktenfuehrend' });
  const lead = await openDesk('brodersen', { name: 'beendend' });
  const auditor = await openDesk('nissen', { name: 'pruefend' });
  const [listed] = await ownCases(keeper.page);
  if (!listed) throw new Error('no case');
  const { file, dialog } = await beginAudit(lead.page, listed, 'Innenrevision');
  await dialog.getByRole('button', { name: 'Einsicht geben' }).press('Enter');
  await expect(dialog).toBeHidden();

  const audits = await openAudited(auditor.page, listed.fileNumber);
  await lookAt(auditor.page, 'audit-running');

  await file.main.getByRole('button', { name: /^Beenden: .*Nissen/ }).press('Enter');
  const ending = lead.page.getByRole('dialog', { name: 'Einsicht beenden' });
  await ending.getByLabel('Grund').fill('Prüfung fertig');
  await ending.getByRole('button', { name: 'Beenden', exact: true }).press('Enter');
  await expect(ending).toBeHidden();
  await expect(audits.main).toContainText('Ihr Zugriff auf diese Akte ist beendet.', { timeout: 60_000 });
  await expect(audits.main.getByText(listed.fileNumber)).toHaveCount(0);
  await expect(auditor.page.getByText('Akte ist offen')).toHaveCount(0);
  await lookAt(auditor.page, 'audit-ended');
  await audits.main.getByRole('button', { name: 'Zu „Meine Akten“' }).press('Enter');
  await expect(audits.title).toHaveText('Meine Akten');
});

test('an audit that ends by its day while the line is down: nothing of the file stays on the screen, without a key pressed', async ({
  openDesk,
}) => {
  const keeper = await openDesk('jensen', { name: 'aktenfuehrend' });
  const lead = await openDesk('brodersen', { name: 'befristend' });
  const auditor = await openDesk('nissen', { name: 'bis-heute' });
  const [, listed] = await ownCases(keeper.page);
  if (!listed) throw new Error('no case');
  const { dialog } = await beginAudit(lead.page, listed, 'Stichprobe');
  await dialog.getByLabel('Bis einschließlich').fill('+0');
  await dialog.getByRole('button', { name: 'Einsicht geben' }).press('Enter');
  await expect(dialog).toBeHidden();
  const audits = await openAudited(auditor.page, listed.fileNumber);
  await new CaseFilePage(auditor.page).show('Vermerke'); // where nothing is marked as read meanwhile
  auditor.line.cut();
  // Until the contents that came last have been told: nothing but the clock is to end it.
  const { client } = await backendOf(auditor.page);
  const tries = new Set<string | null>();
  await expect.poll(async () => tries.add((await client.sync.state({})).nextTryAt).size, { timeout: 60_000 }).toBe(5);
  await expect(audits.main.getByText(listed.fileNumber).first()).toBeVisible();
  auditor.clock?.moveOn(25);
  await expect(audits.main).toContainText('Ihr Zugriff auf diese Akte', { timeout: 60_000 });
  await expect(audits.main.getByText(listed.fileNumber)).toHaveCount(0);
  await lookAt(auditor.page, 'audit-over');
});

test('pages of the camera that are being taken over say so, and nothing can be thrown away or called off meanwhile', async ({
  openDesk,
}) => {
  const { page, context } = await openDesk('ketelsen', { name: 'kamera' });
  await context.grantPermissions(['camera']);
  const desk = new DeskPage(page);
  await desk.expectSynced();
  await page.keyboard.press('Alt+8');
  await desk.main.getByRole('button', { name: 'Mit der Kamera aufnehmen …' }).click();
  const camera = page.getByRole('dialog', { name: 'Mit der Kamera aufnehmen' });
  const take = camera.getByRole('button', { name: 'Seite aufnehmen' });
  await expect(take).toBeEnabled(); // the camera takes its time to wake
  for (const count of [1, 2]) {
    await take.press('Enter');
    await expect(camera.getByRole('img', { name: /^Seite/ })).toHaveCount(count);
  }
  const letGo = await holdBack(page);
  await camera.getByRole('button', { name: 'Fertig' }).click();
  await expect(camera.getByRole('status')).toHaveText('2 Seiten werden übernommen. Bitte warten Sie einen Augenblick.');
  await expect(camera.getByRole('button', { name: 'Abbrechen' })).toBeDisabled();
  await expect(camera.getByRole('button', { name: 'Seite 1 verwerfen' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(camera).toBeVisible();
  await lookAt(page, 'camera-saving');
  await letGo();
  await expect(camera).toBeHidden();
  await expect(desk.messages).toContainText('2 Seiten übernommen.');
});

test('a desk with two screens in the dark: both windows are dark, and follow each other', async ({ openDesk }) => {
  const { page, context } = await openDesk('jensen', { name: 'zwei-bildschirme' });
  const desk = new DeskPage(page);
  await desk.runCommand('Dunkle Darstellung');
  const opened = context.waitForEvent('page');
  await desk.runCommand('Zwei Fenster');
  const second = await opened;
  const fachverfahren = new FachverfahrenPage(second);
  await expect(fachverfahren.rowsOf('Maike Jensen').first()).toBeVisible();
  const name = await fachverfahren.openCase(fachverfahren.rowsOf('Maike Jensen').first());
  await expect(desk.title).toContainText(new RegExp(name.split(',')[0] ?? name, 'i'));
  const background = () => getComputedStyle(document.body).backgroundColor;
  const lightness = (colour: string) => Math.max(...(colour.match(/\d+/g) ?? []).slice(0, 3).map(Number));
  for (const one of [page, second]) {
    await expect.poll(async () => lightness(await one.evaluate(background))).toBeLessThan(80);
  }
  const folder = process.env.SCREENSHOTS;
  for (const [kind, one] of [
    ['e-akte', page],
    ['fachverfahren', second],
  ] as const) {
    for (const [width, height] of [
      [1366, 768],
      [1920, 1080],
    ] as const) {
      await one.setViewportSize({ width, height });
      if (folder) await one.screenshot({ path: `${folder}/two-${kind}-${width}.png` });
    }
  }
});
