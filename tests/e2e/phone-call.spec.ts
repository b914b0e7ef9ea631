import { expect, type Page } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { test } from './support/office.ts';

test('somebody calls: a part of the name and Enter show the newest document', async ({ openDesk }) => {
  const { page } = await openDesk('jensen');
  const desk = new DeskPage(page);
  const file = new CaseFilePage(page);
  const cases = await ownCases(page);
  const familyNames = cases.map(({ title }) => title.split(',')[0]);
  const callers = cases.filter(
    (_, at) => familyNames.indexOf(familyNames[at]) === familyNames.lastIndexOf(familyNames[at]),
  );
  let readable = 0;
  for (const { title, fileNumber } of callers.slice(0, 4)) {
    await page.keyboard.press('Control+1');
    await expect(desk.title).toHaveText('Postkorb');
    const [familyName = '', givenName = ''] = title.split(', ');
    const typed = `${familyName.slice(0, 4)} ${givenName.slice(0, 2)}`.toLowerCase();
    const started = performance.now();
    await page.keyboard.press('Control+k');
    await page.keyboard.type(typed);
    await expect(desk.search.getByRole('option').first()).toContainText(fileNumber);
    await page.keyboard.press('Enter');
    await expect(desk.search).toBeHidden();
    await expect(desk.title).toContainText(new RegExp(familyName, 'i'));
    await expect(file.chosen).toHaveAttribute('aria-posinset', '1');
    await expect(file.chosen).toContainText((await file.documentTitle.textContent()) ?? '-');
    expect(typed.length + 2, 'key presses').toBeLessThanOrEqual(9);
    await expect(file.content.or(file.protection)).toBeVisible();
    if (await file.protection.isVisible()) continue;
    readable += 1;
    console.log(`${typed.length + 2} key presses, readable after ${Math.round(performance.now() - started)} ms`);
  }
  expect(readable).toBeGreaterThan(0);
});

test('somebody reads out the end of a number: six digits lead to the file', async ({ openDesk }) => {
  const { page } = await openDesk('jensen');
  const desk = new DeskPage(page);
  const [wanted] = (await ownCases(page)).slice(2);
  if (!wanted) throw new Error('no cases');
  const first = await desk.searchFor(wanted.fileNumber.slice(-6));
  await expect(first).toContainText(wanted.fileNumber);
  await page.keyboard.press('Enter');
  await expect(desk.main.getByText(wanted.fileNumber, { exact: true })).toBeVisible();
  await expect(new CaseFilePage(page).documentTitle).toBeVisible();
});

test('a word from a page leads to the document and its page, where it is marked', async ({ openDesk }) => {
  const { page } = await openDesk('jensen');
  const desk = new DeskPage(page);
  await desk.searchFor('Berechnungsbogen');
  const hits = desk.search
    .getByRole('group', { name: 'Dokumente' })
    .getByRole('option')
    .filter({ hasText: /Seite \d/ });
  await expect(hits.first()).toBeVisible();
  // While files still come, another document may take the first place between looking and clicking.
  const words = (await hits.first().textContent()) ?? '';
  const number = Number(/Seite (\d+)/.exec(words)?.[1]);
  await hits.filter({ hasText: words }).first().click();
  const file = new CaseFilePage(page);
  await expect(file.documentTitle).toBeVisible();
  await expect(file.pane.getByRole('region', { name: `Seite ${number}`, exact: true })).toBeInViewport();

  const found = file.pane.getByRole('search').getByRole('status');
  // The pages before may hold the word as well: it begins with the first hit of this page.
  await expect(found).toHaveText(/^\d+ von \d+$/);
  await expect.poll(() => markedWords(page)).toEqual(['berechnungsbogen']);
  const [at = 0, total = 0] = ((await found.textContent()) ?? '').split(' von ').map(Number);
  await page.keyboard.press('F3');
  await expect(found).toHaveText(`${(at % total) + 1} von ${total}`);
  await page.keyboard.press('Shift+F3');
  await expect(found).toHaveText(`${at} von ${total}`);
  // Another document has nothing to do with what was looked for.
  await page.keyboard.press('j');
  await expect(file.pane.getByRole('search')).toHaveCount(0);
});

/** The words under the mark of the hit that is gone to. */
function markedWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ranges = [...(CSS.highlights.get('document-hit-now') ?? [])] as Range[];
    return ranges.map((range) => range.toString().toLowerCase());
  });
}
