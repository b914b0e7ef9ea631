import { expect, test } from 'vitest';
import { type Column, fittingColumns, sortRows } from './columns.ts';

type Row = { name: string; pages: number | null };
const columns: Column<Row>[] = [
  { key: 'name', title: 'Name', width: 200, render: () => null, sortBy: (row) => row.name },
  { key: 'pages', title: 'Seiten', width: 60, render: () => null, sortBy: (row) => row.pages },
  { key: 'sender', title: 'Absender', width: 150, render: () => null },
];
const rows: Row[] = [
  { name: 'Özdemir', pages: 3 },
  { name: 'Petersen 10', pages: null },
  { name: 'Petersen 9', pages: 12 },
  { name: 'Albers', pages: 3 },
];
const names = (sorted: Row[]) => sorted.map((row) => row.name);

test('columns give way from the back when there is little room', () => {
  expect(fittingColumns(columns, 500).map(({ key }) => key)).toEqual(['name', 'pages', 'sender']);
  expect(fittingColumns(columns, 300).map(({ key }) => key)).toEqual(['name', 'pages']);
  expect(fittingColumns(columns, 90).map(({ key }) => key)).toEqual(['name']);
});

test('names sort as in a German list, numbers within them by size', () => {
  expect(names(sortRows(rows, columns, { key: 'name', isDescending: false }))).toEqual([
    'Albers',
    'Özdemir',
    'Petersen 9',
    'Petersen 10',
  ]);
});

test('rows without a value come last in both directions, equal ones keep their order', () => {
  expect(names(sortRows(rows, columns, { key: 'pages', isDescending: true }))).toEqual([
    'Petersen 9',
    'Özdemir',
    'Albers',
    'Petersen 10',
  ]);
  expect(names(sortRows(rows, columns, { key: 'pages', isDescending: false })).at(-1)).toBe('Petersen 10');
});

test('a column that cannot be sorted leaves the rows as they came', () => {
  expect(sortRows(rows, columns, { key: 'sender', isDescending: false })).toEqual(rows);
  expect(sortRows(rows, columns, null)).toEqual(rows);
});
