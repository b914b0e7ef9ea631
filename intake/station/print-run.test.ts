import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, expect, test } from 'vitest';
import { pdfOf } from '../content/test-documents.ts';
import { createStackReader } from './stack-reader.ts';

const reader = createStackReader({ recognition: 'packaged', size: 1 });
afterAll(() => reader.close());

const notice = (number: string, of: number) => [
  `Frau Petersen\nHafenweg 1\n25813 Husum\nBG-Nummer: ${number}\nBewilligungsbescheid\nSehr geehrte Frau Petersen,\nSeite 1 von ${of}`,
  ...Array.from({ length: of - 1 }, (_, index) => `Berechnung\nSeite ${index + 2} von ${of}`),
];
const run = [...notice('31402BG0001111', 2), ...notice('31402BG0002222', 1)];

test('a print run without sheets comes apart into PDFs of their own, with the text of their pages', async () => {
  const { documents, pages } = await reader.readStack(await pdfOf(run), 'Nachtlauf.pdf', { isPrintRun: true });
  expect(documents.map((document) => document.pages)).toEqual([[1, 2], [3]]);
  expect(documents[1]?.words[0]?.text).toContain('31402BG0002222');
  expect(documents.every(({ isAsItCame, concerns }) => !isAsItCame && concerns.length === 0)).toBe(true);
  const counts = documents.map(async ({ bytes }) => (await PDFDocument.load(bytes)).getPageCount());
  expect(await Promise.all(counts)).toEqual([2, 1]);
  expect(pages.map(({ use }) => use)).toEqual(['document', 'document', 'document']);
});

test('the same file from a scanner or a worker is one document, and one page looked at anew is that page', async () => {
  const bytes = await pdfOf(run);
  expect((await reader.readStack(bytes, 'a.pdf')).documents.map(({ pages }) => pages)).toEqual([[1, 2, 3]]);
  const again = await reader.readStack(bytes, 'a.pdf', { isPrintRun: true, onlyPages: [3] });
  expect(again.documents).toHaveLength(1);
});
