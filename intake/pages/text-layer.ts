import type { PDFDocument, PDFName, PDFPage, PDFRef } from '@cantoo/pdf-lib';
import type { Word } from '../../core/letters/page-words.ts';

const fontName = 'AktenpultText';
/** Width of every sign of the font, in parts of its size. */
const signWidth = 0.5;

/** A font without any picture: it only says which letters stand where. Two bytes per sign, the sign itself. */
export function addTextFont(document: PDFDocument): PDFRef {
  const { context } = document;
  const descriptor = context.register(
    context.obj({
      Type: 'FontDescriptor',
      FontName: fontName,
      Flags: 4,
      FontBBox: [0, 0, 500, 1000],
      ItalicAngle: 0,
      Ascent: 1000,
      Descent: 0,
      CapHeight: 1000,
      StemV: 80,
    }),
  );
  const descendant = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: fontName,
      CIDToGIDMap: 'Identity',
      CIDSystemInfo: context.obj({ Registry: context.obj('Adobe'), Ordering: context.obj('Identity'), Supplement: 0 }),
      FontDescriptor: descriptor,
      DW: signWidth * 1000,
    }),
  );
  const toUnicode = context.register(context.flateStream(letters));
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: fontName,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: toUnicode,
    }),
  );
}

const letters = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;

/** Six numbers that map the page as it is displayed, in points from its lower left, to the page as it is described. */
export type Matrix = readonly [number, number, number, number, number, number];

/** Puts words on a page, not to be seen but to be found, marked and copied. `width` and `height` in points, as displayed. */
export function addTextLayer(
  page: PDFPage,
  font: PDFRef,
  words: Word[],
  place: { width: number; height: number; matrix: Matrix },
): void {
  if (words.length === 0) return;
  const key = page.node.newFontDictionary(fontName, font);
  const lines = words.flatMap((word) => wordOperators(word, key, place));
  const content = `q ${place.matrix.map(decimal).join(' ')} cm\nBT 3 Tr\n${lines.join('\n')}\nET Q\n`;
  const stream = page.doc.context.register(page.doc.context.flateStream(content));
  page.node.addContentStream(stream);
}

function wordOperators(word: Word, font: PDFName, { width, height }: { width: number; height: number }): string[] {
  const size = Math.max(1, (word.bottom - word.top) * height);
  const signs = [...word.text].filter((sign) => sign.length === 1);
  if (signs.length === 0) return [];
  const scale = ((word.right - word.left) * width * 100) / (signs.length * signWidth * size);
  const hex = [...signs, ' '].map((sign) => sign.charCodeAt(0).toString(16).padStart(4, '0')).join('');
  const [x, y] = [word.left * width, (1 - word.bottom) * height];
  return [
    `${font.toString()} ${decimal(size)} Tf ${decimal(Math.max(1, scale))} Tz 1 0 0 1 ${decimal(x)} ${decimal(y)} Tm <${hex}> Tj`,
  ];
}

/** A number as PDF writes it. */
export function decimal(value: number): string {
  return Number(value.toFixed(4)).toString();
}
