import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, type PDFPage, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib';
import { timeOf } from '../dates.ts';
import type { Day } from '../types.ts';
import { type FontName, winAnsiCode } from './fonts.ts';
import { type InkItem, type Page, PAGE_HEIGHT, PAGE_WIDTH, type PageItem, type TextItem } from './page.ts';

const BASE_FONTS: Record<FontName, string> = {
  sans: 'Helvetica',
  sansBold: 'Helvetica-Bold',
  sansItalic: 'Helvetica-Oblique',
  serif: 'Times-Roman',
  serifBold: 'Times-Bold',
  serifItalic: 'Times-Italic',
};

type PdfFacts = { title: string; author: string; date: Day; producer?: string };

const number = (value: number) => (Math.round(value * 100) / 100).toString();
const up = (y: number) => number(PAGE_HEIGHT - y);

function colorOf(color: string): string {
  return [1, 3, 5].map((start) => number(Number.parseInt(color.slice(start, start + 2), 16) / 255)).join(' ');
}

function literal(text: string): string {
  let out = '';
  for (const character of text) {
    const code = winAnsiCode(character);
    if (code === 0x28 || code === 0x29 || code === 0x5c) out += `\\${character}`;
    else out += String.fromCharCode(code);
  }
  return `(${out})`;
}

function textOperators(item: TextItem, invisible: boolean): string {
  const mode = invisible ? '3 Tr ' : '';
  return `BT ${mode}${colorOf(item.color)} rg /${item.font} ${number(item.size)} Tf ${number(item.x)} ${up(item.y)} Td ${literal(item.text)} Tj ET\n`;
}

/** Control points of a smooth curve through the points: pairs of [control, end] for quadratic curves. */
export function inkCurves(points: readonly number[]): [cx: number, cy: number, x: number, y: number][] {
  const curves: [number, number, number, number][] = [];
  for (let i = 2; i + 3 < points.length; i += 2) {
    const [cx = 0, cy = 0, nx = 0, ny = 0] = points.slice(i, i + 4);
    curves.push([cx, cy, (cx + nx) / 2, (cy + ny) / 2]);
  }
  const [x = 0, y = 0] = points.slice(-2);
  curves.push([x, y, x, y]);
  return curves;
}

function inkOperators(item: InkItem): string {
  let [fromX = 0, fromY = 0] = item.points;
  let out = `q 1 J 1 j ${number(item.width)} w ${colorOf(item.color)} RG ${number(fromX)} ${up(fromY)} m `;
  for (const [cx, cy, x, y] of inkCurves(item.points)) {
    const third = (from: number, to: number) => from + ((to - from) * 2) / 3;
    out += `${number(third(fromX, cx))} ${up(third(fromY, cy))} ${number(third(x, cx))} ${up(third(y, cy))} ${number(x)} ${up(y)} c `;
    fromX = x;
    fromY = y;
  }
  return `${out}S Q\n`;
}

function operators(item: PageItem): string {
  if (item.kind === 'text') return textOperators(item, false);
  if (item.kind === 'ink') return inkOperators(item);
  if (item.kind === 'line') {
    return `${number(item.width)} w ${colorOf(item.color)} RG ${number(item.x1)} ${up(item.y1)} m ${number(item.x2)} ${up(item.y2)} l S\n`;
  }
  const rectangle = `${number(item.x)} ${up(item.y + item.height)} ${number(item.width)} ${number(item.height)} re`;
  const fill = item.fill ? `${colorOf(item.fill)} rg ${rectangle} f\n` : '';
  return fill + (item.stroke ? `0.6 w ${colorOf(item.stroke)} RG ${rectangle} S\n` : '');
}

class PdfFile {
  readonly document: PDFDocument;
  private readonly fonts = new Map<string, PDFRef>();

  constructor(document: PDFDocument, facts: PdfFacts) {
    this.document = document;
    const moment = new Date(timeOf(facts.date) + 9 * 3_600_000);
    document.setTitle(facts.title);
    document.setAuthor(facts.author);
    document.setProducer(facts.producer ?? 'Textverarbeitung Nordermarsch 4.2');
    document.setCreator(facts.author);
    document.setCreationDate(moment);
    document.setModificationDate(moment);
  }

  private stream(content: Uint8Array, entries: Record<string, string | number>): PDFRef {
    const dictionary = this.document.context.obj({ ...entries, Length: content.length });
    return this.document.context.register(PDFRawStream.of(dictionary, content));
  }

  image(jpeg: Uint8Array, width: number, height: number): PDFRef {
    const entries = {
      Type: 'XObject',
      Subtype: 'Image',
      Width: width,
      Height: height,
      ColorSpace: 'DeviceRGB',
      BitsPerComponent: 8,
      Filter: 'DCTDecode',
    };
    return this.stream(jpeg, entries);
  }

  addPage(items: readonly PageItem[], content: string, image: PDFRef | null): void {
    const page: PDFPage = this.document.addPage([PAGE_WIDTH, PAGE_HEIGHT]);
    const resources = this.document.context.obj({});
    const fonts = this.document.context.obj({});
    const used = new Set(items.flatMap((item) => (item.kind === 'text' ? [item.font] : [])));
    for (const name of used) fonts.set(PDFName.of(name), this.font(name));
    if (used.size > 0) resources.set(PDFName.of('Font'), fonts);
    if (image) resources.set(PDFName.of('XObject'), this.document.context.obj({ Scan: image }));
    page.node.set(PDFName.of('Resources'), resources);
    const packed = deflateSync(Buffer.from(content, 'latin1'));
    page.node.set(PDFName.of('Contents'), this.stream(packed, { Filter: 'FlateDecode' }));
  }

  private font(name: FontName): PDFRef {
    const known = this.fonts.get(name);
    if (known) return known;
    const made = this.document.context.register(
      this.document.context.obj({
        Type: 'Font',
        Subtype: 'Type1',
        BaseFont: BASE_FONTS[name],
        Encoding: 'WinAnsiEncoding',
      }),
    );
    this.fonts.set(name, made);
    return made;
  }
}

/** PDF with real text, drawn with the standard fonts; the same pages give the same bytes. */
export async function pagesToPdf(pages: readonly Page[], facts: PdfFacts): Promise<Uint8Array> {
  const file = new PdfFile(await PDFDocument.create({ updateMetadata: false }), facts);
  for (const { items } of pages) file.addPage(items, items.map(operators).join(''), null);
  return await file.document.save({ addDefaultPage: false });
}

export type ScannedPage = { jpeg: Uint8Array; width: number; height: number };

/** PDF of page images (pixels); with `textPages` it carries an invisible text layer as a scanner with text recognition makes it. */
export async function scansToPdf(
  scans: readonly ScannedPage[],
  facts: PdfFacts,
  textPages: readonly Page[] | null,
): Promise<Uint8Array> {
  const file = new PdfFile(await PDFDocument.create({ updateMetadata: false }), {
    producer: 'Scanstation Nordermarsch',
    ...facts,
  });
  scans.forEach((scan, index) => {
    const image = file.image(scan.jpeg, scan.width, scan.height);
    const texts = (textPages?.[index]?.items ?? []).filter((item) => item.kind === 'text');
    const content = `q ${number(PAGE_WIDTH)} 0 0 ${number(PAGE_HEIGHT)} 0 0 cm /Scan Do Q\n${texts.map((item) => textOperators(item, true)).join('')}`;
    file.addPage(texts, content, image);
  });
  return await file.document.save({ addDefaultPage: false });
}
