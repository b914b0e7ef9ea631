import { describe, expect, test } from 'vitest';
import {
  newId,
  people,
  caseFileId,
  documentId,
  inboxId,
  itemId,
  keywordId,
  otherCaseFileId,
  otherInboxId,
  records,
  forgetLetter,
  run,
  rows,
  sideOf,
  checkTable,
  clarifications,
  content,
  type Act,
  type Sides,
  dates,
} from '../../tests/support/two-at-one-thing.ts';
import type { BodyOf } from '../domain/records.ts';

const letter = { ...dates, title: 'Brief', source: 'scan', content, pageTexts: ['Miete'] };
const proposals = { proposedCase: null, proposedKeyword: null, remark: null };
const item = () => records.read('inboxItem', inboxId, itemId) as BodyOf<'inboxItem'>;
const document = () => records.read('document', caseFileId, documentId) as BodyOf<'document'>;
const byFirst = (name: 'left' | 'right', yes: 'second' | 'nobody', no: 'second' | 'nobody') => (sides: Sides) =>
  sides.first === sides[name] ? yes : no;

/** Wherever it stands at the end: the letter lies in exactly one place where somebody works on it. */
const liesOnce = () => {
  const open = rows('inboxItem').filter(({ body }) => body.state === 'open').length;
  const filed = rows('document').filter(({ body }) => body.state === 'filed').length;
  expect(open + filed).toBe(1);
};

describe('a letter that is filed', () => {
  const ref = { caseFileId, documentId };
  const filingOf = (title: string) => ({ title, keywordIds: [keywordId], ...dates, isProtected: false });
  const acts = {
    unfile: { name: 'unfileInboxItem', args: () => ({ ...ref, inboxId, itemId }), word: ({ by }) => by },
    retract: {
      ...{ name: 'retractDocument', args: ({ reason }) => ({ ...ref, reason }) },
      word: ({ reason }) => reason,
    },
    move: {
      ...{ name: 'moveDocument', word: ({ reason }) => reason },
      args: ({ target, reason }) => ({ ...ref, toCaseFileId: target, newDocumentId: newId(), reason }),
    },
    rename: {
      ...{ name: 'setDocumentDetails', word: ({ title }) => title },
      args: ({ title }) => ({ ...ref, before: { title: 'Miete' }, after: { title } }),
    },
    keywords: {
      ...{ name: 'setDocumentKeywords', word: ({ keyword }) => keyword },
      args: ({ keyword }) => ({ ...ref, add: [keyword], removeLinks: [], isProtected: false }),
    },
    fileElsewhere: {
      ...{ name: 'fileInboxItem', word: ({ title }) => title },
      args: ({ title }) => {
        const target = { caseFileId: otherCaseFileId, documentId: newId() };
        return { inboxId, itemId, ...target, filing: filingOf(title) };
      },
    },
  } satisfies Record<string, Act>;
  const fileIt = () => {
    run('deliverInboxItem', { inboxId, itemId, ...letter, ...proposals }, people.anna);
    run('fileInboxItem', { ...ref, inboxId, itemId, filing: filingOf('Miete') }, people.anna);
  };

  checkTable<keyof typeof acts>(
    acts,
    [
      ['unfile', 'unfile', () => expect(item().state).toBe('open'), 'second'],
      ['unfile', 'move', liesOnce, 'second'],
      [
        ...(['unfile', 'retract'] as const),
        () => {
          expect(item().state).toBe('open');
          expect(document().state).toBe('retracted');
        },
        byFirst('left', 'second', 'nobody'),
      ],
      [
        ...(['unfile', 'rename'] as const),
        ({ right }) => {
          expect(document()).toMatchObject({ state: 'retracted', title: right.title });
          expect(item().state).toBe('open');
        },
        'nobody',
      ],
      [
        ...(['unfile', 'keywords'] as const),
        ({ right }) => {
          const links = records.children('documentKeyword', caseFileId, documentId).map(({ body }) => body.keywordId);
          expect(links).toContain(right.keyword);
        },
        'nobody',
      ],
      // Filed elsewhere after it was free again is an ordinary filing; before, it was filed here already.
      ['unfile', 'fileElsewhere', liesOnce, (sides) => (sides.first === sides.right ? 'right' : 'nobody')],
    ],
    fileIt,
  );

  test('taken out of the file, its document cannot be restored beside the open letter; restored before, the letter is free alone', () => {
    for (const isUnfileFirst of [true, false]) {
      forgetLetter();
      fileIt();
      run('retractDocument', { ...ref, reason: 'Irrtum' }, people.anna);
      const unfile = () => run('unfileInboxItem', { ...ref, inboxId, itemId }, people.bernd);
      if (isUnfileFirst) unfile();
      const { outcome } = run('restoreDocument', ref, people.anna);
      expect(outcome).toBe(isUnfileFirst ? 'refused' : 'accepted');
      if (!isUnfileFirst) unfile();
      liesOnce();
      expect(item().state).toBe('open');
    }
    expect(clarifications).toHaveLength(1);
  });

  test('filed into the file again after its document was taken back there: who files is told, with all she gave', () => {
    fileIt();
    run('retractDocument', { ...ref, reason: 'Falsche Person' }, people.anna);
    const again = { caseFileId, documentId: newId(), filing: filingOf('Mietvertrag') };
    const decision = run('fileInboxItem', { ...again, inboxId, itemId }, people.bernd);
    expect(decision).toMatchObject({ outcome: 'refused', details: { reason: 'Falsche Person' } });
    expect(clarifications.join()).toContain('Mietvertrag');
  });

  test('a document taken back and restored by two is there once', () => {
    fileIt();
    for (const by of Object.values(people)) run('retractDocument', { ...ref, reason: 'Irrtum' }, by);
    for (const by of Object.values(people)) expect(run('restoreDocument', ref, by).outcome).toBe('accepted');
    expect(document()).toMatchObject({ state: 'filed', stateReason: null });
    liesOnce();
  });
});

