// Whether a file has the end its format asks for. A scanner that pauses in the middle of a file leaves one that has none yet.

/** unknown: its format has no end that could be looked for. */
export type FileEnd = 'whole' | 'unfinished' | 'unknown';

const tailLength = 2_048;
const longestZipComment = 65_535;
const mostDirectories = 20_000;

/** Gives up to `length` bytes from `at` on. */
export type ByteReader = { read(at: number, length: number): Promise<Buffer> };
type Reader = ByteReader & { size: number };

/** Looks at the beginning and the end of a file of `size` bytes. Throws what reading it throws. */
export async function endOf({ read }: ByteReader, size: number): Promise<FileEnd> {
  if (size === 0) return 'unfinished';
  const file: Reader = { size, read: (at, length) => read(at, Math.max(0, Math.min(length, size - at))) };
  const head = await file.read(0, 1_024);
  const look = lookFor(head);
  return look ? ((await look(file, head)) ? 'whole' : 'unfinished') : 'unknown';
}

type Look = (file: Reader, head: Buffer) => Promise<boolean>;

function lookFor(head: Buffer): Look | null {
  if (head.includes('%PDF-')) return endsAsPdf;
  if (head.length >= 4) {
    const start = head.toString('latin1', 0, 4);
    if (start.startsWith('\xff\xd8\xff')) return endsAsJpeg;
    if (start === '\x89PNG') return async (file) => (await tail(file, 12)).includes('IEND');
    if (start === 'PK\x03\x04') return endsAsZip;
    if (/^(II[*+]\0|MM\0[*+])$/.test(start)) return endsAsTiff;
  }
  return null;
}

const tail = (file: Reader, length: number) => file.read(Math.max(0, file.size - length), length);

async function endsAsPdf(file: Reader): Promise<boolean> {
  const text = (await tail(file, tailLength)).toString('latin1');
  const found = /startxref\s+(\d+)\s+%%EOF\s*\0*\s*$/.exec(text);
  return found !== null && Number(found[1]) < file.size;
}

async function endsAsJpeg(file: Reader): Promise<boolean> {
  const bytes = await tail(file, tailLength);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return end >= 2 && bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9;
}

async function endsAsZip(file: Reader): Promise<boolean> {
  const bytes = await tail(file, longestZipComment + 22);
  const at = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  return at >= 0 && at + 22 <= bytes.length && at + 22 + bytes.readUInt16LE(at + 20) <= bytes.length;
}

const sizes: Record<number, number> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};
/** Where pieces of a picture lie, each with the tag of how long they are. */
const piecesOf: Record<number, number> = { 273: 279, 324: 325 };

/** Every directory of pages, and every piece of a page, lies within the file. */
async function endsAsTiff(file: Reader, head: Buffer): Promise<boolean> {
  const isLittle = head[0] === 0x49;
  const isBig = head[isLittle ? 2 : 3] === 0x2b;
  const number = (bytes: Buffer, at: number, length: number): number => {
    if (at + length > bytes.length) return Number.POSITIVE_INFINITY;
    if (length === 8) return Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return isLittle ? bytes.readUIntLE(at, length) : bytes.readUIntBE(at, length);
  };
  const word = isBig ? 8 : 4;
  const entry = isBig ? 20 : 12;
  const seen = new Set<number>();
  let at = number(head, isBig ? 8 : 4, word);
  if (at === 0) return false; // not even the first page is there
  while (at !== 0 && !seen.has(at) && seen.size < mostDirectories) {
    seen.add(at);
    const count = number(await file.read(at, isBig ? 8 : 2), 0, isBig ? 8 : 2);
    const start = at + (isBig ? 8 : 2);
    if (!(count <= 65_535) || start + count * entry + word > file.size) return false;
    const directory = await file.read(start, count * entry + word);
    if (!(await piecesLieWithin(file, { directory, count, entry, word, number }))) return false;
    at = number(directory, count * entry, word);
  }
  return true;
}

type Directory = {
  directory: Buffer;
  count: number;
  entry: number;
  word: number;
  number: (bytes: Buffer, at: number, length: number) => number;
};

async function piecesLieWithin(file: Reader, of: Directory): Promise<boolean> {
  const values = new Map<number, number[]>();
  for (let index = 0; index < of.count; index += 1) {
    const tag = of.number(of.directory, index * of.entry, 2);
    if (!(tag in piecesOf) && !Object.values(piecesOf).includes(tag)) continue;
    const found = await valuesOf(file, of, index * of.entry);
    if (!found) return false;
    values.set(tag, found);
  }
  return Object.entries(piecesOf).every(([places, lengths]) =>
    (values.get(Number(places)) ?? []).every(
      (place, index) => place + (values.get(lengths)?.[index] ?? 0) <= file.size,
    ),
  );
}

/** The numbers of one entry; null where they lie beyond the end. */
async function valuesOf(file: Reader, of: Directory, at: number): Promise<number[] | null> {
  const size = sizes[of.number(of.directory, at + 2, 2)] ?? 1;
  const count = of.number(of.directory, at + 4, of.word);
  const length = size * count;
  const inline = at + 4 + of.word;
  if (length <= of.word) return numbersOf(of, of.directory.subarray(inline, inline + length), size);
  const place = of.number(of.directory, inline, of.word);
  if (!(place + length <= file.size)) return null;
  return numbersOf(of, await file.read(place, length), size);
}

const numbersOf = ({ number }: Directory, bytes: Buffer, size: number): number[] =>
  Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => number(bytes, index * size, size));
