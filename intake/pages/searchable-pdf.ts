import { degrees, PDFDocument, StandardFonts, type PDFPage, type PDFRef } from '@cantoo/pdf-lib';
import { addTurns } from './grey-picture.ts';
import type { PageToWrite } from './page-jobs.ts';
import type { PageImage } from './page-image.ts';
import { addTextFont, addTextLayer, decimal, type Matrix } from './text-layer.ts';

const upright: Matrix = [1, 0, 0, 1, 0, 0];

/** Where pages come from: the PDF itself, or pictures of them. */
export type PageSource = {
  /** The file when it is a PDF. */
  pdf: Uint8Array | null;
  /** Null when the page cannot be decoded. */
  image: (document: PDFDocument, index: number) => Promise<PageImage | null>;
};

/** A PDF of some pages of a file: upright, straight, with their words behind them. */
export async function writeSearchablePdf(source: PageSource, pages: PageToWrite[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setProducer('Aktenpult');
  document.setCreator('Aktenpult');
  const font = addTextFont(document);
  const copies = source.pdf ? await copyPages(document, source.pdf, pages) : null;
  for (const [place, page] of pages.entries()) {
    const copy = copies?.[place];
    if (copy) addCopy(document, copy, page, font);
    else await addPicture(document, source, page, font);
  }
  return document.save({ useObjectStreams: true });
}

// A PDF that another program repairs may be beyond this one: its pages become pictures then.
async function copyPages(document: PDFDocument, bytes: Uint8Array, pages: PageToWrite[]): Promise<PDFPage[] | null> {
  try {
    const original = await PDFDocument.load(bytes, { password: '', updateMetadata: false });
    return await document.copyPages(
      original,
      pages.map(({ index }) => index),
    );
  } catch {
    return null;
  }
}

function addCopy(document: PDFDocument, page: PDFPage, { turned, skew, words }: PageToWrite, font: PDFRef): void {
  document.addPage(page);
  const angle = (((page.getRotation().angle + turned) % 360) + 360) % 360;
  const box = page.getCropBox();
  page.setRotation(degrees(angle));
  if (skew !== 0) straighten(page, box, skew);
  else if (words) wrap(page, 'q', 'Q');
  if (!words) return;
  const isAside = angle % 180 !== 0;
  const [width, height] = isAside ? [box.height, box.width] : [box.width, box.height];
  addTextLayer(page, font, words, { width, height, matrix: matrixOf(angle, box) });
}

type Box = { x: number; y: number; width: number; height: number };

// From the page as displayed, turned clockwise by `angle`, back to the page as described.
function matrixOf(angle: number, { x, y, width, height }: Box): Matrix {
  if (angle === 90) return [0, 1, -1, 0, x + width, y];
  if (angle === 180) return [-1, 0, 0, -1, x + width, y + height];
  if (angle === 270) return [0, -1, 1, 0, x, y + height];
  return [1, 0, 0, 1, x, y];
}

function straighten(page: PDFPage, box: Box, skew: number): void {
  const [middleX, middleY] = [box.x + box.width / 2, box.y + box.height / 2];
  wrap(page, `q ${clockwise(skew, middleX, middleY).map(decimal).join(' ')} cm`, 'Q');
}

function wrap(page: PDFPage, before: string, after: string): void {
  const { context } = page.doc;
  page.node.wrapContentStreams(
    context.register(context.stream(`${before}\n`)),
    context.register(context.stream(`\n${after}\n`)),
  );
}

function clockwise(angle: number, middleX: number, middleY: number): Matrix {
  const [sin, cos] = [Math.sin((-angle * Math.PI) / 180), Math.cos((-angle * Math.PI) / 180)];
  return [cos, sin, -sin, cos, middleX - cos * middleX + sin * middleY, middleY - sin * middleX - cos * middleY];
}

async function addPicture(document: PDFDocument, source: PageSource, page: PageToWrite, font: PDFRef): Promise<void> {
  const image = await source.image(document, page.index);
  if (image) addImage(document, image, { ...page, turned: addTurns(page.turned, -image.alreadyTurned) }, font);
  else await addNote(document, page.index + 1);
}

// The page keeps its place in the document, so that nobody takes the next one for it.
async function addNote(document: PDFDocument, number: number): Promise<void> {
  const page = document.addPage([595, 842]);
  const font = await document.embedFont(StandardFonts.Helvetica);
  const lines = [
    `Seite ${number} der eingegangenen Datei konnte nicht gelesen werden.`,
    'Die Datei ist unverändert aufbewahrt.',
  ];
  for (const [line, text] of lines.entries()) page.drawText(text, { x: 70, y: 740 - line * 20, size: 12, font });
}

function addImage(document: PDFDocument, image: PageImage, { turned, skew, words }: PageToWrite, font: PDFRef): void {
  const isAside = turned % 180 !== 0;
  const [width, height] = isAside ? [image.height, image.width] : [image.width, image.height];
  const page = document.addPage([width, height]);
  const key = page.node.newXObject('Seite', image.ref);
  const angle = (-(turned + skew) * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const [across, down] = [image.mirrored ? -image.width : image.width, image.height];
  // The unit square of a picture around its middle, sized, turned, and moved to the middle of the page.
  const turnedBy = [cos * across, sin * across, -sin * down, cos * down] as const;
  const [a, b, c, d] = turnedBy;
  const matrix: Matrix = [a, b, c, d, width / 2 - (a + c) / 2, height / 2 - (b + d) / 2];
  const { context } = document;
  page.node.addContentStream(
    context.register(context.stream(`q ${matrix.map(decimal).join(' ')} cm ${key.toString()} Do Q\n`)),
  );
  addTextLayer(page, font, words ?? [], { width, height, matrix: upright });
}
