import type { Page } from '@playwright/test';
import { documentShown, sorted, timeStep, untilCalm } from './in-page.ts';

/** J in the Postkorb until the next letter is drawn; letters are PDFs, scans, a photo, a mail and a text. */
export async function measureNextLetter(page: Page, rounds: number): Promise<number[]> {
  await openInbox(page);
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await untilCalm(page);
    all.push(await timeStep(page, { key: 'j' }, { selector: documentShown }));
  }
  return sorted(all);
}

/** Enter in the Postkorb, filing with the shown proposals, until the next letter is drawn. */
export async function measureFiling(page: Page, rounds: number): Promise<number[]> {
  await openInbox(page);
  await page.keyboard.press('Home');
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await untilCalm(page);
    all.push(await timeStep(page, { key: 'Enter' }, { selector: documentShown }));
  }
  return sorted(all);
}

async function openInbox(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/postkorb';
  });
  await page.locator(documentShown).first().waitFor();
}
