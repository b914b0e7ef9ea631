import type { PDFDocument, PDFFont, PDFPage } from '@cantoo/pdf-lib';
import { grayscale } from '@cantoo/pdf-lib';
import type { NoticeColumn, NoticeRow } from './notice-content.ts';

/** Millimetres to PDF points. */
export function mm(value: number): number {
  return (value * 72) / 25.4;
}

const pageWidth = mm(210);
const pageHeight = mm(297);
const left = mm(25);
const right = pageWidth - mm(20);
const bottom = mm(28);
const ink = grayscale(0.1);
const line = grayscale(0.6);

export type Fonts = { regular: PDFFont; bold: PDFFont };

/** A pen on A4 pages: `y` is the top of what comes next, in points from the lower edge. */
export type Sheet = { document: PDFDocument; fonts: Fonts; page: PDFPage; y: number; runningHead: string };

/** A sheet with its first page; further pages come by themselves and carry the running head. */
export function createSheet(document: PDFDocument, fonts: Fonts, runningHead: string): Sheet {
  return { document, fonts, page: document.addPage([pageWidth, pageHeight]), y: pageHeight - mm(20), runningHead };
}

/** Begins a new page with the running head on it. */
export function newPage(sheet: Sheet): void {
  sheet.page = sheet.document.addPage([pageWidth, pageHeight]);
  sheet.y = pageHeight - mm(18);
  drawAt(sheet, sheet.runningHead, left, pageHeight - mm(15), 8.5);
  sheet.y -= mm(6);
}

/** Begins a new page when less than `height` points are left on this one. */
export function ensureRoom(sheet: Sheet, height: number): void {
  if (sheet.y - height < bottom) newPage(sheet);
}

/** Writes text at a place of the current page; the pen stays where it is. */
export function drawAt(sheet: Sheet, text: string, x: number, y: number, size: number, bold = false): void {
  sheet.page.drawText(text, { x, y, size, font: bold ? sheet.fonts.bold : sheet.fonts.regular, color: ink });
}

/** Text over the full width (less `indent`), broken at blanks; the pen moves below it. */
export function writeText(
  sheet: Sheet,
  text: string,
  options: { size?: number; bold?: boolean; indent?: number; after?: number } = {},
): void {
  const { size = 10.5, bold = false, indent = 0, after = mm(2.6) } = options;
  const font = bold ? sheet.fonts.bold : sheet.fonts.regular;
  const lines = breakLines(text, font, size, right - left - indent);
  // A lone first line at the foot of a page reads badly: two lines must fit.
  ensureRoom(sheet, size * 1.32 * Math.min(lines.length, 2));
  for (const textLine of lines) {
    ensureRoom(sheet, size * 1.32);
    sheet.y -= size * 1.32;
    drawAt(sheet, textLine, left + indent, sheet.y + size * 0.3, size, bold);
  }
  sheet.y -= after;
}

/** A bullet list, hanging. */
export function writeList(sheet: Sheet, items: readonly string[]): void {
  for (const item of items) {
    ensureRoom(sheet, 14);
    drawAt(sheet, '•', left + mm(1.5), sheet.y - 10.5, 10.5);
    writeText(sheet, item, { indent: mm(6), after: mm(1) });
  }
  sheet.y -= mm(1.6);
}

/** A table over the full width with a caption; a table that does not fit begins on the next page, its head is repeated. */
export function writeTable(
  sheet: Sheet,
  caption: string,
  columns: readonly NoticeColumn[],
  rows: readonly NoticeRow[],
): void {
  const height = rowHeight * (rows.length + 1) + 16;
  if (height < pageHeight * 0.6) ensureRoom(sheet, height);
  writeText(sheet, caption, { size: 8.5, after: mm(0.6) });
  const places = placesOf(columns);
  drawRow(sheet, places, { cells: columns.map((column) => column.title), strong: true }, true);
  for (const row of rows) {
    if (sheet.y - rowHeight < bottom) {
      newPage(sheet);
      drawRow(sheet, places, { cells: columns.map((column) => column.title), strong: true }, true);
    }
    drawRow(sheet, places, row, false);
  }
  sheet.y -= mm(4);
}

