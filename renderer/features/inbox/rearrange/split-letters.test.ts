import { expect, test } from 'vitest';
import { moved, partsOf } from './split-letters.ts';

test('a letter is parted where a new one begins, and every page stands in one part', () => {
  expect(partsOf(4, new Set())).toEqual([[1, 2, 3, 4]]);
  expect(partsOf(4, new Set([3]))).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(partsOf(3, new Set([1, 2, 3]))).toEqual([[1], [2], [3]]);
});

test('an entry moves one place; the first does not go up, the last not down', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});
