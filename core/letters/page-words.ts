/** One word as it stands on a page. Edges in parts of the page's width and height, 0 (left, top) to 1. */
export type Word = {
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** How sure recognition is, 0 to 100; 100 for words of a digital document. */
  confidence: number;
};

/** One page of a letter as it can be read. */
export type PageWords = {
  /** From 1. */
  number: number;
  text: string;
  /** Empty where only the text is known. */
  words: Word[];
};

/** Where on a page something stands, in words a worker uses: "oben rechts", "in der Mitte", "unten". */
export function placeOnPage({ left, right, top, bottom }: Pick<Word, 'left' | 'right' | 'top' | 'bottom'>): string {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const height = y < 1 / 3 ? 'oben' : y < 2 / 3 ? 'in der Mitte' : 'unten';
  const side = x < 0.4 ? ' links' : x > 0.6 ? ' rechts' : '';
  return `${height}${side}`;
}
