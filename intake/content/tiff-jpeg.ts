import * as utif2 from 'utif2';
import { hasSignature, viewOf } from './byte-reading.ts';
import type { TiffPage } from './content-report.ts';
import { imageFacts } from './image-facts.ts';
import type { TiffTags } from './tiff-tags.ts';

type JpegDecoder = {
  width: number;
  height: number;
  parse: (bytes: Uint8Array) => void;
  getData: (options: { width: number; height: number; forceRGB: boolean; isSourcePDF: boolean }) => Uint8ClampedArray;
};
type JpegDecoderClass = new (options: { w: number }) => JpegDecoder;

const { JpegDecoder } = ((utif2 as { default?: unknown }).default ?? utif2) as unknown as {
  JpegDecoder: JpegDecoderClass;
};
const OLD_JPEG = 6;
const RGB = 2;
const MAX_PARTS = 20_000;

/** Decodes a TIFF page compressed as JPEG, in the new form or in that of old scanners. Throws when it is damaged. */
export function decodeJpegPage(bytes: Uint8Array, tags: TiffTags, width: number, height: number): TiffPage {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  const page = { width, height, rgba, isDeflated: false };
  // Component data that is already RGB must not be converted from YCbCr; -1 leaves the decision to the decoder.
  const colorTransform = first(tags, 262) === RGB ? 0 : -1;
  for (const part of partsOf(bytes, tags, page)) {
    const facts = imageFacts(part.jpeg, 'jpeg');
    if (facts === null || facts.width * facts.height > 2 * width * height + 65_536)
      throw new Error('unreadable JPEG part');
    const decoder = new JpegDecoder({ w: colorTransform });
    decoder.parse(part.jpeg);
    const rgb = decoder.getData({ width: decoder.width, height: decoder.height, forceRGB: true, isSourcePDF: false });
    place(page, rgb, decoder, part);
  }
  return page;
}

type Part = { jpeg: Uint8Array; x: number; y: number };

function* partsOf(bytes: Uint8Array, tags: TiffTags, page: TiffPage): Generator<Part> {
  if (first(tags, 259) === OLD_JPEG) {
    yield { jpeg: oldJpeg(bytes, tags, page), x: 0, y: 0 };
    return;
  }
  const tileWidth = first(tags, 322);
  const offsets = (tileWidth ? tags.t324 : tags.t273) ?? [];
  const counts = (tileWidth ? tags.t325 : tags.t279) ?? [];
  const across = tileWidth ? Math.ceil(page.width / tileWidth) : 1;
  const partHeight = (tileWidth ? first(tags, 323) : first(tags, 278)) || page.height;
  for (let index = 0; index < Math.min(offsets.length, MAX_PARTS); index += 1) {
    const start = offsets[index] ?? 0;
    const stream = bytes.subarray(start, start + (counts[index] ?? 0));
    yield {
      jpeg: withTables(stream, tags.t347),
      x: (index % across) * (tileWidth ?? 0),
      y: Math.floor(index / across) * partHeight,
    };
  }
}

// Tables shared by all parts are a JPEG of their own, from its start to its end marker.
function withTables(stream: Uint8Array, tables: number[] | undefined): Uint8Array {
  if (!tables || tables.length < 6) return stream;
  const shared = Uint8Array.from(tables.slice(0, 65_536));
  const body = hasSignature(stream, 0, '\xff\xd8') ? stream.subarray(2) : stream;
  return Buffer.concat([shared.subarray(0, shared.length - 2), body]);
}

