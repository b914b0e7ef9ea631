import type { GreyPicture, Turn } from './grey-picture.ts';

/** Colours: four bytes per pixel, rows from the top. */
export type ColourPicture = { width: number; height: number; rgba: Uint8Array | Uint8ClampedArray };

/** A page of a file as a picture, as it is displayed: turned as the file itself says. */
export type PagePicture = {
  picture: GreyPicture;
  /** Dots per inch across; what is given when the file says nothing is a guess by the size of a sheet. */
  resolution: number;
  isResolutionKnown: boolean;
  /** What the file itself said: mirrored first, then turned clockwise. Already done in `picture`. */
  mirrored: boolean;
  turned: Turn;
};

/** Most pixels of a page: A3 at 600 dots per inch. */
export const mostPixels = 80_000_000;

const longSideOfSheet = 11.69;

/** Dots per inch, when a file says nothing: that of a sheet of A4. */
export function guessResolution(width: number, height: number): number {
  return Math.max(72, Math.round(Math.max(width, height) / longSideOfSheet));
}

/** True for dots per inch a scanner would have; cameras and drawing programs write 72 or 96 without meaning it. */
export function isScanResolution(value: number): boolean {
  return value >= 97 && value <= 2_400;
}