/** A thin rule across the text width at the pen. */
export function writeRule(sheet: Sheet): void {
  drawRule(sheet, sheet.y, 0.6);
  sheet.y -= mm(1);
}

/** Page numbers and a short footer on every page, once all pages exist. */
export function writeFooters(sheet: Sheet, text: string): void {
  const pages = sheet.document.getPages();
  pages.forEach((page, index) => {
    const number = `Seite ${index + 1} von ${pages.length}`;
    const size = 8;
    page.drawLine({ start: { x: left, y: mm(20) }, end: { x: right, y: mm(20) }, thickness: 0.4, color: line });
    const x = right - sheet.fonts.regular.widthOfTextAtSize(number, size);
    const room = x - left - mm(4);
    const textSize = Math.min(size, (size * room) / sheet.fonts.regular.widthOfTextAtSize(text, size));
    page.drawText(text, { x: left, y: mm(15.5), size: textSize, font: sheet.fonts.regular, color: ink });
    page.drawText(number, { x, y: mm(15.5), size, font: sheet.fonts.regular, color: ink });
  });
}

type Place = { x: number; width: number; align: 'left' | 'right' };
const rowHeight = 16;
const cellSize = 9;

function placesOf(columns: readonly NoticeColumn[]): Place[] {
  const total = columns.reduce((weights, column) => weights + column.weight, 0);
  let x = left;
  return columns.map(({ weight, align }) => {
    const width = ((right - left) * weight) / total;
    const place = { x, width, align };
    x += width;
    return place;
  });
}

function drawRow(sheet: Sheet, places: readonly Place[], row: NoticeRow, head: boolean): void {
  const top = sheet.y;
  sheet.y -= rowHeight;
  if (head) {
    sheet.page.drawRectangle({ x: left, y: sheet.y, width: right - left, height: rowHeight, color: grayscale(0.92) });
  }
  if (row.strong && !head) drawRule(sheet, top, 0.5);
  const font = row.strong ? sheet.fonts.bold : sheet.fonts.regular;
  places.forEach((place, index) => {
    const { text, size } = fit(row.cells[index] ?? '', font, place.width - 6);
    const inset = place.align === 'right' ? place.width - 3 - font.widthOfTextAtSize(text, size) : 3;
    drawAt(sheet, text, place.x + inset, sheet.y + 5, size, row.strong === true);
  });
  drawRule(sheet, sheet.y, 0.25);
}

function drawRule(sheet: Sheet, y: number, thickness: number): void {
  sheet.page.drawLine({ start: { x: left, y }, end: { x: right, y }, thickness, color: line });
}

/** Makes a cell's text fit: a little smaller first, then cut with an ellipsis (only long first names ever are). */
function fit(text: string, font: PDFFont, width: number): { text: string; size: number } {
  for (let size = cellSize; size >= 7; size -= 0.5) {
    if (font.widthOfTextAtSize(text, size) <= width) return { text, size };
  }
  let short = text;
  while (short.length > 1 && font.widthOfTextAtSize(`${short}…`, 7) > width) short = short.slice(0, -1);
  return { text: `${short}…`, size: 7 };
}

/** Breaks text at blanks into lines no wider than `width` points; a single longer word is cut. */
export function breakLines(text: string, font: PDFFont, size: number, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/[ \t\r\n]+/).filter(Boolean)) {
    const candidate = current ? `${current} ${word}` : word;
    if (font.widthOfTextAtSize(candidate, size) <= width) {
      current = candidate;
      continue;
    }
    if (current) lines.push(current);
    current = word;
    while (font.widthOfTextAtSize(current, size) > width) {
      let cut = current.length - 1;
      while (cut > 1 && font.widthOfTextAtSize(current.slice(0, cut), size) > width) cut -= 1;
      lines.push(current.slice(0, cut));
      current = current.slice(cut);
    }
  }
  if (current) lines.push(current);
  return lines;
}
