import { expect, test } from 'vitest';
import { fileNumberInText } from './clipboard-number.ts';

test.each([
  ['31402BG0001234', '31402BG0001234'],
  ['  31402//0001234\n', '31402BG0001234'],
  ['BG-Nummer: 31402 BG 0001234, Frau Muster', '31402BG0001234'],
  ['Kunde 314a103862', '314A103862'],
  ['31402BG0001234 (31402//0001234)', '31402BG0001234'],
  ['31402BG0001234 und 31402BG0001235', null],
  ['IBAN DE02 1203 0000 0000 2020 51', null],
  ['131402BG0001234', null],
  ['', null],
])('%j holds %s', (text, number) => {
  expect(fileNumberInText(text)).toBe(number);
});

test('only the beginning of a large text is looked at', () => {
  expect(fileNumberInText(`${' '.repeat(5000)}31402BG0001234`)).toBeNull();
});
