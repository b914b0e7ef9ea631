import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, expect, test } from 'vitest';
import { pngClaiming } from '../content/test-documents.ts';
import { createStackReader } from './stack-reader.ts';

const reader = createStackReader({ recognition: 'packaged' });
afterAll(() => reader.close());

async function pdfOf(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) document.addPage([595, 842]);
  return document.save();
}

test.each<[string, () => Promise<Uint8Array> | Uint8Array, string, RegExp]>([
  ['an empty file', () => new Uint8Array(), 'leer.pdf', /leer/],
  ['a PDF of 10,000 pages', () => pdfOf(10_000), 'viele.pdf', /10\.000 Seiten/],
  ['a picture that claims to be enormous', () => pngClaiming(30_000, 30_000), 'bombe.png', /zu groß/],
  ['a program', () => Buffer.from('MZ\u0090 program'), 'brief.pdf', /Programm/],
  ['a PDF of which only the head came', async () => (await pdfOf(3)).subarray(0, 40), 'halb.pdf', /beschädigt/],
])('%s is explained, and there is no document of it', async (_, make, fileName, words) => {
  const reading = await reader.readStack(await make(), fileName);
  expect(reading.documents).toEqual([]);
  expect(reading.report.state).toBe('explained');
  expect(reading.report.explanation?.message).toMatch(words);
});

test('what was asked for is given up when nobody wants it any more', async () => {
  const asked = new AbortController();
  asked.abort(new Error('withdrawn'));
  await expect(reader.readStack(await pdfOf(1), 'eins.pdf', { signal: asked.signal })).rejects.toThrow('withdrawn');
});

test('a stack of blank sheets has no document, and each sheet says why', async () => {
  const reading = await reader.readStack(await pdfOf(2), 'leere-blätter.pdf');
  expect(reading.documents).toEqual([]);
  expect(reading.pages.map(({ use }) => use)).toEqual(['blank', 'blank']);
});
