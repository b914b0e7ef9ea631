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
    hasDeadline: false,
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
    hasDeadline: true,
    isUnread: true,
    claimedById: 'anna' as never,
  }),
];
const nobody = { workerId: null, shownId: null };
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
  expect(titles(filtered(rows, by('free'), { workerId: 'anna', shownId: null }))).toEqual(['Miete', 'Mahnung']);
});

test('the letter that is shown stays, whatever is filtered', () => {
  const kept = filtered(rows, by('sure'), { workerId: null, shownId: 'mahnung' });
  expect(titles(kept)).toEqual(['Miete', 'Mahnung']);
});
