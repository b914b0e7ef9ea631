import { expect, type Page } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { test } from './support/office.ts';

test('a whole morning without the mouse: log in, file, look up, note, follow-up, log out', async ({ openDesk }) => {
  const { page } = await openDesk('johannsen', { isLoggedIn: false });
  const desk = new DeskPage(page);
  const inbox = new InboxPage(page);
  const file = new CaseFilePage(page);
  await expect(page.getByLabel('Kennung')).toBeFocused();
  await page.keyboard.type('johannsen');
  await page.keyboard.press('Tab');
  await page.keyboard.type('beispiel');
  await page.keyboard.press('Enter');
  await expect(desk.title).toHaveText('Postkorb');
  await expect(inbox.chosen).toHaveCount(1);

  const before = await desk.countAt('Postkorb');
  const title = await inbox.chooseSureByKeys();
  await page.keyboard.press('Enter');
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before - 1);

  // The document filed a moment ago is found and read.
  await desk.searchFor(title);
  const hit = desk.search.getByRole('option').filter({ hasText: title }).first();
  await expect(hit).toBeVisible();
  while ((await hit.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(file.documentTitle).toHaveText(title);

  await file.writeNote('Rückruf versprochen.');
  // A dialog that was opened for the first time and broken off leaves the focus where it was.
  const focusedInFile = await desk.focused();
  await page.keyboard.press('f');
  const followUp = page.getByRole('dialog', { name: 'Wiedervorlage oder Frist' });
  await expect(followUp.getByLabel('Worum es geht')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(followUp).toBeHidden();
  await expect.poll(() => desk.focused()).toBe(focusedInFile);
  await page.keyboard.press('f');
  await expect(followUp.getByLabel('Worum es geht')).toBeFocused();
  await page.keyboard.type('Unterlagen da?');
  await page.keyboard.press('Tab');
  await page.keyboard.type('+14');
  await page.keyboard.press('Enter');
  await expect(followUp).toBeHidden();
  await page.keyboard.press('Control+2');
  await expect(desk.title).toHaveText('Wiedervorlagen');

  const places = ['Postkorb', 'Wiedervorlagen', 'Meine Akten', 'Vertretung', 'Klärung', 'Zuletzt'];
  for (const [index, name] of places.entries()) {
    await page.keyboard.press(`Control+${index + 1}`);
    await expect(desk.title).toHaveText(name);
  }
  await page.keyboard.press('F1');
  await expect(desk.title).toHaveText('Hilfe');
  const focusedBefore = await desk.focused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Alle Tasten' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Alle Tasten' })).toBeHidden();
  await expect.poll(() => desk.focused()).toBe(focusedBefore);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('>Abmelden');
  await expect(desk.search.getByRole('option', { name: 'Abmelden' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Kennung')).toBeFocused();
});

test('F6 goes through all areas, and whatever has the focus is seen to have it', async ({ openDesk }) => {
  const { page } = await openDesk('johannsen');
  await expect(new InboxPage(page).chosen).toHaveCount(1);
  const seen: string[] = [];
  for (let step = 0; step < 8; step += 1) {
    await page.keyboard.press('F6');
    seen.push(
      await page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') ?? ''),
    );
  }
  for (const area of ['Bereiche', 'Schreiben', 'Dokument', 'Ablegen', 'Kopfzeile']) expect(seen).toContain(area);

  for (const key of ['Control+1', 'Control+3', 'Control+4']) {
    await page.keyboard.press(key);
    await page.keyboard.press('F6');
    for (let step = 0; step < 25; step += 1) {
      await page.keyboard.press('Tab');
      expect(await focusIsSeen(page), await new DeskPage(page).focused()).toBe(true);
    }
  }
});

test('whoever has clicked into a mail still works the desk by keys', async ({ openDesk }) => {
  const { page } = await openDesk('johannsen');
  const desk = new DeskPage(page);
  const file = new CaseFilePage(page);
  const [chosen] = await ownCases(page);
  if (!chosen) throw new Error('no cases');
  await openByNumber(page, chosen);
  const head = 'From: mieter@example.org\r\nTo: amt@example.org\r\nSubject: Heizung\r\nMIME-Version: 1.0';
  const mail = `${head}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Die <b>Heizung</b> ist aus.</p>${'<p>Text</p>'.repeat(80)}`;
  await file.chooseFiles([{ name: 'Heizung.eml', mimeType: 'message/rfc822', buffer: Buffer.from(mail) }]);
  const title = await file.fileUpload('Mietvertrag', 'Mail über die Heizung');
  await expect(file.uploadDialog).toBeHidden();
  const row = file.documents.getByRole('option').filter({ hasText: title });
  const text = page.frameLocator('iframe[data-viewer=html]').getByText('Die Heizung ist aus.');
  const clickIntoMail = async () => {
    await row.click();
    await text.click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
  };

  await clickIntoMail();
  await page.keyboard.press('Control+k');
  await expect(desk.search).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(desk.search).toBeHidden();

  await clickIntoMail();
  await page.keyboard.press('F6');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('IFRAME');

  // Space scrolls within the mail, as in any other document.
  await clickIntoMail();
  await page.keyboard.press('Space');
  await expect(text).not.toBeInViewport();
  await expect(row).toHaveAttribute('aria-selected', 'true');

  // Without a date of its own it stands where its arrival puts it, first of the list: the way leads down.
  await expect(file.documents.getByRole('option').first()).toHaveText(new RegExp(title));
  await page.keyboard.press('j');
  await expect(row).toHaveAttribute('aria-selected', 'false');

  // Finding works in a mail, too; Esc there closes it.
  await clickIntoMail();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('heizung');
  await expect(file.pane.getByRole('search').getByRole('status')).toHaveText('1 von 1');
  await text.click();
  await page.keyboard.press('Escape');
  await expect(file.pane.getByRole('search')).toHaveCount(0);
});

/** Whether what has the focus looks different from what it looks like without: outline, ring, border or background, on it or around it. */
function focusIsSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body || element.tagName === 'IFRAME') return true;
    const around: Element[] = [];
    for (let one: Element | null = element; one && around.length < 4; one = one.parentElement) {
      around.push(one, ...(one.nextElementSibling ? [one.nextElementSibling] : []));
    }
    const looks = () =>
      around
        .map((one) => {
          const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor } = getComputedStyle(one);
          return [outlineStyle === 'none' ? '' : outlineWidth, boxShadow, borderColor, backgroundColor].join();
        })
        .join('|');
    const transitions = document.createElement('style');
    transitions.textContent = '* { transition: none !important }';
    document.head.append(transitions);
    const withFocus = looks();
    element.blur();
    const without = looks();
    element.focus({ preventScroll: true });
    transitions.remove();
    return withFocus !== without;
  });
}
