import { type PageWords, placeOnPage, type Word } from './page-words.ts';

/** Where something was found: "Seite 1, oben rechts", and whether its words were recognised from a picture. */
export type FoundPlace = { page: number; place: string; isRecognised: boolean };

/** The place of `found`, which begins at `index` of the page's text. Without words it is told from the lines alone, up to the height. */
export function placeOf(page: PageWords, found: string, index: number): FoundPlace {
  const isRecognised = page.words.some(({ confidence }) => confidence < 100);
  const box = boxOf(page.words, found);
  const where = box ? placeOnPage(box) : heightOf(page.text, index);
  return { page: page.number, place: `Seite ${page.number}, ${where}`, isRecognised };
}

const compact = (text: string): string => text.replace(/\s+/g, '');

/** The edges around the first run of words that reads as `found`. */
function boxOf(words: readonly Word[], found: string): Pick<Word, 'left' | 'right' | 'top' | 'bottom'> | null {
  const wanted = compact(found);
  if (wanted === '') return null;
  for (let from = 0; from < words.length; from += 1) {
    const first = compact(words[from]?.text ?? '');
    if (!wanted.startsWith(first) && !first.includes(wanted)) continue;
    let read = '';
    for (let to = from; to < words.length && read.length < wanted.length + first.length; to += 1) {
      read += compact(words[to]?.text ?? '');
      if (read.includes(wanted)) return around(words.slice(from, to + 1));
    }
  }
  return null;
}

function around(words: readonly Word[]) {
  return {
    left: Math.min(...words.map((word) => word.left)),
    right: Math.max(...words.map((word) => word.right)),
    top: Math.min(...words.map((word) => word.top)),
    bottom: Math.max(...words.map((word) => word.bottom)),
  };
}

function heightOf(text: string, index: number): string {
  const lines = Math.max(1, text.split('\n').length - 1);
  const y = (text.slice(0, index).split('\n').length - 1) / lines;
  return y < 1 / 3 ? 'oben' : y < 2 / 3 ? 'in der Mitte' : 'unten';
}
