import { foldGerman } from '../../../../core/domain/folding.ts';

/** A piece of a page's text as pdf.js gives it. */
export type TextPiece = { str: string; hasEOL: boolean };
/** A stretch of a page's text: from a piece and offset to a piece and offset (exclusive). */
export type TextSpan = { from: TextPoint; to: TextPoint };
export type TextPoint = { piece: number; offset: number };
/** A page's text made comparable, with the place every letter came from. */
export type PageWords = { text: string; starts: TextPoint[]; ends: TextPoint[] };

/**
 * Joins the pieces of a page to one text in which spellings are comparable: spaces and line ends are one space, a word divided at a
 * line end is whole.
 */
export function pageWords(pieces: readonly TextPiece[]): PageWords {
  const words: PageWords = { text: '', starts: [], ends: [] };
  pieces.forEach(({ str, hasEOL }, piece) => {
    const isDivided = hasEOL && /\p{Letter}[-\u00ad]$/u.test(str) && startsSmall(pieces, piece + 1);
    addPiece(words, isDivided ? str.slice(0, -1) : str, piece);
    if (hasEOL && !isDivided) add(words, ' ', { piece, offset: str.length }, { piece, offset: str.length });
  });
  return words;
}

function startsSmall(pieces: readonly TextPiece[], from: number): boolean {
  const next = pieces.slice(from, from + 3).find(({ str }) => str.trim() !== '');
  return next !== undefined && /^\p{Lowercase_Letter}/u.test(next.str);
}

function addPiece(words: PageWords, str: string, piece: number): void {
  for (let at = 0; at < str.length; ) {
    const unit = unitAt(str, at);
    const folded = /^\s+$/u.test(unit) ? ' ' : foldGerman(unit);
    add(words, folded, { piece, offset: at }, { piece, offset: at + unit.length });
    at += unit.length;
  }
}

/** What is folded together: a letter with its marks, or ae, oe, ue for an umlaut. */
function unitAt(str: string, at: number): string {
  const pair = str.slice(at, at + 2).toLowerCase();
  if (pair === 'ae' || pair === 'oe' || (pair === 'ue' && !/[aeq]/i.test(str[at - 1] ?? '')))
    return str.slice(at, at + 2);
  return /^(?:\s+|.\p{Mark}*)/su.exec(str.slice(at, at + 40))?.[0] ?? (str[at] as string);
}

function add(words: PageWords, folded: string, from: TextPoint, to: TextPoint): void {
  if (folded === ' ' && (words.text === '' || words.text.endsWith(' '))) return;
  for (const letter of folded) {
    words.text += letter;
    for (let unit = 0; unit < letter.length; unit += 1) {
      words.starts.push(from);
      words.ends.push(to);
    }
  }
}

/** Where the words stand on a page, in any spelling of umlauts; hits do not overlap. */
export function findOnPage(page: PageWords, words: string): TextSpan[] {
  const needle = foldGerman(words.trim().replace(/\s+/g, ' '));
  const spans: TextSpan[] = [];
  if (needle === '') return spans;
  for (let at = page.text.indexOf(needle); at >= 0; at = page.text.indexOf(needle, at + needle.length)) {
    const [from, to] = [page.starts[at], page.ends[at + needle.length - 1]];
    if (from && to) spans.push({ from, to });
  }
  return spans;
}
