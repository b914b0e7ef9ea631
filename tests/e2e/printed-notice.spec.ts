import { join } from 'node:path';
import { expect } from '@playwright/test';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { FachverfahrenPage } from './pages/fachverfahren.ts';
import { test } from './support/office.ts';

test('a notice printed with the button of the Fachverfahren comes into its file by itself, and is not printed twice', async ({
  openDesk,
}) => {
  const { page, troubles } = await openDesk('jensen', { browser: { viewport: { width: 1920, height: 1080 } } });
  const [own] = await ownCases(page);
  if (!own) throw new Error('Jensen keeps no file');
  await openByNumber(page, own);
  const desk = new DeskPage(page);
  const fachverfahren = new FachverfahrenPage(page);
  await expect(fachverfahren.frame.locator(`[data-akte="${own.fileNumber}"]`).first()).toBeAttached();
  const rows = desk.main.getByRole('option', { name: /Bewilligungsbescheid vom/ });
  const before = await rows.count();
  const title = await fachverfahren.composeNotice();
  const print = fachverfahren.frame.getByRole('button', { name: 'In die E-Akte drucken' });
  await picture('printing');
  await print.press('Enter');
  await expect(fachverfahren.frame.getByText(/^Gedruckt\. Der Bescheid liegt im Druckordner/)).toBeVisible();
  await expect(print).toHaveCount(0);
  await expect(rows).toHaveCount(before + 1, { timeout: 90_000 });
  await expect(rows.filter({ hasText: title })).not.toHaveCount(0);
  await picture('printed');
  expect(troubles.found).toEqual([]);

  async function picture(name: string): Promise<void> {
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
  }
});
