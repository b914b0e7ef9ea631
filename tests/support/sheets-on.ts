import { createRequire } from 'node:module';
import { type CoverSheet, decodeSheetCode, type SheetCode } from '../../core/letters/cover-sheet.ts';
import { createCodeReader } from '../../intake/codes/code-reader.ts';
import { closePdf, type OpenPdf, openPdf, pdfPageText } from '../../intake/content/pdf-document.ts';
import { loadPdfium } from '../../intake/content/pdfium-engine.ts';
import { drawPdfPage } from '../../intake/pages/draw-pdf-page.ts';

/** What the codes on a page say, by the kind of the code: `QRCode`, `Code128`. */
export type ReadSheet = { format: string; code: SheetCode | null }[];

const { resolve } = createRequire(import.meta.url);

/** Draws each page of a PDF as a scanner would see it and reads its codes with the reader of the intake. */
export async function readSheetCodes(bytes: Uint8Array): Promise<ReadSheet[]> {
  const readCodes = createCodeReader(resolve('zxing-wasm/reader/zxing_reader.wasm'));
  return eachPage(bytes, async (pdf, page) => {
    const drawn = drawPdfPage(pdf, page);
    if (!drawn) throw new Error(`Page ${page + 1} cannot be drawn`);
    const codes = await readCodes(drawn.picture);
    return codes.map(({ format, value }) => ({ format, code: decodeSheetCode(value) }));
  });
}

/** The text of each page of a PDF. */
export const pdfTexts = (bytes: Uint8Array): Promise<string[]> =>
  eachPage(bytes, async (pdf, page) => pdfPageText(pdf, page));

async function eachPage<Seen>(bytes: Uint8Array, look: (pdf: OpenPdf, page: number) => Promise<Seen>): Promise<Seen[]> {
  const pdf = openPdf(await loadPdfium(resolve('@embedpdf/pdfium/pdfium.wasm')), bytes, '');
  if (typeof pdf === 'string') throw new Error(`Not a PDF that opens: ${pdf}`);
  const seen: Seen[] = [];
  for (let page = 0; page < pdf.pageCount; page += 1) seen.push(await look(pdf, page));
  closePdf(pdf);
  return seen;
}

/** The cover sheets of a PDF, one per page that bears one. */
export async function sheetsOn(bytes: Uint8Array): Promise<CoverSheet[]> {
  return (await readSheetCodes(bytes)).flatMap((codes) => {
    const found = codes.find(({ code }) => code?.kind === 'coverSheet')?.code;
    return found?.kind === 'coverSheet' ? [found.sheet] : [];
  });
}
