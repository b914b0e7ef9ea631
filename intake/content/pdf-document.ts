import type { Pdfium } from './pdfium-engine.ts';
import { searchableText } from './plain-text.ts';

/** Pages beyond this number are not read; the page count itself stays true. */
export const MAX_PDF_PAGES = 20_000;
const MAX_CHARACTERS = 2_000_000;
const MAX_ATTACHMENTS = 500;
const MAX_ANNOTATIONS = 2_000;
const WRONG_PASSWORD = 4;
const UNSUPPORTED_SECURITY = 5;
const FILE_ATTACHMENT = 17;
// Free text, stamp and form field: annotations whose text a reader sees on the page.
const SEEN_ON_PAGE = new Set([3, 13, 20]);
const FLATTEN_FOR_DISPLAY = 0;

/** An open PDF inside PDFium; give it back with `closePdf`. */
export type OpenPdf = { pdfium: Pdfium; document: number; bytesPointer: number; pageCount: number };

/** Why PDFium would not open a file. */
export type PdfRefusal = 'password' | 'encryption-unknown' | 'damaged';

/** Opens a PDF; `password` may be empty. Scripts are never run: no form or script environment is created. */
export function openPdf(pdfium: Pdfium, bytes: Uint8Array, password: string): OpenPdf | PdfRefusal {
  const bytesPointer = pdfium.memory.allocate(bytes.length);
  pdfium.memory.bytes().set(bytes, bytesPointer);
  const document = pdfium.FPDF_LoadMemDocument(bytesPointer, bytes.length, password);
  if (document !== 0)
    return { pdfium, document, bytesPointer, pageCount: Math.max(0, pdfium.FPDF_GetPageCount(document)) };
  const error = pdfium.FPDF_GetLastError();
  pdfium.memory.free(bytesPointer);
  if (error === WRONG_PASSWORD) return 'password';
  return error === UNSUPPORTED_SECURITY ? 'encryption-unknown' : 'damaged';
}

/** Closes the document and frees its bytes. */
export function closePdf(pdf: OpenPdf): void {
  pdf.pdfium.FPDF_CloseDocument(pdf.document);
  pdf.pdfium.memory.free(pdf.bytesPointer);
}

/** Searchable text of page `index` (from 0), with what is written in form fields; `''` if the page cannot be read. */
export function pdfPageText(pdf: OpenPdf, index: number): string {
  const { pdfium, document } = pdf;
  let page = pdfium.FPDF_LoadPage(document, index);
  if (page === 0) return '';
  // Flattening happens in memory only; it turns form fields into text PDFium can read.
  if (showsAnnotations(pdfium, page) && pdfium.FPDFPage_Flatten(page, FLATTEN_FOR_DISPLAY) === 1) {
    pdfium.FPDF_ClosePage(page);
    page = pdfium.FPDF_LoadPage(document, index);
    if (page === 0) return '';
  }
  const text = loadedPageText(pdfium, page);
  pdfium.FPDF_ClosePage(page);
  return searchableText(text);
}

function loadedPageText(pdfium: Pdfium, page: number): string {
  const textPage = pdfium.FPDFText_LoadPage(page);
  if (textPage === 0) return '';
  const count = Math.min(pdfium.FPDFText_CountChars(textPage), MAX_CHARACTERS);
  const text =
    count > 0
      ? readUtf16(pdfium, (count + 1) * 2, (buffer) => pdfium.FPDFText_GetText(textPage, 0, count, buffer) * 2)
      : '';
  pdfium.FPDFText_ClosePage(textPage);
  return text;
}

/** True when text of fields, stamps and notes is seen on the page. */
export function showsAnnotations(pdfium: Pdfium, page: number): boolean {
  const count = Math.min(pdfium.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS);
  for (let index = 0; index < count; index += 1) {
    const annotation = pdfium.FPDFPage_GetAnnot(page, index);
    if (annotation === 0) continue;
    const subtype = pdfium.FPDFAnnot_GetSubtype(annotation);
    pdfium.FPDFPage_CloseAnnot(annotation);
    if (SEEN_ON_PAGE.has(subtype)) return true;
  }
  return false;
}

/** One file embedded in a PDF, as claimed by the PDF. `read` gives its bytes, or `null` if they are unreadable or too many. */
export type PdfAttachment = {
  name: string;
  claimedType: string;
  size: number;
  read: (limit: number) => Uint8Array | null;
};

