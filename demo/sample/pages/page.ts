import type { FontName } from './fonts.ts';

/** Size of A4 in points. Coordinates run from the top left corner; y of a text is its baseline. */
export const PAGE_WIDTH = 595.28;
export const PAGE_HEIGHT = 841.89;
/** Points per millimetre. */
export const MM = 72 / 25.4;

export type TextItem = {
  kind: 'text';
  x: number;
  y: number;
  text: string;
  font: FontName;
  size: number;
  color: string;
};
type LineItem = { kind: 'line'; x1: number; y1: number; x2: number; y2: number; width: number; color: string };
type BoxItem = {
  kind: 'box';
  x: number;
  y: number;
  width: number;
  height: number;
  fill: string | null;
  stroke: string | null;
};
/** Pen stroke through points [x, y, x, y, …], drawn as a smooth curve: signatures and crosses. */
export type InkItem = { kind: 'ink'; points: number[]; width: number; color: string };
export type PageItem = TextItem | LineItem | BoxItem | InkItem;
export type Page = { items: PageItem[] };

/** Text of a page in reading order: runs on one baseline are joined by blanks, everything else by line ends. */
export function pageText(page: Page): string {
  let text = '';
  let lastY: number | null = null;
  for (const item of page.items) {
    if (item.kind !== 'text') continue;
    if (lastY !== null) text += Math.abs(item.y - lastY) < 0.5 ? ' ' : '\n';
    text += item.text;
    lastY = item.y;
  }
  return text;
}
