import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { resizePicture } from '../pages/grey-picture.ts';
import { pictureResolution } from '../pages/page-jobs.ts';
import { greyOf, letterSheet, testResolution } from '../pages/test-pages.ts';
import { findNativeTesseract } from './native-tesseract.ts';

const native = await findNativeTesseract({ size: 1 });
if (native === null) console.log('SKIPPED: the installed Tesseract. There is none with German here.');

const slow = 120_000; // recognition works hard; a loaded machine is no fault

/** A letter as recognition gets it. */
function picture(subject: string) {
  const drawn = greyOf(letterSheet(subject));
  const [width, height] = [drawn.width, drawn.height].map((side) =>
    Math.round((side * pictureResolution) / testResolution),
  );
  return resizePicture(drawn, width ?? 1, height ?? 1);
}

/** A program that stands in for one that hangs or fails; it knows German. */
async function program(script: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-tesseract-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'tesseract');
  const lines = ['#!/bin/sh', 'if [ "$1" = "--list-langs" ]; then echo deu; exit 0; fi', script, ''];
  await writeFile(file, lines.join('\n'), { mode: 0o755 });
  return file;
}

test.skipIf(native === null)(
  'the installed Tesseract reads German words, each where it stands on the page',
  async () => {
    const read = await native?.recognise(picture('Mietbescheinigung Zwiebelweg'));
    if (!read || 'explanation' in read) throw new Error('nothing was read');
    expect(read.text).toContain('Mietbescheinigung Zwiebelweg');
    expect(read.text).toContain('Straße der Jugend 12');
    expect(read.confidence).toBeGreaterThan(70);
    const subject = read.words.find(({ text }) => text === 'Mietbescheinigung');
    // 25 mm from the left, the first line 40 mm from the top of a sheet of 210 by 297.
    expect(subject?.left).toBeCloseTo(25 / 210, 2);
    expect(subject?.bottom).toBeGreaterThan(39 / 297);
    expect(subject?.bottom).toBeLessThan(43 / 297);
  },
  slow,
);

test.skipIf(native === null)(
  'a page of which the reading is given up is let go, and the next is read',
  async () => {
    const ending = new AbortController();
    const given = native?.recognise(picture('Wird nicht gelesen'), { signal: ending.signal });
    ending.abort(new Error('nobody waits any more'));
    await expect(given).rejects.toThrow('nobody waits any more');
    expect(await native?.recognise(picture('Wird gelesen'))).toMatchObject({
      text: expect.stringContaining('Wird gelesen'),
    });
  },
  slow,
);

test('a Tesseract that is missing or knows no German is none', async () => {
  expect(await findNativeTesseract({ program: 'tesseract-gibt-es-nicht' })).toBeNull();
  const folder = await program('exit 0');
  await writeFile(folder, '#!/bin/sh\necho eng\n');
  expect(await findNativeTesseract({ program: folder })).toBeNull();
});

test('a page on which the program fails or hangs is told as unreadable, and the next page has its turn', async () => {
  const failing = await findNativeTesseract({ program: await program('exit 1'), size: 1 });
  expect(await failing?.recognise(picture('Brief'))).toHaveProperty('explanation');
  const hanging = await findNativeTesseract({ program: await program('exec sleep 60'), size: 1, timeLimit: 300 });
  if (!hanging) throw new Error('the stand-in is not found');
  const [first, second] = await Promise.all([1, 2].map(() => hanging.recognise(picture('Brief'))));
  expect(first).toHaveProperty('explanation');
  expect(second).toHaveProperty('explanation');
});
