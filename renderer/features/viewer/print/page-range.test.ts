import { expect, test } from 'vitest';
import { readPageRange } from './page-range.ts';

test('single pages and stretches are read, in the order of the document and each once', () => {
  expect(readPageRange('7, 1-3', 10)).toEqual([1, 2, 3, 7]);
  expect(readPageRange('2 – 3; 3', 10)).toEqual([2, 3]);
});

test('what leads out of the document or means nothing is not taken', () => {
  for (const text of ['', '0', '11', '3-2', 'alle', '1,,2', '1-']) expect(readPageRange(text, 10)).toBeNull();
});
