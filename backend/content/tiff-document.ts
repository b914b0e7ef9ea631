import { inflateSync } from 'node:zlib';
import * as utif2 from 'utif2';
import { hasSignature, viewOf } from './byte-reading.ts';
import type { Explained, TiffPage } from './content-report.ts';
import { damaged, explain, formatNotShown } from './explanations.ts';
import { decodeJpegPage } from './tiff-jpeg.ts';
import type { TiffTags } from './tiff-jpeg.ts';

/** One image directory of a TIFF, as its header claims. */
export type TiffDirectory = { offset: number; width: number; height: number; compression: number };

/** Pixels up to which a page is decoded: A3 at 600 dpi has 70 million; decoding takes about 8 bytes each. */
export const MAX_TIFF_PIXELS = 80_000_000;
// The package is CommonJS: Node puts everything under `default`, bundlers do not.
const UTIF = (utif2 as { default?: typeof utif2 }).default ?? utif2;
const MAX_PAGES = 5_000;
const MAX_FIELDS = 4_096;
const MAX_PARTS = 20_000;
const MAX_PAGE_BYTES = 512 * 1024 * 1024;
const OLD_JPEG = 6;
const JPEG = 7;
// What scanners, fax machines and Office programs write. The decoder knows camera formats too; they are not documents.
const SHOWN_COMPRESSIONS = new Set([1, 2, 3, 4, 5, OLD_JPEG, JPEG, 8, 32_773, 32_946]);

/** Walks the chain of directories with bounds and without walking in circles; empty if the first is not readable. */
export function tiffDirectories(bytes: Uint8Array): TiffDirectory[] {
  return walk(bytes).directories;
}

/** Decodes page `index` (from 0) to RGBA, or explains why not. */
export function decodeTiffPage(bytes: Uint8Array, index: number): TiffPage | Explained {
  const { directories, end } = walk(bytes);
  const directory = directories[index];
  if (!directory)
    return { explanation: directories.length === 0 ? damaged('kein gültiges TIFF') : explain('not-found') };
  if (directory.width * directory.height > MAX_TIFF_PIXELS) return { explanation: explain('too-large') };
  try {
    return decode(isolatePage(bytes, directory.offset, end), directory);
  } catch {
    return { explanation: damaged('Seite nicht lesbar') };
  }
}

// The decoder follows every directory it is pointed to, also in circles: give it a copy that starts at the wanted one
// and ends the chain there.
function isolatePage(bytes: Uint8Array, offset: number, end: Map<number, number>): ArrayBuffer {
  const copy = new Uint8Array(bytes);
  const view = viewOf(copy);
  const little = hasSignature(copy, 0, 'II');
  view.setUint32(4, offset, little);
  const next = end.get(offset);
  if (next !== undefined) view.setUint32(next, 0, little);
  return copy.buffer;
}

function decode(buffer: ArrayBuffer, directory: TiffDirectory): TiffPage | Explained {
  const bytes = new Uint8Array(buffer);
  const page = UTIF.decode(buffer)[0];
  if (!page) return { explanation: damaged('kein gültiges TIFF-Bild') };
  const tags = page as unknown as TiffTags & Record<string, number[]>;
  const { width, height, compression } = directory;
  if (width === 0 || height === 0 || tags.t256?.[0] !== width || tags.t257?.[0] !== height) throw new Error('no size');
  if (!SHOWN_COMPRESSIONS.has(compression))
    return { explanation: formatNotShown(`TIFF-Bild, Verfahren ${compression}`) };
  if (compression === OLD_JPEG || compression === JPEG) return decodeJpegPage(bytes, tags, width, height);
  const source = boundParts(bytes, tags, directory);
  UTIF.decodeImage(source, page);
  const rgba = UTIF.toRGBA8(page);
  if (rgba.length !== width * height * 4) throw new Error('nothing decoded');
  return { width, height, rgba: new Uint8Array(rgba.buffer, rgba.byteOffset, rgba.length) };
}

// The decoder trusts offsets and lengths and inflates without limit: everything it is given is checked before.
function boundParts(bytes: Uint8Array, tags: Record<string, number[]>, directory: TiffDirectory): ArrayBuffer {
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
  return deflated ? inflateParts(bytes, tags, tiled, pageBytes) : (bytes.buffer as ArrayBuffer);
}

function checkTiles(tags: Record<string, number[]>, directory: TiffDirectory, parts: number): void {
  const width = tags.t322?.[0] ?? 0;
  const height = tags.t323?.[0] ?? 0;
  if (width < 8 || height < 8 || width * height > MAX_TIFF_PIXELS) throw new Error('impossible tiles');
  if (Math.ceil(directory.width / width) * Math.ceil(directory.height / height) > parts)
    throw new Error('missing tiles');
}

function inflateParts(
  bytes: Uint8Array,
  tags: Record<string, number[]>,
  tiled: boolean,
  pageBytes: number,
): ArrayBuffer {
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

function walk(bytes: Uint8Array): { directories: TiffDirectory[]; end: Map<number, number> } {
  const directories: TiffDirectory[] = [];
  const end = new Map<number, number>();
  if (bytes.length < 8) return { directories, end };
  const view = viewOf(bytes);
  const little = hasSignature(bytes, 0, 'II');
  let offset = view.getUint32(4, little);
  while (offset !== 0 && !end.has(offset) && directories.length < MAX_PAGES && offset + 2 <= bytes.length) {
    const count = view.getUint16(offset, little);
    const next = offset + 2 + count * 12;
    if (count === 0 || count > MAX_FIELDS || next > bytes.length) break;
    end.set(offset, next + 4 <= bytes.length ? next : offset);
    directories.push(readDirectory(view, offset, count, little));
    if (next + 4 > bytes.length) break;
    offset = view.getUint32(next, little);
  }
  return { directories, end };
}

function readDirectory(view: DataView, offset: number, count: number, little: boolean): TiffDirectory {
  const directory: TiffDirectory = { offset, width: 0, height: 0, compression: 1 };
  for (let index = 0; index < count; index += 1) {
    const entry = offset + 2 + index * 12;
    const tag = view.getUint16(entry, little);
    const short = view.getUint16(entry + 2, little) === 3;
    const value = short ? view.getUint16(entry + 8, little) : view.getUint32(entry + 8, little);
    if (tag === 256) directory.width = value;
    if (tag === 257) directory.height = value;
    if (tag === 259) directory.compression = value;
  }
  return directory;
}
