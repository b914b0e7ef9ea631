import { expect, type Page } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { type ListedCase, openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { logIn, test } from './support/office.ts';

/** High enough for every list to be drawn whole: rows out of sight are not drawn and could not be compared. */
const high = { browser: { viewport: { width: 1600, height: 1600 } } };

test('with the centre killed a note is written and three letters are filed; afterwards all desks are equal and nothing is doubled', async ({
  openDesk,
  office,
}) => {
  const first = await openDesk('carstens', { name: 'first', ...high });
  const second = await openDesk('carstens', { name: 'second', ...high });
  const desk = new DeskPage(first.page);
  const other = new DeskPage(second.page);
  const inbox = new InboxPage(first.page);
  const [noted, alsoNoted] = await ownCases(first.page);
  if (!noted || !alsoNoted) throw new Error('too few cases');
  await desk.go('Postkorb');
  const before = await desk.countAt('Postkorb');

  // The first letter is on its way while the power fails.
  const filed = [await inbox.chooseSureByKeys()];
  await first.page.keyboard.press('Enter');
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before - 1);
  await office.stopCentral('SIGKILL');
  await expect(desk.syncState).toContainText('Offline seit');
  await expect(first.page.getByText(/Sie können weiterarbeiten/)).toBeVisible();

  for (const count of [2, 3]) {
    const title = await inbox.chooseSureByKeys();
    await first.page.keyboard.press('Enter');
    await expect.poll(() => desk.countAt('Postkorb')).toBe(before - count);
    filed.push(title);
  }
  await openByNumber(first.page, noted);
  await new CaseFilePage(first.page).writeNote('Vorsprache ohne Termin, während die Zentrale aus war.');
  await openByNumber(second.page, alsoNoted);
  await new CaseFilePage(second.page).writeNote('Anruf am zweiten Arbeitsplatz, ebenfalls ohne Zentrale.');
  await expect(first.page.getByText(/Änderungen warten/).first()).toBeVisible();

  // Logging out and in again works without the centre, with the password she always has.
  await desk.logOut();
  await first.page.getByLabel('Kennung').fill('carstens');
  await first.page.getByLabel('Kennwort', { exact: true }).fill('falsch');
  await first.page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(first.page.getByRole('alert')).toBeVisible();
  await logIn(first.page, 'carstens');
  await expect(first.page.getByText(/Ihre Anmeldung wurde auf diesem Gerät geprüft/)).toBeVisible();
  await desk.go('Postkorb');
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before - 3);

  const started = performance.now();
  await office.startCentral();
  await desk.runCommand('Jetzt abgleichen');
  await other.runCommand('Jetzt abgleichen');
  await expect(desk.syncState).toHaveText(/Abgeglichen/, { timeout: 60_000 });
  await expect(other.syncState).toHaveText(/Abgeglichen/, { timeout: 60_000 });
  console.log(`both desks level ${Math.round(performance.now() - started)} ms after the centre came back`);

  // A desk that starts from nothing has only what the centre has.
  const fresh = await openDesk('carstens', { name: 'fresh', ...high });
  const cases = [noted, alsoNoted];
  const seen = await Promise.all([first, second, fresh].map(({ page }) => everythingOf(page, cases)));
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[2]).toEqual(seen[0]);
  const [here] = seen;
  expect(here?.open).toHaveLength(before - 3);
  for (const title of filed) expect(here?.done.filter((row) => row.includes(title))).toHaveLength(1);
  expect(here?.notes.filter((text) => text.includes('Vorsprache ohne Termin'))).toHaveLength(1);
  expect(here?.notes.filter((text) => text.includes('Anruf am zweiten Arbeitsplatz'))).toHaveLength(1);
});

type Everything = { open: string[]; done: string[]; notes: string[]; clarifications: number };

async function everythingOf(page: Page, cases: ListedCase[]): Promise<Everything> {
  const desk = new DeskPage(page);
  const inbox = new InboxPage(page);
  const file = new CaseFilePage(page);
  await desk.go('Postkorb');
  await inbox.showOpen();
  await expect(inbox.rows.first()).toBeVisible();
  const open = await inbox.told();
  await inbox.showDone();
  await expect(inbox.letters).toHaveAccessibleName('Heute erledigte Schreiben');
  await expect(inbox.rows).toHaveCount(3);
  const done = await inbox.told();
  const notes: string[] = [];
  for (const one of cases) {
    await openByNumber(page, one);
    await file.show('Vermerke');
    const cards = file.main.getByRole('region', { name: 'Vermerke' }).getByRole('article');
    await expect(cards.first()).toBeVisible();
    notes.push(...(await cards.locator('p').allTextContents()));
  }
  return { open, done, notes: notes.sort(), clarifications: await desk.countAt('Klärung') };
}
