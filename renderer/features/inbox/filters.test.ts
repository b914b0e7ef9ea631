import { expect, test } from 'vitest';
import { filtered, noFilters } from './filters.ts';

type Row = Parameters<typeof filtered>[0][number];
const row = (more: Partial<Row>): Row =>
  ({
    title: 'Brief',
    sender: null,
    source: 'scan',
    caseConfidence: 'none',
    keywordConfidence: 'none',
    proposedCaseTitle: null,
    proposedKeywordName: null,
    nextDeadline: null,
    isUnread: false,
    isAfterFollowUp: false,
    claimedById: null,
    ...more,
  }) as Row;
const titles = (rows: Row[]) => rows.map(({ title }) => title);

const rows = [
  row({ title: 'Miete', sender: 'Wohnungsbau Müller', caseConfidence: 'sure', keywordConfidence: 'sure' }),
  row({ title: 'Frage', source: 'mail', isUnread: true, caseConfidence: 'likely', claimedById: 'maike' as never }),
  row({
    itemId: 'mahnung' as never,
    title: 'Mahnung',
    nextDeadline: '2026-12-01',
    isUnread: true,
    claimedById: 'anna' as never,
  }),
];
const nobody = { workerId: null, shownId: null, today: '2026-11-22' };
const by = (...names: Parameters<(typeof noFilters.names)['has']>[0][]) => ({ ...noFilters, names: new Set(names) });

test('without a filter all letters are shown', () => {
  expect(filtered(rows, noFilters, nobody)).toEqual(rows);
});

test('words are found in title and sender, in any spelling of umlauts, and all must be there', () => {
  expect(titles(filtered(rows, { ...noFilters, words: 'mueller' }, nobody))).toEqual(['Miete']);
  expect(titles(filtered(rows, { ...noFilters, words: 'miete wohnungsbau' }, nobody))).toEqual(['Miete']);
  expect(filtered(rows, { ...noFilters, words: 'miete frage' }, nobody)).toEqual([]);
});

test('filters are met together, with the way it came', () => {
  expect(titles(filtered(rows, by('unread'), nobody))).toEqual(['Frage', 'Mahnung']);
  expect(titles(filtered(rows, by('unread', 'deadline'), nobody))).toEqual(['Mahnung']);
  expect(titles(filtered(rows, by('sure'), nobody))).toEqual(['Miete']);
  expect(titles(filtered(rows, by('noCase'), nobody))).toEqual(['Mahnung']);
  expect(titles(filtered(rows, { ...by('unread'), source: 'mail' }, nobody))).toEqual(['Frage']);
});

test('free is what nobody else works on', () => {
  expect(titles(filtered(rows, by('free'), { ...nobody, workerId: 'anna' }))).toEqual(['Miete', 'Mahnung']);
});

test('the letter that is shown stays, whatever is filtered', () => {
  const kept = filtered(rows, by('sure'), { ...nobody, shownId: 'mahnung' });
  expect(titles(kept)).toEqual(['Miete', 'Mahnung']);
});

test('what came more than so many days ago is found by its age, together with other filters', () => {
  const came = (title: string, deliveredAt: string, more: Partial<Row> = {}) => row({ title, deliveredAt, ...more });
  const letters = [
    came('heute', '2026-11-22T07:00:00.000Z'),
    came('drei', '2026-11-19T07:00:00.000Z'),
    // After midnight in Germany: three days, not four.
    came('nachts', '2026-11-18T23:30:00.000Z'),
    came('vier', '2026-11-18T07:00:00.000Z'),
    came('fünfzehn', '2026-11-07T07:00:00.000Z', { isUnread: true }),
  ];
  expect(titles(filtered(letters, { ...noFilters, olderThan: 3 }, nobody))).toEqual(['vier', 'fünfzehn']);
  expect(titles(filtered(letters, { ...noFilters, olderThan: 14 }, nobody))).toEqual(['fünfzehn']);
  expect(titles(filtered(letters, { ...by('unread'), olderThan: 3 }, nobody))).toEqual(['fünfzehn']);
});
