import { describe, expect, it } from 'vitest';
import { layoutSchema, limitRatio, ratioAfterKey, usualLayout, visiblePanes } from './layout.ts';
import { monitorKey } from './screens.ts';

const screen = (left: number, width = 1920) => ({ left, top: 0, width, height: 1080, isPrimary: left === 0 });

describe('the set of monitors', () => {
  it('is the same in whatever order the screens are told', () => {
    expect(monitorKey([screen(0), screen(1920)])).toBe(monitorKey([screen(1920), screen(0)]));
  });

  it('differs when a screen is added, moved or of another size', () => {
    const keys = [
      [screen(0)],
      [screen(0), screen(1920)],
      [screen(0), screen(-1920)],
      [screen(0), screen(1920, 1280)],
    ].map(monitorKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys[2]).toBe('1920x1080+0+0|1920x1080-1920+0');
  });

  it('has a name even where no screen is told', () => expect(monitorKey([])).toBe('unknown'));
});

describe('the layout', () => {
  it('starts as one window with both panes', () => {
    expect(layoutSchema.parse(usualLayout)).toEqual(usualLayout);
    expect(visiblePanes(usualLayout, { hasFachverfahren: true, isNarrow: false })).toEqual({
      fachverfahren: true,
      caseFile: true,
    });
  });

  it('shows the case file alone without Fachverfahren or with two windows', () => {
    const alone = { fachverfahren: false, caseFile: true };
    expect(visiblePanes(usualLayout, { hasFachverfahren: false, isNarrow: false })).toEqual(alone);
    expect(visiblePanes({ ...usualLayout, windows: 'two' }, { hasFachverfahren: true, isNarrow: false })).toEqual(
      alone,
    );
  });

  it('shows one pane at a time in a narrow window, at 200 % zoom', () => {
    const room = { hasFachverfahren: true, isNarrow: true };
    expect(visiblePanes(usualLayout, room)).toEqual({ fachverfahren: false, caseFile: true });
    expect(visiblePanes({ ...usualLayout, folded: 'caseFile' }, room)).toEqual({
      fachverfahren: true,
      caseFile: false,
    });
  });

  it('never hides both panes', () => {
    for (const folded of ['none', 'fachverfahren', 'caseFile'] as const) {
      for (const windows of ['one', 'two'] as const) {
        for (const isNarrow of [true, false]) {
          const seen = visiblePanes({ ...usualLayout, folded, windows }, { hasFachverfahren: true, isNarrow });
          expect(seen.fachverfahren || seen.caseFile).toBe(true);
        }
      }
    }
  });

  it('moves the divider by keys within its limits', () => {
    expect(ratioAfterKey(0.4, 'ArrowRight')).toBe(0.42);
    expect(ratioAfterKey(0.4, 'Enter')).toBe(0.5);
    expect(ratioAfterKey(0.15, 'ArrowLeft')).toBe(0.15);
    expect(ratioAfterKey(0.4, 'x')).toBeNull();
    expect(limitRatio(2)).toBe(0.75);
  });
});
