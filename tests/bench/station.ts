import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PDFDocument } from '@cantoo/pdf-lib';
import { canvasOf } from '../../intake/pages/page-as-jpeg.ts';
import { coloursOf } from '../../intake/pages/page-image.ts';
import { findNativeTesseract } from '../../intake/recognition/native-tesseract.ts';
import { type EmptyStation, openEmptyStation } from '../support/empty-station.ts';
import { type Figure, ratioOf, timed } from './figures.ts';
import { type Letter, writeLetters } from './recognition.ts';

const run = promisify(execFile);
const [width, height] = [2_480, 3_508];
const pagesOfStack = 5;

/** Pages per minute from the folder of a scanner to the Postkorb, beside Tesseract alone on the same pictures with as many at a time. */
export async function measureStation(isQuick: boolean): Promise<Figure[]> {
  const native = await findNativeTesseract();
  await native?.close();
  if (native === null)
    console.error('SKIPPED: tesseract with German is not installed; the scan station has no floor to stand beside.');
  const folder = await mkdtemp(join(tmpdir(), 'station-bench-'));
  const letters = await writeLetters(folder, isQuick ? 10 : 30);
  // As a scan station works: the times of looking and settling are the usual ones.
  const usual = { pollMilliseconds: 1_000, folderTimes: { settleMilliseconds: 2_000 } };
  const station = await openEmptyStation({ recognition: 'auto' }, usual);
  try {
    const stacks = await stacksOf(letters);
    const floor = native === null ? null : await timed(() => readAllByPeer(letters));
    const ours = await timed(() => takeThrough(station, stacks));
    return [figureOf(letters.length, ours, floor)];
  } finally {
    await station.close();
    await rm(folder, { recursive: true });
  }
}

function figureOf(pages: number, ours: number, floor: number | null): Figure {
  const perMinute = (took: number) => `${((pages / took) * 60_000).toFixed(0)} pages per minute`;
  return {
    what: `scan station: ${pages} pages of A4, 300 dpi, in stacks of ${pagesOfStack}, from the folder to the Postkorb`,
    ours: perMinute(ours),
    budget: '1.3× of the floor',
    beside: floor === null ? 'tesseract is not installed' : `tesseract alone on these pictures: ${perMinute(floor)}`,
    ratio: floor === null ? '–' : ratioOf(ours, floor),
  };
}

async function stacksOf(letters: Letter[]): Promise<Uint8Array[]> {
  const stacks: Uint8Array[] = [];
  for (let from = 0; from < letters.length; from += pagesOfStack) {
    const pdf = await PDFDocument.create();
    for (const { path } of letters.slice(from, from + pagesOfStack)) {
      const file = await readFile(path);
      const picture = { width, height, grey: new Uint8Array(file.subarray(file.length - width * height)) };
      const image = await pdf.embedJpg(canvasOf(coloursOf(picture)).toBuffer('image/jpeg', 75));
      pdf.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
    }
    stacks.push(await pdf.save());
  }
  return stacks;
}

async function takeThrough({ scans }: EmptyStation, stacks: Uint8Array[]): Promise<void> {
  for (const [index, bytes] of stacks.entries()) {
    await writeFile(join(scans.scanner, `.kommt ${index}`), bytes);
    await rename(join(scans.scanner, `.kommt ${index}`), join(scans.scanner, `Stapel ${index + 1}.pdf`));
  }
  for (;;) {
    const ended = (await scans.stacks()).filter(({ state }) => state !== 'waiting' && state !== 'inWork');
    if (ended.some(({ state }) => state === 'failed')) throw new Error('a stack failed');
    if (ended.length === stacks.length) return;
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function readAllByPeer(letters: Letter[]): Promise<void> {
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  const waiting = [...letters];
  const readOn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await run('tesseract', [next.path, '-', '-l', 'deu', '--dpi', '300'], { maxBuffer: 64 * 1024 * 1024, env });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, readOn));
}
