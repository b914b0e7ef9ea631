import type { PDFDocumentProxy } from 'pdfjs-dist';
import { AppError } from '../../../../core/domain/errors.ts';
import { type PrintPicture, printPictures } from '../print/print-frame.ts';
import { drawPage, release } from './draw-page.ts';

/** Dots per CSS pixel on paper: 200 dpi. */
const pixelRatio = 200 / 96;

/** Prints pages of a PDF as they are shown, each drawn for paper. */
export async function printPdf(
  pdf: PDFDocumentProxy,
  numbers: number[],
  title: string,
  signal: AbortSignal,
): Promise<void> {
  const pictures: PrintPicture[] = [];
  try {
    for (const number of numbers) {
      const drawn = await drawPage(pdf, { number, scale: 1, quarterTurns: 0, pixelRatio }, signal);
      if (!drawn) return;
      pictures.push(await pictureOf(drawn.canvas));
    }
    await printPictures(pictures, title);
  } finally {
    for (const { address } of pictures) URL.revokeObjectURL(address);
  }
}

/** A canvas as a picture to print; the canvas is given back. */
export async function pictureOf(canvas: HTMLCanvasElement): Promise<PrintPicture> {
  const isLandscape = canvas.width > canvas.height;
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  release(canvas);
  if (!blob) throw new AppError('internal', 'Das Dokument lässt sich nicht drucken.');
  return { address: URL.createObjectURL(blob), isLandscape };
}
