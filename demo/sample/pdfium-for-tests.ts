import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { init } from '@embedpdf/pdfium';

type Memory = { malloc: (size: number) => number; free: (pointer: number) => void };

type OpenedPdf = { pageCount: number; text: string[] } | { error: number };

/** Opens PDFs with PDFium, the engine the desk reads text with; for tests. */
export async function loadPdfium(): Promise<(bytes: Uint8Array, password?: string) => OpenedPdf> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm'));
  const pdfium = await init({
    wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer,
  });
  pdfium.PDFiumExt_Init();
  // The package types neither its memory nor malloc; both are there in every build.
  const module = pdfium.pdfium as unknown as { HEAPU8: Uint8Array; wasmExports: Memory };
  const exports = module.wasmExports;
  const pageText = (document: number, index: number): string => {
    const page = pdfium.FPDF_LoadPage(document, index);
    const textPage = pdfium.FPDFText_LoadPage(page);
    const count = pdfium.FPDFText_CountChars(textPage);
    const buffer = exports.malloc((count + 1) * 2);
    const length = pdfium.FPDFText_GetText(textPage, 0, count, buffer);
    const units = new Uint16Array(module.HEAPU8.buffer, buffer, Math.max(0, length - 1));
    const text = String.fromCharCode(...units);
    exports.free(buffer);
    pdfium.FPDFText_ClosePage(textPage);
    pdfium.FPDF_ClosePage(page);
    return text;
  };
  return (bytes, password = '') => {
    const pointer = exports.malloc(Math.max(1, bytes.length));
    module.HEAPU8.set(bytes, pointer);
    const document = pdfium.FPDF_LoadMemDocument(pointer, bytes.length, password);
    if (document === 0) {
      exports.free(pointer);
      return { error: pdfium.FPDF_GetLastError() };
    }
    const pageCount = pdfium.FPDF_GetPageCount(document);
    const text = Array.from({ length: Math.min(pageCount, 60) }, (_, index) => pageText(document, index));
    pdfium.FPDF_CloseDocument(document);
    exports.free(pointer);
    return { pageCount, text };
  };
}