/** Embedded files, first those of the document, then those attached to pages. Ends early at 500 or at `deadline` (performance.now). */
export function pdfAttachments(pdf: OpenPdf, deadline: number): PdfAttachment[] {
  const { pdfium, document } = pdf;
  const found: PdfAttachment[] = [];
  const named = Math.min(pdfium.FPDFDoc_GetAttachmentCount(document), MAX_ATTACHMENTS);
  for (let index = 0; index < named; index += 1) {
    const attachment = pdfium.FPDFDoc_GetAttachment(document, index);
    if (attachment !== 0) found.push(describe(pdfium, attachment));
  }
  for (let page = 0; page < Math.min(pdf.pageCount, MAX_PDF_PAGES); page += 1) {
    if (found.length >= MAX_ATTACHMENTS || performance.now() > deadline) break;
    found.push(...attachedToPage(pdf, page));
  }
  return found.slice(0, MAX_ATTACHMENTS);
}

function attachedToPage(pdf: OpenPdf, page: number): PdfAttachment[] {
  const { pdfium, document } = pdf;
  const found: PdfAttachment[] = [];
  const count = Math.min(pdfium.EPDFPage_GetAnnotCountRaw(document, page), MAX_ANNOTATIONS);
  for (let index = 0; index < count; index += 1) {
    const annotation = pdfium.EPDFPage_GetAnnotRaw(document, page, index);
    if (annotation === 0) continue;
    const attachment =
      pdfium.FPDFAnnot_GetSubtype(annotation) === FILE_ATTACHMENT ? pdfium.FPDFAnnot_GetFileAttachment(annotation) : 0;
    if (attachment !== 0) found.push(describe(pdfium, attachment));
    pdfium.FPDFPage_CloseAnnot(annotation);
  }
  return found;
}

function describe(pdfium: Pdfium, attachment: number): PdfAttachment {
  return {
    name: readName(pdfium, (buffer, length) => pdfium.FPDFAttachment_GetName(attachment, buffer, length)),
    claimedType: readName(pdfium, (buffer, length) => pdfium.FPDFAttachment_GetSubtype(attachment, buffer, length)),
    size: attachmentSize(pdfium, attachment),
    read: (limit) => readFile(pdfium, attachment, limit),
  };
}

function attachmentSize(pdfium: Pdfium, attachment: number): number {
  return withPointer(pdfium, 4, (out) =>
    pdfium.FPDFAttachment_GetFile(attachment, 0, 0, out) ? readUint32(pdfium, out) : 0,
  );
}

function readFile(pdfium: Pdfium, attachment: number, limit: number): Uint8Array | null {
  const size = attachmentSize(pdfium, attachment);
  if (size === 0 || size > limit) return null;
  return withPointer(pdfium, 4, (out) =>
    withPointer(pdfium, size, (buffer) =>
      pdfium.FPDFAttachment_GetFile(attachment, buffer, size, out)
        ? pdfium.memory.bytes().slice(buffer, buffer + size)
        : null,
    ),
  );
}

function readName(pdfium: Pdfium, read: (buffer: number, length: number) => number): string {
  const length = Math.min(read(0, 0), 4096);
  return length <= 2 ? '' : readUtf16(pdfium, length, (buffer) => Math.min(read(buffer, length), length));
}

// Bytes include the closing zero.
function readUtf16(pdfium: Pdfium, size: number, fill: (buffer: number) => number): string {
  return withPointer(pdfium, size, (buffer) => {
    const written = Math.min(fill(buffer), size);
    return new TextDecoder('utf-16le').decode(
      pdfium.memory.bytes().subarray(buffer, buffer + Math.max(0, written - 2)),
    );
  });
}

function readUint32(pdfium: Pdfium, pointer: number): number {
  const bytes = pdfium.memory.bytes();
  return new DataView(bytes.buffer, pointer, 4).getUint32(0, true);
}

/** Gives some bytes of PDFium's memory to `use`, and takes them back. */
export function withPointer<Result>(pdfium: Pdfium, size: number, use: (pointer: number) => Result): Result {
  const pointer = pdfium.memory.allocate(size);
  try {
    return use(pointer);
  } finally {
    pdfium.memory.free(pointer);
  }
}
