import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Display,
  displaySetKey,
  findDisplay,
  isGraspable,
  placeWindows,
  usualPlace,
  type SavedDesk,
  type SavedPlace,
  smallestSize,
} from './window-placement.ts';

function display(id: number, x: number, width = 1920, height = 1080, more: Partial<Display> = {}): Display {
  const bounds = { x, y: 0, width, height };
  const workArea = { x, y: 0, width, height: height - 40 };
  return { id, label: `Monitor ${id}`, bounds, workArea, scaleFactor: 1, isPrimary: x === 0, ...more };
}

const left = display(1, 0);
const right = display(2, 1920);
const saved = (
  on: Display,
  bounds: Partial<SavedPlace['bounds']> = {},
  mode: SavedPlace['mode'] = 'normal',
): SavedPlace => ({ bounds: { x: on.bounds.x + 100, y: 80, width: 1200, height: 800, ...bounds }, mode, display: on });
const deskOf = (caseFile: SavedPlace, fachverfahren?: SavedPlace): SavedDesk => ({
  windows: fachverfahren ? 'two' : 'one',
  places: { caseFile, ...(fachverfahren ? { fachverfahren } : {}) },
});
const place = (
  savedDesk: SavedDesk | null,
  displays: Display[],
  more: { isWayland?: boolean; windows?: 'one' | 'two' } = {},
) => placeWindows({ saved: savedDesk, displays, isWayland: false, ...more });

describe('without a saved place', () => {
  test('one window fills the primary monitor', () => {
    expect(place(null, [left, right]).places).toEqual({
      caseFile: { width: 1920, height: 1040, position: { x: 0, y: 0 }, mode: 'maximized', scaleFactor: 1 },
    });
  });
  test('two windows take a monitor each, the Fachverfahren the left one', () => {
    const { places } = place(null, [right, left], { windows: 'two' });
    expect(places.fachverfahren?.position).toEqual({ x: 0, y: 0 });
    expect(places.caseFile?.position).toEqual({ x: 1920, y: 0 });
  });
  test('a second window takes the monitor that the first does not stand on', () => {
    const taken = { x: 300, y: 20, width: 1200, height: 700 };
    expect(usualPlace('fachverfahren', 'two', [left, right], taken).position).toEqual({ x: 1920, y: 0 });
    expect(usualPlace('fachverfahren', 'two', [left, right], { ...taken, x: 2000 }).position).toEqual({ x: 0, y: 0 });
  });
  test('two windows share a single monitor half and half', () => {
    const { places } = place(null, [left], { windows: 'two' });
    expect(places.fachverfahren).toMatchObject({ width: 960, position: { x: 0, y: 0 }, mode: 'normal' });
    expect(places.caseFile).toMatchObject({ width: 960, position: { x: 960, y: 0 }, mode: 'normal' });
  });
});

describe('with saved places', () => {
  test('both windows stand where they stood', () => {
    const { windows, places } = place(deskOf(saved(right), saved(left, {}, 'maximized')), [left, right]);
    expect(windows).toBe('two');
    expect(places.caseFile).toEqual({
      width: 1200,
      height: 800,
      position: { x: 2020, y: 80 },
      mode: 'normal',
      scaleFactor: 1,
    });
    expect(places.fachverfahren).toMatchObject({ position: { x: 100, y: 80 }, mode: 'maximized' });
  });
  test('a window follows its monitor when the monitor stands on the other side now', () => {
    const moved = display(2, -1920);
    expect(place(deskOf(saved(right)), [left, moved]).places.caseFile?.position).toEqual({ x: -1820, y: 80 });
  });
  test('a window on a monitor that is gone comes back into sight', () => {
    const { position } = place(deskOf(saved(right)), [left]).places.caseFile ?? {};
    expect(position).toEqual({ x: 0, y: 0 }); // no overlap with what is there: the usual place
  });
  test('a window that hung over onto a monitor that stayed is pushed wholly onto it', () => {
    const between = saved(right, { x: 1500 });
    expect(place(deskOf(between), [left]).places.caseFile).toMatchObject({ position: { x: 720, y: 80 }, width: 1200 });
  });
  test('a window larger than its monitor now is cut to the work area', () => {
    const small = display(1, 0, 1366, 768);
    const old = { ...saved(small, { x: 0, y: 0, width: 1900, height: 1000 }) };
    expect(place(deskOf(old), [small]).places.caseFile).toMatchObject({ width: 1366, height: 728 });
  });
  test('a window whose upper edge is out of reach is pulled back', () => {
    expect(place(deskOf(saved(left, { y: -500 })), [left]).places.caseFile?.position?.y).toBe(0);
  });
  test('full screen and maximised are kept on another monitor as well', () => {
    expect(place(deskOf(saved(right, { x: 1800 }, 'fullscreen')), [left]).places.caseFile?.mode).toBe('fullscreen');
  });
  test('a scaled monitor is told, since bounds must then be set a second time', () => {
    const sharp = display(2, 1920, 1920, 1080, { scaleFactor: 1.5 });
    expect(place(deskOf(saved(sharp)), [left, sharp]).places.caseFile?.scaleFactor).toBe(1.5);
  });
  test('Wayland gets sizes only', () => {
    const { places } = place(deskOf(saved(right), saved(left)), [left, right], { isWayland: true });
    expect(places.caseFile).toMatchObject({ width: 1200, height: 800, position: null });
    expect(places.fachverfahren?.position).toBeNull();
  });
  test.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 40, -(2 ** 40), 1.5])(
    'a damaged number (%d) leads to the usual place',
    (bad) => {
      expect(place(deskOf(saved(left, { x: bad })), [left]).places.caseFile?.mode).toBe('maximized');
    },
  );
});

