import type { Word } from '../../core/letters/page-words.ts';
import { type OpenPdf, pdfPageText, withPointer } from '../content/pdf-document.ts';
import { type PageColour, pdfPictureColour } from './picture-colour.ts';
import type { Pdfium } from '../content/pdfium-engine.ts';

/** What is on a page of a PDF without drawing it. */
export type PdfPageFacts = {
  /** Null when there is no text, or only that of a stamp on a scan. */
  words: { text: string; words: Word[] } | null;
  /** Pictures or drawings that may hold a code. */
  mayHoldCode: boolean;
  resolution: number | null;
  /** Of the scan; null when it is none or its file does not say. */
  colour: PageColour | null;
  /** Notes and fields lie over the page and would not turn with what is under them. */
  hasAnnotations: boolean;
};

const mostCharacters = 200_000;
const mostObjects = 5_000;
const objectKinds = { path: 2, image: 3, form: 5 };
/** A drawn code has far more corners than a ruled form. */
const segmentsOfCode = 120;
const fewWords = 30;
const widest = 30_000;

/** Looks at page `index` from 0; null when it cannot be read. */
export function pdfPageFacts(pdf: OpenPdf, index: number): PdfPageFacts | null {
  const { pdfium, document } = pdf;
  const text = pdfPageText(pdf, index);
  const page = pdfium.FPDF_LoadPage(document, index);
  if (page === 0) return null;
  try {
    const drawn = drawnOn(pdfium, page);
    const words = isRealText(text) ? wordsOf(pdfium, page) : [];
    const isScan = drawn.pictureShare > 0.5;
    const hasWords = words.length > (isScan ? fewWords : 0);
    return {
      words: hasWords ? { text, words } : null,
      mayHoldCode: drawn.pictureShare > 0.002 || drawn.segments >= segmentsOfCode,
      resolution: isScan ? drawn.resolution : null,
      colour: isScan && drawn.image !== null ? pdfPictureColour(pdf, drawn.image, page) : null,
      hasAnnotations: pdfium.FPDFPage_GetAnnotCount(page) > 0,
    };
  } finally {
    pdfium.FPDF_ClosePage(page);
  }
}

// Text of fonts that do not say which letters they are comes as signs of private use or as nothing readable.
function isRealText(text: string): boolean {
  const signs = text.replace(/\s/g, '');
  const readable = signs.match(/[\p{L}\p{N}\p{P}\p{Sc}\p{Sm}]/gu)?.length ?? 0;
  return /[\p{L}\p{N}]/u.test(signs) && readable > [...signs].length * 0.8;
}

type Drawn = { pictureShare: number; segments: number; resolution: number | null; image: number | null };

// `image`: the largest picture.
function drawnOn(pdfium: Pdfium, page: number): Drawn {
  let image: number | null = null;
  const area = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page);
  let [pictures, segments, largest, resolution] = [0, 0, 0, null as number | null];
  const count = Math.min(pdfium.FPDFPage_CountObjects(page), mostObjects);
  for (let index = 0; index < count; index += 1) {
    const object = pdfium.FPDFPage_GetObject(page, index);
    const kind = pdfium.FPDFPageObj_GetType(object);
    if (kind === objectKinds.path) segments += Math.max(0, pdfium.FPDFPath_CountSegments(object));
    if (kind !== objectKinds.image && kind !== objectKinds.form) continue;
    const { width, height } = boundsOf(pdfium, object);
    pictures += width * height;
    if (kind !== objectKinds.image || width * height <= largest) continue;
    largest = width * height;
    image = object;
    resolution = Math.round(pixelsOf(pdfium, object) / Math.max(1e-3, Math.sqrt(largest) / 72));
  }
  return { pictureShare: area > 0 ? pictures / area : 0, segments, resolution, image };
}

function boundsOf(pdfium: Pdfium, object: number): { width: number; height: number } {
  return withPointer(pdfium, 16, (at) => {
    if (!pdfium.FPDFPageObj_GetBounds(object, at, at + 4, at + 8, at + 12)) return { width: 0, height: 0 };
    const view = viewAt(pdfium, at, 16);
    const side = (low: number, high: number) => Math.max(0, view.getFloat32(high, true) - view.getFloat32(low, true));
    return { width: side(0, 8), height: side(4, 12) };
  });
}

// The side of a square with as many pixels: right for turned pictures as well.
function pixelsOf(pdfium: Pdfium, image: number): number {
  return withPointer(pdfium, 8, (at) => {
    if (!pdfium.FPDFImageObj_GetImagePixelSize(image, at, at + 4)) return 0;
    const view = viewAt(pdfium, at, 8);
    return Math.sqrt(view.getUint32(0, true) * view.getUint32(4, true));
  });
}

function viewAt(pdfium: Pdfium, pointer: number, length: number): DataView {
  return new DataView(pdfium.memory.bytes().buffer, pointer, length);
}

type Box = { left: number; top: number; right: number; bottom: number };

function wordsOf(pdfium: Pdfium, page: number): Word[] {
  const textPage = pdfium.FPDFText_LoadPage(page);
  if (textPage === 0) return [];
  const words: Word[] = [];
  let current: (Box & { text: string }) | null = null;
  const end = () => {
    if (current) words.push({ ...current, text: current.text.normalize('NFC'), confidence: 100 });
    current = null;
  };
  try {
    const count = Math.min(pdfium.FPDFText_CountChars(textPage), mostCharacters);
    for (let index = 0; index < count; index += 1) {
      const sign = String.fromCodePoint(Math.min(0x10_ffff, pdfium.FPDFText_GetUnicode(textPage, index)));
      const box = /[\s\u0000-\u001f\ufffe\uffff]/u.test(sign) ? null : signBox(pdfium, page, textPage, index);
      if (box === null) end();
      else current = current ? { ...joinBoxes(current, box), text: current.text + sign } : { ...box, text: sign };
    }
    end();
  } finally {
    pdfium.FPDFText_ClosePage(textPage);
  }
  return words;
}

function joinBoxes(left: Box, right: Box): Box {
  return {
    left: Math.min(left.left, right.left),
    top: Math.min(left.top, right.top),
    right: Math.max(left.right, right.right),
    bottom: Math.max(left.bottom, right.bottom),
  };
}

// Where a sign is on the page as it is displayed, in parts of width and height.
function signBox(pdfium: Pdfium, page: number, textPage: number, index: number): Box | null {
  return withPointer(pdfium, 48, (at) => {
    if (!pdfium.FPDFText_GetCharBox(textPage, index, at, at + 8, at + 16, at + 24)) return null;
    const view = viewAt(pdfium, at, 32);
    const [left, right, bottom, top] = [0, 8, 16, 24].map((place) => view.getFloat64(place, true));
    const one = displayed(pdfium, page, at + 32, left ?? 0, top ?? 0);
    const other = displayed(pdfium, page, at + 32, right ?? 0, bottom ?? 0);
    return {
      left: Math.min(one.x, other.x),
      top: Math.min(one.y, other.y),
      right: Math.max(one.x, other.x),
      bottom: Math.max(one.y, other.y),
    };
  });
}

function displayed(pdfium: Pdfium, page: number, at: number, x: number, y: number): { x: number; y: number } {
  pdfium.FPDF_PageToDevice(page, 0, 0, widest, widest, 0, x, y, at, at + 4);
  const view = viewAt(pdfium, at, 8);
  const part = (value: number) => Math.min(1, Math.max(0, value / widest));
  return { x: part(view.getInt32(0, true)), y: part(view.getInt32(4, true)) };
}
