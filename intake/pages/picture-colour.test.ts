import { createRequire } from 'node:module';
import { PDFDocument } from '@cantoo/pdf-lib';
import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { closePdf, openPdf } from '../content/pdf-document.ts';
import { loadPdfium } from '../content/pdfium-engine.ts';
import { greyTags, tiffOf } from '../content/test-documents.ts';
import { pdfPageFacts } from './pdf-pages.ts';
import { pictureColour, tiffColour } from './picture-colour.ts';

const canvas = createCanvas(16, 16);

/** What is known of the only page of a PDF that a picture fills. */
async function colourInPdf(values: Uint8Array, space: string, bits: number) {
  const pdf = await PDFDocument.create();
  const image = pdf.context.flateStream(values, {
    ...{ Type: 'XObject', Subtype: 'Image', Width: 16, Height: 16 },
    ...{ ColorSpace: space, BitsPerComponent: bits },
  });
  const page = pdf.addPage([100, 100]);
  page.node.setXObject(page.node.newXObjectKey('Im'), pdf.context.register(image));
  const name =
    page.node
      .Resources()
      ?.toString()
      .match(/\/(Im[\w-]*)/)?.[1] ?? '';
  const content = pdf.context.flateStream(`q 100 0 0 100 0 0 cm /${name} Do Q`);
  page.node.addContentStream(pdf.context.register(content));
  const wasm = createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm');
  const open = openPdf(await loadPdfium(wasm), await pdf.save(), '');
  if (typeof open === 'string') throw new Error(open);
  const facts = pdfPageFacts(open, 0);
  closePdf(open);
  return facts?.colour;
}

test('a scan in a PDF says whether it is black and white, grey or in colours', async () => {
  expect(await colourInPdf(new Uint8Array(32), 'DeviceGray', 1)).toBe('blackWhite');
  expect(await colourInPdf(new Uint8Array(256), 'DeviceGray', 8)).toBe('grey');
  expect(await colourInPdf(new Uint8Array(768), 'DeviceRGB', 8)).toBe('colour');
});

test('a TIFF says it by its tags, a JPEG and a PNG by their heads, anything else not at all', () => {
  const tiff = (more: Record<number, number>) =>
    tiffOf([{ tags: { ...greyTags(8, 8, 1), ...more }, strip: new Uint8Array(192) }]);
  expect(tiffColour(tiff({}), 0)).toBe('grey');
  expect(tiffColour(tiff({ 258: 1, 262: 0 }), 0)).toBe('blackWhite');
  expect(tiffColour(tiff({ 262: 2, 277: 3 }), 0)).toBe('colour');
  expect(tiffColour(tiff({ 262: 3 }), 0)).toBeNull();
  expect(tiffColour(tiff({}), 1)).toBeNull();
  expect(pictureColour(canvas.toBuffer('image/jpeg'))).toBe('colour');
  expect(pictureColour(canvas.toBuffer('image/png'))).toBe('colour');
  expect(pictureColour(Buffer.from('kein Bild'))).toBeNull();
});
