import { expect } from '@playwright/test';
import { ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { InboxPage } from './pages/inbox.ts';
import { SubstitutionPage } from './pages/substitution.ts';
import { test } from './support/office.ts';

test('a substitute takes over with a reason, files in the own name, and ending takes the files off the desk', async ({
  openDesk,
}) => {
  const absent = await openDesk('thomsen');
  const substitute = await openDesk('harmsen');
  const desk = new DeskPage(substitute.page);
  const substitution = new SubstitutionPage(substitute.page);
  const [theirs] = await ownCases(absent.page);
  if (!theirs) throw new Error('no cases');

  await desk.go('Vertretung');
  await substitution.start();
  await substitution.choose('Für wen', 'Thomsen');
  await substitution.dialog.getByRole('button', { name: 'Übernehmen', exact: true }).click();
  await expect(substitution.dialog.getByRole('alert')).toHaveText('Bitte den Grund angeben.');
  await substitution.dialog.getByLabel('Grund').fill('Erkrankung');
  await substitution.dialog.getByRole('button', { name: 'Übernehmen', exact: true }).click();
  await expect(substitution.dialog).toBeHidden();

  const basket = desk.rail.getByRole('link', { name: /Postkorb von .*Thomsen.* \(Vertretung\)/ });
  await expect(basket).toBeVisible();
  await expect(substitution.cards.filter({ hasText: 'Erkrankung' })).toContainText(/Thomsen/);
  const group = substitution.cases.getByRole('listbox', { name: 'Vertretene Akten' });
  await expect(group).toContainText(/Vertretung für .*Thomsen/);
  await expect(group.getByRole('option').filter({ hasText: theirs.fileNumber })).toHaveCount(1);

  // The colleague's files are found and marked.
  await desk.searchFor(theirs.fileNumber);
  await expect(desk.search.getByRole('option').first()).toContainText(/Vertretung für .*Thomsen/);
  await substitute.page.keyboard.press('Enter');
  await expect(desk.main.getByText(/in Vertretung für .*Thomsen/)).toBeVisible();

  // Filing from the colleague's Postkorb is signed with the own name, and the colleague sees that.
  await basket.click();
  await expect(desk.title).toHaveText(/Postkorb .*Thomsen.* \(Vertretung\)/);
  const inbox = new InboxPage(substitute.page);
  const title = await inbox.chooseSureByKeys();
  await substitute.page.keyboard.press('Enter');
  await expect(inbox.rows.filter({ hasText: title })).toHaveCount(0);
  const colleague = new DeskPage(absent.page);
  const theirInbox = new InboxPage(absent.page);
  await colleague.go('Postkorb');
  await expect(theirInbox.rows.filter({ hasText: title })).toHaveCount(0);
  await theirInbox.showDone();
  await theirInbox.rows.filter({ hasText: title }).click();
  await expect(colleague.main.getByText(/Harmsen hat dieses Schreiben um \d\d:\d\d/)).toBeVisible();

  await desk.go('Vertretung');
  await substitution.end(substitution.cards.filter({ hasText: 'Erkrankung' }));
  await expect(basket).toBeHidden();
  await expect(substitution.cases.getByText('Sie vertreten zurzeit niemanden.')).toBeVisible();
  await desk.expectSynced();
  await substitute.page.keyboard.press('Control+k');
  await substitute.page.keyboard.type(theirs.fileNumber);
  const results = desk.search;
  await expect(results.getByRole('option').filter({ hasText: 'Vertretung für' })).toHaveCount(0);
});

test('handing over puts the own Postkorb on the desk of the colleague until it is ended', async ({ openDesk }) => {
  const absent = await openDesk('lorenzen');
  const substitute = await openDesk('matthiesen');
  const desk = new DeskPage(absent.page);
  const substitution = new SubstitutionPage(absent.page);
  await desk.go('Vertretung');
  await substitution.start();
  await substitution.dialog.getByText('Ich gebe ab').click();
  await substitution.choose('Durch wen', 'Matthiesen');
  await substitution.dialog.getByRole('button', { name: 'Abgeben', exact: true }).click();
  await expect(substitution.dialog).toBeHidden();
  const there = new DeskPage(substitute.page);
  const basket = there.rail.getByRole('link', { name: /Postkorb von .*Lorenzen.* \(Vertretung\)/ });
  await expect(basket).toBeVisible();
  await basket.click();
  await expect(new InboxPage(substitute.page).rows.first()).toBeVisible();

  await substitution.end(substitution.cards.filter({ hasText: 'Matthiesen' }));
  await expect(basket).toBeHidden();
  await expect(
    there.main.getByText(/Diesen Postkorb können Sie zurzeit nicht einsehen|Schreiben offen/).first(),
  ).toBeVisible();
});
