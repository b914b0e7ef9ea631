import { expect, test } from 'vitest';
import type { Id } from '../../../core/domain/ids.ts';
import { coverToPrint, foundFor, isSheetAsked, unknownNumber } from './cover-order.ts';

const inboxId = '01990000-0000-7000-8000-000000000001' as Id;
const first = { fileNumber: '31402BG0000001', title: 'Petersen, Anna', inboxId };
const nameOf = (id: Id | null) => (id === inboxId ? 'Jensen, Grete' : null);
const plain = { keywordId: null, inboxId: null };

test('a sheet never bears the number that was looked up before the one in the field', () => {
  const lookedUp = { number: '31402BG0000001', found: first };
  expect(coverToPrint({ number: '31402BG0000002', ...plain }, lookedUp, nameOf)).toEqual({ problem: unknownNumber });
  expect(foundFor(lookedUp, '31402BG0000002')).toBeUndefined();
});

test('with the number cleared and a Postkorb chosen the sheet bears no number', () => {
  const lookedUp = { number: '31402BG0000001', found: first };
  expect(coverToPrint({ number: ' ', keywordId: null, inboxId }, lookedUp, nameOf)).toEqual({
    ...{ fileNumber: null, keywordId: null, inboxId, responsible: null },
  });
  expect(coverToPrint({ number: '', ...plain }, lookedUp, nameOf)).toHaveProperty('problem');
});

test('a number no file bears is on no sheet, with a Postkorb neither', () => {
  const lookedUp = { number: '31402BG9', found: null };
  expect(coverToPrint({ number: '31402BG9', keywordId: null, inboxId }, lookedUp, nameOf)).toEqual({
    problem: unknownNumber,
  });
  expect(coverToPrint({ number: '31402BG9', ...plain }, null, nameOf)).toEqual({ problem: unknownNumber });
});

test('a number typed loosely is printed as the file bears it', () => {
  const lookedUp = { number: '31402 bg 1', found: first };
  expect(coverToPrint({ number: ' 31402 bg 1 ', ...plain }, lookedUp, nameOf)).toEqual({
    ...{ fileNumber: '31402BG0000001', keywordId: null, inboxId: null, responsible: 'Jensen, Grete' },
  });
});

test('separators alone, or sheets noted down before, ask for no sheet from empty fields; an open file always has one', () => {
  const empty = { number: '', ...plain };
  expect(isSheetAsked(empty, 0, 10, false)).toBe(false);
  expect(isSheetAsked(empty, 2, 0, false)).toBe(false);
  expect(isSheetAsked(empty, 0, 0, false)).toBe(true);
  expect(isSheetAsked(empty, 0, 10, true)).toBe(true);
  expect(isSheetAsked(empty, 1, 0, true)).toBe(false);
  expect(isSheetAsked({ ...empty, keywordId: inboxId }, 1, 0, true)).toBe(true);
  expect(isSheetAsked({ ...empty, number: '31402' }, 1, 0, false)).toBe(true);
});
