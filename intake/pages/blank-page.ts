import { findPatches, type Ink, inkResolution, type Patch } from './ink.ts';

const perMillimetre = inkResolution / 25.4;
/** Smaller is dust: a full stop is larger than half a millimetre in print and stands beside letters. */
const dust = 0.7 * perMillimetre;
/** From this on a single mark is somebody's: a letter of the smallest print. */
const mark = 1.6 * perMillimetre;
const margin = 22 * perMillimetre;
const edge = 2 * perMillimetre;
/** Together this much small stuff is no dust any more, in square dots (about 8 mm²). */
const muchDust = 8 * perMillimetre ** 2;

/**
 * True when nobody wrote on the page. Dust, punch holes, staple marks, dark edges of the scan are no writing; neither is what shines through,
 * which is left out when ink is looked for. In doubt a page is not blank.
 */
export function isBlankPage(ink: Ink): boolean {
  let small = 0;
  for (const patch of findPatches(ink)) {
    if (isPunchHole(patch, ink) || isEdge(patch, ink)) continue;
    const extent = Math.max(patch.right - patch.left, patch.bottom - patch.top);
    if (extent >= mark) return false;
    if (extent > dust) small += patch.area;
  }
  return small < muchDust;
}

// Round, full, 4 to 9 mm, near an edge. A ring is left when the hole shows its shadow only.
function isPunchHole(patch: Patch, ink: Ink): boolean {
  const [width, height] = [patch.right - patch.left, patch.bottom - patch.top];
  const isRound = Math.abs(width - height) <= Math.max(2, 0.2 * Math.max(width, height));
  const isSized = width >= 3.5 * perMillimetre && width <= 9 * perMillimetre;
  const isFull = patch.area >= 0.68 * width * height || isRing(patch, ink);
  return isRound && isSized && isFull && distanceToEdge(patch, ink) < margin;
}

// Nothing in the middle and nothing in the corners.
function isRing(patch: Patch, ink: Ink): boolean {
  const [width, height] = [patch.right - patch.left, patch.bottom - patch.top];
  for (let y = patch.top; y < patch.bottom; y += 1) {
    for (let x = patch.left; x < patch.right; x += 1) {
      const fromMiddle = Math.hypot((x + 0.5 - patch.left) / width - 0.5, (y + 0.5 - patch.top) / height - 0.5);
      const isInside = fromMiddle < 0.3 || fromMiddle > 0.6;
      if (isInside && ink.marks[y * ink.width + x] === 1) return false;
    }
  }
  return true;
}

function distanceToEdge(patch: Patch, ink: Ink): number {
  return Math.min(patch.left, patch.top, ink.width - patch.right, ink.height - patch.bottom);
}

// Shadows along the edge of the paper: they touch it and are narrow strips.
function isEdge(patch: Patch, ink: Ink): boolean {
  if (distanceToEdge(patch, ink) > edge) return false;
  return (
    Math.min(patch.right - patch.left, patch.bottom - patch.top) <= 6 * perMillimetre ||
    patch.area < 0.3 * (patch.right - patch.left) * (patch.bottom - patch.top)
  );
}
