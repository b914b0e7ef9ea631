import { hasSignature, viewOf } from './byte-reading.ts';

/** Values of the tags of one TIFF page; the key is `t` and the number of the tag. */
export type TiffTags = { [tag: string]: number[] | undefined };

/** Where the pages of a TIFF are described: offset and number of fields of each directory. */
type TiffDirectoryPlace = { offset: number; fields: number };

const MAX_PAGES = 5_000;
const MAX_FIELDS = 4_096;
const MAX_VALUES = 500_000;
// Size, way of lying, dots per inch and form of the picture, where its parts are, palette, JPEG tables. Everything else is for other programs.
const READ = new Set([
  256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 292, 293, 296, 317, 320, 322, 323, 324, 325,
  338, 339, 347, 513, 514, 515, 530,
]);
/** Bytes per value of the types read: BYTE, SHORT, LONG, RATIONAL, UNDEFINED. */
const SIZES: Record<number, number> = { 1: 1, 3: 2, 4: 4, 5: 8, 7: 1 };

/** Walks the chain of directories within the file and without walking in circles; empty if the first is not readable. */
export function tiffDirectoryPlaces(bytes: Uint8Array): TiffDirectoryPlace[] {
  const places: TiffDirectoryPlace[] = [];
  if (bytes.length < 8) return places;
  const view = viewOf(bytes);
  const little = hasSignature(bytes, 0, 'II');
  const visited = new Set<number>();
  let offset = view.getUint32(4, little);
  while (offset !== 0 && !visited.has(offset) && places.length < MAX_PAGES && offset + 2 <= bytes.length) {
    visited.add(offset);
    const fields = view.getUint16(offset, little);
    const next = offset + 2 + fields * 12;
    if (fields === 0 || fields > MAX_FIELDS || next > bytes.length) break;
    places.push({ offset, fields });
    if (next + 4 > bytes.length) break;
    offset = view.getUint32(next, little);
  }
  return places;
}

/** Reads the tags of one page; values that lie outside the file or are beyond reason are left out. */
export function readTiffTags(bytes: Uint8Array, place: TiffDirectoryPlace): TiffTags {
  const view = viewOf(bytes);
  const little = hasSignature(bytes, 0, 'II');
  const tags: TiffTags = {};
  let allowed = MAX_VALUES;
  for (let index = 0; index < place.fields; index += 1) {
    const field = place.offset + 2 + index * 12;
    const tag = view.getUint16(field, little);
    const size = SIZES[view.getUint16(field + 2, little)];
    const count = view.getUint32(field + 4, little);
    if (!READ.has(tag) || size === undefined || count === 0 || count > allowed) continue;
    const start = count * size <= 4 ? field + 8 : view.getUint32(field + 8, little);
    if (start + count * size > bytes.length) continue;
    allowed -= count;
    // A fraction is two values, one above the other.
    const [values, step] = size === 8 ? [count * 2, 4] : [count, size];
    tags[`t${tag}`] = Array.from({ length: values }, (_, place) => readValue(view, start + place * step, step, little));
  }
  return tags;
}

function readValue(view: DataView, position: number, size: number, little: boolean): number {
  if (size === 1) return view.getUint8(position);
  return size === 2 ? view.getUint16(position, little) : view.getUint32(position, little);
}
