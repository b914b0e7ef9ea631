import { deflateSync } from 'node:zlib';
import type { PDFDocument, PDFRef } from '@cantoo/pdf-lib';
import type { GreyPicture } from './grey-picture.ts';
import { canvasOf } from './page-as-jpeg.ts';
import type { ColourPicture } from './page-picture.ts';

/** A picture in a PDF; `width` and `height` in points as it lies there, `alreadyTurned` what of its turn is done. */
export type PageImage = { ref: PDFRef; width: number; height: number; mirrored: boolean; alreadyTurned: number };

const jpegQuality = 85;

/** Puts a JPEG into a PDF as it is. Throws when it is none that PDF can hold. */
export async function embedJpeg(document: PDFDocument, bytes: Uint8Array): Promise<PDFRef> {
  const image = await document.embedJpg(bytes);
  await image.embed();
  return image.ref;
}

/** Puts a picture into a PDF: black and white as such, which is small and sharp; everything else as JPEG. */
export async function embedColours(document: PDFDocument, picture: ColourPicture): Promise<PDFRef> {
  const bits = blackAndWhite(picture);
  if (bits) return embedBits(document, picture, bits);
  return embedJpeg(document, canvasOf(picture).toBuffer('image/jpeg', jpegQuality));
}

// One bit per pixel, rows padded to bytes; null when there are other colours.
function blackAndWhite({ width, height, rgba }: ColourPicture): Uint8Array | null {
  const stride = Math.ceil(width / 8);
  const bits = new Uint8Array(stride * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      const value = rgba[at];
      if ((value !== 0 && value !== 255) || rgba[at + 1] !== value || rgba[at + 2] !== value) return null;
      if (value === 255) bits[y * stride + (x >> 3)] = (bits[y * stride + (x >> 3)] ?? 0) | (128 >> (x & 7));
    }
  }
  return bits;
}

// Each row is told as its difference to the one above: lines of letters repeat, so this halves the size.
function embedBits(document: PDFDocument, { width, height }: ColourPicture, bits: Uint8Array): PDFRef {
  const stride = Math.ceil(width / 8);
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * (stride + 1);
    rows[row] = 2;
    for (let x = 0; x < stride; x += 1)
      rows[row + 1 + x] = (bits[y * stride + x] ?? 0) - (y === 0 ? 0 : (bits[(y - 1) * stride + x] ?? 0));
  }
  const { context } = document;
  const stream = context.stream(deflateSync(rows, { level: 9 }), {
    Type: 'XObject',
    Subtype: 'Image',
    Width: width,
    Height: height,
    ColorSpace: 'DeviceGray',
    BitsPerComponent: 1,
    Filter: 'FlateDecode',
    DecodeParms: context.obj({ Predictor: 15, Colors: 1, BitsPerComponent: 1, Columns: width }),
  });
  return context.register(stream);
}

/** A grey picture as colours. */
export function coloursOf({ width, height, grey }: GreyPicture): ColourPicture {
  const rgba = new Uint8ClampedArray(grey.length * 4).fill(255);
  for (let index = 0; index < grey.length; index += 1) rgba.fill(grey[index] ?? 255, index * 4, index * 4 + 3);
  return { width, height, rgba };
}
