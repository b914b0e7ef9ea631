import { createRequire } from 'node:module';
import type { Canvas } from '@napi-rs/canvas';
import { afterAll, expect, test } from 'vitest';
import type { PageAnswer, PageJob } from '../pages/page-jobs.ts';
import { letterLines, newSheet, turnedCanvas, writeLines } from '../pages/test-pages.ts';
import { createPackagedTesseract } from '../recognition/packaged-tesseract.ts';
import { createWorkerPool } from '../workers/worker-pool.ts';
import { type ReadPage, readPages } from './read-pages.ts';
import { shareFile } from './share-file.ts';

const { resolve } = createRequire(import.meta.url);
const recogniser = createPackagedTesseract({ size: 1 });
const pages = createWorkerPool<PageJob, PageAnswer>({
  workerUrl: new URL('../pages/page-worker.ts', import.meta.url),
  settings: {
    pdfiumWasmPath: resolve('@embedpdf/pdfium/pdfium.wasm'),
    zxingWasmPath: resolve('zxing-wasm/reader/zxing_reader.wasm'),
  },
  size: 1,
  timeLimit: 60_000,
});
afterAll(() => Promise.all([pages.close(), recogniser.close()]));

/** A page read by the real engines, and how often the whole of it and a part of it were recognised. */
async function readCounting(
  canvas: Canvas,
  turned?: 0 | 90 | 180 | 270,
): Promise<{ page: ReadPage; wholes: number; samples: number }> {
  let [wholes, samples] = [0, 0];
  const counting: typeof recogniser = {
    ...recogniser,
    recognise: (picture, how) => {
      if (how?.isSample) samples += 1;
      else wholes += 1;
      return recogniser.recognise(picture, how);
    },
  };
  const file = shareFile(canvas.toBuffer('image/jpeg', 85), 'seite.jpg');
  const [page] = await readPages({ pages, recogniser: counting, size: 1 }, file, 1, {
    ...(turned === undefined ? {} : { turns: new Map([[1, turned]]) }),
  });
  if (!page) throw new Error('no page');
  return { page, wholes, samples };
}

/** Hills before a sky, as a camera sees them: many shades, edges of all directions, no letter. */
function photograph(): Canvas {
  const { canvas, context } = newSheet('#9fc4e8');
  let seed = 7;
  const chance = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (let blot = 0; blot < 6_000; blot += 1) {
    const shade = Math.floor(40 + chance() * 160);
    context.fillStyle = `rgba(${shade}, ${Math.floor(shade * 0.9)}, ${Math.floor(shade * 0.6)}, 0.8)`;
    context.beginPath();
    context.ellipse(chance() * 210, chance() * 297, 1 + chance() * 6, 1 + chance() * 3, chance() * 3, 0, 7);
    context.fill();
  }
  return canvas;
}

test('a photograph without text is recognised once, not four ways', async () => {
  const { page, wholes, samples } = await readCounting(photograph());
  expect({ wholes, samples }).toEqual({ wholes: 1, samples: 0 });
  expect(page).toMatchObject({ words: [], turned: 0, isUnreadable: false });
}, 120_000); // recognition works hard; a loaded machine is no fault

test.each([90, 180, 270] as const)(
  'three lines turned by %i degrees are read after a look at parts',
  async (turn) => {
    const { canvas, context } = newSheet('#f6f5f1');
    writeLines(context, letterLines.slice(0, 3), 30);
    const { page, samples } = await readCounting(turnedCanvas(canvas, turn));
    expect(page.turned).toBe((360 - turn) % 360);
    expect(page.text).toContain('Sehr geehrte Damen und Herren');
    expect(page.text).toContain('Unterkunft');
    expect(samples).toBeLessThanOrEqual(3);
  },
  120_000,
);

test('a page is read as somebody has said that it stands, once, and never otherwise', async () => {
  const { canvas, context } = newSheet('#f6f5f1');
  writeLines(context, letterLines.slice(0, 3), 30);
  const right = await readCounting(turnedCanvas(canvas, 90), 270);
  expect(right).toMatchObject({ page: { turned: 270 }, wholes: 1, samples: 0 });
  expect(right.page.text).toContain('Sehr geehrte Damen und Herren');
  const wrong = await readCounting(canvas, 180);
  expect(wrong).toMatchObject({ page: { turned: 180, isRecognised: true }, wholes: 1, samples: 0 });
  expect(wrong.page.text).not.toContain('Sehr geehrte Damen und Herren');
}, 120_000);
