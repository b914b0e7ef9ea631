import { expect, test } from 'vitest';
import { turnPicture } from './grey-picture.ts';
import { findInk } from './ink.ts';
import { findStanding } from './standing.ts';
import { greyOf, letterSheet, newSheet, testResolution, turnedCanvas } from './test-pages.ts';

const letter = letterSheet('Weiterbewilligungsantrag');

test.each([0, 90, 180, 270] as const)('a letter that lies turned by %i degrees is turned back', (degrees) => {
  const ink = findInk(turnPicture(greyOf(letter), degrees), testResolution);
  expect(findStanding(ink)).toMatchObject({ turn: (360 - degrees) % 360, isSure: true, skew: 0 });
});

test.each([-4, -1.5, -0.6, 0.8, 2.2, 5])('a letter askew by %f degrees is straightened', (degrees) => {
  const { turn, skew } = findStanding(findInk(greyOf(turnedCanvas(letter, degrees)), testResolution));
  expect(turn).toBe(0);
  expect(Math.abs(skew + degrees)).toBeLessThanOrEqual(0.25);
});

test('a page without lines stays as it is, and says that it cannot tell', () => {
  const { canvas, context } = newSheet();
  context.fillRect(50, 50, 90, 120);
  expect(findStanding(findInk(greyOf(canvas), testResolution))).toEqual({ turn: 0, skew: 0, isSure: false });
});
