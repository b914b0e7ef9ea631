import { expect, test } from 'vitest';
import type { Id } from '../../../../core/domain/ids.ts';
import { allOf, extended, noSelection, toggled } from './selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'] as Id[];
const [a, b, c, d, e] = order as [Id, Id, Id, Id, Id];
const keysOf = (selection: { keys: ReadonlySet<Id> }) => [...selection.keys].toSorted();

test('a letter is chosen and let go again', () => {
  const one = toggled(noSelection, b);
  expect(keysOf(one)).toEqual([b]);
  expect(keysOf(toggled(one, b))).toEqual([]);
});

test('a range begins at the letter shown, grows, and shrinks when it is drawn back', () => {
  const two = extended(noSelection, order, b, c);
  expect(keysOf(two)).toEqual([b, c]);
  const three = extended(two, order, c, d);
  expect(keysOf(three)).toEqual([b, c, d]);
  expect(keysOf(extended(three, order, d, c))).toEqual([b, c]);
});

test('a range drawn past its beginning turns round', () => {
  const down = extended(noSelection, order, c, d);
  const back = extended(down, order, d, c);
  expect(keysOf(extended(back, order, c, b))).toEqual([b, c]);
});

test('a range joins what was chosen before and begins anew when another letter is shown meanwhile', () => {
  const first = toggled(noSelection, a);
  const joined = extended(first, order, c, d);
  expect(keysOf(joined)).toEqual([a, c, d]);
  expect(keysOf(extended(joined, order, e, d))).toEqual([a, c, d, e]);
});

test('a range whose beginning is gone begins at the letter shown', () => {
  const range = extended(noSelection, order, a, b);
  expect(keysOf(extended(range, [b, c], b, c))).toEqual([a, b, c]);
});

test('all letters of the list are chosen at once', () => {
  expect(keysOf(allOf(order))).toEqual(order);
});
