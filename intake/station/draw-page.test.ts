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
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const at = context.getImageData(image.width / 2, Math.floor(image.height * part), 1, 1).data;
  return { height: image.height, shade: at[0] ?? 0 };
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

test('a file that holds no pages, and a page that is not there, have no picture but an explanation', async () => {
  const text = async () => Buffer.from('nur Text');
  expect(await reader.drawPage({ key: 'text', fileName: 'a.pdf', bytes: text, page: 1, turned: null })).toHaveProperty(
    'explanation',
  );
  const bytes = await scan();
  const beyond = { key: 'one', fileName: 'scan.pdf', bytes: async () => bytes, page: 7, turned: null };
  expect(await reader.drawPage(beyond)).toHaveProperty('explanation');
});
