import { expect, test } from 'vitest';
import type { Id } from '../../../core/domain/ids.ts';
import { coverToPrint, foundFor, unknownNumber } from './cover-order.ts';

const inboxId = '01990000-0000-7000-8000-000000000001' as Id;
const first = { fileNumber: '31402BG0000001', title: 'Petersen, Anna', inboxId };
const plain = { keywordId: null, inboxId: null };

test('a sheet never bears the number that was looked up before the one in the field', () => {
  const lookedUp = { number: '31402BG0000001', found: first };
  expect(coverToPrint({ number: '31402BG0000002', ...plain }, lookedUp)).toEqual({ problem: unknownNumber });
  expect(foundFor(lookedUp, '31402BG0000002')).toBeUndefined();
});

test('with the number cleared and a Postkorb chosen the sheet bears no number', () => {
  const lookedUp = { number: '31402BG0000001', found: first };
  expect(coverToPrint({ number: ' ', keywordId: null, inboxId }, lookedUp)).toEqual({
    ...{ fileNumber: null, keywordId: null, inboxId },
  });
  expect(coverToPrint({ number: '', ...plain }, lookedUp)).toHaveProperty('problem');
});

test('a number no file bears is on no sheet, with a Postkorb neither', () => {
  const lookedUp = { number: '31402BG9', found: null };
  expect(coverToPrint({ number: '31402BG9', keywordId: null, inboxId }, lookedUp)).toEqual({ problem: unknownNumber });
  expect(coverToPrint({ number: '31402BG9', ...plain }, null)).toEqual({ problem: unknownNumber });
});

test('a number typed loosely is printed as the file bears it', () => {
  const lookedUp = { number: '31402 bg 1', found: first };
  expect(coverToPrint({ number: ' 31402 bg 1 ', ...plain }, lookedUp)).toEqual({
    ...{ fileNumber: '31402BG0000001', keywordId: null, inboxId: null },
  });
});
