import { expect } from '@playwright/test';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { test } from './support/office.ts';

test('a file is taken along by keys: it says how much is here, is listed, is readable with the centre off, and is let go again', async ({
  openDesk,
  office,
}) => {
  const { page } = await openDesk('carstens', { browser: { viewport: { width: 1366, height: 768 } } });
  const desk = new DeskPage(page);
  const [first] = await ownCases(page);
  if (!first) throw new Error('no case');
  await openByNumber(page, first);
  await page.keyboard.press('c');
  const block = desk.main.locator('section', { has: page.getByRole('heading', { name: 'Mitnehmen' }) }).last();
  await expect(block).toContainText(/ohne Verbindung lesbar/);
  await page.keyboard.press('g');
  await expect(desk.messages).toContainText('Akte wird mitgenommen');
  await expect(block).toContainText('Mitgenommen: Alle Dokumente sind auf diesem Gerät', { timeout: 90_000 });
  await expect(block.getByRole('button', { name: 'Akte nicht mehr mitnehmen' })).toBeVisible();

  await desk.go('Meine Akten');
  await page.getByRole('radiogroup', { name: 'Welche Akten' }).getByText('Mitgenommen').click();
  const row = desk.main.getByRole('listbox').getByRole('option').first();
  await expect(row).toContainText(first.fileNumber);
  // All of them: the two numbers are the same (the file number stands right before them).
  const numbers = async () => /(\d+) von (\d+)/.exec(((await row.textContent()) ?? '').replace(first.fileNumber, ''));
  await expect.poll(async () => (await numbers())?.[1] === (await numbers())?.[2]).toBe(true);
  expect(Number((await numbers())?.[1])).toBeGreaterThan(0);

  await office.stopCentral('SIGKILL');
  await expect(desk.syncState).toContainText('Offline seit');
  await openByNumber(page, first);
  await page.keyboard.press('c');
  await expect(block).toContainText('auch ohne Verbindung lesbar');
  await page.keyboard.press('g');
  await expect(desk.messages).toContainText('Akte nicht mehr mitgenommen');
  await expect(block.getByRole('button', { name: 'Akte mitnehmen' })).toBeVisible();

  await desk.runCommand('Einstellungen');
  const room = page.getByRole('combobox', { name: 'Höchstens belegen' });
  await room.selectOption('50 GB');
  await expect(page.getByText(/Zurzeit belegt: /)).toBeVisible();
  await page.reload();
  await expect(room).toHaveValue('50');
});
