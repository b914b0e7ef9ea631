import { expect, test } from 'vitest';
import { openPointLines, stateChangeRows, stateChangeShort, stateChangeWords } from './state-words.ts';

const at = '2026-11-28T12:04:00.000Z';

test('who closed a file, when and why is one sentence; the Fachverfahren is named as what it is', () => {
  const change = { at, byName: 'Jensen', reason: 'Wegzug' };
  expect(stateChangeWords('closed', change)).toBe('Geschlossen am 28.11.2026, 13:04 von Jensen. Grund: Wegzug');
  expect(stateChangeShort('running', change)).toBe('Wieder geöffnet am 28.11.2026 von Jensen');
  expect(stateChangeWords('closed', { at, byName: 'Fachverfahren', reason: null })).toBe(
    'Geschlossen am 28.11.2026, 13:04 durch das Fachverfahren.',
  );
  expect(stateChangeRows('closed', change)).toEqual([
    ['Geschlossen', '28.11.2026, 13:04 von Jensen'],
    ['Grund', 'Wegzug'],
  ]);
  expect(stateChangeRows('running', null)).toEqual([]);
});

test('what is open is counted by kind, with the first days; of what there is nothing nothing is said', () => {
  const followUps = ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'].map((dueOn, index) => ({
    ...{ dueOn, subject: `Frist ${index + 1}` },
  }));
  const lines = openPointLines({
    followUps,
    letters: [{ title: 'Mietvertrag', deliveredAt: at, inboxName: 'Postkorb Jensen' }],
    clarifications: [],
  });
  expect(lines.map(({ title, more }) => [title, more])).toEqual([
    ['4 Wiedervorlagen', 1],
    ['1 Schreiben im Postkorb', 0],
  ]);
  expect(lines.flatMap(({ entries }) => entries.map(({ text }) => text))).toEqual([
    ...['01.12.2026: Frist 1', '02.12.2026: Frist 2', '03.12.2026: Frist 3'],
    '28.11.2026: Mietvertrag (Postkorb Jensen)',
  ]);
  expect(openPointLines({ followUps: [], letters: [], clarifications: [] })).toEqual([]);
});
