import { PDFDocument, rgb } from '@cantoo/pdf-lib';
import { expect, test, vi } from 'vitest';
import { ScanOffice } from '../../central/testing/scan-office.ts';
import { coverSheetsPdf } from '../../intake/codes/cover-sheet-pdf.ts';
import { greyTags, tiffOf } from '../../intake/content/test-documents.ts';
import { greyOf, letterSheet } from '../../intake/pages/test-pages.ts';
import { createStackReader } from '../../intake/station/stack-reader.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { pdfTexts, readSheetCodes } from '../support/sheets-on.ts';

// What scanners deliver besides PDFs with clean codes, through the folder and the real reader.

const within = { timeout: 150_000, interval: 100 };

const done = (scans: ScanOffice) =>
  vi.waitFor(async () => expect(await scans.stacks()).toMatchObject([{ state: 'done', reason: null }]), within);

test('a TIFF of two pages from the folder of a scanner becomes a letter that can be read and searched', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({ openReader: () => createStackReader(), leaseMilliseconds: 15_000 });
  const pages = ['Betriebskostenabrechnung', 'Mietbescheinigung'].map((subject) => {
    const { width, height, grey } = greyOf(letterSheet(subject));
    return { tags: greyTags(width, height, 1), strip: grey };
  });
  await scans.scan('Stapel.tif', tiffOf(pages));
  await done(scans);

  const { rows } = await scans.database.query<{ sha256: string; pages: number[]; colour: string }>(
    `select body -> 'transferNote' ->> 'resultSha256' as sha256, body -> 'transferNote' -> 'pages' as pages,
       body -> 'transferNote' ->> 'colour' as colour
     from record where kind = 'version' and scope_id = $1`,
    [scans.basketId],
  );
  expect(rows).toMatchObject([{ pages: [1, 2], colour: 'grey' }]);
  const [first, second] = await pdfTexts(await scans.bytesOf(rows[0]?.sha256 ?? ''));
  expect(first).toContain('Betriebskostenabrechnung');
  expect(second).toContain('Mietbescheinigung');
  const kept = await scans.database.query<{ number: string; text: string }>(
    `select body ->> 'number' as number, body ->> 'text' as text from record where kind = 'page' and scope_id = $1 order by 1`,
    [scans.basketId],
  );
  expect(kept.rows).toMatchObject([
    { number: '1', text: expect.stringContaining('Betriebskostenabrechnung') },
    { number: '2', text: expect.stringContaining('Mietbescheinigung') },
  ]);
}, 200_000);

test('the bars alone route a letter behind one of our own cover sheets whose other code was pasted over', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({ openReader: () => createStackReader(), leaseMilliseconds: 15_000 });
  const { anna } = scans.office.inboxes;
  const sheet = { fileNumber: null, keywordId: null, inboxId: anna };
  const stack = await PDFDocument.load(await coverSheetsPdf([{ sheet, keyword: null, recipient: null }]));
  // The square code stands in the lower left half, the bars run up the right edge.
  stack.getPage(0).drawRectangle({ x: 0, y: 0, width: 420, height: 440, color: rgb(1, 1, 1) });
  const read = await readSheetCodes(await stack.save());
  expect(read).toEqual([[{ format: 'Code128', code: { kind: 'coverSheet', sheet } }]]);

  const image = await stack.embedJpg(letterSheet('Mietbescheinigung').toBuffer('image/jpeg', 80));
  stack.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
  await scans.scan('Stapel.pdf', await stack.save());
  await done(scans);
  expect(await scans.delivered()).toMatchObject([
    { inboxId: anna, text: expect.stringContaining('Mietbescheinigung') },
  ]);
}, 200_000);
