import { expect } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { test } from './support/office.ts';

test('the cover names what is missing and when it was asked for; once it is filed it is missing no more', async ({
  openDesk,
}) => {
  const { page } = await openDesk('harmsen');
  const file = new CaseFilePage(page);
  const missing = page.getByRole('list', { name: 'Fehlende Unterlagen' }).getByRole('listitem');
  for (const one of await ownCases(page)) {
    await openByNumber(page, one);
    await expect(file.name).toContainText(new RegExp(one.title.split(',')[0] ?? one.title, 'i'));
    await file.show('Aktendeckel');
    await expect(page.getByRole('heading', { name: 'Wiedervorlagen und Fristen' })).toBeVisible();
    if ((await missing.count()) > 0) break;
  }
  const count = await missing.count();
  expect(count).toBeGreaterThan(0);
  const row = missing.first();
  await expect(row).toContainText(/liegt nicht vor|veraltet, vom \d\d\.\d\d\.\d{4}/);
  await expect(page.getByText(/^Bisher nicht angefordert\.$|^Zuletzt angefordert am /)).toBeVisible();
  await expect(file.main.getByText(count === 1 ? '1 Unterlage fehlt' : `${count} Unterlagen fehlen`)).toBeVisible();

  const keyword = /^Schlagwort: (.+?)(?: oder |$)/.exec((await row.getAttribute('title')) ?? '')?.[1];
  if (!keyword) throw new Error('the row names no keyword');
  const name = await row.locator('span').first().textContent();
  await file.chooseFiles([{ name: 'Nachweis.txt', mimeType: 'text/plain', buffer: Buffer.from('Nachweis von heute') }]);
  await file.fileUpload(keyword);
  await expect(file.uploadDialog).toBeHidden();
  await file.show('Aktendeckel');
  await expect(missing.filter({ hasText: name ?? '' })).toHaveCount(0);
  await expect(missing).toHaveCount(count - 1);
});
