import { type Ink, inkResolution, keepPatches, type Patch } from './ink.ts';
import type { Turn } from './grey-picture.ts';

/** How text stands on a page: degrees clockwise to turn it and then to straighten it; `isSure` when it has enough lines to tell. */
export type Standing = { turn: Turn; skew: number; isSure: boolean };

const widest = 6;
const mostPoints = 40_000;

type Point = { x: number; y: number };

/** Finds how the lines of a page run, and by the letters that reach above and below them whether it stands on its head. */
export function findStanding(ink: Ink): Standing {
  const points = pointsOf(keepPatches(ink, isWriting));
  if (points.length < 50) return { turn: 0, skew: 0, isSure: false };
  const across = straightest(points, ink.height);
  // Turned clockwise by 90 degrees a point at x, y stands at height - y, x.
  const aside = points.map(({ x, y }) => ({ x: ink.height - y, y: x }));
  const down = straightest(aside, ink.width);
  const isAcross = across.score >= down.score;
  const [better, worse] = isAcross ? [across, down] : [down, across];
  const balance = reachAbove(isAcross ? points : aside, better.degrees, isAcross ? ink.height : ink.width);
  const turn = ((isAcross ? 0 : 90) + (balance < 0 ? 180 : 0)) as Turn;
  const isSure = better.score > worse.score * 1.3 && Math.abs(balance) > 0.12;
  return { turn, skew: Math.abs(better.degrees) < 0.2 ? 0 : better.degrees, isSure };
}

const perMillimetre = inkResolution / 25.4;

// Letters and words grown together; no rules, bars of codes, pictures or stamps, whose edges run as straight as lines of text.
function isWriting({ left, top, right, bottom, area }: Patch): boolean {
  const [short, long] = [Math.min(right - left, bottom - top), Math.max(right - left, bottom - top)];
  const isBar = long > 3 * short && area > 0.75 * short * long;
  return short >= 0.7 * perMillimetre && short <= 8 * perMillimetre && long <= 40 * perMillimetre && !isBar;
}

function pointsOf({ width, height, marks }: Ink): Point[] {
  const points: Point[] = [];
  // A frame of some millimetres is left out: shadows of the scan run along the edges.
  const frame = Math.min(25, Math.floor(Math.min(width, height) / 10));
  for (let y = frame; y < height - frame; y += 1) {
    for (let x = frame; x < width - frame; x += 1) if (marks[y * width + x] === 1) points.push({ x, y });
  }
  if (points.length <= mostPoints) return points;
  const step = points.length / mostPoints;
  return Array.from({ length: mostPoints }, (_, index) => points[Math.floor(index * step)] ?? { x: 0, y: 0 });
}

/** The angle at which rows are fullest and gaps between them emptiest. */
function straightest(points: Point[], height: number): { degrees: number; score: number } {
  let best = { degrees: 0, score: scoreAt(points, height, 0) };
  const look = (from: number, to: number, step: number) => {
    for (let degrees = from; degrees <= to + 1e-9; degrees += step) {
      const score = scoreAt(points, height, degrees);
      if (score > best.score * 1.0001) best = { degrees, score };
    }
  };
  look(-widest, widest, 0.5);
  look(best.degrees - 0.4, best.degrees + 0.4, 0.1);
  // As a share of what is in the rows, so that long and short pages compare.
  const filled = rowsAt(points, height, best.degrees).reduce((sum, value) => sum + value * value, 0);
  return { degrees: Math.round(best.degrees * 100) / 100, score: best.score / Math.max(1, filled) };
}

function scoreAt(points: Point[], height: number, degrees: number): number {
  const rows = rowsAt(points, height, degrees);
  let score = 0;
  for (let row = 1; row < rows.length; row += 1) score += ((rows[row] ?? 0) - (rows[row - 1] ?? 0)) ** 2;
  return score;
}

// How much ink is in each row when the page is turned clockwise by so many degrees.
function rowsAt(points: Point[], height: number, degrees: number): Float64Array {
  const rows = new Float64Array(height * 2);
  const slope = Math.tan((degrees * Math.PI) / 180);
  for (const { x, y } of points) {
    const row = Math.round(y + x * slope + height / 2);
    if (row >= 0 && row < rows.length) rows[row] = (rows[row] ?? 0) + 1;
  }
  return rows;
}

/** Ink above the bodies of the lines minus ink below, as a share: more reaches above in German (capitals, b d f h k l t, dots). */
function reachAbove(points: Point[], degrees: number, height: number): number {
  const rows = rowsAt(points, height, degrees);
  const full = [...rows].sort((left, right) => right - left)[Math.floor(rows.length * 0.02)] ?? 0;
  let [above, below, row] = [0, 0, 0];
  while (row < rows.length) {
    if ((rows[row] ?? 0) <= full * 0.04) {
      row += 1;
      continue;
    }
    const start = row;
    while (row < rows.length && (rows[row] ?? 0) > full * 0.04) row += 1;
    const reach = row - start >= 5 && row - start <= 40 ? reachOf(rows.subarray(start, row)) : null;
    above += reach?.above ?? 0;
    below += reach?.below ?? 0;
  }
  return above + below === 0 ? 0 : (above - below) / (above + below);
}

// The body of a line is where it is at least half as full as at its fullest.
function reachOf(line: Float64Array): { above: number; below: number } {
  const half = Math.max(...line) / 2;
  let [first, last] = [0, line.length - 1];
  while ((line[first] ?? 0) < half) first += 1;
  while ((line[last] ?? 0) < half) last -= 1;
  const sum = (part: Float64Array) => part.reduce((total, value) => total + value, 0);
  return { above: sum(line.subarray(0, first)), below: sum(line.subarray(last + 1)) };
}
