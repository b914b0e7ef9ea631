import type { TransferNote } from '../../core/domain/transfer-note.ts';
import { hasSignature, viewOf } from '../content/byte-reading.ts';
import { type OpenPdf, withPointer } from '../content/pdf-document.ts';
import { readTiffTags, tiffDirectoryPlaces } from '../content/tiff-tags.ts';

/** How a page was scanned, as its file says without being decoded. */
export type PageColour = NonNullable<TransferNote['colour']>;

// As PDFium numbers colour spaces; palettes and inks of their own say nothing.
const greySpaces = new Set([1, 4]);
const colourSpaces = new Set([2, 3, 5, 6]);
const profiled = 7;
const metadataBytes = 28;

/** The colours of a picture of a PDF page. */
export function pdfPictureColour({ pdfium }: Pick<OpenPdf, 'pdfium'>, image: number, page: number): PageColour | null {
  return withPointer(pdfium, metadataBytes, (at) => {
    if (!pdfium.FPDFImageObj_GetImageMetadata(image, page, at)) return null;
    const view = new DataView(pdfium.memory.bytes().buffer, at, metadataBytes);
    const [bits, space] = [view.getUint32(16, true), view.getInt32(20, true)];
    if (bits === 1) return 'blackWhite';
    if (greySpaces.has(space) || (space === profiled && bits === 8)) return 'grey';
    return colourSpaces.has(space) || (space === profiled && bits >= 24) ? 'colour' : null;
  });
}

/** The colours of page `index` of a TIFF. */
export function tiffColour(bytes: Uint8Array, index: number): PageColour | null {
  const place = tiffDirectoryPlaces(bytes)[index];
  if (!place) return null;
  const { t258: bits, t262: form } = readTiffTags(bytes, place);
  const meaning = form?.[0];
  if (meaning === 0 || meaning === 1) return (bits?.[0] ?? 1) === 1 ? 'blackWhite' : 'grey';
  return meaning === 2 || meaning === 5 || meaning === 6 ? 'colour' : null;
}

/** The colours of a PNG or JPEG; of others they are not known. */
export function pictureColour(bytes: Uint8Array): PageColour | null {
  const view = viewOf(bytes);
  if (hasSignature(bytes, 1, 'PNG') && bytes.length > 25) {
    const [depth, kind] = [bytes[24], bytes[25]];
    if (kind === 0) return depth === 1 ? 'blackWhite' : 'grey';
    return kind === 4 ? 'grey' : kind === 2 || kind === 6 ? 'colour' : null;
  }
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? jpegColour(bytes, view) : null;
}

// Frames begin with C0 to CF, without the tables and the reserved one among them.
const noFrames = new Set([0xc4, 0xc8, 0xcc]);

function jpegColour(bytes: Uint8Array, view: DataView): PageColour | null {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && !noFrames.has(marker)) return bytes[at + 9] === 1 ? 'grey' : 'colour';
  }
  return null;
}
