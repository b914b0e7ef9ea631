import { PDFDocument, type PDFFont, type PDFPage, PDFOperator, PDFOperatorNames, StandardFonts } from '@cantoo/pdf-lib';
import bwip from 'bwip-js/node';
import { type CoverSheet, encodeCoverSheet, separatorCode } from '../../core/letters/cover-sheet.ts';
import { decimal } from '../pages/text-layer.ts';

/** A cover sheet to print: what its code says, and the same in words for whoever sorts the paper. */
export type CoverSheetToPrint = { sheet: CoverSheet; keyword: string | null; recipient: string | null };

const perMillimetre = 72 / 25.4;
const paper = { width: 210 * perMillimetre, height: 297 * perMillimetre };
const qrSide = 55 * perMillimetre;
const barHeight = 16 * perMillimetre;
/** Bars narrower than this are lost in a scan of 200 dots per inch. */
const narrowestBar = 0.28 * perMillimetre;
const widestBar = 0.5 * perMillimetre;
const left = 22 * perMillimetre;

/** Prints cover sheets, one per page, and after them separators. Throws when the file number of one is too long for a code. */
export async function sheetsPdf(sheets: readonly CoverSheetToPrint[], separators: number): Promise<Uint8Array> {
  const { document, fonts } = await newDocument(sheets.length > 0 ? 'Deckblätter' : 'Trennblätter');
  for (const toPrint of sheets) addCoverSheet(document.addPage([paper.width, paper.height]), toPrint, fonts);
  for (let sheet = 0; sheet < separators; sheet += 1)
    addSeparator(document.addPage([paper.width, paper.height]), fonts);
  return document.save();
}

/** Prints cover sheets, one per page. Throws when the file number of one is too long for a code. */
export const coverSheetsPdf = (sheets: readonly CoverSheetToPrint[]): Promise<Uint8Array> => sheetsPdf(sheets, 0);

/** Prints separator sheets: a code, and the bars of a patch sheet for scanners that know those only. */
export const separatorSheetsPdf = (count: number): Promise<Uint8Array> => sheetsPdf([], count);

type Fonts = { regular: PDFFont; bold: PDFFont };

const handling =
  'Dieses Blatt wird beim Scannen erkannt und nicht in die Akte genommen. Es kann wieder verwendet werden.';

async function newDocument(title: string): Promise<{ document: PDFDocument; fonts: Fonts }> {
  const document = await PDFDocument.create();
  document.setTitle(title);
  document.setLanguage('de-DE');
  const regular = await document.embedFont(StandardFonts.Helvetica);
  return { document, fonts: { regular, bold: await document.embedFont(StandardFonts.HelveticaBold) } };
}

function addSeparator(page: PDFPage, fonts: Fonts): void {
  heading(page, 'Trennblatt', ['Hier beginnt ein neues Schriftstück.', handling], fonts);
  drawQr(page, separatorCode, { x: (paper.width - qrSide) / 2, y: 110 * perMillimetre });
  drawPatchBars(page);
}

function addCoverSheet(page: PDFPage, { sheet, keyword, recipient }: CoverSheetToPrint, fonts: Fonts): void {
  const code = encodeCoverSheet(sheet);
  heading(
    page,
    'Deckblatt',
    ['Dieses Blatt vor das Schriftstück legen, mit der bedruckten Seite nach oben.', handling],
    fonts,
  );
  const lines: [string, string | null][] = [
    ['Aktenzeichen', sheet.fileNumber],
    ['Schlagwort', keyword],
    ['Empfängerin oder Empfänger', recipient],
  ];
  for (const [place, [label, value]] of lines.entries()) {
    const y = paper.height - (85 + place * 22) * perMillimetre;
    page.drawText(label, { x: left, y, size: 11, font: fonts.regular });
    page.drawText(fitted(value ?? '–', fonts.bold), { x: left, y: y - 22, size: 20, font: fonts.bold });
  }
  drawQr(page, code, { x: left, y: 60 * perMillimetre });
  drawBars(page, code);
}

