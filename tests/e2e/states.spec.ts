import { expect, type Page } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { FachverfahrenPage } from './pages/fachverfahren.ts';
import { InboxPage } from './pages/inbox.ts';
import { logIn, test } from './support/office.ts';

test('an emptied Postkorb says how much was done today', async ({ openDesk }) => {
  const { page } = await openDesk('ketelsen');
  const desk = new DeskPage(page);
  const inbox = new InboxPage(page);
  const [anyCase] = await ownCases(page);
  if (!anyCase) throw new Error('no cases');
  await desk.go('Postkorb');
  await expect(inbox.chosen).toHaveCount(1);
  const count = await desk.countAt('Postkorb');
  // Other runs may have filed letters of hers today.
  const before = Number(/Heute erledigt (\d+)/.exec((await desk.main.textContent()) ?? '')?.[1]);
  for (let left = count; left > 0; left -= 1) {
    const isSure = (await inbox.chosen.getByLabel('Akte und Schlagwort sicher').count()) > 0;
    await expect(inbox.field('Titel')).not.toHaveValue('');
    if (!isSure) await inbox.decide(anyCase.fileNumber, 'Mietvertrag');
    await inbox.form.getByRole('button', { name: /^Ablegen/ }).click();
    await expect.poll(() => desk.countAt('Postkorb')).toBe(left - 1);
    if (left > 1) await expect(inbox.chosen).toHaveCount(1);
  }
  await expect(
    desk.main.getByText(new RegExp(`^Alles abgelegt\\. ${before + count} Schreiben heute\\.$`)),
  ).toBeVisible();
});

test('the Postkorb stays while the code of a part of it is still on its way', async ({ openDesk }) => {
  const { page } = await openDesk('johannsen', { isLoggedIn: false });
  const { promise: lineIsSlow, resolve: letThrough } = Promise.withResolvers<void>();
  let asked = 0;
  await page.route(/\/Viewer-[^/]*\.js/, async (route) => {
    asked += 1;
    await lineIsSlow;
    await route.continue();
  });
  await page.reload();
  await logIn(page, 'johannsen');
  const inbox = new InboxPage(page);
  await expect(inbox.field('Titel')).not.toHaveValue('');
  await expect.poll(() => asked).toBe(1);
  await expect(inbox.chosen).toBeVisible();
  await expect(inbox.document.getByRole('textbox')).toHaveCount(0);
  letThrough();
  await expect(inbox.document.getByRole('textbox')).toBeVisible();
});

test('the state of the sync is told in words, with and without the centre', async ({ openDesk, office }) => {
  const { page } = await openDesk('nissen');
  const desk = new DeskPage(page);
  await expect(desk.syncState).toHaveText(/Abgeglichen \d\d:\d\d/);
  await office.stopCentral();
  await expect(desk.syncState).toHaveText(/Offline seit \d\d:\d\d/);
  await expect(page.getByText(/Offline seit \d\d:\d\d\. Sie können weiterarbeiten/)).toBeVisible();
  await office.startCentral();
  await page.getByRole('button', { name: 'Jetzt versuchen' }).click();
  await expect(desk.syncState).toHaveText(/Abgeglichen \d\d:\d\d/, { timeout: 30_000 });
  await expect(page.getByText(/Sie können weiterarbeiten/)).toBeHidden();
});

test('a protected document is read after a reason was given, and the reason is kept', async ({ openDesk }) => {
  const { page } = await openDesk('jensen');
  const desk = new DeskPage(page);
  const file = new CaseFilePage(page);
  await desk.searchFor('AU-Bescheinigung');
  await desk.search.getByRole('group', { name: 'Dokumente' }).getByRole('option').first().click();
  await expect(file.protection).toBeVisible();
  await expect(file.content).toBeHidden();
  await file.pane.getByRole('button', { name: 'Grund angeben und öffnen' }).click();
  const reason = page.getByRole('dialog', { name: 'Geschütztes Dokument öffnen' });
  await reason.getByLabel('Grund').fill('Prüfung der Erwerbsfähigkeit');
  await reason.getByRole('button', { name: 'Öffnen' }).click();
  await expect(file.content).toBeVisible();
  await desk.expectSynced();
  await file.show('Verlauf');
  await expect(file.main.getByRole('row').filter({ hasText: 'Prüfung der Erwerbsfähigkeit' }).first()).toContainText(
    'Jensen',
  );
});

test('with two windows the Fachverfahren has its own, and the two still run along', async ({ openDesk }) => {
  const { page, context } = await openDesk('jensen');
  const desk = new DeskPage(page);
  const opened = context.waitForEvent('page');
  await desk.runCommand('Zwei Fenster');
  const second = await opened;
  await expect(page.locator('iframe[title="Muster-Fachverfahren"]')).toHaveCount(0);
  const fachverfahren = new FachverfahrenPage(second);
  await expect(fachverfahren.rowsOf('Maike Jensen').first()).toBeVisible();
  const size = await second.evaluate(() => ({ width: window.innerWidth, height: window.innerHeight }));
  const screen = await page.evaluate(() => ({ width: window.screen.availWidth, height: window.screen.availHeight }));
  expect(size.width).toBeGreaterThanOrEqual(Math.floor(screen.width / 2) - 40);
  const name = await fachverfahren.openCase(fachverfahren.rowsOf('Maike Jensen').first());
  await expect(desk.title).toContainText(new RegExp(name.split(',')[0] ?? name, 'i'));
  await desk.runCommand('Ein Fenster');
  await expect(page.locator('iframe[title="Muster-Fachverfahren"]')).toHaveCount(1);
});

test('at 200 % zoom of a small screen nothing is cut off at the sides and everything can be reached', async ({
  openDesk,
}) => {
  const { page } = await openDesk('jensen', {
    browser: { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 },
  });
  const desk = new DeskPage(page);
  const found: string[] = [];
  const [chosen] = await ownCases(page);
  for (const [index, name] of [
    'Postkorb',
    'Wiedervorlagen',
    'Meine Akten',
    'Vertretung',
    'Klärung',
    'Zuletzt',
  ].entries()) {
    await page.keyboard.press(`Control+${index + 1}`);
    await expect(desk.title).toHaveText(name);
    found.push(...(await cutOff(page, name)));
  }
  if (!chosen) throw new Error('no cases');
  await openByNumber(page, chosen);
  await expect(new CaseFilePage(page).documentTitle).toBeVisible();
  found.push(...(await cutOff(page, 'file')));
  expect(found).toEqual([]);
});

/** Goes through everything that takes the focus; tells what then lies outside the window or is too small to be used. */
async function cutOff(page: Page, screen: string): Promise<string[]> {
  const found = new Set<string>();
  const wide = await page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - window.innerWidth);
  if (wide > 0) found.add(`${screen}: ${wide} px wider than the window`);
  await page.keyboard.press('F6');
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    const problem = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body || element.tagName === 'IFRAME') return null;
      element.scrollIntoView({ block: 'nearest' });
      const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
      if (width < 2 || height < 2) return null; // drawn by its label
      const words = `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40)}`;
      if (left < -1 || right > window.innerWidth + 1) return `${words} from ${left} to ${right} px`;
      return bottom < 1 || top > window.innerHeight - 1 ? `${words} above or below the window` : null;
    });
    if (problem) found.add(`${screen}: ${problem}`);
  }
  return [...found];
}
