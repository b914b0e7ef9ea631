import { expect, test } from 'vitest';
import {
  basketWords,
  candidateWords,
  type Overview,
  progressWords,
  type StackRow,
  unassignedWords,
  uploadStations,
} from './words.ts';

const row = (more: Partial<StackRow>) =>
  ({ state: 'done', pagesDone: 0, pageCount: null, documentCount: 0, unassignedCount: 0, ...more }) as StackRow;
const station = (name: string, basket: Overview['stations'][number]['basket']) =>
  ({ name, basket }) as Overview['stations'][number];

test('a stack in work says which page of how many, and before it was opened that it is being opened', () => {
  expect(progressWords(row({ state: 'inWork' }))).toBe('wird geöffnet');
  expect(progressWords(row({ state: 'inWork', pagesDone: 12, pageCount: 1_240 }))).toBe('Seite 12 von 1.240');
  expect(progressWords(row({ state: 'waiting', pageCount: 4 }))).toBe('');
  expect(progressWords(row({ pageCount: 40, documentCount: 8 }))).toBe('8 Schreiben, 40 Seiten');
});

test('the row of a stack counts the letters nobody is sure of, the letter names what speaks for which file', () => {
  expect(unassignedWords(row({}))).toBe('');
  expect(unassignedWords(row({ unassignedCount: 2 }))).toBe('2 nicht zugeordnet');
  expect(candidateWords({ candidates: [] })).toBe('Nicht zugeordnet, Akte unbekannt');
  const explanation = 'BG-Nummer auf Seite 1, oben';
  expect(candidateWords({ candidates: [{ explanation }] })).toBe(`Nicht zugeordnet, 1 mögliche Akte: ${explanation}`);
  expect(
    candidateWords({ candidates: [{ explanation }, { explanation: 'Name und Anschrift auf Seite 1, oben' }] }),
  ).toBe(`Nicht zugeordnet, 2 mögliche Akten: ${explanation}; Name und Anschrift auf Seite 1, oben`);
});

test('files are handed in for a station there is, for none, or for the one chosen last; not for a print folder', () => {
  const notices = { ...station('Bescheide', null), isNotices: true };
  const stations = [station('Scanner 1', null), station('Scanner 1', null), notices];
  expect(uploadStations(stations, 'Eingereicht')).toEqual(['Eingereicht', 'Scanner 1']);
  expect(uploadStations(stations, 'Scanner alt')).toEqual(['Eingereicht', 'Scanner 1', 'Scanner alt']);
  expect(uploadStations([], 'Eingereicht')).toEqual(['Eingereicht']);
});

test('the page names the basket of letters that are not assigned, by station where there are several', () => {
  const [north, south] = [
    { teamName: 'Nord', isChosen: true },
    { teamName: 'Süd', isChosen: false },
  ];
  expect(basketWords([station('Scanner 1', null)])).toEqual([]);
  expect(basketWords([station('Scanner 1', north), station('Scanner 2', north)])).toEqual([
    'Nicht zugeordnete Schreiben gehen in den Korb des Teams „Nord“.',
  ]);
  expect(basketWords([station('Scanner 1', north), station('Scanner 2', south)])).toEqual([
    'Nicht zugeordnete Schreiben von „Scanner 1“ gehen in den Korb des Teams „Nord“.',
    'Nicht zugeordnete Schreiben von „Scanner 2“ gehen in den Korb des Teams „Süd“, wenn die möglichen Akten nicht alle bei einem anderen Team liegen.',
  ]);
});
