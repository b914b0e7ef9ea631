import { expect, test } from 'vitest';
import { patternOf, titleFrom, titleParts } from './title-pattern.ts';

const page = (text: string) => [{ number: 1, text, words: [] }];
const known = { keywordName: 'Lohnabrechnung', letterDate: '2026-06-02', sender: 'Hansen Bau GmbH' };
const may = titleParts(page('Entgeltabrechnung Mai 2026\nSehr geehrte Frau Petersen,'), known);
const june = titleParts(page('Entgeltabrechnung Juni 2026\nSehr geehrte Frau Momsen,'), {
  ...{ keywordName: 'Lohnabrechnung', letterDate: '2026-07-02', sender: 'Jensen KG' },
});

test.each([
  ['Lohnabrechnung Mai 2026', 'Lohnabrechnung Juni 2026'],
  ['Lohnabrechnung vom 02.06.2026', 'Lohnabrechnung vom 02.07.2026'],
  ['Entgeltabrechnung Mai 2026', 'Entgeltabrechnung Juni 2026'],
  ['Lohn 2026, Hansen Bau GmbH', 'Lohn 2026, Jensen KG'],
])('a letter like the one called „%s“ is called „%s“', (title, next) => {
  expect(titleFrom(patternOf(title, may), june)).toBe(next);
});

test('days a title takes from the subject and from when something is are those of each letter', () => {
  const objection = (day: string) =>
    titleParts(page(`Widerspruch gegen Ihren Bescheid vom ${day}\nSehr geehrte`), known);
  const pattern = patternOf('Widerspruch gegen Bescheid vom 19.03.2025', objection('19.03.2025'));
  expect(titleFrom(pattern, objection('12.12.2025'))).toBe('Widerspruch gegen Bescheid vom 12.12.2025');
  const plan = (month: string) => titleParts(page(`Ihr Abschlagsplan\nSehr geehrte\nab ${month} zahlen Sie`), known);
  expect(titleFrom(patternOf('Abschlagsplan ab Mai 2026', plan('Mai 2026')), plan('Juni 2026'))).toBe(
    'Abschlagsplan ab Juni 2026',
  );
});

test('a letter that lacks a part is not called by the pattern', () => {
  expect(titleFrom('Lohnabrechnung {month}', titleParts([], known))).toBeNull();
});
