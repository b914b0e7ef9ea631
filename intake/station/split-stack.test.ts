import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SheetCode } from '../../core/letters/cover-sheet.ts';
import { splitStack, type StackPage } from './split-stack.ts';

const coverSheet = (fileNumber: string): SheetCode => ({
  kind: 'coverSheet',
  sheet: { fileNumber, keywordId: null, inboxId: null },
});

/** A stack written as letters: w written, b blank, s separator, p patch bars, 1 and 2 cover sheets. */
function stack(letters: string): StackPage[] {
  return [...letters].map((letter, index) => ({
    number: index + 1,
    isBlank: letter === 'b',
    hasPatchBars: letter === 'p',
    sheetCodes: letter === 's' ? [{ kind: 'separator' }] : /\d/.test(letter) ? [coverSheet(letter)] : [],
  }));
}

const pagesOf = (letters: string) => splitStack(stack(letters)).parts.map(({ pages }) => pages);

test.each([
  ['w', [[1]]],
  ['ww', [[1, 2]]],
  ['wsw', [[1], [3]]],
  ['swwpw', [[2, 3], [5]]],
  ['wbwbswb', [[1, 3], [6]]],
  ['sbw', [[3]]],
  ['ssw', [[3]]],
  ['wss', [[1]]],
  ['bbb', []],
  ['', []],
])('the stack %s becomes %o', (letters, pages) => {
  expect(pagesOf(letters)).toEqual(pages);
});

test('a cover sheet tells about the document behind it, also when a separator lies between', () => {
  const { parts } = splitStack(stack('1wws2bsw'));
  expect(parts.map((part) => part.coverSheet?.fileNumber)).toEqual(['1', '2']);
  expect(parts.map(({ pages }) => pages)).toEqual([[2, 3], [8]]);
});

test('a document behind a separator does not inherit the cover sheet of the one before', () => {
  expect(splitStack(stack('1wsw')).parts.map((part) => part.coverSheet)).toEqual([
    { fileNumber: '1', keywordId: null, inboxId: null },
    null,
  ]);
});

test('a cover sheet without a document is told at the next one, or at the last', () => {
  expect(splitStack(stack('12w')).parts[0]?.concerns).toEqual([
    'Auf das Deckblatt (Seite 1 des Stapels) folgt kein Schriftstück.',
  ]);
  expect(splitStack(stack('w1')).parts[0]?.concerns).toEqual([
    'Auf das Deckblatt (Seite 2 des Stapels) folgt kein Schriftstück.',
  ]);
});

test('two different cover sheets on one page are a picture of sheets and no sheet', () => {
  const [page] = stack('w');
  expect(splitStack([{ ...page!, sheetCodes: [coverSheet('1'), coverSheet('2')] }]).uses).toEqual(['document']);
  expect(splitStack([{ ...page!, sheetCodes: [coverSheet('1'), coverSheet('1')] }]).uses).toEqual(['coverSheet']);
});

test('every page is in exactly one document or has another use, in the order of the stack', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('w', 'b', 's', 'p', '1', '2')), (letters) => {
      const { uses, parts } = splitStack(stack(letters.join('')));
      const kept = parts.flatMap(({ pages }) => pages);
      expect(uses).toHaveLength(letters.length);
      expect(kept).toEqual(uses.flatMap((use, index) => (use === 'document' ? index + 1 : [])));
      expect(kept).toEqual(letters.flatMap((letter, index) => (letter === 'w' ? index + 1 : [])));
      expect(parts.every(({ pages }) => pages.length > 0)).toBe(true);
    }),
  );
});