describe('a letter that was forwarded', () => {
  const newItemId = newId();
  const ref = { inboxId, itemId, targetInboxId: otherInboxId, newItemId };
  const acts = {
    fetchBack: { name: 'withdrawForward', args: () => ref, word: ({ by }) => by },
    fileThere: {
      ...{ name: 'fileInboxItem', word: ({ title }) => title },
      args: ({ title, target }) => {
        const filing = { title, keywordIds: [keywordId], ...dates, isProtected: false };
        return { inboxId: otherInboxId, itemId: newItemId, caseFileId: target, documentId: newId(), filing };
      },
    },
    claimThere: {
      ...{ name: 'claimInboxItem', word: ({ by }) => by },
      args: () => ({ inboxId: otherInboxId, itemId: newItemId, seen: null }),
    },
  } satisfies Record<string, Act>;

  checkTable<keyof typeof acts>(
    acts,
    [
      ['fetchBack', 'fetchBack', liesOnce, 'second'],
      ['fetchBack', 'fileThere', liesOnce, 'second'],
      // A claim holds nothing fast: it goes with the letter.
      ['fetchBack', 'claimThere', liesOnce, byFirst('left', 'second', 'nobody')],
    ],
    () => {
      run('deliverInboxItem', { inboxId, itemId, ...letter, ...proposals }, people.anna);
      run('forwardInboxItem', { ...ref, remark: null }, people.anna);
    },
  );

  test('delivered twice under one id, as a branch scan handed in again, it lies there once', () => {
    const one = { itemId: newId(), ...letter, ...proposals };
    for (const by of Object.values(people)) run('deliverLetters', { inboxId, letters: [one] }, by);
    expect(rows('inboxItem').filter(({ id }) => id === one.itemId)).toHaveLength(1);
    expect(rows('version').filter(({ body }) => body.ownerId === one.itemId)).toHaveLength(1);
  });

  test('taken out again by who delivered it, or filed by somebody else: the first stands, the other is told', () => {
    for (const name of ['withdrawDelivery', 'withdrawLetters'] as const) {
      for (const isFiledFirst of [true, false]) {
        const one = { itemId: newId(), ...letter, ...proposals };
        const side = sideOf(people.bernd, false);
        run('deliverLetters', { inboxId, letters: [one] }, people.anna);
        const filing = { title: side.title, keywordIds: [keywordId], ...dates, isProtected: false };
        const target = { caseFileId, documentId: newId(), filing };
        const file = () => run('fileInboxItem', { inboxId, itemId: one.itemId, ...target }, people.bernd);
        const args = name === 'withdrawLetters' ? { itemIds: [one.itemId] } : { itemId: one.itemId, reason: 'Irrtum' };
        const outcomes = [() => run(name, { inboxId, ...args }, people.anna), file];
        const [first, second] = (isFiledFirst ? outcomes.toReversed() : outcomes).map((act) => act().outcome);
        expect([first, second]).toEqual(['accepted', 'refused']);
        expect(rows('document').some(({ id }) => id === target.documentId)).toBe(isFiledFirst);
      }
    }
    expect(clarifications).toHaveLength(4);
  });
});
