import { type Canvas, createCanvas, type Image, ImageData } from '@napi-rs/canvas';
import { addTurns, type Turn } from './grey-picture.ts';
import type { ColourPicture } from './page-picture.ts';

/** A page of a file in its colours, as people see it. */
export type ColourPage = {
  picture: Canvas | Image;
  /** Size with square dots. */
  width: number;
  height: number;
  /** What the file says and is still to be done: mirrored first, then turned clockwise. */
  mirrored: boolean;
  /** How the file says it must be turned, and how much of that is done in `picture`. */
  turned: Turn;
  alreadyTurned: Turn;
};

const quality = 75;

/** A page as a JPEG whose longer side has at most `longSide` pixels. `turned` as the page should stand, with what the file says itself. */
export function pageAsJpeg(page: ColourPage, how: { turned: number | null; longSide: number }): Uint8Array {
  const factor = Math.min(1, how.longSide / Math.max(page.width, page.height));
  const [width, height] = [page.width, page.height].map((side) => Math.max(1, Math.round(side * factor)));
  const turn = addTurns(how.turned ?? page.turned, -page.alreadyTurned);
  const drawn = drawUpright(page, { width: width ?? 1, height: height ?? 1, turn });
  return Uint8Array.from(drawn.toBuffer('image/jpeg', quality));
}

function drawUpright({ picture, mirrored }: ColourPage, to: { width: number; height: number; turn: Turn }): Canvas {
  const { width, height, turn } = to;
  const isAside = turn % 180 !== 0;
  const canvas = createCanvas(isAside ? height : width, isAside ? width : height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turn * Math.PI) / 180);
  if (mirrored) context.scale(-1, 1);
  context.drawImage(picture, -width / 2, -height / 2, width, height);
  return canvas;
}

/** Colours on a canvas. */
export function canvasOf({ width, height, rgba }: ColourPicture): Canvas {
  const canvas = createCanvas(width, height);
  const data = new Uint8ClampedArray(rgba.buffer as ArrayBuffer, rgba.byteOffset, rgba.byteLength);
  canvas.getContext('2d').putImageData(new ImageData(data, width, height), 0, 0);
  return canvas;
}
