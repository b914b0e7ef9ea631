import { expect, test } from 'vitest';
import { isBlankPage } from './blank-page.ts';
import { turnPicture } from './grey-picture.ts';
import { findInk } from './ink.ts';
import { greyOf, letterLines, letterSheet, newSheet, testResolution, writeLines } from './test-pages.ts';

type Drawing = Parameters<typeof writeLines>[0];

function isBlank(draw: (context: Drawing) => void, paper = '#f3f1ec'): boolean {
  const { canvas, context } = newSheet(paper);
  draw(context);
  return isBlankPage(findInk(greyOf(canvas), testResolution));
}

function disc(context: Drawing, x: number, y: number, radius: number, colour = '#222'): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}

// The back of a letter in a scanner that looks through the paper: mirrored and pale.
function shineThrough(context: Drawing): void {
  context.save();
  context.translate(210, 0);
  context.scale(-1, 1);
  writeLines(context, letterLines, 40, '#c9c7c4');
  context.restore();
}

test.each<[string, (context: Drawing) => void]>([
  ['nothing', () => undefined],
  ['the front shining through', shineThrough],
  [
    'two punch holes',
    (context) => {
      disc(context, 11, 108, 2.8);
      disc(context, 11, 188, 2.8);
    },
  ],
  [
    'the shadow of punch holes',
    (context) => {
      for (const y of [108, 188]) {
        disc(context, 12, y, 2.9);
        disc(context, 12, y, 2.5, '#f3f1ec');
      }
    },
  ],
  ['a dark edge of the scan', (context) => context.fillRect(207, 0, 3, 297)],
  [
    'dust',
    (context) => {
      for (let speck = 0; speck < 60; speck += 1) disc(context, (speck * 37) % 205, (speck * 53) % 290, 0.12);
    },
  ],
])('a page with %s is blank', (_, draw) => {
  expect(isBlank(draw)).toBe(true);
});

test.each<[string, (context: Drawing) => void]>([
  [
    'a signature only',
    (context) => {
      context.strokeStyle = '#26408c';
      context.lineWidth = 0.5;
      context.beginPath();
      context.moveTo(110, 240);
      context.bezierCurveTo(120, 225, 125, 250, 135, 236);
      context.bezierCurveTo(140, 230, 150, 246, 165, 237);
      context.stroke();
    },
  ],
  ['one line', (context) => writeLines(context, ['Anlage 3'])],
  ['a page number only', (context) => writeLines(context, ['2'], 285)],
  ['pencil', (context) => writeLines(context, ['bitte Rücksprache'], 100, '#8d8b88')],
  ['a tick in a box far from the edge', (context) => context.strokeRect(100, 150, 4, 4)],
])('a page with %s is not blank', (_, draw) => {
  expect(isBlank(draw)).toBe(false);
});

test('a letter is not blank, however it lies', () => {
  const picture = greyOf(letterSheet('Antrag'));
  for (const turn of [0, 90, 180, 270] as const)
    expect(isBlankPage(findInk(turnPicture(picture, turn), testResolution))).toBe(false);
});
