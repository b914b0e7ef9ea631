import { expect, type Page } from '@playwright/test';
import { DeskPage } from './desk.ts';

export type ListedCase = { title: string; fileNumber: string };

/** The worker's own case files as "Meine Akten" lists them. */
export async function ownCases(page: Page): Promise<ListedCase[]> {
  const desk = new DeskPage(page);
  await desk.go('Meine Akten');
  const rows = desk.main.getByRole('listbox').getByRole('option');
  // A new desk can be used before all of its files have come; everybody in the sample office has several.
  await expect(desk.syncState).not.toHaveText(/^Akten werden geladen/);
  await expect.poll(() => rows.count()).toBeGreaterThan(1);
  return (await rows.allTextContents()).flatMap((words) => {
    const found = /^(.+?)\s*(\d{5}BG\d{7})/.exec(words);
    return found?.[1] && found[2] ? [{ title: found[1].trim(), fileNumber: found[2] }] : [];
  });
}

/** Opens a file by its number through the search, by keys alone. */
export async function openByNumber(page: Page, { title, fileNumber }: ListedCase): Promise<void> {
  const desk = new DeskPage(page);
  const first = await desk.searchFor(fileNumber);
  await expect(first).toContainText(fileNumber);
  await page.keyboard.press('Enter');
  await expect(desk.title).toContainText(new RegExp(title.split(',')[0] ?? title, 'i'));
}
