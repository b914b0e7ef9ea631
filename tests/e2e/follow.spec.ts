import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { showMessage } from '../../central/xdomea/testing/made-messages.ts';
import { CaseFilePage } from './pages/case-file.ts';
import { ownCases, openByNumber } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { FachverfahrenPage } from './pages/fachverfahren.ts';
import { test } from './support/office.ts';

test('choosing a case in the Fachverfahren opens its file, opening a file shows its case there', async ({
  openDesk,
}) => {
  const { page } = await openDesk('hinrichsen');
  const desk = new DeskPage(page);
  const fachverfahren = new FachverfahrenPage(page);
  const rows = fachverfahren.rowsOf('Broder Hinrichsen');
  const name = await fachverfahren.openCase(rows.first());
  await expect(desk.title).toContainText(new RegExp(name.split(',')[0] ?? name, 'i'));
  await expect(fachverfahren.bar.getByText('Akte ist offen')).toBeVisible();

  const other = (await ownCases(page)).find(({ title }) => title !== name);
  if (!other) throw new Error('one case only');
  await openByNumber(page, other);
  await expect(fachverfahren.frame.getByText(other.fileNumber).first()).toBeVisible();
  await expect(fachverfahren.bar.getByText(other.fileNumber)).toBeVisible();
});

test('with Mitlaufen off the desk stays where it is and offers the file', async ({ openDesk }) => {
  const { page } = await openDesk('hinrichsen');
  const desk = new DeskPage(page);
  const fachverfahren = new FachverfahrenPage(page);
  await fachverfahren.follow.focus();
  await page.keyboard.press('Space');
  await expect(fachverfahren.follow).not.toBeChecked();
  const name = await fachverfahren.openCase(fachverfahren.rowsOf('Broder Hinrichsen').first());
  const offer = fachverfahren.bar.getByRole('button', { name: 'Akte öffnen' });
  await expect(offer).toBeVisible();
  await expect(desk.title).toHaveText('Postkorb');
  await offer.click();
  await expect(desk.title).toContainText(new RegExp(name.split(',')[0] ?? name, 'i'));
});

test('a file that the Fachverfahren asks for by message 0602 opens at the desk of who asked; with Mitlaufen off it is offered', async ({
  office,
  openDesk,
}) => {
  const { page } = await openDesk('hinrichsen');
  const desk = new DeskPage(page);
  const fachverfahren = new FachverfahrenPage(page);
  const [wanted] = await ownCases(page);
  if (!wanted) throw new Error('no case');
  await openByNumber(page, wanted);
  const caseFileId = /#\/akte\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
  const title = new RegExp(wanted.title.split(',')[0] ?? wanted.title, 'i');
  await desk.go('Postkorb');
  await expect(desk.title).toHaveText('Postkorb');

  await askToShow(office.centralAddress, caseFileId);
  await expect(desk.title).toContainText(title);

  await desk.go('Postkorb');
  await fachverfahren.follow.focus();
  await page.keyboard.press('Space');
  await expect(fachverfahren.follow).not.toBeChecked();
  await askToShow(office.centralAddress, caseFileId);
  await expect(page.getByText('Das Fachverfahren möchte hier eine Akte zeigen.')).toBeVisible();
  await expect(desk.title).toHaveText('Postkorb');
  await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
  await expect(desk.title).toContainText(title);
});

/** The message of a Fachverfahren in which Hinrichsen asks to see a file. */
async function askToShow(centralAddress: string, caseFileId: string): Promise<void> {
  const xml = new TextDecoder().decode(showMessage(randomUUID(), caseFileId));
  const response = await fetch(`${centralAddress}/v1/xdomea`, {
    method: 'POST',
    headers: {
      'content-type': 'application/xml',
      authorization: `Basic ${Buffer.from('scanstelle:beispiel').toString('base64')}`,
    },
    body: xml.replace('>jensen<', '>hinrichsen<'),
  });
  expect(await response.text()).toContain('Am Arbeitsplatz angezeigt');
}

test('a notice made in the Fachverfahren lands in the file, and once only', async ({ openDesk }) => {
  const { page } = await openDesk('hinrichsen');
  const desk = new DeskPage(page);
  const file = new CaseFilePage(page);
  const fachverfahren = new FachverfahrenPage(page);
  const name = await fachverfahren.openCase(fachverfahren.rowsOf('Broder Hinrichsen').nth(1));
  await expect(desk.title).toContainText(new RegExp(name.split(',')[0] ?? name, 'i'));
  await expect(file.documents).toBeVisible();
  const before = Number(await file.documents.getByRole('option').first().getAttribute('aria-setsize'));
  const title = await fachverfahren.makeNotice();
  await expect(fachverfahren.frame.getByText(/^In der Akte .+ abgelegt\.$/)).toBeVisible();
  await expect(file.documents.getByRole('option').first()).toHaveAttribute('aria-setsize', String(before + 1));
  const row = file.documents.getByRole('option').filter({ hasText: title }).first();
  await row.click();
  await expect(file.documentTitle).toHaveText(title);
  await expect(file.firstPage).toBeVisible();
  await desk.expectSynced();
});
