import type { Rectangle } from '../../core/contract/shell.ts';

/** CSS pixels of a zoomed page in pixels of the window; edges are rounded, so that neighbours meet. */
export function scaled({ x, y, width, height }: Rectangle, zoom: number): Rectangle {
  const [left, top] = [Math.round(x * zoom), Math.round(y * zoom)];
  return {
    x: left,
    y: top,
    width: Math.round((x + width) * zoom) - left,
    height: Math.round((y + height) * zoom) - top,
  };
}
