import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, test } from 'vitest';
import { letterLines, newSheet, turnedCanvas, writeLines } from '../pages/test-pages.ts';
import { findNativeTesseract } from '../recognition/native-tesseract.ts';
import { createStackReader } from './stack-reader.ts';

const native = await findNativeTesseract();
await native?.close();
if (!native) console.log('SKIPPED: faint pages by the installed recognition. Tesseract with German is not here.');

/** A letter, and behind it the same sheet as a printer without toner leaves it, upright and on its head. */
async function faintStack(): Promise<Uint8Array> {
  const stack = await PDFDocument.create();
  for (const [colour, degrees] of [
    ['#111', 0],
    ['#dcdcdc', 0],
    ['#dcdcdc', 180],
  ] as const) {
    const { canvas, context } = newSheet();
    writeLines(context, ['Kühlschrank defekt', ...letterLines], 40, colour);
    const image = await stack.embedJpg(turnedCanvas(canvas, degrees).toBuffer('image/jpeg', 80));
    stack.addPage([595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
  }
  return stack.save();
}

test.each(native ? (['packaged', 'native'] as const) : (['packaged'] as const))(
  'faint pages that were taken for blank are read upright with their words when somebody asks for them (%s recognition)',
  async (recognition) => {
    const reader = createStackReader({ size: 1, recognition });
    const stack = await faintStack();
    const first = await reader.readStack(stack, 'Stapel.pdf');
    expect(first.pages.map(({ use }) => use)).toEqual(['document', 'blank', 'blank']);
    const { documents, pages } = await reader.readStack(stack, 'Stapel.pdf', { onlyPages: [2, 3] });
    await reader.close();
    expect(documents).toHaveLength(1);
    expect(documents[0]?.pages).toEqual([2, 3]);
    expect(pages.map(({ turned }) => turned)).toEqual([0, 0, 180]);
    for (const { text } of documents[0]?.words ?? []) {
      expect(text).toContain('Kühlschrank defekt');
      expect(text).toContain('Übernahme der Kosten');
    }
    expect(documents[0]?.words).toHaveLength(2);
  },
  300_000,
);
