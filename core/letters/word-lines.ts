import type { Word } from './page-words.ts';

/** Words that stand side by side, from left to right. Edges in parts of the page. */
export type WordLine = { text: string; left: number; right: number; top: number; bottom: number };

/** The lines of a page as they are seen, from above; parted where a gap is wider than three times their height (columns, references). */
export function wordLinesOf(words: readonly Word[]): WordLine[] {
  const rows: Word[][] = [];
  for (const word of words.toSorted((one, other) => middleOf(one) - middleOf(other))) {
    const row = rows.at(-1);
    if (row && isBeside(row, word)) row.push(word);
    else rows.push([word]);
  }
  return rows.flatMap(partedRow);
}

const middleOf = ({ top, bottom }: { top: number; bottom: number }): number => (top + bottom) / 2;

function isBeside(row: Word[], word: Word): boolean {
  const top = Math.min(...row.map((one) => one.top));
  const bottom = Math.max(...row.map((one) => one.bottom));
  return middleOf(word) > top && middleOf(word) < bottom - (bottom - top) * 0.2;
}

// Widths and heights are parts of different edges: A4 is upright, and as high as wide by the root of two.
const heightInWidths = Math.SQRT2;

function partedRow(row: Word[]): WordLine[] {
  const lines: WordLine[] = [];
  for (const { text, left, right, top, bottom } of row.toSorted((one, other) => one.left - other.left)) {
    const line = lines.at(-1);
    if (line && left - line.right < (line.bottom - line.top) * heightInWidths * 3) {
      line.text += ` ${text}`;
      line.right = Math.max(line.right, right);
      line.top = Math.min(line.top, top);
      line.bottom = Math.max(line.bottom, bottom);
    } else lines.push({ text, left, right, top, bottom });
  }
  return lines;
}

/** True when one line goes on in the other right under it: same edge on the left, same size, no more room between than in a paragraph. */
export function isRightUnder(upper: WordLine, lower: WordLine): boolean {
  const [one, other] = [upper.bottom - upper.top, lower.bottom - lower.top];
  const gap = lower.top - upper.bottom;
  return (
    gap > -Math.min(one, other) * 0.5 &&
    gap < Math.min(one, other) * 1.1 &&
    Math.max(one, other) < Math.min(one, other) * 1.45 &&
    Math.abs(upper.left - lower.left) < 0.012
  );
}

/** True when the first word of the lower line would not have fitted behind the upper one: the writer broke no line here, the paper did. */
export function isFull(upper: WordLine, lower: WordLine, rightEdge: number): boolean {
  const [first = ''] = lower.text.split(' ');
  const sign = (lower.right - lower.left) / Math.max(1, lower.text.length);
  return upper.right + (first.length + 1) * sign > rightEdge - sign;
}
