import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { coverSheetsPdf, separatorSheetsPdf } from '../codes/cover-sheet-pdf.ts';
import { createInspectionPool } from '../content/inspection-pool.ts';
import { letterSheet, newSheet, turnedCanvas } from '../pages/test-pages.ts';
import { createStackReader } from './stack-reader.ts';
import type { StackReading } from './stack-reading.ts';

const reader = createStackReader({ recognition: 'packaged' });
const inspection = createInspectionPool();
afterAll(() => Promise.all([reader.close(), inspection.close()]));

/** A stack as a scanner delivers it: a PDF of pictures. */
async function scannedStack(): Promise<Uint8Array> {
  const stack = await PDFDocument.create();
  const addSheet = async (canvas: ReturnType<typeof letterSheet>) => {
    const image = await stack.embedJpg(canvas.toBuffer('image/jpeg', 80));
    const page = stack.addPage([(canvas.width * 72) / 200, (canvas.height * 72) / 200]);
    page.drawImage(image, { x: 0, y: 0, width: page.getWidth(), height: page.getHeight() });
  };
  const addPdf = async (bytes: Uint8Array) => {
    const [page] = await stack.copyPages(await PDFDocument.load(bytes), [0]);
    stack.addPage(page!);
  };
  const sheet = { fileNumber: '12345BG0001234', keywordId: null, inboxId: null };
  await addPdf(await coverSheetsPdf([{ sheet, keyword: 'Mietvertrag', recipient: 'Frau Jensen' }]));
  await addSheet(turnedCanvas(letterSheet('Mietbescheinigung Zwiebelweg'), 180));
  await addSheet(newSheet('#f4f2ee').canvas);
  await addPdf(await separatorSheetsPdf(1));
  await addSheet(turnedCanvas(letterSheet('Schwerbehindertenausweis'), 2.5));
  return stack.save();
}

let reading: StackReading;
beforeAll(async () => {
  reading = await reader.readStack(await scannedStack(), 'stapel.pdf');
}, 180_000); // recognition works hard; a loaded machine is no fault

test('a stack is parted at its sheets, which are left out like its blank pages', () => {
  expect(reading.pages.map(({ use }) => use)).toEqual(['coverSheet', 'document', 'blank', 'separator', 'document']);
  expect(reading.documents.map(({ pages }) => pages)).toEqual([[2], [5]]);
  expect(reading.documents.map(({ coverSheet }) => coverSheet?.fileNumber ?? null)).toEqual(['12345BG0001234', null]);
});

test('what lies upside down or askew is turned and read', () => {
  expect(reading.pages[1]).toMatchObject({ turned: 180, skew: 0 });
  expect(reading.pages[4]?.turned).toBe(0);
  expect(Math.abs((reading.pages[4]?.skew ?? 0) + 2.5)).toBeLessThan(0.3);
  const [first, second] = reading.documents;
  expect(first?.words[0]?.text).toContain('Mietbescheinigung Zwiebelweg');
  expect(second?.words[0]?.text).toContain('Schwerbehindertenausweis');
  expect(second?.words[0]?.text).toContain('Großmüller');
  expect(first?.concerns).toEqual([]);
});

test('the searchable PDF has the words where they are seen', async () => {
  for (const [document, subject] of [
    [reading.documents[0], 'Mietbescheinigung'],
    [reading.documents[1], 'Schwerbehindertenausweis'],
  ] as const) {
    if (!document) throw new Error('no document');
    const again = await reader.readStack(document.bytes, 'wieder.pdf');
    expect(again.documents[0]).toMatchObject({ isAsItCame: true, pages: [1] });
    const place = again.documents[0]?.words[0]?.words.find(({ text }) => text === subject);
    const before = document.words[0]?.words.find(({ text }) => text === subject);
    if (!place || !before) throw new Error('the word is not there');
    for (const edge of ['left', 'top', 'right', 'bottom'] as const)
      expect(Math.abs(place[edge] - before[edge])).toBeLessThan(0.012);
  }
});
