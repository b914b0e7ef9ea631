import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currentPage, layOut, nextScale, pagesAround, turned } from './page-layout.ts';

const a4 = { width: 595, height: 842 };
const view = { width: 800, height: 600 };

test('pages stand one under the other without overlap, none wider than the view at fit to width', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ width: fc.integer({ min: 50, max: 3000 }), height: fc.integer({ min: 50, max: 3000 }) }), {
        minLength: 1,
        maxLength: 40,
      }),
      fc.integer({ min: 0, max: 3 }),
      (sizes, turns) => {
        const layout = layOut(sizes, turns, { kind: 'width' }, view);
        let bottom = 0;
        for (const place of layout.places) {
          expect(place.top).toBeGreaterThan(bottom);
          expect(place.left + place.width).toBeLessThanOrEqual(layout.width);
          bottom = place.top + place.height;
        }
        expect(layout.height).toBeGreaterThan(bottom);
        expect(layout.width).toBe(view.width);
      },
    ),
  );
});

test('"whole page" shows a page from top to bottom', () => {
  const layout = layOut([a4, a4], 0, { kind: 'page' }, view);
  expect(layout.places[0]?.height).toBeLessThanOrEqual(view.height);
});

test('a quarter turn swaps width and height, a half turn does not', () => {
  expect(turned(a4, 1)).toEqual({ width: 842, height: 595 });
  expect(turned(a4, 2)).toEqual(a4);
});

test('of 2,000 pages only those near the view are drawn', () => {
  const layout = layOut(
    Array.from({ length: 2000 }, () => a4),
    0,
    { kind: 'width' },
    view,
  );
  const middle = layout.places[999]?.top ?? 0;
  const drawn = pagesAround(layout, middle, view.height).map((place) => place.number);
  expect(drawn).toContain(1000);
  expect(drawn.length).toBeLessThan(6);
  expect(currentPage(layout, middle, view.height)).toBe(1000);
});

test('the page being read is the last one at the end', () => {
  const layout = layOut([a4, a4, a4], 0, { kind: 'width' }, view);
  expect(currentPage(layout, layout.height - view.height, view.height)).toBe(3);
});

test('steps of the zoom go up and down and end', () => {
  expect(nextScale(1, 1)).toBe(1.1);
  expect(nextScale(1.03, -1)).toBe(1);
  expect(nextScale(5, 1)).toBe(5);
  expect(nextScale(0.25, -1)).toBe(0.25);
});
