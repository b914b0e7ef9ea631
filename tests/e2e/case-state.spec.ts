import { expect, type Page } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { lookAt } from './support/look.ts';
import { test } from './support/office.ts';

/** The command as the palette offers it, chosen with Enter. */
async function choose(page: Page, title: string, told = title): Promise<void> {
  const first = await new DeskPage(page).searchFor(`>${title}`);
  await expect(first).toContainText(told);
  await page.keyboard.press('Enter');
}

/** Beside the name of the file. */
const stateOf = (file: CaseFilePage) => file.main.locator('header [data-state]');

test('by keyboard a file is closed with a reason: what is open is told before, whoever was slower is told, and it is opened again', async ({
  openDesk,
}, testInfo) => {
  test.setTimeout(300_000);
  const worker = await openDesk('jensen', { name: 'schliessend' });
  const lead = await openDesk('brodersen', { name: 'auch-schliessend' });
  const [desk, leads] = [new DeskPage(worker.page), new DeskPage(lead.page)];
  const [file, leadsFile] = [new CaseFilePage(worker.page), new CaseFilePage(lead.page)];
  const { keyboard } = worker.page;
  const toClarify = async () => [await desk.countAt('Klärung'), await leads.countAt('Klärung')];
  const before = await toClarify();
  const all = await ownCases(worker.page);
  const rows = desk.main.getByRole('listbox').getByRole('option');
  await keyboard.press('/');
  await keyboard.type('laufend');
  // The sample office has closed files, too.
  await expect.poll(() => rows.count()).toBeLessThan(all.length);
  const listed = (await ownCases(worker.page)).at(-1);
  if (!listed) throw new Error('no case');
  await keyboard.press('Escape');
  await openByNumber(worker.page, listed);
  await expect(stateOf(file)).toHaveText('laufend');
  await keyboard.press('f');
  const followUp = worker.page.getByRole('dialog', { name: 'Wiedervorlage oder Frist' });
  await expect(followUp.getByLabel('Worum es geht')).toBeFocused();
  await keyboard.type('Rückforderung prüfen');
  await keyboard.press('Tab');
  await keyboard.type('+14');
  await keyboard.press('Enter');
  await expect(followUp).toBeHidden();
  await desk.expectSynced();

  // Both have seen the file running.
  await openByNumber(lead.page, listed);
  await choose(lead.page, 'Akte schließen');
  const alsoClosing = lead.page.getByRole('dialog', { name: 'Akte schließen' });
  await expect(alsoClosing.getByLabel('Grund der Schließung')).toBeFocused();
  await lead.page.keyboard.type('Leistung beendet');

  await choose(worker.page, 'Akte schließen');
  const closing = worker.page.getByRole('dialog', { name: 'Akte schließen' });
  await expect(closing.getByLabel('Grund der Schließung')).toBeFocused();
  await expect(closing.getByRole('region', { name: 'In dieser Akte ist noch offen' })).toContainText(
    /Wiedervorlage.*Rückforderung prüfen/,
  );
  await lookAt(worker.page, 'case-state-close');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(closing.getByRole('alert')).toHaveText('Bitte den Grund angeben.');
  await keyboard.press('Shift+Tab');
  await keyboard.press('Shift+Tab');
  await keyboard.type('Wegzug nach Kiel, zdA');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(closing).toBeHidden();
  await expect(stateOf(file)).toHaveText('geschlossen');
  await expect(file.main.getByText(/^Geschlossen am \d\d\.\d\d\.\d{4} von .*Jensen$/)).toBeVisible();
  await desk.expectSynced();

  // The one who was slower: nothing happens, and she is told by whom, when and why.
  await expect(stateOf(leadsFile)).toHaveText('geschlossen', { timeout: 30_000 });
  await lead.page.setViewportSize({ width: 683, height: 384 });
  await lead.page.keyboard.press('Tab');
  await lead.page.keyboard.press('Tab');
  await lead.page.keyboard.press('Enter');
  await expect(alsoClosing.getByRole('alert')).toContainText(
    /Die Akte wurde inzwischen von .*Jensen am .* Uhr geschlossen\. Grund: „Wegzug nach Kiel, zdA“\. Es wurde nichts geändert\./,
  );
  // Also where the window is so small that the dialog is scrolled.
  await expect(alsoClosing.getByRole('alert')).toBeInViewport({ ratio: 1 });
  await lead.page.screenshot({ path: testInfo.outputPath('slower-small.png') });
  await lookAt(lead.page, 'case-state-slower');
  await lead.page.keyboard.press('Escape');
  await expect(alsoClosing).toBeHidden();

  // What comes afterwards is taken and says so; the cover cannot be changed.
  await file.writeNote('Anruf: Schlüssel übergeben');
  await keyboard.press('Shift+C');
  await expect(worker.page.getByRole('dialog')).toHaveCount(0);
  await keyboard.press('c');
  const cover = file.main.getByRole('region', { name: 'Aktendeckel' });
  await expect(cover).toContainText(/Geschlossen\d\d\.\d\d\.\d{4}, \d\d:\d\d von .*Jensen.*GrundWegzug nach Kiel, zdA/);
  await lookAt(worker.page, 'case-state-cover');
  await file.show('Vermerke');
  await expect(file.main.getByText(/nach Schließung der Akte/)).toBeVisible();

  await desk.go('Meine Akten');
  await keyboard.press('/');
  await keyboard.type('geschlossen');
  await expect(rows.filter({ hasText: listed.fileNumber })).toBeVisible();
  await expect(rows.filter({ hasText: 'laufend' })).toHaveCount(0);
  await expect(rows.first().getByRole('img', { name: 'geschlossen' })).toBeVisible();
  await lookAt(worker.page, 'case-state-list');

  // Without the line it is shown that the file cannot be opened now, and why.
  await openByNumber(worker.page, listed);
  await keyboard.press('c');
  const button = cover.getByRole('button', { name: 'Akte wieder öffnen …' });
  await expect(button).toBeVisible();
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
  worker.line.cut();
  await expect(desk.syncState).toContainText('Offline seit');
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription(/Verbindung zur Zentrale nötig/);
  await choose(worker.page, 'Akte wieder öffnen', 'Akte wieder öffnen (zurzeit nicht möglich)');
  await expect(desk.messages).toContainText('Dafür ist die Verbindung zur Zentrale nötig');
  await expect(worker.page.getByRole('dialog')).toHaveCount(0);
  await lookAt(worker.page, 'case-state-offline');
  worker.line.mend();
  await choose(worker.page, 'Jetzt abgleichen');
  await desk.expectSynced();
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');

  await button.press('Enter');
  const opening = worker.page.getByRole('dialog', { name: 'Akte wieder öffnen' });
  await expect(opening.getByLabel('Grund der Wiederöffnung')).toBeFocused();
  await expect(opening).toContainText('Grund: Wegzug nach Kiel, zdA');
  await lookAt(worker.page, 'case-state-reopen');
  await keyboard.type('Widerspruch eingegangen');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(opening).toBeHidden();
  await expect(stateOf(file)).toHaveText('laufend');
  await lead.page.keyboard.press('c');
  await expect(leadsFile.main.getByRole('region', { name: 'Aktendeckel' })).toContainText(
    /Wieder geöffnet\d.* von .*Jensen.*GrundWiderspruch eingegangen/,
    { timeout: 30_000 },
  );
  expect(await toClarify()).toEqual(before);
  expect([...worker.troubles.found, ...lead.troubles.found]).toEqual([]);
});
