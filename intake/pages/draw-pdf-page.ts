import { type OpenPdf, withPointer } from '../content/pdf-document.ts';
import type { Pdfium } from '../content/pdfium-engine.ts';
import { canvasOf, type ColourPage } from './page-as-jpeg.ts';
import { pictureResolution } from './page-jobs.ts';
import { mostPixels, type PagePicture } from './page-picture.ts';

const formats = { grey: { number: 1, bytes: 1 }, colours: { number: 3, bytes: 4 } } as const;
const withAnnotations = 1;

/** Draws page `index` as it is displayed, in grey; null when it cannot be drawn. */
export function drawPdfPage(pdf: OpenPdf, index: number): PagePicture | null {
  return onPage(pdf, index, (page, inches) => {
    const resolution = Math.min(pictureResolution, Math.sqrt(mostPixels / 2 / (inches.width * inches.height)));
    const [width, height] = [sideOf(inches.width * resolution), sideOf(inches.height * resolution)];
    const grey = drawLoaded(pdf.pdfium, page, { width, height, form: 'grey' });
    const picture = grey && { width, height, grey };
    return picture && { picture, resolution, isResolutionKnown: true, mirrored: false, turned: 0 };
  });
}

/** Draws page `index` as it is displayed, in its colours and just as large as it is to be seen; null when it cannot be drawn. */
export function seePdfPage(pdf: OpenPdf, index: number, longSide: number): ColourPage | null {
  return onPage(pdf, index, (page, inches) => {
    const factor = Math.min(pictureResolution, longSide / Math.max(inches.width, inches.height));
    const [width, height] = [sideOf(inches.width * factor), sideOf(inches.height * factor)];
    const rgba = drawLoaded(pdf.pdfium, page, { width, height, form: 'colours' });
    if (rgba === null) return null;
    swapRedAndBlue(rgba);
    const picture = canvasOf({ width, height, rgba });
    return { picture, width, height, mirrored: false, turned: 0, alreadyTurned: 0 };
  });
}

const sideOf = (length: number) => Math.max(1, Math.round(length));

function onPage<Drawn>(
  { pdfium, document }: OpenPdf,
  index: number,
  draw: (page: number, inches: { width: number; height: number }) => Drawn | null,
): Drawn | null {
  const page = pdfium.FPDF_LoadPage(document, index);
  if (page === 0) return null;
  try {
    const [width, height] = [pdfium.FPDF_GetPageWidthF(page) / 72, pdfium.FPDF_GetPageHeightF(page) / 72];
    return width > 0.05 && height > 0.05 ? draw(page, { width, height }) : null;
  } finally {
    pdfium.FPDF_ClosePage(page);
  }
}

type Size = { width: number; height: number; form: keyof typeof formats };

function drawLoaded(pdfium: Pdfium, page: number, { width, height, form }: Size): Uint8Array | null {
  const format = formats[form];
  return withPointer(pdfium, width * height * format.bytes, (buffer) => {
    const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, format.number, buffer, width * format.bytes);
    if (bitmap === 0) return null;
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, withAnnotations);
    pdfium.FPDFBitmap_Destroy(bitmap);
    return pdfium.memory.bytes().slice(buffer, buffer + width * height * format.bytes);
  });
}

// PDFium writes blue, green, red and a byte that means nothing.
function swapRedAndBlue(pixels: Uint8Array): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const blue = pixels[at] ?? 0;
    pixels[at] = pixels[at + 2] ?? 0;
    pixels[at + 2] = blue;
    pixels[at + 3] = 255;
  }
}
