import { createCanvas, ImageData } from '@napi-rs/canvas';
import { addTurns, resizePicture, turnPicture } from './grey-picture.ts';
import { coloursOf } from './page-image.ts';
import type { PagePicture } from './page-picture.ts';

const quality = 75;

/** A page as a JPEG whose longer side has at most `longSide` pixels. `turned` as the page should stand, with what the file says itself. */
export function pictureAsJpeg(
  { picture, turned: already }: PagePicture,
  how: { turned: number | null; longSide: number },
): Uint8Array {
  const factor = Math.min(1, how.longSide / Math.max(picture.width, picture.height));
  const side = (length: number) => Math.max(1, Math.round(length * factor));
  const small = resizePicture(picture, side(picture.width), side(picture.height));
  const upright = turnPicture(small, how.turned === null ? 0 : addTurns(how.turned, -already));
  const { width, height, rgba } = coloursOf(upright);
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(rgba as Uint8ClampedArray<ArrayBuffer>, width, height), 0, 0);
  return Uint8Array.from(canvas.toBuffer('image/jpeg', quality));
}
