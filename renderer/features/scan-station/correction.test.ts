import { describe, expect, test } from 'vitest';
import { asId } from '../../../core/domain/ids.ts';
import {
  addressTo,
  belongsTo,
  type Detail,
  discardPage,
  joinWithPrevious,
  leftOutOf,
  pageWords,
  putBack,
  splitAt,
  splitBefore,
  standing,
  turnedPages,
  turnPage,
  type Turns,
  type Wish,
  withoutPage,
} from './correction.ts';

const inboxId = asId('00000000-0000-7000-8000-0000000000aa');
const other = asId('00000000-0000-7000-8000-0000000000bb');
const wishes: Wish[] = [
  { pages: [1, 2], inboxId, fileNumber: '123' },
  { pages: [4, 5, 6], inboxId: other, fileNumber: null },
];

describe('a stack put right', () => {
  test('a document joined with the one before has the pages of both in order and its recipient', () => {
    expect(joinWithPrevious(wishes, 1)).toEqual([{ pages: [1, 2, 4, 5, 6], inboxId, fileNumber: '123' }]);
  });

  test('a page that was in no document comes into the one before it, at its place; one before all into the first', () => {
    expect(putBack(wishes, 3).map(({ pages }) => pages)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(putBack([{ pages: [2, 4], inboxId, fileNumber: null }], 1).map(({ pages }) => pages)).toEqual([[1, 2, 4]]);
    expect(putBack([{ pages: [2, 4], inboxId, fileNumber: null }], 3).map(({ pages }) => pages)).toEqual([[2, 3, 4]]);
    expect(putBack(wishes, 5)).toEqual(wishes);
    expect(putBack([], 2)).toEqual([{ pages: [2], inboxId: null, fileNumber: null }]);
  });

  test('the last page of all stays, except where all may go', () => {
    const one = [{ pages: [1], inboxId, fileNumber: null }];
    expect(discardPage(one, 1)).toEqual(one);
    expect(withoutPage(one, 1)).toEqual([]);
  });

  test('the first document has none before it', () => {
    expect(joinWithPrevious(wishes, 0)).toEqual(wishes);
  });

  test('split before a page makes two, joined again they are as before', () => {
    const split = splitBefore(wishes, 1, 5);
    expect(split.map(({ pages }) => pages)).toEqual([[1, 2], [4], [5, 6]]);
    expect(joinWithPrevious(split, 2)).toEqual(wishes);
  });

  test('a document is not split before its first page or one it has not', () => {
    expect(splitBefore(wishes, 1, 4)).toEqual(wishes);
    expect(splitBefore(wishes, 1, 2)).toEqual(wishes);
  });

  test('a document is split at a page wherever that is, and not at one that is nowhere', () => {
    expect(splitAt(wishes, 5)).toEqual(splitBefore(wishes, 1, 5));
    expect(splitAt(wishes, 3)).toEqual(wishes);
  });

  test('a page taken out is told as left out, and with its last page a document goes; one page stays at least', () => {
    const detail = { documents: wishes } as unknown as Detail;
    const once = discardPage(wishes, 5);
    expect(once.map(({ pages }) => pages)).toEqual([
      [1, 2],
      [4, 6],
    ]);
    expect(leftOutOf(detail, once)).toEqual([5]);
    const rest = [1, 2, 4, 6].reduce(discardPage, once);
    expect(rest.map(({ pages }) => pages)).toEqual([[6]]);
    expect(leftOutOf(detail, rest)).toEqual([1, 2, 4, 5]);
    expect(leftOutOf(detail, wishes)).toEqual([]);
  });

  test('a file number leaves the Postkorb to the centre, an empty one changes nothing about it', () => {
    expect(belongsTo(wishes, 1, '55')[1]).toEqual({ pages: [4, 5, 6], inboxId: null, fileNumber: '55' });
    expect(belongsTo(wishes, 1, ' ')[1]).toEqual(wishes[1]);
    expect(addressTo(wishes, 0, other)[0]?.inboxId).toBe(other);
  });

  test('a page is turned a quarter at a time from how it stands now, and is as it was after four', () => {
    const detail = { pages: [{ page: 2, turned: 270 }] } as Detail;
    let turns: Turns = new Map();
    const seen = [1, 2, 3, 4].map(() => {
      turns = turnPage(detail, turns, 2);
      return turns.get(2) ?? null;
    });
    expect(seen).toEqual([0, 90, 180, null]);
  });

  test('a page is to be seen as somebody turned it, else as it was read; of one nobody has read yet nothing is said', () => {
    const detail = { pages: [{ page: 2, turned: 270 }] } as Detail;
    const turns: Turns = new Map([[2, 90] as const]);
    expect([standing(detail, turns, 2), standing(detail, new Map(), 2), standing(detail, turns, 3)]).toEqual([
      90,
      270,
      undefined,
    ]);
  });

  test('only turned pages that stand in a letter count', () => {
    expect(turnedPages(wishes, new Map([[3, 90] as const, [5, 180] as const]))).toEqual([5]);
  });
});

test.each([
  [[1], 'Seite 1'],
  [[1, 2, 3, 5, 7, 8], 'Seiten 1–3, 5, 7–8'],
])('pages %j are written as "%s"', (pages, words) => expect(pageWords(pages)).toBe(words));
