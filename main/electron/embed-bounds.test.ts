import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaled } from './embed-bounds.ts';

test('without zoom nothing changes, with zoom all sides grow', () => {
  const place = { x: 10, y: 40, width: 601, height: 333 };
  expect(scaled(place, 1)).toEqual(place);
  expect(scaled(place, 2)).toEqual({ x: 20, y: 80, width: 1202, height: 666 });
});

test('two neighbours meet at every zoom: no gap and no overlap', () => {
  const size = fc.integer({ min: 0, max: 3000 });
  fc.assert(
    fc.property(size, size, size, fc.double({ min: 0.3, max: 5, noNaN: true }), (x, width, other, zoom) => {
      const left = scaled({ x, y: 0, width, height: 1 }, zoom);
      const right = scaled({ x: x + width, y: 0, width: other, height: 1 }, zoom);
      expect(left.x + left.width).toBe(right.x);
      expect(left.width).toBeGreaterThanOrEqual(0);
    }),
  );
});
