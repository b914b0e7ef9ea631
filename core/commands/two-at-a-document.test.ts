import { describe, expect, test } from 'vitest';
import {
  newId,
  people,
  caseFileId,
  documentId,
  keywordId,
  records,
  clarifications,
  run,
  forgetTold,
  sideOf,
  checkTable,
  content,
  type Side,
  type Act,
  type Sides,
  everything,
  dates,
} from '../../tests/support/two-at-one-thing.ts';
import type { BodyOf } from '../domain/records.ts';

describe('a document', () => {
  const ref = { caseFileId, documentId };
  const acts = {
    rename: {
      ...{ name: 'setDocumentDetails', word: ({ title }) => title },
      args: ({ title }) => ({ ...ref, before: { title: 'Miete' }, after: { title } }),
    },
    redate: {
      ...{ name: 'setDocumentDetails', word: ({ day }) => day },
      args: ({ day }) => ({ ...ref, before: { letterDate: null }, after: { letterDate: day } }),
    },
    keywords: {
      ...{ name: 'setDocumentKeywords', word: ({ keyword }) => keyword },
      args: ({ keyword }) => ({ ...ref, add: [keyword], removeLinks: [], isProtected: false }),
    },
    retract: {
      ...{ name: 'retractDocument', args: ({ reason }) => ({ ...ref, reason }) },
      word: ({ reason }) => reason,
    },
    move: {
      ...{ name: 'moveDocument', word: ({ reason }) => reason },
      args: ({ target, reason }) => ({ ...ref, toCaseFileId: target, newDocumentId: newId(), reason }),
    },
  } satisfies Record<string, Act>;
  const document = () => records.read('document', caseFileId, documentId) as BodyOf<'document'>;
  const keywords = () => records.children('documentKeyword', caseFileId, documentId).map(({ body }) => body.keywordId);
  const movedTo = (side: Side) => expect(document()).toMatchObject({ state: 'moved', movedTo: side.target });
  /** Whoever comes second to a move is refused with her content; before it, hers goes with the document. */
  const wasMoved = ({ first, left, right }: Sides) => {
    movedTo(right);
    expect(clarifications).toHaveLength(first === left ? 0 : 1);
  };

  checkTable<keyof typeof acts>(
    acts,
    [
      ['rename', 'rename', ({ second }) => expect(document().title).toBe(second.title), 'first'],
      [
        ...(['rename', 'redate'] as const),
        ({ left, right }) => expect(document()).toMatchObject({ title: left.title, letterDate: right.day }),
        'nobody',
      ],
      [
        ...(['rename', 'keywords'] as const),
        ({ left, right }) => {
          expect(document().title).toBe(left.title);
          expect(keywords()).toContain(right.keyword);
        },
        'nobody',
      ],
      [
        ...(['rename', 'retract'] as const),
        ({ left }) => expect(document()).toMatchObject({ title: left.title, state: 'retracted' }),
        'nobody',
      ],
      ['redate', 'redate', ({ second }) => expect(document().letterDate).toBe(second.day), 'first'],
      [
        ...(['redate', 'keywords'] as const),
        ({ left, right }) => {
          expect(document().letterDate).toBe(left.day);
          expect(keywords()).toContain(right.keyword);
        },
        'nobody',
      ],
      [
        ...(['redate', 'retract'] as const),
        ({ left }) => expect(document()).toMatchObject({ letterDate: left.day, state: 'retracted' }),
        'nobody',
      ],
      [
        ...(['keywords', 'keywords'] as const),
        ({ left, right }) => expect(keywords()).toEqual(expect.arrayContaining([left.keyword, right.keyword])),
        'nobody',
      ],
      [
        ...(['keywords', 'retract'] as const),
        ({ left }) => {
          expect(document().state).toBe('retracted');
          expect(keywords()).toContain(left.keyword);
        },
        'nobody',
      ],
      ['retract', 'retract', ({ first }) => expect(document().stateReason).toBe(first.reason), 'second'],
      ['move', 'move', ({ first }) => movedTo(first), 'second'],
      [
        ...(['retract', 'move'] as const),
        ({ first, left }) => expect(document().state).toBe(first === left ? 'retracted' : 'moved'),
        'second',
      ],
    ],
    add,
  );

  test.each(['rename', 'redate', 'keywords'] as const)(
    '%s before a move goes with it, after it waits in Klärung',
    (name) => {
      for (const isMoveFirst of [false, true]) {
        records.rows.delete(`${caseFileId}/document/${documentId}`);
        forgetTold();
        add();
        const [left, right] = [sideOf(people.anna, true), sideOf(people.bernd, false)];
        const order = isMoveFirst ? [right, left] : [left, right];
        for (const side of order) {
          const act: Act = side === right ? acts.move : acts[name];
          run(act.name, act.args(side), side.by);
        }
        wasMoved({ left, right, first: order[0] as Side, second: order[1] as Side });
        expect(everything()).toContain(acts[name].word(left));
      }
    },
  );

  function add(): void {
    const filing = { title: 'Miete', keywordIds: [keywordId], ...dates, isProtected: false };
    run('addDocument', { ...ref, filing, content, pageTexts: ['Miete'] }, people.anna);
  }
});
