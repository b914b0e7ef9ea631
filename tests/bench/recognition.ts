import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { greyFile, resizePicture } from '../../intake/pages/grey-picture.ts';
import { greyOf, letterLines, newSheet, writeLines } from '../../intake/pages/test-pages.ts';
import { findNativeTesseract } from '../../intake/recognition/native-tesseract.ts';
import { createPackagedTesseract } from '../../intake/recognition/packaged-tesseract.ts';
import type { Recogniser } from '../../intake/recognition/recogniser.ts';
import { createStackReader } from '../../intake/station/stack-reader.ts';
import { type Figure, median, ratioOf, timed } from './figures.ts';

const run = promisify(execFile);
const samples = resolve(import.meta.dirname, '../../../shared/samples');
const roomy = { maxBuffer: 64 * 1024 * 1024 };

/** A page as a file of grey pixels (PGM), and the words on it. */
export type Letter = { path: string; words: string[] };
type Read = { seconds: number; right: number };

/** Recognition of text and of codes, beside Debian's Tesseract and zbarimg on the same pictures. */
export async function measureRecognition(isQuick: boolean): Promise<Figure[]> {
  return [...(await measureText(isQuick ? 2 : 6)), ...(await measureCodes())];
}

async function measureText(count: number): Promise<Figure[]> {
  const native = await findNativeTesseract();
  if (native === null)
    console.error('SKIPPED: tesseract with German is not installed; recognition has no peer to stand beside.');
  const folder = await mkdtemp(join(tmpdir(), 'recognition-'));
  const packaged = createPackagedTesseract({ size: 1 });
  try {
    const letters = await writeLetters(folder, count);
    const beside: Read[] = [];
    const ours: Read[] = [];
    const alone: Read[] = [];
    // Started before it is measured: a scan station runs all day.
    await readBy(packaged, letters[0]);
    for (const letter of letters) {
      // In turn, so that a busy machine is busy for all.
      if (native) beside.push(await readByPeer(letter));
      if (native) ours.push(await readBy(native, letter));
      alone.push(await readBy(packaged, letter));
    }
    const figures = [figureOf('packaged engine, nothing installed', alone, beside)];
    if (native) figures.unshift(figureOf('engine chosen here: the installed one', ours, beside));
    return figures;
  } finally {
    await packaged.close();
    await native?.close();
    await rm(folder, { recursive: true });
  }
}

function figureOf(engine: string, ours: Read[], beside: Read[]): Figure {
  const seconds = (reads: Read[]) => median(reads.map((read) => read.seconds).sort((left, right) => left - right));
  const right = (reads: Read[]) => (reads.reduce((sum, read) => sum + read.right, 0) / reads.length) * 100;
  const words = (reads: Read[]) => `${seconds(reads).toFixed(2)} s, ${right(reads).toFixed(1)} % of words right`;
  return {
    what: `text of a page of A4, 300 dpi (${engine}; ${ours.length} pages one after the other)`,
    ours: words(ours),
    budget: '1.3× of the peer',
    beside: beside.length === 0 ? 'tesseract is not installed' : `tesseract -l deu: ${words(beside)}`,
    ratio: beside.length === 0 ? '–' : ratioOf(seconds(ours), seconds(beside)),
  };
}

/** Letters as a scanner delivers them: a little grey, a little blurred, with dust. */
export async function writeLetters(folder: string, count: number): Promise<Letter[]> {
  const letters: Letter[] = [];
  for (let number = 1; number <= count; number += 1) {
    const { canvas, context } = newSheet('#f6f5f1');
    const lines = Array.from({ length: 36 }, (_, row) => letterLines[(row * 5 + number) % letterLines.length] ?? '');
    writeLines(context, lines, 30, '#2a2a2c');
    for (let speck = 0; speck < 150; speck += 1)
      context.fillRect((speck * 37 * number) % 210, (speck * 53 + number * 11) % 297, 0.12, 0.12);
    const path = join(folder, `${number}.pgm`);
    await writeFile(path, greyFile(resizePicture(greyOf(canvas), 2480, 3508)));
    letters.push({ path, words: wordsOf(lines.join(' ')) });
  }
  return letters;
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

async function readByPeer({ path, words }: Letter): Promise<Read> {
  let text = '';
  const took = await timed(async () => {
    const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
    text = (await run('tesseract', [path, '-', '-l', 'deu', '--dpi', '300'], { ...roomy, env })).stdout;
  });
  return { seconds: took / 1000, right: shareRight(words, text) };
}

async function readBy(recogniser: Recogniser, letter: Letter | undefined): Promise<Read> {
  if (!letter) throw new Error('no letter');
  const file = await readFile(letter.path);
  const grey = new Uint8Array(file.subarray(file.length - 2480 * 3508));
  let text = '';
  const took = await timed(async () => {
    const page = await recogniser.recognise({ width: 2480, height: 3508, grey });
    if ('explanation' in page) throw new Error(page.explanation.message);
    text = page.text;
  });
  return { seconds: took / 1000, right: shareRight(letter.words, text) };
}

// Each word of the letter counts once for each time it was read.
function shareRight(expected: string[], text: string): number {
  const found = new Map<string, number>();
  for (const word of wordsOf(text)) found.set(word, (found.get(word) ?? 0) + 1);
  let right = 0;
  for (const word of expected) {
    const left = found.get(word) ?? 0;
    if (left > 0) right += 1;
    found.set(word, left - 1);
  }
  return right / expected.length;
}

type Sample = { file: string; topic: string; expected: { value: string | null } };

async function measureCodes(): Promise<Figure[]> {
  if (!existsSync(join(samples, 'facts.json'))) {
    console.error('SKIPPED: the sample pictures of codes (shared/samples) are not here.');
    return [];
  }
  const facts = JSON.parse(await readFile(join(samples, 'facts.json'), 'utf8')) as Sample[];
  const pictures = facts.filter(({ topic }) => topic === 'barcode' || topic === 'barcode-none');
  const peer = await run('zbarimg', ['--version']).then(
    () => true,
    () => false,
  );
  if (!peer) console.error('SKIPPED: zbarimg is not installed; recognition of codes has no peer to stand beside.');
  const reader = createStackReader({ size: 1 });
  let [ours, theirs] = [0, 0];
  try {
    for (const { file, expected } of pictures) {
      const reading = await reader.readStack(await readFile(join(samples, file)), file);
      const values = reading.pages.flatMap(({ codes }) => codes.map(({ value }) => value));
      if (isRight(values, expected.value)) ours += 1;
      if (peer && isRight(await zbarValues(join(samples, file)), expected.value)) theirs += 1;
    }
  } finally {
    await reader.close();
  }
  const of = (count: number) => `${count} of ${pictures.length} right`;
  const known = (await readdir(join(samples, 'barcode'))).length;
  return [
    {
      what: `codes on ${pictures.length} pictures (${known} with one, the others without)`,
      ours: of(ours),
      budget: 'no worse than the peer',
      beside: peer ? `zbarimg: ${of(theirs)}` : 'zbarimg is not installed',
      ratio: peer ? ratioOf(ours, theirs) : '–',
    },
  ];
}

function isRight(values: string[], expected: string | null): boolean {
  return expected === null ? values.length === 0 : values.length === 1 && values[0] === expected;
}

// It ends with 4 when it found none.
async function zbarValues(path: string): Promise<string[]> {
  const { stdout } = await run('zbarimg', ['--raw', '--quiet', path], roomy).catch(() => ({ stdout: '' }));
  return stdout.split('\n').filter((line) => line !== '');
}
