import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { lookAt } from './support/look.ts';
import { test } from './support/office.ts';

test('the page about the sync tells what waits and since when, stops and goes on, and saves a file that names nobody', async ({
  openDesk,
}, testInfo) => {
  const { page, line, data } = await openDesk('jensen', { name: 'abgleich' });
  const desk = new DeskPage(page);
  const file = new CaseFilePage(page);
  const section = (name: string) => desk.main.getByRole('region', { name, exact: true });
  const waiting = section('Wartet hier auf das Senden');
  const [listed] = await ownCases(page);
  if (!listed) throw new Error('no cases');
  await openByNumber(page, listed);
  line.cut();
  await expect(desk.syncState).toContainText('Offline seit', { timeout: 60_000 });
  await file.writeNote('Wartet auf den Abgleich.');

  await desk.syncState.click();
  await expect(desk.title).toHaveText('Abgleich');
  const row = waiting.getByRole('row').filter({ hasText: 'Vermerk geschrieben' });
  await expect(row).toContainText(listed.fileNumber);
  await expect(section('Verbindung zur Zentrale')).toContainText('Ohne Zentrale seit');
  await expect(section('Verbindung zur Zentrale')).toContainText('Nächster Versuch');
  await expect(section('Störungen')).toContainText(/Zentrale war nicht erreichbar|nicht vollständig/);
  await page.screenshot({ path: testInfo.outputPath('offline.png') });

  const saving = page.waitForEvent('download');
  await desk.runCommand('Diagnosedatei speichern');
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^aktenpult-diagnose-\d{8}-\d{4}\.json$/);
  const text = await readFile(await saved.path(), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ format: 'aktenpult-diagnostics', state: { connection: 'offline' } });
  const [familyName = '', givenName = ''] = listed.title.split(', ');
  for (const word of [familyName, givenName, listed.fileNumber, 'Wartet auf', 'jensen', 'Jensen']) {
    expect(word.length).toBeGreaterThan(2);
    expect(text).not.toContain(word);
  }

  // By keys alone: stop, look, go on.
  await page.keyboard.press('Alt+1');
  await expect(desk.title).toHaveText('Postkorb');
  await page.keyboard.press('Alt+7');
  await expect(desk.title).toHaveText('Abgleich');
  await desk.main.getByRole('button', { name: 'Abgleich anhalten' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Für 30 Minuten' }).press('Enter');
  await expect(desk.syncState).toHaveText(/Angehalten bis \d\d:\d\d/);
  // The half hour may end on the next day.
  const banner = page.getByRole('status').filter({ hasText: /Abgleich angehalten bis (\d\d\.\d\d\., )?\d\d:\d\d/ });
  await expect(banner).toContainText(/Änderung(en)? warte/);
  line.mend();
  await page.screenshot({ path: testInfo.outputPath('paused.png') });
  await expect(row).toBeVisible();
  await banner.getByRole('button', { name: 'Abgleich fortsetzen' }).press('Enter');
  await expect(desk.syncState).toHaveText(/Abgeglichen \d\d:\d\d/, { timeout: 30_000 });
  await expect(waiting).toContainText('Nichts. Alles ist bei der Zentrale angekommen.');
  await expect(section('Noch nicht auf diesem Gerät')).toContainText('Akten und Postkörbe vollständig');
  await page.screenshot({ path: testInfo.outputPath('calm.png') });

  // A page of the database went bad: what is the matter, and that she need not do anything.
  const stores = join(data, 'stores');
  for (const store of await readdir(stores)) await writeFile(join(stores, store, 'damaged'), '');
  await desk.main.getByRole('button', { name: 'Jetzt abgleichen' }).press('Enter');
  await expect(section('Störungen')).toContainText('Mit Ihrer nächsten Anmeldung an der Zentrale');
  await lookAt(page, 'sync-damaged');

  // What was opened without the centre: her lead finds it, and she herself does not.
  const lead = await openDesk('brodersen', { name: 'abgleich-leitung' });
  await new DeskPage(lead.page).expectSynced();
  await openByNumber(lead.page, listed);
  const leadsFile = new CaseFilePage(lead.page);
  await leadsFile.show('Verlauf');
  const looks = lead.page.getByRole('region', { name: 'Wer diese Akte gesehen hat' });
  await expect(
    looks.getByRole('row').filter({ hasText: 'Akte geöffnet' }).filter({ hasText: 'Jensen' }).first(),
  ).toBeVisible();
  await lead.page.screenshot({ path: testInfo.outputPath('looks.png') });
  await openByNumber(page, listed);
  await file.show('Verlauf');
  await expect(file.main.getByRole('table')).toHaveCount(1);
});
