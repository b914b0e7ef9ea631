import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PageWords } from './page-words.ts';
import { splitPrintRun } from './print-run.ts';

const [one, two, three] = ['31402BG0001111', '31402BG0002222', '31402BG0003333'];
const head = (number: string) =>
  `Jobcenter Musterkreis\nFrau Anna Petersen\nHafenweg 1\n25813 Husum\nBG-Nummer: ${number}\nBewilligungsbescheid\nSehr geehrte Frau Petersen,\n`;
const first = (number: string, of: number) => `${head(number)}Sie erhalten Leistungen.\nSeite 1 von ${of}`;
const next = (at: number, of: number, more = '') => `Berechnung ${more}\nSeite ${at} von ${of}`;
const run = (...texts: string[]) =>
  splitPrintRun(texts.map((text, index): PageWords => ({ number: index + 1, text, words: [] })));
const parts = (...texts: string[]) => run(...texts)?.letters.map(({ pages }) => pages) ?? null;
const concerns = (...texts: string[]) => run(...texts)?.letters.flatMap((letter) => letter.concerns) ?? null;

test('letters whose pages are all counted and that begin with another number each are parted', () => {
  const pages = [first(one, 2), next(2, 2), first(two, 1), first(three, 3), next(2, 3), next(3, 3)];
  expect(parts(...pages)).toEqual([[1, 2], [3], [4, 5, 6]]);
  expect(concerns(...pages)).toEqual([]);
});

test('one letter is left alone, with or without counted pages, however many numbers stand on its further pages', () => {
  expect(run(first(one, 3), next(2, 3, two), next(3, 3, three))).toBeNull();
  expect(run(`${head(one)}kurz`, 'ohne Zählung')).toBeNull();
  expect(run(first(one, 1))).toBeNull();
});

test('an annex that counts its pages anew stays with its letter, and that is said', () => {
  const pages = [first(one, 1), first(one, 2), next(2, 2), first(two, 1)];
  expect(parts(...pages)).toEqual([[1, 2, 3], [4]]);
  expect(concerns(...pages)).toEqual([expect.stringContaining('Auf Seite 2 beginnt eine neue Zählung')]);
});

test.each([
  ['a page in between says nothing', [first(one, 2), 'Rückseite', first(two, 1)]],
  ['a page is missing', [first(one, 3), next(3, 3), first(two, 1)]],
  ['the last letter is not whole', [first(one, 1), first(two, 2)]],
  ['a first page bears no number', [first(one, 1), `${head('')}Text\nSeite 1 von 1`]],
  ['a first page bears two numbers', [first(one, 1), `${head(two)}und ${three}\nSeite 1 von 1`]],
  ['a number may be misread', [first(one, 1), first('314O2BG000I234', 1)]],
  ['a page says two things', [first(one, 1), `${first(two, 1)}\nsiehe Seite 2 von 7`]],
  ['a first page is addressed to nobody', [first(one, 1), `Anlage zu ${two}\nSeite 1 von 1`]],
])('where %s, the run stays whole and it is said where letters seem to begin', (_, texts) => {
  const all = texts.map((__, index) => index + 1);
  expect(parts(...texts) ?? [all]).toEqual([all]);
  for (const concern of concerns(...texts) ?? []) expect(concern).toContain('enthält vermutlich mehrere Schreiben');
});

test('a run of which most is certain but not all is said to hold several letters', () => {
  expect(concerns(first(one, 2), 'Rückseite', first(two, 1))).toEqual([
    'Diese Datei enthält vermutlich mehrere Schreiben (Anfänge auf den Seiten 1 und 3). Ohne Trennblätter war nicht sicher, wo sie zu trennen sind; sie ist zusammen geblieben.',
  ]);
});

test('every page is in exactly one letter, in its order, whatever the pages say', () => {
  const page = fc.constantFrom(
    ...[
      first(one, 1),
      first(one, 2),
      first(two, 1),
      first(two, 2),
      next(2, 2),
      next(2, 3),
      next(3, 3),
      'nichts',
      head(three),
    ],
  );
  fc.assert(
    fc.property(fc.array(page, { minLength: 1, maxLength: 12 }), (texts) => {
      const found = parts(...texts);
      if (found) expect(found.flat()).toEqual(texts.map((_, index) => index + 1));
    }),
  );
});
