import { describe, expect } from 'vitest';
import {
  newId,
  people,
  caseFileId,
  inboxId,
  itemId,
  records,
  run,
  rows,
  checkTable,
  content,
  type Act,
  dates,
} from '../../tests/support/two-at-one-thing.ts';
import type { BodyOf } from '../domain/records.ts';

describe('a letter in the Postkorb', () => {
  const ref = { inboxId, itemId };
  const acts = {
    file: {
      ...{ name: 'fileInboxItem', word: ({ title }) => title },
      args: ({ title, target, keyword }) => {
        const filing = { title, keywordIds: [keyword], ...dates, isProtected: false };
        return { ...ref, caseFileId: target, documentId: newId(), filing };
      },
    },
    fileHere: {
      ...{ name: 'fileInboxItem', word: ({ title }) => title },
      args: ({ title, keyword }) => {
        const filing = { title, keywordIds: [keyword], ...dates, isProtected: false };
        return { ...ref, caseFileId, documentId: newId(), filing };
      },
    },
    forward: {
      ...{ name: 'forwardInboxItem', word: ({ reason }) => reason },
      args: ({ inbox, reason }) => ({ ...ref, targetInboxId: inbox, newItemId: newId(), remark: reason }),
    },
  } satisfies Record<string, Act>;
  const item = () => records.read('inboxItem', inboxId, itemId) as BodyOf<'inboxItem'>;

  checkTable<keyof typeof acts>(
    acts,
    [
      ['file', 'file', ({ first }) => expect(item().filedCaseFileId).toBe(first.target), 'second'],
      [
        ...(['fileHere', 'fileHere'] as const),
        ({ first, left, right }) => {
          const [document] = rows('document');
          expect(document?.body).toMatchObject({ title: first.title, filedBy: first.by });
          const links = rows('documentKeyword').map(({ body }) => body.keywordId);
          expect(links).toEqual(expect.arrayContaining([left.keyword, right.keyword]));
        },
        'second',
      ],
      [
        ...(['file', 'fileHere'] as const),
        ({ first, left }) => expect(item().filedCaseFileId).toBe(first === left ? left.target : caseFileId),
        'second',
      ],
      [
        ...(['fileHere', 'forward'] as const),
        ({ first, left }) => expect(item().state).toBe(first === left ? 'filed' : 'forwarded'),
        'second',
      ],
      ['forward', 'forward', ({ first }) => expect(item().forwardedTo?.inboxId).toBe(first.inbox), 'second'],
      [
        ...(['file', 'forward'] as const),
        ({ first, left }) => expect(item().state).toBe(first === left ? 'filed' : 'forwarded'),
        'second',
      ],
    ],
    () => {
      const letter = { ...ref, title: 'Brief', ...dates, source: 'scan', content, pageTexts: ['Miete'] };
      const proposals = { proposedCase: null, proposedKeyword: null, remark: null };
      run('deliverInboxItem', { ...letter, ...proposals }, people.anna);
    },
  );
});
