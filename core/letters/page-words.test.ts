import { expect, test } from 'vitest';
import { placeOnPage } from './page-words.ts';

test.each([
  [{ left: 0.7, right: 0.9, top: 0.05, bottom: 0.07 }, 'oben rechts'],
  [{ left: 0.1, right: 0.2, top: 0.5, bottom: 0.52 }, 'in der Mitte links'],
  [{ left: 0.4, right: 0.6, top: 0.9, bottom: 0.92 }, 'unten'],
])('the place of %o is told as "%s"', (box, words) => {
  expect(placeOnPage(box)).toBe(words);
});
