import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseFileNumber, parseFileNumber } from './file-number.ts';
import { foldGerman } from './folding.ts';
import { idFromBytes } from './id-text.ts';
import { createIdSource, derivedId, idToBytes } from './ids.ts';
import { isEnough } from './levels.ts';
import { dayOf, germanDay } from './moments.ts';

const random = (bytes: Uint8Array) => void crypto.getRandomValues(bytes);

test('ids ascend within one source, also when the clock stands still or goes back', () => {
  const clock = [5, 5, 4, 9, 9];
  let at = 0;
  const newId = createIdSource(() => clock[Math.floor(at++ / 900) % clock.length] ?? 0, random);
  const ids = Array.from({ length: 4500 }, newId);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('an id survives the way to bytes and back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      expect(idToBytes(idFromBytes(bytes))).toEqual(bytes);
    }),
  );
});

test('derived ids are the same for the same part and differ for every other', () => {
  const newId = createIdSource(() => 1_700_000_000_000, random);
  const seen = new Set<string>();
  for (let parent = 0; parent < 200; parent += 1) {
    const id = newId();
    for (let page = 1; page <= 100; page += 1) seen.add(derivedId(id, page));
    expect(derivedId(id, 1)).toBe(derivedId(id, 1));
  }
  expect(seen.size).toBe(20_000);
});

test.each([
  ['31402BG0001234', 'household', '31402BG0001234'],
  ['31402 bg 0001234', 'household', '31402BG0001234'],
  ['31402//0001234', 'household', '31402BG0001234'],
  ['970d015126', 'customer', '970D015126'],
  ['970 D 015126', 'customer', '970D015126'],
])('reads %s as a %s number', (text, kind, fileNumber) => {
  expect(parseFileNumber(text)).toEqual({ kind, fileNumber });
});

test('leaves other numbers alone', () => {
  expect(parseFileNumber('S 1 AS 30/19')).toBeNull();
  expect(normaliseFileNumber(' w 12/25 ')).toBe('W12/25');
});

test.each([
  ['Müller', ['Mueller', 'Muller', 'MÜLLER']],
  ['Hauptstraße', ['Hauptstrasse', 'HAUPTSTRASSE']],
  ['Ählert', ['Aehlert']],
])('spellings of %s become one', (word, others) => {
  for (const other of others) expect(foldGerman(other)).toBe(foldGerman(word));
});

test('folding leaves words alone in which ue is not an umlaut', () => {
  expect(foldGerman('neue Steuer Quelle')).toBe('neue steuer quelle');
});

test('days are counted in Germany, not in Greenwich', () => {
  expect(dayOf('2026-11-21T23:30:00.000Z')).toBe('2026-11-22');
  expect(germanDay('2026-11-22')).toBe('22.11.2026');
});

test('a level includes those below it, none is not enough for any', () => {
  expect(isEnough('write', 'read')).toBe(true);
  expect(isEnough('deliver', 'read')).toBe(false);
  expect(isEnough(null, 'deliver')).toBe(false);
});
