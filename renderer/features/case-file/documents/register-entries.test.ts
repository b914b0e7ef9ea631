import { expect, test } from 'vitest';
import { asId } from '../../../../core/domain/ids.ts';
import { keyOfPlace, treeEntries } from './register-entries.ts';

const id = (number: number) => asId(`018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`);
const registers = [
  { id: id(2), number: 2, name: 'Anträge' },
  { id: id(1), number: 1, name: 'Stammdaten' },
  { id: id(3), number: 3, name: 'Bescheide' },
];
const names: Record<string, string> = { [id(11)]: 'Vollmacht', [id(12)]: 'Ausweis', [id(13)]: 'Hauptantrag' };
const cover = {
  documentCount: 9,
  registers: [
    {
      registerId: id(1),
      count: 5,
      keywords: [
        { keywordId: id(11), count: 2 },
        { keywordId: id(12), count: 3 },
      ],
    },
    {
      registerId: id(2),
      count: 4,
      keywords: [
        { keywordId: id(13), count: 4 },
        { keywordId: id(14), count: 0 },
      ],
    },
    { registerId: id(3), count: 0, keywords: [] },
  ],
};
const lines = (open: string[]) =>
  treeEntries(cover, registers, (keywordId) => names[keywordId] ?? '', new Set(open)).map(
    ({ level, name, count }) => `${level} ${name} ${count}`,
  );

test('closed, the tree shows everything and the registers that hold something, by number', () => {
  expect(lines([])).toEqual(['1 Alle Dokumente 9', '1 1 Stammdaten 5', '1 2 Anträge 4']);
});

test('below an open register stand its keywords in use, by name', () => {
  expect(lines([id(1)])).toEqual([
    '1 Alle Dokumente 9',
    '1 1 Stammdaten 5',
    '2 Ausweis 3',
    '2 Vollmacht 2',
    '1 2 Anträge 4',
  ]);
});

test('every line of the tree is found again by its place', () => {
  for (const entry of treeEntries(cover, registers, () => '', new Set([id(1), id(2)]))) {
    expect(keyOfPlace(entry.place)).toBe(entry.key);
  }
});
