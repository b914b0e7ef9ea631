import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idFromBytes } from '../domain/id-text.ts';
import { decodeSheetCode, encodeCoverSheet, separatorCode } from './cover-sheet.ts';

const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => idFromBytes(bytes));
const sheets = fc.record({
  fileNumber: fc.option(
    fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 15 }), fc.constant('12345BG0001234')),
  ),
  keywordId: fc.option(id),
  inboxId: fc.option(id),
});

test('what a cover sheet says is read from its code again', () => {
  fc.assert(
    fc.property(sheets, (sheet) => {
      expect(decodeSheetCode(encodeCoverSheet(sheet))).toEqual({ kind: 'coverSheet', sheet });
    }),
  );
});

test('a code with one wrong sign is no sheet of ours', () => {
  fc.assert(
    fc.property(sheets, fc.nat(), fc.constantFrom(...'0123456789ABCXYZ-+:/'), (sheet, place, sign) => {
      const code = encodeCoverSheet(sheet);
      const at = place % code.length;
      fc.pre(code[at] !== sign);
      expect(decodeSheetCode(code.slice(0, at) + sign + code.slice(at + 1))).toBeNull();
    }),
  );
});

test('codes of others are never taken for ours', () => {
  fc.assert(fc.property(fc.string(), (text) => void expect(decodeSheetCode(text)).toBeNull()));
  for (const text of ['', 'AKPD', 'AKPT', 'https://example.org', '4006381333931', 'BCD\n002\n1\nSCT'])
    expect(decodeSheetCode(text)).toBeNull();
});

test('the code of a separator sheet says so', () => {
  expect(decodeSheetCode(separatorCode)).toEqual({ kind: 'separator' });
});

test('usual sheets have codes of signs that small codes and old scanners know', () => {
  const code = encodeCoverSheet({ fileNumber: '12345BG0001234', keywordId: null, inboxId: null });
  expect(code).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
});

test('a file number that no code could carry is refused', () => {
  expect(() => encodeCoverSheet({ fileNumber: 'A'.repeat(61), keywordId: null, inboxId: null })).toThrow(RangeError);
});
