import { PDFDocument } from '@cantoo/pdf-lib';
import type { Canvas } from '@napi-rs/canvas';
import { expect, test, vi } from 'vitest';
import { verifyChains } from '../../central/store/journal.ts';
import { ScanOffice } from '../../central/testing/scan-office.ts';
import type { CoverSheet } from '../../core/letters/cover-sheet.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { coverSheetsPdf, separatorSheetsPdf } from '../../intake/codes/cover-sheet-pdf.ts';
import { letterLines, newSheet, turnedCanvas, writeLines } from '../../intake/pages/test-pages.ts';
import { createStackReader } from '../../intake/station/stack-reader.ts';
import { temporaryDatabase } from '../support/postgres.ts';

// Forty sheets through the folder of a scanner, with the real reader, the real rules and services that are killed on the way.

type Letter = {
  begin: 'separator' | CoverSheet;
  /** First line of the first page. */
  lines: string[];
  pages: number;
  turned?: true;
  illegible?: true;
  /** Blank sheets behind it. */
  blanks?: number;
};

const numbers = { anna: '12344BG0000001', bernd: '12345BG0000001' };

function sheetOf(letter: Letter, page: number): Canvas {
  const { canvas, context } = newSheet();
  if (letter.illegible) {
    // Ink that has run: marks everywhere, no words.
    context.fillStyle = '#888';
    for (let mark = 0; mark < 900; mark += 1) {
      context.fillRect(20 + ((mark * 37) % 170), 30 + ((mark * 53) % 230), 0.4 + (mark % 5) / 3, 0.5 + (mark % 7) / 4);
    }
    return canvas;
  }
  const head = page === 1 ? ['Anna Petersen', ...letter.lines] : [`Seite ${page}`];
  writeLines(context, [...head, ...letterLines.slice(0, 4)]);
  return letter.turned ? turnedCanvas(canvas, 180) : canvas;
}

async function stackOf(letters: Letter[]): Promise<Uint8Array> {
  const stack = await PDFDocument.create();
  const add = async (canvas: Canvas) => {
    const image = await stack.embedJpg(canvas.toBuffer('image/jpeg', 80));
    const page = stack.addPage([595, 842]);
    page.drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
  };
  for (const letter of letters) {
    const { begin } = letter;
    const sheet =
      begin === 'separator'
        ? await separatorSheetsPdf(1)
        : await coverSheetsPdf([{ sheet: begin, keyword: null, recipient: null }]);
    const [printed] = await stack.copyPages(await PDFDocument.load(sheet), [0]);
    if (printed) stack.addPage(printed);
    for (let page = 1; page <= letter.pages; page += 1) await add(sheetOf(letter, page));
    for (let blank = 0; blank < (letter.blanks ?? 0); blank += 1) await add(newSheet('#f6f4f0').canvas);
  }
  expect(stack.getPageCount()).toBe(40);
  return stack.save();
}

const settledWithin = { timeout: 500_000, interval: 200 };

