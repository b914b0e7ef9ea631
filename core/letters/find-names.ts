import { foldedWords, foldGerman } from '../domain/folding.ts';
import { type FoundPlace, placeOf } from './find-place.ts';
import type { PageWords } from './page-words.ts';

/** Two words that may be somebody's name, folded: given name, blank, family name. */
export type FoundName = FoundPlace & { key: string; asWritten: string };

/** More pairs than a letter of a few pages has; a list of names is no letter to one person. */
const mostNames = 600;
const capital = /\p{Lu}[\p{L}'’]*(?:-\p{Lu}[\p{L}'’]*)*/gu;

/** How a person's name is compared: her first given name and her family name, folded. */
export function nameKey(givenName: string, familyName: string): string {
  const [first = ''] = givenName.trim().split(/\s+/);
  return `${foldGerman(first)} ${foldGerman(familyName.trim())}`;
}

/** Pairs of neighbouring capitalised words in both orders ("Anna Petersen", "Petersen, Anna", "Anna Maria Petersen"), each once. */
export function findNames(pages: readonly PageWords[]): FoundName[] {
  const found = new Map<string, FoundName>();
  for (const page of pages) {
    let lineStart = 0;
    for (const line of page.text.split('\n')) {
      const words = [...line.matchAll(capital)].filter(([word]) => word.length > 1);
      for (const [at, word] of words.entries()) {
        for (const other of words.slice(at + 1, at + 3)) {
          const between = line.slice(word.index + word[0].length, other.index);
          if (between.length > 20 || /[\d.:;()]/.test(between)) continue;
          const asWritten = line.slice(word.index, other.index + other[0].length);
          const place = () => ({ ...placeOf(page, asWritten, lineStart + word.index), asWritten });
          for (const key of [nameKey(word[0], other[0]), nameKey(other[0], word[0])]) {
            if (!found.has(key) && found.size < mostNames) found.set(key, { ...place(), key });
          }
        }
      }
      lineStart += line.length + 1;
    }
  }
  return [...found.values()];
}

/** The words of a letter, folded, for asking whether a name or a street stands in it. */
export function wordsOfLetter(pages: readonly PageWords[]): Set<string> {
  return new Set(pages.flatMap(({ text }) => foldedWords(text)));
}

/** Whether all words of a text stand in the letter, in any order; one wrong letter in a long word is forgiven when the pages were recognised. */
export function holdsWords(words: ReadonlySet<string>, text: string, isForgiving: boolean): boolean {
  const asked = foldedWords(text);
  return asked.length > 0 && asked.every((word) => words.has(word) || (isForgiving && hasNearWord(words, word)));
}

function hasNearWord(words: ReadonlySet<string>, asked: string): boolean {
  if (asked.length < 6) return false;
  for (const word of words) {
    if (Math.abs(word.length - asked.length) <= 1 && isOneApart(word, asked)) return true;
  }
  return false;
}

/** One letter other, missing or too many. */
export function isOneApart(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  return short.length === long.length
    ? short.slice(at + 1) === long.slice(at + 1)
    : short.slice(at) === long.slice(at + 1);
}
