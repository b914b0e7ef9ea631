import { createCanvas, loadImage } from '@napi-rs/canvas';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, expect, test } from 'vitest';
import { newSheet, turnedCanvas } from '../pages/test-pages.ts';
import { createStackReader } from './stack-reader.ts';

const reader = createStackReader({ recognition: 'packaged' });
afterAll(() => reader.close());

/** A page of A4 that is black above and white below, lying on its head. */
async function scan(): Promise<Uint8Array> {
  const { canvas, context } = newSheet();
  context.fillStyle = '#000';
  context.fillRect(0, 0, 210, 100);
  const pdf = await PDFDocument.create();
  const image = await pdf.embedJpg(turnedCanvas(canvas, 180).toBuffer('image/jpeg', 80));
  pdf.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
  return pdf.save();
}

async function shadeOf(jpeg: Uint8Array, part: number): Promise<{ height: number; shade: number }> {
  const image = await loadImage(Buffer.from(jpeg));
  return { height: image.height, shade: (await colourOf(jpeg, part))[1] };
}

/** Red, green and blue in the middle of the page, `part` of its height below the top. */
async function colourOf(jpeg: Uint8Array, part: number): Promise<[number, number, number]> {
  const image = await loadImage(Buffer.from(jpeg));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const [red = 0, green = 0, blue = 0] = context.getImageData(
    image.width / 2,
    Math.floor(image.height * part),
    1,
    1,
  ).data;
  return [red, green, blue];
}

test('a page is drawn upright as it was read, small enough for a window', async () => {
  const bytes = await scan();
  const wanted = { key: 'scan', fileName: 'scan.pdf', bytes: async () => bytes, page: 1 };
  const lying = await reader.drawPage({ ...wanted, turned: null });
  const upright = await reader.drawPage({ ...wanted, turned: 180 });
  if ('explanation' in lying || 'explanation' in upright) throw new Error('not drawn');
  expect((await shadeOf(lying.jpeg, 0.1)).shade).toBeGreaterThan(200);
  expect((await shadeOf(upright.jpeg, 0.1)).shade).toBeLessThan(60);
  expect((await shadeOf(upright.jpeg, 0.1)).height).toBe(1_600);
});

test('a page keeps its colours, in a PDF as in a picture that says itself how it lies', async () => {
  const { canvas, context } = newSheet();
  context.fillStyle = '#c00';
  context.fillRect(0, 0, 210, 100);
  const picture = turnedCanvas(canvas, 270).toBuffer('image/jpeg', 90);
  const pdf = await PDFDocument.create();
  const image = await pdf.embedJpg(canvas.toBuffer('image/jpeg', 90));
  pdf.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
  const files = [
    { fileName: 'rot.pdf', bytes: await pdf.save(), turned: null },
    { fileName: 'rot.jpg', bytes: lyingAside(picture), turned: null },
    // As reading says it of such a picture: with what the file says itself.
    { fileName: 'rot.jpg', bytes: lyingAside(picture), turned: 90 },
  ];
  for (const [key, { fileName, bytes, turned }] of files.entries()) {
    const drawn = await reader.drawPage({ key: `${key}`, fileName, bytes: async () => bytes, page: 1, turned });
    if ('explanation' in drawn) throw new Error('not drawn');
    const [red, green] = await colourOf(drawn.jpeg, 0.1);
    expect(red).toBeGreaterThan(180);
    expect(green).toBeLessThan(40);
    expect((await shadeOf(drawn.jpeg, 0.9)).shade).toBeGreaterThan(240);
    expect((await shadeOf(drawn.jpeg, 0.9)).height).toBe(1_600);
  }
});

/** A JPEG whose EXIF says that it must be turned clockwise by 90 degrees. */
function lyingAside(jpeg: Buffer): Uint8Array {
  const exif = Buffer.from('ffe100224578696600004d4d002a000000080001011200030000000100060000000000000000', 'hex');
  return Uint8Array.from(Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]));
}

test('a file that holds no pages, and a page that is not there, have no picture but an explanation', async () => {
  const text = async () => Buffer.from('nur Text');
  expect(await reader.drawPage({ key: 'text', fileName: 'a.pdf', bytes: text, page: 1, turned: null })).toHaveProperty(
    'explanation',
  );
  const bytes = await scan();
  const beyond = { key: 'one', fileName: 'scan.pdf', bytes: async () => bytes, page: 7, turned: null };
  expect(await reader.drawPage(beyond)).toHaveProperty('explanation');
});
