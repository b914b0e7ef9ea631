import type { GreyPicture } from '../pages/grey-picture.ts';
import { findInk, type Ink, inkResolution } from '../pages/ink.ts';

const narrow = 0.08 * inkResolution;
const wide = 0.2 * inkResolution;
/** In how many lines beside each other the bars must stand, out of 20 per inch. */
const linesNeeded = 12;
const linesPerInch = 20;
const shares = 0.3;

/**
 * True when a page bears the bars of a patch sheet (four bars of two widths, as scan stations print them), along or across: such sheets part
 * documents and say nothing more.
 */
export function hasPatchBars(picture: GreyPicture, resolution: number): boolean {
  const ink = findInk(picture, resolution);
  return countLines(ink, true) >= linesNeeded || countLines(ink, false) >= linesNeeded;
}

function countLines(ink: Ink, isAcross: boolean): number {
  const [lines, length] = isAcross ? [ink.height, ink.width] : [ink.width, ink.height];
  const step = inkResolution / linesPerInch;
  let [run, best] = [0, 0];
  for (let line = 0; line < lines; line += step) {
    const at = isAcross ? line * ink.width : line;
    run = hasPattern(ink.marks, at, isAcross ? 1 : ink.width, length) ? run + 1 : 0;
    best = Math.max(best, run);
  }
  return best;
}

// Bar, gap, bar, gap, bar, gap, bar with paper on both sides.
function hasPattern(marks: Uint8Array, start: number, step: number, length: number): boolean {
  const runs: number[] = [];
  let [value, from] = [0, 0];
  for (let index = 0; index <= length; index += 1) {
    const mark = index === length ? -1 : marks[start + index * step];
    if (mark === value) continue;
    runs.push(index - from);
    [value, from] = [mark ?? 0, index];
  }
  // Runs at even places are paper.
  for (let first = 1; first + 6 < runs.length; first += 2) if (isPatch(runs, first)) return true;
  return false;
}

function isPatch(runs: number[], first: number): boolean {
  const [before, after] = [runs[first - 1] ?? 0, runs[first + 7] ?? 0];
  const quiet = narrow * 1.3;
  if (before < quiet || after < quiet) return false;
  let wideBars = 0;
  for (let part = 0; part < 7; part += 1) {
    const size = runs[first + part] ?? 0;
    const isWide = Math.abs(size - wide) <= wide * shares * 0.6;
    const isNarrow = Math.abs(size - narrow) <= narrow * shares;
    if (part % 2 === 1 ? !isNarrow : !isNarrow && !isWide) return false;
    if (part % 2 === 0 && isWide && !isNarrow) wideBars += 1;
  }
  return wideBars === 2;
}
