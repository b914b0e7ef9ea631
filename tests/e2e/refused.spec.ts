import { expect } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { test } from './support/office.ts';

test('a letter filed twice into different files: who comes second finds it under Klärung with the content and settles it', async ({
  openDesk,
}) => {
  const early = await openDesk('rickmers', { name: 'early' });
  const late = await openDesk('rickmers', { name: 'late' });
  const desk = new DeskPage(late.page);
  const inbox = new InboxPage(late.page);
  const cases = await ownCases(late.page);
  await desk.go('Postkorb');
  const before = await desk.countAt('Postkorb');
  const title = await inbox.chooseSureByKeys();
  const proposed = await inbox.field('Akte').inputValue();
  const other = cases.find(({ fileNumber }) => !proposed.includes(fileNumber));
  if (!other) throw new Error('one case only');

  late.line.cut();
  await expect(desk.syncState).toContainText('Offline seit');
  await inbox.field('Akte').fill(other.fileNumber);
  await expect(late.page.getByRole('option').filter({ hasText: other.fileNumber }).first()).toBeVisible();
  await late.page.keyboard.press('Enter');
  await expect(inbox.field('Akte')).toHaveValue(new RegExp(other.fileNumber));
  await inbox.form.getByRole('button', { name: /^Ablegen/ }).click();
  await expect.poll(() => desk.countAt('Postkorb')).toBe(before - 1);

  const earlyInbox = new InboxPage(early.page);
  await earlyInbox.rows.filter({ hasText: title }).first().click();
  await expect(earlyInbox.field('Titel')).toHaveValue(title);
  await earlyInbox.form.getByRole('button', { name: /^Ablegen/ }).click();
  await expect.poll(() => new DeskPage(early.page).countAt('Postkorb')).toBe(before - 1);
  await new DeskPage(early.page).expectSynced();

  late.line.mend();
  await expect.poll(() => desk.countAt('Klärung'), { timeout: 40_000 }).toBe(1);
  await desk.go('Klärung');
  const card = desk.main.getByRole('article');
  await expect(card).toHaveCount(1);
  await expect(card).toContainText(/Nicht übernommen: Sie haben das Schreiben um \d\d:\d\d in die Akte .+ abgelegt/);
  await expect(card.getByRole('region', { name: 'Ihre Angaben' })).toContainText(title);
  await expect(card.getByRole('button')).toContainText([/Dort belassen/, /Hierher verschieben/, /Auch hier ablegen/]);
  await card.getByRole('button', { name: 'Hierher verschieben' }).click();
  await expect(desk.main.getByText('Nichts zu klären.')).toBeVisible();
  await desk.expectSynced();
  await expect.poll(() => desk.countAt('Klärung')).toBe(0);

  // The letter lies where the late desk wanted it, on the early desk too.
  const there = new DeskPage(early.page);
  await there.searchFor(title);
  const hits = there.search.getByRole('group', { name: 'Dokumente' }).getByRole('option').filter({ hasText: title });
  await expect(hits.filter({ hasText: other.fileNumber }).first()).toBeVisible();
});

test('who rewrites a note that is changed at another desk meanwhile keeps what she has typed, and both texts stand', async ({
  openDesk,
}) => {
  const writing = await openDesk('rickmers', { name: 'writing' });
  const meanwhile = await openDesk('rickmers', { name: 'meanwhile' });
  const [caseFile] = await ownCases(writing.page);
  if (!caseFile) throw new Error('no case');
  const notesOn = async (page: typeof writing.page) => {
    await openByNumber(page, caseFile);
    const file = new CaseFilePage(page);
    await file.show('Vermerke');
    return file.main.getByRole('region', { name: 'Vermerke' });
  };
  await openByNumber(writing.page, caseFile);
  await new CaseFilePage(writing.page).writeNote('Anruf um neun Uhr.');
  const [here, there] = [await notesOn(writing.page), await notesOn(meanwhile.page)];
  const rewrite = async (notes: typeof here, text: string) => {
    await notes
      .getByRole('article')
      .filter({ hasText: 'Anruf um neun Uhr.' })
      .getByRole('button', { name: 'Ändern' })
      .click();
    await notes.getByLabel('Vermerk', { exact: true }).fill(text);
  };
  await rewrite(here, 'Anruf um neun Uhr, Rückruf zugesagt.');
  await rewrite(there, 'Anruf um halb zehn.');
  await there.getByLabel('Vermerk', { exact: true }).press('Control+Enter');

  await expect(here.getByRole('status')).toContainText('Dieser Vermerk wurde inzwischen geändert', { timeout: 20_000 });
  await expect(here.getByRole('article').filter({ hasText: 'Anruf um halb zehn.' })).toHaveCount(1);
  const typed = here.getByLabel('Vermerk', { exact: true });
  await expect(typed).toHaveValue('Anruf um neun Uhr, Rückruf zugesagt.');
  await typed.press('Control+Enter');
  for (const notes of [here, there]) {
    for (const text of ['Anruf um halb zehn.', 'Anruf um neun Uhr, Rückruf zugesagt.']) {
      const card = notes.getByRole('article').filter({ hasText: text });
      await expect(card).toContainText('2 Fassungen', { timeout: 20_000 });
    }
  }
});
