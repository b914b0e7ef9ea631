import { PDFDocument } from '@cantoo/pdf-lib';
import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { endOf } from './file-end.ts';

const ends = (bytes: Uint8Array) =>
  endOf({ read: async (at, length) => Buffer.from(bytes.subarray(at, at + length)) }, bytes.length);

/** Pages of a TIFF one behind the other, as a scanner writes them: picture, directory, the place of the next. */
function tiff(pageCount: number, isBig: boolean): Buffer {
  const picture = Buffer.alloc(300, 7);
  const word = (value: number) => {
    const bytes = Buffer.alloc(isBig ? 8 : 4);
    if (isBig) bytes.writeBigUInt64BE(BigInt(value));
    else bytes.writeUInt32LE(value);
    return bytes;
  };
  const short = (value: number) =>
    isBig ? Buffer.from([value >> 8, value & 255]) : Buffer.from([value & 255, value >> 8]);
  const entry = (tag: number, value: number) =>
    Buffer.concat([short(tag), short(isBig ? 16 : 4), word(1), word(value)]);
  const head = isBig ? [Buffer.from('MM\0+\0\b\0\0', 'latin1')] : [Buffer.from('II*\0', 'latin1')];
  const parts = [...head, word((isBig ? 8 : 4) + word(0).length + picture.length)];
  const length = () => Buffer.concat(parts).length;
  for (let page = 1; page <= pageCount; page += 1) {
    const place = length();
    const count = isBig ? Buffer.concat([Buffer.alloc(6), short(2)]) : short(2);
    parts.push(picture, count, entry(273, place), entry(279, picture.length));
    parts.push(word(page === pageCount ? 0 : length() + word(0).length + picture.length));
  }
  return Buffer.concat(parts);
}

async function samples(): Promise<Record<string, Uint8Array>> {
  const canvas = createCanvas(60, 80);
  canvas.getContext('2d').fillRect(5, 5, 20, 20);
  const pdf = await PDFDocument.create();
  pdf.addPage([595, 842]).drawText('Brief');
  const comment = Buffer.from('Archiv');
  const zipEnd = Buffer.concat([
    Buffer.from('PK\x05\x06', 'latin1'),
    Buffer.alloc(16),
    Buffer.from([comment.length, 0]),
  ]);
  return {
    PDF: await pdf.save(),
    JPEG: canvas.toBuffer('image/jpeg'),
    PNG: canvas.toBuffer('image/png'),
    TIFF: tiff(1, false),
    'TIFF with three pages': tiff(3, false),
    BigTIFF: tiff(2, true),
    ZIP: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(60), zipEnd, comment]),
  };
}

test('a whole file has its end; cut off anywhere it has none', async () => {
  for (const [kind, bytes] of Object.entries(await samples())) {
    expect(await ends(bytes), kind).toBe('whole');
    for (const part of [0.3, 0.6, 0.97]) {
      const cut = bytes.subarray(0, Math.max(8, Math.floor(bytes.length * part)));
      expect(await ends(cut), `${kind}, ${part} of it`).toBe('unfinished');
    }
  }
});

test('zeros behind the end do not matter, an empty file has no end, and a format without one cannot be judged', async () => {
  const { PDF, JPEG } = await samples();
  for (const bytes of [PDF, JPEG])
    expect(await ends(Buffer.concat([bytes ?? Buffer.alloc(0), Buffer.alloc(300)]))).toBe('whole');
  expect(await ends(Buffer.alloc(0))).toBe('unfinished');
  expect(await ends(Buffer.from('Guten Tag'))).toBe('unknown');
});

test('what only looks like a TIFF ends nothing and is left undecided for no longer than others', async () => {
  const odd = Buffer.concat([Buffer.from('II*\0', 'latin1'), Buffer.from([8, 0, 0, 0]), Buffer.alloc(40, 255)]);
  expect(await ends(odd)).toBe('unfinished');
});
