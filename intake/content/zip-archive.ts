import { constants, inflateRawSync } from 'node:zlib';
import { viewOf } from './byte-reading.ts';

const MAX_ENTRIES = 10_000;
const MAX_ENTRY_BYTES = 64 * 1024 * 1024;
const MAX_TOTAL_BYTES = 192 * 1024 * 1024;
const MAX_RATIO = 300;
const RATIO_CHECKED_FROM = 8 * 1024 * 1024;
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

/** One entry as the central directory claims it; sizes in bytes are claims and not trusted. */
export type ZipEntry = {
  name: string;
  compressedSize: number;
  size: number;
  method: number;
  encrypted: boolean;
  directory: boolean;
  offset: number;
};

/** A zip opened for reading. `remaining` is the number of bytes that may still be inflated from it. */
export type ZipArchive = { bytes: Uint8Array; entries: ZipEntry[]; truncatedList: boolean; remaining: number };

/** What went wrong with a zip: `damaged`, or `unsafe` when it would inflate beyond the limits. */
export type ZipFault = 'damaged' | 'unsafe';

/** Reads the central directory without inflating anything; a fault if there is none or it points outside the file. */
export function openZip(bytes: Uint8Array): ZipArchive | ZipFault {
  const view = viewOf(bytes);
  const end = findEndOfDirectory(bytes, view);
  if (end < 0) return 'damaged';
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const claimedOffset = view.getUint32(end + 16, true);
  // Programs prepend bytes (self-extracting archives); the directory ends where the end record starts.
  let start = end - size;
  if (start < 0 || !isEntryOrEnd(view, start)) start = claimedOffset;
  const shift = Math.max(0, start - claimedOffset);
  const entries: ZipEntry[] = [];
  let position = start;
  for (let index = 0; index < count && index < MAX_ENTRIES; index += 1) {
    const parsed = readDirectoryEntry(bytes, view, position, shift);
    if (!parsed)
      return entries.length === 0 ? 'damaged' : { bytes, entries, truncatedList: true, remaining: MAX_TOTAL_BYTES };
    entries.push(parsed.entry);
    position = parsed.next;
  }
  return { bytes, entries, truncatedList: count > MAX_ENTRIES, remaining: MAX_TOTAL_BYTES };
}

/** Inflates one entry within the limits; `null` if the archive has none of this name, a fault if it cannot be read. */
export function readZipEntry(archive: ZipArchive, name: string): Uint8Array | ZipFault | null {
  const entry = archive.entries.find((candidate) => candidate.name === name);
  if (!entry) return null;
  const data = entryData(archive.bytes, entry);
  if (data === null || entry.encrypted) return 'damaged';
  const limit = Math.min(MAX_ENTRY_BYTES, archive.remaining);
  if (entry.method === 0) {
    if (data.length > limit) return 'unsafe';
    archive.remaining -= data.length;
    return data;
  }
  if (entry.method !== 8) return 'damaged';
  const inflated = inflateBounded(data, limit);
  if (typeof inflated !== 'string') archive.remaining -= inflated.length;
  return inflated;
}

function inflateBounded(data: Uint8Array, limit: number): Uint8Array | ZipFault {
  try {
    const inflated = inflateRawSync(data, { maxOutputLength: Math.max(1, limit), finishFlush: constants.Z_FINISH });
    if (inflated.length > RATIO_CHECKED_FROM && inflated.length / Math.max(1, data.length) > MAX_RATIO) return 'unsafe';
    return inflated;
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'unsafe' : 'damaged';
  }
}

function findEndOfDirectory(bytes: Uint8Array, view: DataView): number {
  const lowest = Math.max(0, bytes.length - 22 - 65_535);
  for (let position = bytes.length - 22; position >= lowest; position -= 1) {
    if (view.getUint32(position, true) === END_OF_DIRECTORY) return position;
  }
  return -1;
}

function isEntryOrEnd(view: DataView, position: number): boolean {
  const signature = view.getUint32(position, true);
  return signature === DIRECTORY_ENTRY || signature === END_OF_DIRECTORY;
}

function readDirectoryEntry(bytes: Uint8Array, view: DataView, position: number, shift: number) {
  if (position + 46 > bytes.length || view.getUint32(position, true) !== DIRECTORY_ENTRY) return null;
  const flags = view.getUint16(position + 8, true);
  const nameLength = view.getUint16(position + 28, true);
  const extraLength = view.getUint16(position + 30, true);
  const commentLength = view.getUint16(position + 32, true);
  const nameEnd = position + 46 + nameLength;
  if (nameEnd > bytes.length) return null;
  const name = decodeName(bytes.subarray(position + 46, nameEnd), (flags & 0x800) !== 0);
  const entry: ZipEntry = {
    name,
    compressedSize: view.getUint32(position + 20, true),
    size: view.getUint32(position + 24, true),
    method: view.getUint16(position + 10, true),
    encrypted: (flags & 1) !== 0,
    directory: name.endsWith('/'),
    offset: view.getUint32(position + 42, true) + shift,
  };
  return { entry, next: nameEnd + extraLength + commentLength };
}

// Names without the UTF-8 flag are often UTF-8 all the same, else in the old DOS code page. Of that only the
// German letters are worth keeping; every other high byte becomes an underscore.
function decodeName(bytes: Uint8Array, utf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: !utf8 }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : (DOS_LETTERS[byte] ?? '_'))).join('');
  }
}

const DOS_LETTERS: Record<number, string> = {
  129: 'ü',
  132: 'ä',
  142: 'Ä',
  148: 'ö',
  153: 'Ö',
  154: 'Ü',
  225: 'ß',
};

function entryData(bytes: Uint8Array, entry: ZipEntry): Uint8Array | null {
  const view = viewOf(bytes);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== LOCAL_ENTRY) return null;
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const end = start + entry.compressedSize;
  if (start > bytes.length || end > bytes.length) return null;
  return bytes.subarray(start, end);
}
