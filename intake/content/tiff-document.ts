import { inflateSync } from 'node:zlib';
import * as utif2 from 'utif2';
import type { Explained, TiffPage } from './content-report.ts';
import { damaged, explain, formatNotShown } from './explanations.ts';
import { decodeJpegPage } from './tiff-jpeg.ts';
import { readTiffTags, tiffDirectoryPlaces } from './tiff-tags.ts';
import type { TiffTags } from './tiff-tags.ts';

/** One image directory of a TIFF, as its header claims. */
type TiffDirectory = { width: number; height: number; compression: number };

/** Pixels up to which a page is decoded: A3 at 600 dpi has 70 million; decoding takes about 8 bytes each. */
export const MAX_TIFF_PIXELS = 80_000_000;
// The package is CommonJS: Node puts everything under `default`, bundlers do not.
const UTIF = (utif2 as { default?: typeof utif2 }).default ?? utif2;
const MAX_PARTS = 20_000;
const MAX_PAGE_BYTES = 512 * 1024 * 1024;
const OLD_JPEG = 6;
const JPEG = 7;
// What scanners, fax machines and Office programs write. The decoder knows camera formats too; they are not documents.
const SHOWN_COMPRESSIONS = new Set([1, 2, 3, 4, 5, OLD_JPEG, JPEG, 8, 32_773, 32_946]);

/** Describes all pages without decoding them; empty if the first is not readable. */
export function tiffDirectories(bytes: Uint8Array): TiffDirectory[] {
  return tiffDirectoryPlaces(bytes).map((place) => describe(readTiffTags(bytes, place)));
}

/** Decodes page `index` (from 0) to RGBA, or explains why not. */
export function decodeTiffPage(bytes: Uint8Array, index: number): TiffPage | Explained {
  const places = tiffDirectoryPlaces(bytes);
  const place = places[index];
  if (!place) return { explanation: places.length === 0 ? damaged('kein gültiges TIFF-Bild') : explain('not-found') };
  const tags = readTiffTags(bytes, place);
  const page = describe(tags);
  if (page.width * page.height > MAX_TIFF_PIXELS) return { explanation: explain('too-large') };
  if (!SHOWN_COMPRESSIONS.has(page.compression)) {
    return { explanation: formatNotShown(`TIFF-Bild, Verfahren ${page.compression}`) };
  }
  try {
    return decode(bytes, tags, page);
  } catch {
    return { explanation: damaged('Seite nicht lesbar') };
  }
}

function describe(tags: TiffTags): TiffDirectory {
  return { width: tags.t256?.[0] ?? 0, height: tags.t257?.[0] ?? 0, compression: tags.t259?.[0] ?? 1 };
}

function decode(bytes: Uint8Array, tags: TiffTags, directory: TiffDirectory): TiffPage {
  const { width, height, compression } = directory;
  if (width === 0 || height === 0) throw new Error('no size');
  if (compression === OLD_JPEG || compression === JPEG) return decodeJpegPage(bytes, tags, width, height);
  const source = boundParts(bytes, tags, directory);
  // The package reads a page from the same tags it would have read itself, without bounds.
  const page = tags as unknown as utif2.IFD;
  UTIF.decodeImage(source, page);
  const rgba = UTIF.toRGBA8(page);
  if (rgba.length !== width * height * 4) throw new Error('nothing decoded');
  return { width, height, rgba: new Uint8Array(rgba.buffer, rgba.byteOffset, rgba.length), isDeflated: false };
}

// The decoder trusts offsets and lengths and inflates without limit: everything it is given is checked before.
function boundParts(bytes: Uint8Array, tags: TiffTags, directory: TiffDirectory): ArrayBuffer {
  const bits = tags.t258?.[0] ?? 1;
  const samples = tags.t277?.[0] ?? 1;
  const pageBytes = Math.ceil((directory.width * bits * samples) / 8) * directory.height;
  if (bits > 32 || samples > 8 || pageBytes > MAX_PAGE_BYTES) throw new Error('too many bits');
  const tiled = tags.t322 !== undefined;
  const offsets = (tiled ? tags.t324 : tags.t273) ?? [];
  const counts = (tiled ? tags.t325 : tags.t279) ?? (offsets.length === 1 ? [bytes.length - (offsets[0] ?? 0)] : []);
  if (offsets.length === 0 || offsets.length > MAX_PARTS || counts.length < offsets.length) throw new Error('no parts');
  if (tiled) checkTiles(tags, directory, offsets.length);
  for (let index = 0; index < offsets.length; index += 1) {
    counts[index] = Math.max(0, Math.min(counts[index] ?? 0, bytes.length - (offsets[index] ?? 0)));
  }
  tags[tiled ? 't325' : 't279'] = counts;
  const deflated = directory.compression === 8 || directory.compression === 32_946;
  if (deflated) return inflateParts(bytes, tags, tiled, pageBytes);
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return whole ? (bytes.buffer as ArrayBuffer) : new Uint8Array(bytes).buffer;
}

function checkTiles(tags: TiffTags, directory: TiffDirectory, parts: number): void {
  const width = tags.t322?.[0] ?? 0;
  const height = tags.t323?.[0] ?? 0;
  if (width < 8 || height < 8 || width * height > MAX_TIFF_PIXELS) throw new Error('impossible tiles');
  if (Math.ceil(directory.width / width) * Math.ceil(directory.height / height) > parts)
    throw new Error('missing tiles');
}

function inflateParts(bytes: Uint8Array, tags: TiffTags, tiled: boolean, pageBytes: number): ArrayBuffer {
  const offsets = tags[tiled ? 't324' : 't273'] ?? [];
  const counts = tags[tiled ? 't325' : 't279'] ?? [];
  // Tiles reach beyond the edges of the page.
  let remaining = pageBytes * 2 + 4 * 1024 * 1024;
  const parts: Uint8Array[] = [];
  let position = 0;
  for (const [index, offset] of offsets.entries()) {
    const part = inflateSync(bytes.subarray(offset, offset + (counts[index] ?? 0)), {
      maxOutputLength: Math.max(1, remaining),
    });
    remaining -= part.length;
    parts.push(part);
    offsets[index] = position;
    counts[index] = part.length;
    position += part.length;
  }
  tags.t259 = [1];
  // The decoder reads the byte order from the start of the buffer; the parts follow it.
  for (const index of offsets.keys()) offsets[index] = (offsets[index] ?? 0) + 8;
  return new Uint8Array(Buffer.concat([bytes.subarray(0, 8), ...parts])).buffer;
}
