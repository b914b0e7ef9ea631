import { hasSignature, indexOfText, latin1, viewOf } from './byte-reading.ts';
import type { FileFormat } from './file-recognition.ts';

/** Size in pixels as stored; `orientation` is the EXIF value 1 to 8; `complete` is false when the end is missing. */
type ImageFacts = { width: number; height: number; orientation: number; complete: boolean };

/** Pixels up to which a picture is given to the viewer; phones make 50 million, decoding takes 4 bytes each. */
const MAX_IMAGE_PIXELS = 120_000_000;
const MAX_SIDE = 40_000;

/** True when decoding the picture would take too much memory. */
export function isImageTooLarge(facts: { width: number; height: number }): boolean {
  return facts.width * facts.height > MAX_IMAGE_PIXELS || facts.width > MAX_SIDE || facts.height > MAX_SIDE;
}

/** Reads size and orientation from the header without decoding; `null` if the header is not valid. */
export function imageFacts(bytes: Uint8Array, format: FileFormat): ImageFacts | null {
  try {
    const facts = readFacts(bytes, format);
    return facts && facts.width > 0 && facts.height > 0 ? facts : null;
  } catch {
    return null;
  }
}

function readFacts(bytes: Uint8Array, format: FileFormat): ImageFacts | null {
  const view = viewOf(bytes);
  if (format === 'png') return pngFacts(bytes, view);
  if (format === 'jpeg') return jpegFacts(bytes, view);
  if (format === 'gif') return upright(view.getUint16(6, true), view.getUint16(8, true));
  if (format === 'webp') return webpFacts(bytes, view);
  if (format === 'avif') return avifFacts(bytes, view);
  if (format === 'bmp') return bmpFacts(view);
  return null;
}

function upright(width: number, height: number, complete = true): ImageFacts {
  return { width, height, orientation: 1, complete };
}

function pngFacts(bytes: Uint8Array, view: DataView): ImageFacts | null {
  if (latin1(bytes, 12, 16) !== 'IHDR') return null;
  const complete = indexOfText(bytes, 'IEND', Math.max(0, bytes.length - 4096), bytes.length) >= 0;
  return upright(view.getUint32(16), view.getUint32(20), complete);
}

function bmpFacts(view: DataView): ImageFacts {
  if (view.getUint32(14, true) === 12) return upright(view.getUint16(18, true), view.getUint16(20, true));
  return upright(Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true)));
}

function webpFacts(bytes: Uint8Array, view: DataView): ImageFacts | null {
  const complete = view.getUint32(4, true) + 8 <= bytes.length;
  const chunk = latin1(bytes, 12, 16);
  if (chunk === 'VP8X') {
    return upright((view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(27, true) & 0xffffff) + 1, complete);
  }
  if (chunk === 'VP8L') {
    const packed = view.getUint32(21, true);
    return upright((packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1, complete);
  }
  if (chunk === 'VP8 ') return upright(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff, complete);
  return null;
}

function avifFacts(bytes: Uint8Array, view: DataView): ImageFacts | null {
  const at = indexOfText(bytes, 'ispe', 0, 65_536);
  return at < 0 ? null : upright(view.getUint32(at + 8), view.getUint32(at + 12));
}

function jpegFacts(bytes: Uint8Array, view: DataView): ImageFacts | null {
  let position = 2;
  let orientation = 1;
  while (position + 9 < bytes.length) {
    if (bytes[position] !== 0xff) {
      position += 1;
      continue;
    }
    const marker = bytes[position + 1] ?? 0;
    if (marker === 0xff || marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) {
      position += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return null;
    const length = view.getUint16(position + 2);
    if (marker === 0xe1 && hasSignature(bytes, position + 4, 'Exif\0\0')) {
      orientation = exifOrientation(bytes.subarray(position + 10, position + 2 + length)) ?? orientation;
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      const complete = indexOfText(bytes, '\xff\xd9', Math.max(position, bytes.length - 65_536), bytes.length) >= 0;
      return { width: view.getUint16(position + 7), height: view.getUint16(position + 5), orientation, complete };
    }
    position += 2 + Math.max(2, length);
  }
  return null;
}

function exifOrientation(exif: Uint8Array): number | undefined {
  if (exif.length < 14) return undefined;
  const view = viewOf(exif);
  const little = hasSignature(exif, 0, 'II');
  const directory = view.getUint32(4, little);
  if (directory + 2 > exif.length) return undefined;
  const count = Math.min(view.getUint16(directory, little), 500);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > exif.length) return undefined;
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
