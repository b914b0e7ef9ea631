import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldedWords } from '../../core/domain/folding.ts';
import { snippetOf } from './snippet.ts';

const sought = (...beginnings: string[]) => ({
  beginnings: beginnings.flatMap(foldedWords),
  compounds: new Set<string>(),
});
const marked = (text: string, ...words: string[]) => {
  const snippet = snippetOf(text, sought(...words));
  return snippet.hits.map(([start, end]) => snippet.text.slice(start, end));
};

test('hits are whole words at their place in the text as it is written', () => {
  expect(marked('Größe der Wohnung: Müllers Straße', 'groesse', 'mueller', 'strass')).toEqual([
    'Größe',
    'Müllers',
    'Straße',
  ]);
});

test('letters written with a combining mark are marked whole', () => {
  expect(marked('Fo\u0308hr und Sylt', 'foehr')).toEqual(['Fo\u0308hr']);
});

test('a long text is cut to where most of what is looked for stands together', () => {
  const filler = 'und noch ein Satz ohne Belang. '.repeat(40);
  const snippet = snippetOf(
    `Miete einmal. ${filler} Miete und Kaution zusammen. ${filler}`,
    sought('miete', 'kaution'),
  );
  expect(snippet.text).toContain('Miete und Kaution zusammen');
  expect(snippet.text.length).toBeLessThan(300);
  expect(snippet.text.startsWith('… ')).toBe(true);
  expect(snippet.text.endsWith(' …')).toBe(true);
});

test('line breaks and runs of blanks become one blank', () => {
  expect(snippetOf('Miete\n\n   für\tNovember', sought('miete'))).toEqual({
    text: 'Miete für November',
    hits: [[0, 5]],
  });
});

test('a text without any hit gives its beginning', () => {
  expect(snippetOf('Nur ein Satz.', sought('miete'))).toEqual({ text: 'Nur ein Satz.', hits: [] });
});

test('marks always lie within the text and hold a word that begins as typed', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: 'binary', maxLength: 12 }),
      (text, word) => {
        const beginnings = foldedWords(word);
        const snippet = snippetOf(text, { beginnings, compounds: new Set() });
        for (const [start, end] of snippet.hits) {
          expect(start < end && end <= snippet.text.length).toBe(true);
          const folded = foldedWords(snippet.text.slice(start, end)).join('');
          expect(beginnings.some((beginning) => folded.startsWith(beginning))).toBe(true);
        }
      },
    ),
  );
});
