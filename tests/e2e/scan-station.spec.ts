import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { expect, type Page } from '@playwright/test';
import { coverSheetsPdf } from '../../intake/codes/cover-sheet-pdf.ts';
import { ownCases } from './pages/cases.ts';
import { test } from './support/office.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A stack as a scanner would make it: a cover sheet, then a letter. */
async function stackFor(fileNumber: string): Promise<Uint8Array> {
  const sheet = { fileNumber, keywordId: null, inboxId: null };
  const stack = await PDFDocument.load(await coverSheetsPdf([{ sheet, keyword: null, recipient: null }]));
  const font = await stack.embedFont(StandardFonts.Helvetica);
  const page = stack.addPage([595, 842]);
  const lines = ['Sehr geehrte Damen und Herren,', 'anbei die Abrechnung der Nebenkosten.', 'Vermieter Petersilie'];
  for (const [index, line] of lines.entries()) page.drawText(line, { x: 70, y: 700 - index * 20, size: 12, font });
  return stack.save();
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' // ')}`),
  ).toEqual([]);
}

test('a file laid into the intake folder comes into the Postkorb of whoever is responsible, and the scan station sees it', async ({
  office,
  openDesk,
}) => {
  const jensen = await openDesk('jensen');
  const [own] = await ownCases(jensen.page);
  const station = await openDesk('scanstelle', { browser: { viewport: { width: 1366, height: 768 } } });
  await expect(station.page.getByRole('heading', { name: 'Scanstelle', level: 1 })).toBeVisible();
  const scanner = join(office.intakeFolder, 'Scanner 1');
  await mkdir(scanner, { recursive: true });
  await writeFile(join(scanner, 'Stapel.pdf.part'), await stackFor(own?.fileNumber ?? ''));
  await rename(join(scanner, 'Stapel.pdf.part'), join(scanner, 'Stapel.pdf'));
  const stacks = station.page.getByRole('listbox', { name: 'Stapel' });
  await expect(stacks.getByRole('option', { name: /Stapel\.pdf.*1 Schreiben, 2 Seiten/ })).toBeVisible({
    timeout: 90_000,
  });
  await expect(station.page.getByText('Seite 2', { exact: true })).toBeVisible();
  await expect.poll(() => readdir(scanner)).not.toContain('Stapel.pdf');
  await expectAccessible(station.page);
  await jensen.page
    .getByRole('link', { name: /^Postkorb/ })
    .first()
    .click();
  await expect(jensen.page.getByRole('option', { name: /Deckblatt|Nebenkosten|Schreiben/ }).last()).toBeVisible();
  expect([...station.troubles.found, ...jensen.troubles.found]).toEqual([]);
});