describe('finding a display again', () => {
  test.each([
    ['by id and size', [display(1, 0), display(7, 1920)], 7, 0],
    ['not by an id that now means another size', [display(2, 0, 1366, 768)], 2, null],
    [
      'by name, size and position when ids were dealt anew',
      [display(9, 0), { ...display(8, 1920), label: 'Monitor 2' }],
      2,
      8,
    ],
    ['by name and size when it was moved', [{ ...display(8, -1920), label: 'Monitor 2' }], 2, 8],
    ['not by an empty name', [{ ...display(8, -1920), label: '' }], 2, null],
  ] as const)('%s', (_name, displays, id, expected) => {
    const was = { ...display(id, 1920), label: id === 7 ? 'Monitor 7' : 'Monitor 2' };
    const found = findDisplay(was, displays as unknown as Display[]);
    expect(found?.id ?? null).toBe(expected === 0 ? 7 : expected);
  });
  test('two monitors of one name are told apart by position', () => {
    const twins = [display(11, 0, 1920, 1080, { label: 'DELL' }), display(12, 1920, 1920, 1080, { label: 'DELL' })];
    const was = display(3, 1920, 1920, 1080, { label: 'DELL' });
    expect(findDisplay(was, twins)?.id).toBe(12);
  });
  test('the key of a set does not depend on the order', () => {
    expect(displaySetKey([left, right])).toBe(displaySetKey([right, left]));
    expect(displaySetKey([left])).not.toBe(displaySetKey([left, right]));
  });
});

const number = fc.integer({ min: -6000, max: 6000 });
const anyDisplays = fc
  .array(
    fc.record({
      id: fc.integer({ min: 1, max: 5 }),
      x: number,
      width: fc.integer({ min: 800, max: 3840 }),
      height: fc.integer({ min: 600, max: 2160 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((list) =>
    list.map(({ id, x, width, height }, index) => display(id, x, width, height, { isPrimary: index === 0 })),
  );
const anyPlace = fc.record({
  bounds: fc.record({
    x: number,
    y: number,
    width: fc.integer({ min: 1, max: 5000 }),
    height: fc.integer({ min: 1, max: 5000 }),
  }),
  mode: fc.constantFrom('normal', 'maximized', 'fullscreen') as fc.Arbitrary<SavedPlace['mode']>,
  display: anyDisplays.map((displays) => displays[0] as Display),
});

test('whatever was saved, every window can be seen, grasped and is no larger than a monitor', () => {
  fc.assert(
    fc.property(
      anyPlace,
      anyPlace,
      anyDisplays,
      fc.constantFrom('one' as const, 'two' as const),
      (a, b, displays, windows) => {
        const { places } = place({ windows, places: { caseFile: a, fachverfahren: b } }, displays);
        expect(Object.keys(places)).toHaveLength(windows === 'two' ? 2 : 1);
        for (const { width, height, position } of Object.values(places)) {
          expect(position && isGraspable({ ...position, width, height }, displays)).toBe(true);
          expect(width).toBeLessThanOrEqual(Math.max(...displays.map(({ workArea }) => workArea.width)) + 32);
          expect(width).toBeGreaterThanOrEqual(
            Math.min(smallestSize.width / 2, ...displays.map(({ workArea }) => workArea.width)),
          );
          expect(height).toBeGreaterThan(0);
        }
      },
    ),
  );
});

test('placing twice changes nothing: what was placed is placed there again', () => {
  fc.assert(
    fc.property(anyPlace, anyDisplays, (was, displays) => {
      const first = place(deskOf(was), displays).places.caseFile;
      const on = displays.find(({ workArea: area }) => {
        const { x, y } = first?.position ?? { x: 0, y: 0 };
        return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
      });
      if (!first?.position || !on) return;
      const again: SavedPlace = {
        bounds: { ...first.position, width: first.width, height: first.height },
        mode: first.mode,
        display: on,
      };
      const second = place(deskOf(again), [on]).places.caseFile;
      const third = place(
        deskOf({ ...again, bounds: { ...second!.position!, width: second!.width, height: second!.height } }),
        [on],
      );
      expect(third.places.caseFile).toEqual(second);
    }),
  );
});