// Old scanners wrote one JPEG whose head stands apart from its strips. Every strip starts anew, which a JPEG only
// allows after a restart marker: these are put between the strips, and their interval into the head.
function oldJpeg(bytes: Uint8Array, tags: TiffTags, page: TiffPage): Uint8Array {
  const start = first(tags, 513) ?? 0;
  const head = bytes.subarray(start, start + (first(tags, 514) || bytes.length));
  if (start === 0 || !hasSignature(head, 0, '\xff\xd8')) throw new Error('no JPEG head');
  const strips = stripsOf(bytes, tags);
  const firstOffset = tags.t273?.[0] ?? 0;
  const firstStrip = strips[0];
  const { frame, end, scan } = readHead(head);
  if (!firstStrip || (firstOffset >= start && firstOffset < start + head.length)) return head;
  // The scan header stands at the end of the head, or at the start of the first strip.
  const scanHeader = scan ?? (hasSignature(firstStrip, 0, '\xff\xda') ? segment(firstStrip, 0) : null);
  if (scanHeader === null) return head;
  if (scan === null) strips[0] = firstStrip.subarray(scanHeader.length);
  const pieces = [head.subarray(0, end), restartInterval(frame, tags, page), scanHeader];
  for (const [index, strip] of strips.entries()) {
    if (index > 0) pieces.push(Uint8Array.of(0xff, 0xd0 + ((index - 1) % 8)));
    pieces.push(withoutMarkerAtEnd(strip));
  }
  pieces.push(Uint8Array.of(0xff, 0xd9));
  return Buffer.concat(pieces);
}

function stripsOf(bytes: Uint8Array, tags: TiffTags): Uint8Array[] {
  const offsets = (tags.t273 ?? []).slice(0, MAX_PARTS);
  return offsets.map((offset, index) => bytes.subarray(offset, offset + (tags.t279?.[index] ?? 0)));
}

// Walks the segments of the head: `end` is where they end, before the scan header or the end marker.
function readHead(head: Uint8Array): { frame: Uint8Array | null; end: number; scan: Uint8Array | null } {
  let frame: Uint8Array | null = null;
  let position = 2;
  while (position + 4 <= head.length && head[position] === 0xff) {
    const marker = head[position + 1] ?? 0;
    if (marker === 0xd9) break;
    const whole = segment(head, position);
    if (marker === 0xda) return { frame, end: position, scan: whole };
    if (marker === 0xc0 || marker === 0xc1) frame = whole;
    position += whole.length;
  }
  return { frame, end: Math.min(position, head.length), scan: null };
}

function segment(bytes: Uint8Array, position: number): Uint8Array {
  return bytes.subarray(position, position + 2 + viewOf(bytes).getUint16(position + 2));
}

function restartInterval(frame: Uint8Array | null, tags: TiffTags, page: TiffPage): Uint8Array {
  const sampling = frame?.[11] ?? 0x11;
  const across = Math.ceil(page.width / (8 * Math.max(1, sampling >> 4)));
  const down = Math.ceil((first(tags, 278) || page.height) / (8 * Math.max(1, sampling & 15)));
  const units = across * down;
  return Uint8Array.of(0xff, 0xdd, 0, 4, (units >> 8) & 0xff, units & 0xff);
}

function withoutMarkerAtEnd(strip: Uint8Array): Uint8Array {
  const end = strip.length;
  const marker = strip[end - 1] ?? 0;
  return strip[end - 2] === 0xff && marker >= 0xd0 && marker <= 0xd9 ? strip.subarray(0, end - 2) : strip;
}

function place(
  page: TiffPage,
  rgb: Uint8ClampedArray,
  size: { width: number; height: number },
  at: { x: number; y: number },
): void {
  for (let row = 0; row < size.height && at.y + row < page.height; row += 1) {
    for (let column = 0; column < size.width && at.x + column < page.width; column += 1) {
      const from = (row * size.width + column) * 3;
      const to = ((at.y + row) * page.width + at.x + column) * 4;
      page.rgba[to] = rgb[from] ?? 255;
      page.rgba[to + 1] = rgb[from + 1] ?? 255;
      page.rgba[to + 2] = rgb[from + 2] ?? 255;
    }
  }
}

function first(tags: TiffTags, tag: number): number | undefined {
  return tags[`t${tag}`]?.[0];
}
