import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { ownCases, openByNumber } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { test } from './support/office.ts';
import { endMovement } from './support/movement.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type Scheme = 'light' | 'dark';

/** Violations of one screen, each with the rule and the places. In the dark only what depends on colours is looked at anew. */
async function violationsOf(page: Page, screen: string, scheme: Scheme): Promise<string[]> {
  // The desk's own parts do not fade here (`reducedMotion` below); this is for the rest.
  await endMovement(page);
  // The Fachverfahren is a foreign page, and the letters of a document lie unseen over its picture.
  const axe = new AxeBuilder({ page }).exclude('iframe').exclude('.textLayer');
  const { violations } = await (scheme === 'light' ? axe.withTags(rules) : axe.withRules(['color-contrast'])).analyze();
  const told = violations.map(
    ({ id, nodes }) =>
      `${screen}: ${id}: ${nodes.map(({ target, html }) => `${target} ${html.slice(0, 140)}`).join(' // ')}`,
  );
  for (const words of told) console.log(words);
  return told;
}

for (const [scheme, command] of [
  ['light', 'Helle Darstellung'],
  ['dark', 'Dunkle Darstellung'],
] as const) {
  test(`no screen breaks WCAG 2.2 AA, ${scheme}`, async ({ openDesk }) => {
    test.setTimeout(600_000);
    // Without motion a tooltip is there in full or not at all, whenever its delay ends.
    const browser = { colorScheme: scheme, reducedMotion: 'reduce' } as const;
    const { page } = await openDesk('jensen', { isLoggedIn: false, browser });
    const desk = new DeskPage(page);
    const inbox = new InboxPage(page);
    const file = new CaseFilePage(page);
    const found: string[] = [];
    const check = async (screen: string) => found.push(...(await violationsOf(page, screen, scheme)));
    const checkDialog = async (screen: string, open: () => Promise<void>) => {
      await open();
      await expect(page.getByRole('dialog').first()).toBeVisible();
      await check(screen);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    };

    await check('log-in');
    await page.getByRole('button', { name: /Jensen, Maike/ }).click();
    await expect(inbox.chosen).toHaveCount(1);
    if ((await page.locator('html').getAttribute('data-mantine-color-scheme')) !== scheme)
      await desk.runCommand(command);
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    await expect(inbox.field('Titel')).not.toHaveValue('');
    await check('Postkorb');
    await desk.syncState.hover();
    await expect(page.getByRole('tooltip')).toBeVisible();
    await check('tooltip');
    await desk.title.hover();
    await expect(page.getByRole('tooltip')).toHaveCount(0);
    await checkDialog('forwarding', () => page.keyboard.press('w'));
    await checkDialog('search', async () => void (await desk.searchFor('Bescheid')));
    await checkDialog('keys', () => page.keyboard.press('?'));
    const [chosen] = await ownCases(page);
    await check('Meine Akten');
    for (const area of ['Wiedervorlagen', 'Klärung', 'Zuletzt', 'Hilfe', 'Vertretung'] as const) {
      await desk.go(area);
      await check(area);
    }
    await checkDialog('setting up a substitution', () =>
      page.getByRole('button', { name: 'Vertretung einrichten' }).click(),
    );
    await page.keyboard.press('Control+,');
    await expect(desk.title).toHaveText('Einstellungen');
    await check('Einstellungen');
    await page.keyboard.press('Alt+7');
    await expect(desk.title).toHaveText('Abgleich');
    await expect(desk.main.getByRole('region', { name: 'Platz auf diesem Gerät' })).toBeVisible();
    await check('Abgleich');
    await page.keyboard.press('Alt+8');
    await expect(desk.title).toHaveText('Einscannen');
    await desk.main
      .getByLabel('Dateien wählen', { exact: true })
      .setInputFiles({ name: 'kaputt.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
    await expect(desk.main.getByRole('table')).toContainText('bitte prüfen', { timeout: 30_000 });
    await check('Einscannen');
    await checkDialog('folder of the scanner', () =>
      desk.main.getByRole('button', { name: 'Ordner festlegen …' }).click(),
    );
    await checkDialog('discarding a scan', () =>
      desk.main.getByRole('button', { name: 'Verwerfen: kaputt.pdf' }).click(),
    );
    if (!chosen) throw new Error('no cases');
    await openByNumber(page, chosen);
    await expect(file.content.or(file.protection)).toBeVisible();
    await check('file');
    await page.keyboard.press('e');
    await check('details of a document');
    for (const part of ['Aktendeckel', 'Vermerke', 'Verlauf'] as const) {
      await file.show(part);
      await check(part);
    }
    await checkDialog('note', () => page.keyboard.press('v'));
    await checkDialog('follow-up', () => page.keyboard.press('f'));
    await file.chooseFiles([{ name: 'Nachweis.txt', mimeType: 'text/plain', buffer: Buffer.from('Nachweis') }]);
    await expect(file.uploadDialog.getByLabel('Titel')).toBeVisible();
    await check('upload');
    await file.uploadDialog.getByRole('button', { name: 'Abbrechen' }).click();
    expect(found).toEqual([]);
  });
}
