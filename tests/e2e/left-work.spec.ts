import { expect } from '@playwright/test';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { SubstitutionPage } from './pages/substitution.ts';
import { lookAt } from './support/look.ts';
import { test } from './support/office.ts';

const named = 'Zettel von der Tür';

test('what a closed account’s desk brings and nobody may adopt is told under Klärung to her lead and to administration, in words only where they may read, until one of them has taken note', async ({
  openDesk,
}) => {
  test.setTimeout(300_000);
  const worker = await openDesk('jensen', { name: 'hinterlassen' });
  const lead = await openDesk('brodersen', { name: 'hinterlassen-leitung' });
  const office = await openDesk('clausen', { name: 'hinterlassen-verwaltung' });
  const [desk, leads, admin] = [worker, lead, office].map(({ page }) => new DeskPage(page)) as [
    DeskPage,
    DeskPage,
    DeskPage,
  ];
  await desk.expectSynced();
  worker.line.cut();
  await expect(desk.syncState).toContainText('Offline');
  await desk.go('Vertretung');
  const substitution = new SubstitutionPage(worker.page);
  await substitution.start();
  await substitution.choose('Für wen', 'Thomsen');
  await substitution.dialog.getByLabel('Grund').fill('Erkrankung');
  await substitution.dialog.getByRole('button', { name: 'Übernehmen', exact: true }).click();
  await expect(substitution.dialog).toBeHidden();
  await desk.go('Postkorb');
  const chooser = worker.page.waitForEvent('filechooser');
  await desk.runCommand('Datei in den Postkorb legen');
  const file = { name: `${named}.txt`, mimeType: 'text/plain', buffer: Buffer.from('Bitte zurückrufen.') };
  await (await chooser).setFiles([file]);
  const dialog = worker.page.getByRole('dialog', { name: 'In den Postkorb legen' });
  await dialog.getByRole('button', { name: 'In den Postkorb legen' }).click({ timeout: 60_000 });
  await expect(new InboxPage(worker.page).rows.filter({ hasText: named })).toHaveCount(1);

  await admin.runCommand('Personen');
  const row = admin.main.getByRole('row').filter({ hasText: 'Jensen' });
  await row.getByRole('button', { name: /^Konto schließen/ }).click();
  const closing = office.page.getByRole('dialog', { name: 'Konto schließen' });
  await closing.getByLabel('Grund').fill('Ausgeschieden zum Monatsende');
  await closing.getByLabel('Grund').press('Tab');
  await office.page.keyboard.press('Tab');
  await office.page.keyboard.press('Enter');
  await expect(closing).toBeHidden();
  await expect(row).toContainText('geschlossen');
  worker.line.mend();
  await expect(worker.page.getByRole('status').filter({ hasText: 'Ihr Konto ist geschlossen' })).toBeVisible({
    timeout: 90_000,
  });

  const cardsAt = (at: DeskPage) =>
    at.main.getByRole('region', { name: 'Nicht Ausgeführtes geschlossener Konten' }).getByRole('article');
  // Nothing pokes a desk about it: it is asked every ten minutes, and when she comes back.
  await lead.page.reload();
  await leads.go('Klärung');
  await expect(cardsAt(leads)).toHaveCount(2, { timeout: 60_000 });
  await expect.poll(() => leads.countAt('Klärung')).toBeGreaterThanOrEqual(2);
  const [hidden, read] = [
    cardsAt(leads).filter({ hasText: 'Vertretung eingerichtet' }),
    cardsAt(leads).filter({ hasText: named }),
  ];
  await expect(hidden).toContainText(/von .*Jensen/);
  await expect(hidden).toContainText('Das Konto war geschlossen, als dies zur Zentrale kam.');
  await expect(hidden).toContainText('Der Inhalt ist für Sie nicht einsehbar');
  await expect(hidden).not.toContainText('Erkrankung');
  await expect(read).toContainText(`In den Postkorb gelegt: ${named}`);
  await lookAt(lead.page, 'left-work');

  await read.getByRole('button', { name: /^Zur Kenntnis nehmen/ }).press('Enter');
  const noting = lead.page.getByRole('dialog', { name: 'Zur Kenntnis nehmen' });
  await expect(noting.getByLabel('Grund')).toBeFocused();
  await lookAt(lead.page, 'left-work-note');
  await noting.getByLabel('Grund').focus();
  await lead.page.keyboard.type('Neu erfasst');
  await lead.page.keyboard.press('Tab');
  await lead.page.keyboard.press('Tab');
  await lead.page.keyboard.press('Enter');
  await expect(noting).toBeHidden();
  await expect(cardsAt(leads)).toHaveCount(1);

  await office.page.reload();
  await admin.go('Klärung');
  await expect(cardsAt(admin)).toHaveCount(1);
  await expect(cardsAt(admin)).toContainText('Vertretung eingerichtet');
  await cardsAt(admin)
    .getByRole('button', { name: /^Zur Kenntnis nehmen/ })
    .click();
  await office.page.getByRole('dialog', { name: 'Zur Kenntnis nehmen' }).getByLabel('Grund').fill('Hat sich erledigt');
  await office.page
    .getByRole('dialog', { name: 'Zur Kenntnis nehmen' })
    .getByRole('button', { name: 'Zur Kenntnis nehmen', exact: true })
    .click();
  await expect(cardsAt(admin)).toHaveCount(0);

  await admin.runCommand('Personen');
  await row.getByRole('button', { name: /^Konto öffnen/ }).click();
  const opening = office.page.getByRole('dialog', { name: 'Konto öffnen' });
  await opening.getByLabel('Grund').fill('Doch geblieben');
  await opening.getByRole('button', { name: 'Öffnen', exact: true }).click();
  await expect(row).not.toContainText('geschlossen');
});
