import * as utif2 from 'utif2';
import { hasSignature, viewOf } from './byte-reading.ts';
import type { Explained, TiffPage } from './content-report.ts';
import { damaged, explain } from './explanations.ts';

/** One image directory of a TIFF, as its header claims. */
export type TiffDirectory = { offset: number; width: number; height: number; compression: number };

/** Pixels up to which a page is decoded: A3 at 600 dpi has 70 million; decoding takes about 8 bytes each. */
export const MAX_TIFF_PIXELS = 80_000_000;
// The package is CommonJS: Node puts everything under `default`, bundlers do not.
const UTIF = (utif2 as { default?: typeof utif2 }).default ?? utif2;
const MAX_PAGES = 5_000;
const MAX_FIELDS = 4_096;

/** Walks the chain of directories with bounds and without walking in circles; empty if the first is not readable. */
export function tiffDirectories(bytes: Uint8Array): TiffDirectory[] {
  return walk(bytes).directories;
}

/** Decodes page `index` (from 0) to RGBA, or explains why not. */
export function decodeTiffPage(bytes: Uint8Array, index: number): TiffPage | Explained {
  const { directories, end } = walk(bytes);
  const directory = directories[index];
  if (!directory) return { explanation: directories.length === 0 ? damaged('kein gültiges TIFF') : explain('not-found') };
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
  const page = UTIF.decode(buffer)[0];
  if (!page) return { explanation: damaged('kein gültiges TIFF') };
  UTIF.decodeImage(buffer, page);
  if (page.width * page.height > MAX_TIFF_PIXELS) return { explanation: explain('too-large') };
  if (!page.data || page.data.length === 0) return { explanation: damaged('Seite nicht lesbar') };
  const rgba = UTIF.toRGBA8(page);
  const width = page.width || directory.width;
  const height = page.height || directory.height;
  if (rgba.length !== width * height * 4 || rgba.length === 0) return { explanation: damaged('Seite nicht lesbar') };
  return { width, height, rgba: new Uint8Array(rgba.buffer, rgba.byteOffset, rgba.length) };
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
