import { createRequire } from 'node:module';
import { type CoverSheet, decodeSheetCode, type SheetCode } from '../../core/letters/cover-sheet.ts';
import { createCodeReader } from '../../intake/codes/code-reader.ts';
import { closePdf, openPdf } from '../../intake/content/pdf-document.ts';
import { loadPdfium } from '../../intake/content/pdfium-engine.ts';
import { drawPdfPage } from '../../intake/pages/draw-pdf-page.ts';

/** What the codes on a page say, by the kind of the code: `QRCode`, `Code128`. */
export type ReadSheet = { format: string; code: SheetCode | null }[];

/** Draws each page of a PDF as a scanner would see it and reads its codes with the reader of the intake. */
export async function readSheetCodes(bytes: Uint8Array): Promise<ReadSheet[]> {
  const { resolve } = createRequire(import.meta.url);
  const readCodes = createCodeReader(resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const pdf = openPdf(await loadPdfium(resolve('@embedpdf/pdfium/pdfium.wasm')), bytes, '');
  if (typeof pdf === 'string') throw new Error(`Not a PDF that opens: ${pdf}`);
  const sheets: ReadSheet[] = [];
  for (let page = 0; page < pdf.pageCount; page += 1) {
    const drawn = drawPdfPage(pdf, page);
    if (!drawn) throw new Error(`Page ${page + 1} cannot be drawn`);
    const codes = await readCodes(drawn.picture);
    sheets.push(codes.map(({ format, value }) => ({ format, code: decodeSheetCode(value) })));
  }
  closePdf(pdf);
  return sheets;
}

/** The cover sheets of a PDF, one per page that bears one. */
export async function sheetsOn(bytes: Uint8Array): Promise<CoverSheet[]> {
  return (await readSheetCodes(bytes)).flatMap((codes) => {
    const found = codes.find(({ code }) => code?.kind === 'coverSheet')?.code;
    return found?.kind === 'coverSheet' ? [found.sheet] : [];
  });
}
