import type { GreyPicture } from './grey-picture.ts';
import { pictureResolution } from './page-jobs.ts';

const side = 4 * pictureResolution;
const step = pictureResolution / 2;
const contrast = 60;

/** The square part of a page, four inches wide, with the most writing on it; the page itself when it is smaller. */
export function sampleOf(picture: GreyPicture): GreyPicture {
  const [width, height] = [Math.min(side, picture.width), Math.min(side, picture.height)];
  let best = { left: 0, top: 0, changes: -1 };
  for (let top = 0; top <= picture.height - height; top += step) {
    for (let left = 0; left <= picture.width - width; left += step) {
      const changes = changesIn(picture, left, top, width, height);
      if (changes > best.changes) best = { left, top, changes };
    }
  }
  const grey = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const from = (best.top + row) * picture.width + best.left;
    grey.set(picture.grey.subarray(from, from + width), row * width);
  }
  return { width, height, grey };
}

// Writing changes between dark and bright more often than pictures do.
function changesIn({ width, grey }: GreyPicture, left: number, top: number, columns: number, rows: number): number {
  let changes = 0;
  for (let row = top; row < top + rows; row += 24) {
    const start = row * width + left;
    for (let column = 3; column < columns; column += 3)
      if (Math.abs((grey[start + column] ?? 255) - (grey[start + column - 3] ?? 255)) > contrast) changes += 1;
  }
  return changes;
}
