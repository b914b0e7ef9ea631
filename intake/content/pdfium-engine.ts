import { readFileSync } from 'node:fs';
import { init } from '@embedpdf/pdfium';

/** The part of PDFium the desk uses; pointers and handles are numbers, 0 means none. */
export type Pdfium = {
  FPDF_LoadMemDocument: (bytes: number, length: number, password: string) => number;
  FPDF_CloseDocument: (document: number) => void;
  FPDF_GetLastError: () => number;
  FPDF_GetPageCount: (document: number) => number;
  FPDF_LoadPage: (document: number, index: number) => number;
  FPDF_ClosePage: (page: number) => void;
  FPDF_GetFormType: (document: number) => number;
  FPDF_GetSignatureCount: (document: number) => number;
  FPDF_GetDocUserPermissions: (document: number) => number;
  FPDF_DocumentHasValidCrossReferenceTable: (document: number) => boolean;
  EPDF_IsEncrypted: (document: number) => boolean;
  FPDFDoc_GetJavaScriptActionCount: (document: number) => number;
  FPDFDoc_GetAttachmentCount: (document: number) => number;
  FPDFDoc_GetAttachment: (document: number, index: number) => number;
  FPDFAttachment_GetName: (attachment: number, buffer: number, length: number) => number;
  FPDFAttachment_GetSubtype: (attachment: number, buffer: number, length: number) => number;
  FPDFAttachment_GetFile: (attachment: number, buffer: number, length: number, lengthOut: number) => boolean;
  EPDFPage_GetAnnotCountRaw: (document: number, pageIndex: number) => number;
  EPDFPage_GetAnnotRaw: (document: number, pageIndex: number, index: number) => number;
  FPDFPage_GetAnnotCount: (page: number) => number;
  FPDFPage_GetAnnot: (page: number, index: number) => number;
  FPDFPage_CloseAnnot: (annotation: number) => void;
  FPDFAnnot_GetSubtype: (annotation: number) => number;
  FPDFAnnot_GetFileAttachment: (annotation: number) => number;
  FPDFPage_Flatten: (page: number, usage: number) => number;
  FPDFText_LoadPage: (page: number) => number;
  FPDFText_ClosePage: (textPage: number) => void;
  FPDFText_CountChars: (textPage: number) => number;
  FPDFText_GetText: (textPage: number, start: number, count: number, buffer: number) => number;
  FPDFText_GetUnicode: (textPage: number, index: number) => number;
  FPDFText_GetCharBox: (
    textPage: number,
    index: number,
    left: number,
    right: number,
    bottom: number,
    top: number,
  ) => boolean;
  FPDF_GetPageWidthF: (page: number) => number;
  FPDF_GetPageHeightF: (page: number) => number;
  FPDF_PageToDevice: (
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    turn: number,
    x: number,
    y: number,
    deviceX: number,
    deviceY: number,
  ) => boolean;
  FPDFPage_CountObjects: (page: number) => number;
  FPDFPage_GetObject: (page: number, index: number) => number;
  FPDFPageObj_GetType: (object: number) => number;
  FPDFPageObj_GetBounds: (object: number, left: number, bottom: number, right: number, top: number) => boolean;
  FPDFPath_CountSegments: (path: number) => number;
  FPDFImageObj_GetImageMetadata: (image: number, page: number, metadata: number) => boolean;
  FPDFImageObj_GetImagePixelSize: (image: number, width: number, height: number) => boolean;
  FPDFBitmap_CreateEx: (width: number, height: number, format: number, buffer: number, stride: number) => number;
  FPDFBitmap_FillRect: (
    bitmap: number,
    left: number,
    top: number,
    width: number,
    height: number,
    colour: number,
  ) => boolean;
  FPDFBitmap_Destroy: (bitmap: number) => void;
  FPDF_RenderPageBitmap: (
    bitmap: number,
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    turn: number,
    flags: number,
  ) => void;
  PDFiumExt_Init: () => void;
  memory: { allocate: (size: number) => number; free: (pointer: number) => void; bytes: () => Uint8Array };
};

/** PDFium, loaded when the first PDF comes. */
export type PdfiumSource = () => Promise<Pdfium>;

/** Most memory one PDFium may take, in 64 KiB pages: 1 GiB. Enforced by the WebAssembly engine itself. */
const MAX_MEMORY_PAGES = 16_384;

/** Loads PDFium from a file on disk, silent and with bounded memory. Throws when the file is missing or not PDFium. */
export async function loadPdfium(wasmPath: string): Promise<Pdfium> {
  const wasmBinary = limitMemory(new Uint8Array(readFileSync(wasmPath)), MAX_MEMORY_PAGES);
  const silent = () => undefined;
  const options = { wasmBinary: wasmBinary.buffer, print: silent, printErr: silent } as unknown as Parameters<
    typeof init
  >[0];
  const module = await init(options);
  module.PDFiumExt_Init();
  const runtime = module.pdfium as unknown as {
    HEAPU8: Uint8Array;
    wasmExports: { malloc: (size: number) => number; free: (pointer: number) => void };
  };
  const memory = {
    allocate: (size: number) => {
      const pointer = runtime.wasmExports.malloc(Math.max(1, size)) >>> 0;
      if (pointer === 0) throw new RangeError('PDFium is out of memory');
      return pointer;
    },
    free: (pointer: number) => runtime.wasmExports.free(pointer),
    // HEAPU8 is replaced when memory grows, so it must be asked for every time.
    bytes: () => runtime.HEAPU8,
  };
  return Object.assign(Object.create(null), module as unknown as Omit<Pdfium, 'memory'>, { memory }) as Pdfium;
}

/** Lowers the maximum in the memory section of a WebAssembly binary; throws if there is none. */
function limitMemory(wasm: Uint8Array, maximumPages: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(wasm);
  let position = 8;
  while (position < copy.length) {
    const section = copy[position];
    const size = readNumber(copy, position + 1);
    if (section === 5) {
      lowerMaximum(copy, size.next, maximumPages);
      return copy;
    }
    position = size.next + size.value;
  }
  throw new Error('The WebAssembly binary declares no memory');
}

// Section: count, then per memory: flags, minimum, maximum. The new maximum is padded to the length of the old one.
function lowerMaximum(wasm: Uint8Array, start: number, maximumPages: number): void {
  if (((wasm[start + 1] ?? 0) & 1) === 0) throw new Error('The WebAssembly memory declares no maximum');
  const minimum = readNumber(wasm, start + 2);
  const maximum = readNumber(wasm, minimum.next);
  if (maximum.value <= maximumPages) return;
  let rest = Math.max(minimum.value, maximumPages);
  for (let position = minimum.next; position < maximum.next; position += 1) {
    const more = position < maximum.next - 1 ? 0x80 : 0;
    wasm[position] = (rest & 0x7f) | more;
    rest >>>= 7;
  }
}

function readNumber(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  let shift = 0;
  let position = start;
  for (;;) {
    const byte = bytes[position] ?? 0;
    position += 1;
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte < 0x80) return { value, next: position };
  }
}
