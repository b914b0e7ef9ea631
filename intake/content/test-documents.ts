import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { strToU8, zipSync } from 'fflate';

/** Small documents made for tests. */

/** A PDF with one line of text per page. */
export async function pdfOf(
  pages: string[],
  change?: (pdf: PDFDocument) => Promise<void> | void,
  saving: { useObjectStreams?: boolean } = {},
): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (const text of pages) pdf.addPage([300, 200]).drawText(text, { x: 20, y: 100, size: 12, font });
  await change?.(pdf);
  return pdf.save(saving);
}

const CONTENT_TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE_RELATIONS = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>`;

/** A Word document from the XML inside its body; `prolog` stands before the root, `relations` are those of the document. */
export function docxOf(
  body: string,
  options: { prolog?: string; relations?: string; parts?: Record<string, Uint8Array> } = {},
): Uint8Array {
  const document = `<?xml version="1.0"?>${options.prolog ?? ''}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${RELATIONS}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>${body}</w:body></w:document>`;
  return zipSync({
    '[Content_Types].xml': strToU8(CONTENT_TYPES),
    '_rels/.rels': strToU8(PACKAGE_RELATIONS),
    'word/document.xml': strToU8(document),
    'word/_rels/document.xml.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${options.relations ?? ''}</Relationships>`,
    ),
    ...options.parts,
  });
}

/** A paragraph of a Word document. */
export function paragraph(text: string, properties = ''): string {
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** An Excel workbook of one sheet from the XML of its rows. */
export function xlsxOf(rows: string, options: { strings?: string; prolog?: string } = {}): Uint8Array {
  return zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns:r="${RELATIONS}"><sheets><sheet name="Einkommen" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/styles.xml': strToU8(
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs></styleSheet>',
    ),
    'xl/sharedStrings.xml': strToU8(`<sst>${options.strings ?? ''}</sst>`),
    'xl/worksheets/sheet1.xml': strToU8(`${options.prolog ?? ''}<worksheet><sheetData>${rows}</sheetData></worksheet>`),
  });
}

/** An OpenDocument file of the given kind (`text`, `spreadsheet`, `presentation`) from the XML inside its body. */
export function openDocumentOf(kind: string, body: string, parts: Record<string, Uint8Array> = {}): Uint8Array {
  return zipSync({
    mimetype: [strToU8(`application/vnd.oasis.opendocument.${kind}`), { level: 0 }],
    'content.xml': strToU8(
      `<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="tb"><office:body>${body}</office:body></office:document-content>`,
    ),
    ...parts,
  });
}

/** One page of a TIFF: its tags (number to values, all stored as LONG) and the bytes of its only strip. */
type TiffPageParts = { tags: Record<number, number>; strip: Uint8Array };

/** A little-endian TIFF; `lastNext` is where the last directory points (0 ends the chain). */
export function tiffOf(pages: TiffPageParts[], lastNext = 0): Uint8Array {
  const pieces: Uint8Array[] = [];
  let position = 8;
  for (const [index, page] of pages.entries()) {
    const tags = Object.entries({ ...page.tags, 273: 0, 279: page.strip.length }).map(
      ([tag, value]) => [Number(tag), value] as const,
    );
    tags.sort((left, right) => left[0] - right[0]);
    const size = 2 + tags.length * 12 + 4;
    const stripAt = position + size;
    const end = stripAt + page.strip.length + (page.strip.length % 2);
    const view = new DataView(new ArrayBuffer(end - position));
    view.setUint16(0, tags.length, true);
    for (const [entry, [tag, value]] of tags.entries()) {
      view.setUint16(2 + entry * 12, tag, true);
      view.setUint16(4 + entry * 12, 4, true);
      view.setUint32(6 + entry * 12, 1, true);
      view.setUint32(10 + entry * 12, tag === 273 ? stripAt : value, true);
    }
    view.setUint32(size - 4, index === pages.length - 1 ? lastNext : end, true);
    const piece = new Uint8Array(view.buffer);
    piece.set(page.strip, size);
    pieces.push(piece);
    position = end;
  }
  return Buffer.concat([Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0), ...pieces]);
}

/** Tags of a grey TIFF page with 8 bits per pixel. */
export function greyTags(width: number, height: number, compression: number): Record<number, number> {
  return { 256: width, 257: height, 258: 8, 259: compression, 262: 1, 277: 1, 278: height };
}

/** The smallest PNG: 1 × 1 pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A PNG whose header claims a size, with nothing behind it. */
export function pngClaiming(width: number, height: number): Uint8Array {
  const png = new Uint8Array(PNG);
  new DataView(png.buffer).setUint32(16, width);
  new DataView(png.buffer).setUint32(20, height);
  return png;
}