function heading(page: PDFPage, title: string, lines: string[], fonts: Fonts): void {
  page.drawText(title, { x: left, y: paper.height - 40 * perMillimetre, size: 40, font: fonts.bold });
  for (const [place, line] of lines.entries())
    page.drawText(line, { x: left, y: paper.height - (54 + place * 7) * perMillimetre, size: 10, font: fonts.regular });
}

// The fonts every viewer has know the letters of western Europe; others lose their marks, and what is too long its end.
function fitted(text: string, font: PDFFont): string {
  let known = '';
  for (const sign of text.normalize('NFC')) {
    const choices = [sign, sign.normalize('NFD').replace(/\p{M}/gu, ''), '?'];
    known += choices.find((choice) => canShow(choice, font)) ?? '';
  }
  const room = paper.width - left - 45 * perMillimetre;
  if (font.widthOfTextAtSize(known, 20) <= room) return known;
  while (known !== '' && font.widthOfTextAtSize(`${known}…`, 20) > room) known = known.slice(0, -1);
  return `${known}…`;
}

function canShow(text: string, font: PDFFont): boolean {
  try {
    font.encodeText(text);
    return true;
  } catch {
    return false;
  }
}

function drawQr(page: PDFPage, text: string, { x, y }: { x: number; y: number }): void {
  const [matrix] = bwip.raw('qrcode', text, 'eclevel=Q');
  if (!matrix || !('pixs' in matrix)) throw new Error('No code was made');
  const { pixs, pixx, pixy } = matrix;
  const dot = qrSide / pixx;
  const boxes: Box[] = [];
  for (const [place, isDark] of pixs.entries()) {
    const [column, row] = [place % pixx, Math.floor(place / pixx)];
    if (isDark) boxes.push([x + column * dot, y + (pixy - 1 - row) * dot, dot, dot]);
  }
  fillBoxes(page, boxes);
}

// The same in bars up the right edge, where there is room for as many as it takes; left out when even that is too short.
function drawBars(page: PDFPage, text: string): void {
  const [line] = bwip.raw({ bcid: 'code128', text });
  if (!line || !('sbs' in line)) throw new Error('No code was made');
  const modules = line.sbs.reduce((sum, width) => sum + width, 0);
  const module = Math.min(widestBar, (paper.height - 30 * perMillimetre) / modules);
  if (module < narrowestBar) return;
  const x = paper.width - 14 * perMillimetre - barHeight;
  let y = (paper.height - modules * module) / 2;
  const boxes: Box[] = [];
  for (const [place, width] of line.sbs.entries()) {
    if (place % 2 === 0) boxes.push([x, y, barHeight, width * module]);
    y += width * module;
  }
  fillBoxes(page, boxes);
}

// Patch T: narrow, wide, narrow, wide.
function drawPatchBars(page: PDFPage): void {
  const [narrow, wide] = [0.08 * 72, 0.2 * 72];
  const width = 150 * perMillimetre;
  let y = 55 * perMillimetre;
  const boxes: Box[] = [];
  for (const height of [narrow, wide, narrow, wide]) {
    boxes.push([(paper.width - width) / 2, y, width, height]);
    y += height + narrow;
  }
  fillBoxes(page, boxes);
}

type Box = [x: number, y: number, width: number, height: number];

// One shape of many boxes: drawn one by one, fine white lines would stand between neighbours.
function fillBoxes(page: PDFPage, boxes: Box[]): void {
  const paths = boxes.map((box) => PDFOperator.of(PDFOperatorNames.AppendRectangle, box.map(decimal)));
  page.pushOperators(
    PDFOperator.of(PDFOperatorNames.NonStrokingColorGray, ['0']),
    ...paths,
    PDFOperator.of(PDFOperatorNames.FillNonZero),
  );
}