test('forty sheets with eight letters reach the right Postkörbe, though the service is killed three times on the way', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const { office } = scans;
  for (const name of ['anna', 'bernd'] as const) {
    await scans.database.query(
      `update record set body = jsonb_set(body, '{inboxId}', to_jsonb($2::text)) where scope_id = $3 and kind = 'worker' and id = $1`,
      [office.ids[name], office.inboxes[name], houseScopeId],
    );
  }
  const toFile = (fileNumber: string): CoverSheet => ({ fileNumber, keywordId: null, inboxId: null });
  const stack = await stackOf([
    { begin: 'separator', lines: [`BG-Nummer: ${numbers.anna}`, 'Antrag auf Weiterbewilligung'], pages: 3, blanks: 3 },
    { begin: toFile(numbers.bernd), lines: ['Mietbescheinigung'], pages: 4 },
    { begin: 'separator', lines: [`BG-Nummer: ${numbers.bernd}`, 'Widerspruch'], pages: 2, turned: true, blanks: 2 },
    { begin: 'separator', lines: ['BG-Nummer: 12344//0000001', 'Lohnabrechnung'], pages: 3 },
    { begin: 'separator', lines: [], pages: 1, illegible: true, blanks: 1 },
    { begin: 'separator', lines: ['Ein Brief ohne jede Nummer'], pages: 3 },
    {
      begin: { fileNumber: null, keywordId: null, inboxId: office.inboxes.anna },
      lines: ['Kontoauszug'],
      pages: 4,
      blanks: 2,
    },
    { begin: 'separator', lines: [`Betrifft: 12345 BG 0000001`, 'Nebenkostenabrechnung'], pages: 4 },
  ]);
  const openReader = () => createStackReader();
  await scans.scan('Stapel vom Morgen.pdf', stack);
  for (const killedAfter of ['journalled', 'setAside', 'claimed'] as const) {
    const isDead = Promise.withResolvers<void>();
    await scans.start({
      ...{ openReader, killedAfter, leaseMilliseconds: 5_000 },
      onKilled: isDead.resolve,
    });
    await isDead.promise;
  }
  await scans.start({ openReader, leaseMilliseconds: 5_000 });
  await vi.waitFor(async () => {
    const stacks = await scans.stacks();
    expect(stacks.map(({ state }) => state).filter((state) => state === 'done' || state === 'needsLook')).toHaveLength(
      1,
    );
    expect(await scans.filesLeft()).toEqual([]);
  }, settledWithin);

  const { rows } = await scans.database.query<{
    inbox: string;
    title: string;
    pages: number;
    text: string;
    sure: string | null;
    concerns: string[];
  }>(
    `select item.scope_id as inbox, item.body ->> 'title' as title, (item.body ->> 'pageCount')::int as pages,
       coalesce((select string_agg(page.body ->> 'text', ' ') from record page where page.scope_id = item.scope_id
         and page.kind = 'page' and page.parent_id = version.id), '') as text,
       item.body -> 'proposedCase' ->> 'fileNumber' as sure, version.body -> 'transferNote' -> 'concerns' as concerns
     from record item join record version on version.scope_id = item.scope_id and version.kind = 'version'
       and version.id = (item.body ->> 'versionId')::uuid
     where item.kind = 'inboxItem' and not item.deleted`,
  );
  const inboxOf = (word: string) =>
    rows.filter(({ text }) => text.includes(word)).map(({ inbox, pages, sure }) => ({ inbox, pages, sure }));
  const { anna, bernd } = office.inboxes;
  expect(rows).toHaveLength(8);
  expect(inboxOf('Weiterbewilligung')).toEqual([{ inbox: anna, pages: 3, sure: numbers.anna }]);
  expect(inboxOf('Mietbescheinigung')).toEqual([{ inbox: bernd, pages: 4, sure: numbers.bernd }]);
  expect(inboxOf('Widerspruch')).toEqual([{ inbox: bernd, pages: 2, sure: numbers.bernd }]);
  expect(inboxOf('Lohnabrechnung')).toEqual([{ inbox: anna, pages: 3, sure: numbers.anna }]);
  expect(inboxOf('Kontoauszug')).toMatchObject([{ inbox: anna, pages: 4 }]);
  expect(inboxOf('Nebenkostenabrechnung')).toEqual([{ inbox: bernd, pages: 4, sure: numbers.bernd }]);
  expect(inboxOf('ohne jede Nummer')).toEqual([{ inbox: scans.basketId, pages: 3, sure: null }]);
  const [illegible] = rows.filter(({ pages }) => pages === 1);
  expect(illegible?.inbox).toBe(scans.basketId);
  expect(illegible?.concerns.length).toBeGreaterThan(0);
  expect((await verifyChains(scans.database)).firstBreak).toBeNull();
}, 900_000);
