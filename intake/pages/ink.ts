import { type GreyPicture, resizePicture } from './grey-picture.ts';

/** Where there is ink on a page: 1 for ink, 0 for paper, at `inkResolution` dots per inch. */
export type Ink = { width: number; height: number; marks: Uint8Array };

/** Dots per inch at which pages are looked over; letters are some ten dots high, a page has a million. */
export const inkResolution = 100;

/** Ink that stands out of the paper by `contrast` (of 255). What shines through from the back stands out by less than 60. */
export function findInk(picture: GreyPicture, resolution: number, contrast = 70): Ink {
  const factor = inkResolution / resolution;
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * factor)));
  const small = resizePicture(picture, width ?? 1, height ?? 1);
  const limit = paperOf(small.grey) - contrast;
  const marks = new Uint8Array(small.grey.length);
  for (let index = 0; index < marks.length; index += 1) marks[index] = (small.grey[index] ?? 255) < limit ? 1 : 0;
  return { width: small.width, height: small.height, marks };
}

/** Brightness of the paper: the commonest among the brighter half of what is on the page. */
function paperOf(grey: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const value of grey) counts[value] = (counts[value] ?? 0) + 1;
  let below = 0;
  let middle = 0;
  while (middle < 255 && below + (counts[middle] ?? 0) < grey.length / 2) below += counts[middle++] ?? 0;
  let paper = middle;
  for (let value = middle; value < 256; value += 1) if ((counts[value] ?? 0) > (counts[paper] ?? 0)) paper = value;
  return Math.max(paper, 100);
}

/** One connected piece of ink. */
export type Patch = { left: number; top: number; right: number; bottom: number; area: number };

/** All connected pieces of ink. */
export function findPatches(ink: Ink): Patch[] {
  const patches: Patch[] = [];
  eachPatch(ink, (patch) => patches.push(patch));
  return patches;
}

/** The ink of those pieces only that `isKept`. */
export function keepPatches(ink: Ink, isKept: (patch: Patch) => boolean): Ink {
  const marks = new Uint8Array(ink.marks.length);
  eachPatch(ink, (patch, places) => {
    if (isKept(patch)) for (const place of places) marks[place] = 1;
  });
  return { ...ink, marks };
}

function eachPatch(ink: Ink, visit: (patch: Patch, places: Int32Array) => void): void {
  const seen = new Uint8Array(ink.marks.length);
  const places = new Int32Array(ink.marks.length);
  for (let start = 0; start < ink.marks.length; start += 1) {
    if (ink.marks[start] !== 1 || seen[start] === 1) continue;
    const patch = { left: ink.width, top: ink.height, right: 0, bottom: 0, area: 0 };
    places[0] = start;
    seen[start] = 1;
    let count = 1;
    for (let next = 0; next < count; next += 1) {
      const place = places[next] ?? 0;
      grow(patch, place % ink.width, Math.floor(place / ink.width));
      count = addNeighbours(ink, place, seen, places, count);
    }
    visit(patch, places.subarray(0, count));
  }
}

function addNeighbours(ink: Ink, place: number, seen: Uint8Array, places: Int32Array, known: number): number {
  const [x, y] = [place % ink.width, Math.floor(place / ink.width)];
  let count = known;
  for (let row = Math.max(0, y - 1); row <= Math.min(ink.height - 1, y + 1); row += 1) {
    for (let column = Math.max(0, x - 1); column <= Math.min(ink.width - 1, x + 1); column += 1) {
      const neighbour = row * ink.width + column;
      if (ink.marks[neighbour] !== 1 || seen[neighbour] === 1) continue;
      seen[neighbour] = 1;
      places[count] = neighbour;
      count += 1;
    }
  }
  return count;
}

function grow(patch: Patch, x: number, y: number): void {
  patch.left = Math.min(patch.left, x);
  patch.right = Math.max(patch.right, x + 1);
  patch.top = Math.min(patch.top, y);
  patch.bottom = Math.max(patch.bottom, y + 1);
  patch.area += 1;
}
