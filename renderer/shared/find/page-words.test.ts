import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findOnPage, pageWords, type TextPiece, type TextSpan } from './page-words.ts';

const page = (...lines: string[]): TextPiece[] => lines.map((str) => ({ str, hasEOL: true }));
const read = (pieces: TextPiece[], { from, to }: TextSpan): string =>
  pieces
    .slice(from.piece, to.piece + 1)
    .map(({ str }, index, all) =>
      str.slice(index === 0 ? from.offset : 0, index === all.length - 1 ? to.offset : undefined),
    )
    .join('');
const find = (pieces: TextPiece[], words: string, isPhrase = true) =>
  findOnPage(pageWords(pieces), { words, isPhrase }).map((span) => read(pieces, span));

test('a word is found in any spelling of its umlauts, and exactly the word is meant', () => {
  const pieces = page('Frau Müller, Frau Mueller und Frau Muller wohnen in der Straße 4');
  expect(find(pieces, 'müller')).toEqual(['Müller', 'Mueller', 'Muller']);
  expect(find(pieces, 'STRASSE')).toEqual(['Straße']);
});

test('umlauts made of letter and mark are found and marked whole', () => {
  expect(find(page('Gru\u0308n'), 'grün')).toEqual(['Gru\u0308n']);
});

test('a word divided at the end of a line is found, a hyphen within a name stays', () => {
  expect(find(page('Die Neben-', 'kostenabrechnung'), 'nebenkosten')).toEqual(['Neben-kosten']);
  expect(find(page('Anna-', 'Lena'), 'annalena')).toEqual([]);
});

test('words that run over pieces and line ends are one hit', () => {
  const pieces = [
    { str: 'Bewilli', hasEOL: false },
    { str: 'gung der', hasEOL: true },
    { str: 'Leistungen', hasEOL: false },
  ];
  expect(find(pieces, 'Bewilligung der  Leistungen')).toEqual(['Bewilligung derLeistungen']);
});

test('nothing is found for empty words', () => {
  expect(find(page('Text'), '  ')).toEqual([]);
});

test('whatever stands on a page, a word of it is found where it stands', () => {
  const word = fc.stringMatching(/^[a-zäöüß]{3,9}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), fc.nat(), (words, pick) => {
      const pieces = words.map((str) => ({ str: ` ${str} `, hasEOL: false }));
      const wanted = words[pick % words.length] as string;
      const spans = findOnPage(pageWords(pieces), { words: ` ${wanted} `, isPhrase: true });
      expect(spans.some(({ from }) => from.piece <= pick % words.length)).toBe(true);
    }),
  );
});

test('words brought from the search are found each by itself, in the order of the page', () => {
  const pieces = page('Mietvertrag zwischen Petersen und', 'der Vermietung Nord');
  expect(find(pieces, 'petersen miet', false)).toEqual(['Miet', 'Petersen', 'miet']);
});

test('few letters are found only where a word begins, as in the search', () => {
  expect(find(page('Am Kamm, an der Bahn'), 'am an', false)).toEqual(['Am', 'an']);
  expect(find(page('Am Kamm'), 'm', false)).toEqual([]);
});

test('hits of several words do not overlap, the longer one stays', () => {
  expect(find(page('Nebenkosten'), 'neben nebenkosten', false)).toEqual(['Nebenkosten']);
});
