import { foldGerman } from '../../../core/domain/folding.ts';

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

/** What is looked for: words as they stand there one after the other, or (from the search of the desk) each word by itself. */
export type Sought = { words: string; isPhrase: boolean };

/** Where on a page what is sought stands, in any spelling of umlauts, in the order of the page; hits do not overlap. */
export function findOnPage(page: PageWords, { words, isPhrase }: Sought): TextSpan[] {
  if (isPhrase) return spansOf(page, occurrences(page.text, fold(words)));
  const found = words.split(/\s+/).flatMap((word) => wordOccurrences(page.text, fold(word)));
  found.sort((left, right) => left.at - right.at || right.length - left.length);
  let end = 0;
  const apart = found.filter(({ at, length }) => {
    if (at < end) return false;
    end = at + length;
    return true;
  });
  return spansOf(page, apart);
}

type Occurrence = { at: number; length: number };
/** From so many letters on the search of the desk also finds words that only contain what was typed (compounds). */
const lettersOfCompound = 4;
const fold = (words: string) => foldGerman(words.trim().replace(/\s+/g, ' '));

function occurrences(text: string, needle: string): Occurrence[] {
  const found: Occurrence[] = [];
  if (needle === '') return found;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length))
    found.push({ at, length: needle.length });
  return found;
}

/** As the search of the desk finds: a single letter not at all, few letters only where a word begins. */
function wordOccurrences(text: string, word: string): Occurrence[] {
  if (word.length < 2) return [];
  const found = occurrences(text, word);
  if (word.length >= lettersOfCompound) return found;
  return found.filter(({ at }) => at === 0 || !/[\p{Letter}\p{Number}]/u.test(text[at - 1] as string));
}

function spansOf(page: PageWords, found: readonly Occurrence[]): TextSpan[] {
  return found.flatMap(({ at, length }) => {
    const [from, to] = [page.starts[at], page.ends[at + length - 1]];
    return from && to ? [{ from, to }] : [];
  });
}
