import { expect, test } from 'vitest';
import { turnPicture } from '../pages/grey-picture.ts';
import { greyOf, letterSheet, newSheet, testResolution, turnedCanvas } from '../pages/test-pages.ts';
import { hasPatchBars } from './patch-bars.ts';

const inch = 25.4;

function sheetOf(bars: string) {
  const { canvas, context } = newSheet();
  let y = 40;
  for (const bar of bars) {
    const height = (bar === 'W' ? 0.2 : 0.08) * inch;
    context.fillRect(40, y, 130, height);
    y += height + 0.08 * inch;
  }
  return canvas;
}

test.each(['NWNW', 'WNNW', 'WNWN', 'WWNN', 'NWWN', 'NNWW'])('the bars %s part documents', (bars) => {
  const picture = greyOf(sheetOf(bars));
  for (const turn of [0, 90, 180, 270] as const)
    expect(hasPatchBars(turnPicture(picture, turn), testResolution)).toBe(true);
  expect(hasPatchBars(greyOf(turnedCanvas(sheetOf(bars), 1)), testResolution)).toBe(true);
});

test.each(['NNNN', 'WWWW', 'NWN', 'NWNWN', 'NNNW'])('the bars %s are none of a patch sheet', (bars) => {
  expect(hasPatchBars(greyOf(sheetOf(bars)), testResolution)).toBe(false);
});

test('a letter and a form with boxes are no patch sheets', () => {
  expect(hasPatchBars(greyOf(letterSheet('Antrag')), testResolution)).toBe(false);
  const { canvas, context } = newSheet();
  for (let row = 0; row < 12; row += 1) context.strokeRect(25, 40 + row * 15, 160, 9);
  expect(hasPatchBars(greyOf(canvas), testResolution)).toBe(false);
});
