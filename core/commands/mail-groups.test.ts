import { expect, test } from 'vitest';
import {
  caseFileId,
  content,
  dates,
  inboxId,
  keywordId,
  newId,
  otherCaseFileId,
  otherInboxId,
  people,
  records,
  rows,
  run,
} from '../../tests/support/two-at-one-thing.ts';
import type { Id } from '../domain/ids.ts';

const mailHash = 'b'.repeat(64);
const mailContent = { ...content, sha256: mailHash, kind: 'mail', messageId: 'eins@beispiel.de' };
const partContent = { ...content, pageCount: 3, partOf: { sha256: mailHash, index: 0 } };

function filed(ids: readonly [Id, Id]) {
  const filing = (title: string) => ({ title, keywordIds: [keywordId], ...dates, isProtected: false });
  return {
    caseFileId,
    documents: [
      { documentId: ids[0], filing: filing('E-Mail Petersen'), content: mailContent, pageTexts: ['anbei'] },
      { documentId: ids[1], filing: filing('Lohn'), content: partContent, pageTexts: ['eins', 'zwei', 'drei'] },
    ],
  };
}

function letters(ids: readonly [Id, Id]) {
  const letter = { letterDate: null, receivedDate: null, sender: null, direction: 'incoming', source: 'mail' };
  const nothing = { proposedCase: null, proposedKeyword: null, remark: null };
  return {
    inboxId,
    letters: [
      { ...letter, ...nothing, itemId: ids[0], title: 'E-Mail', content: mailContent, pageTexts: ['anbei'] },
      { ...letter, ...nothing, itemId: ids[1], title: 'Lohn', content: partContent, pageTexts: ['eins'] },
    ],
  };
}

const document = (id: Id) => records.read('document', caseFileId, id);
const ids = () => [newId(), newId()] as const;

test('a mail and its attachment get sheets one after the other, each its keyword, and the file counts on', () => {
  const [mail, part] = ids();
  expect(run('addDocuments', filed([mail, part]), people.anna).outcome).toBe('accepted');
  expect(document(mail)).toMatchObject({ sheetFrom: 1, sheetTo: 1 });
  expect(document(part)).toMatchObject({ sheetFrom: 2, sheetTo: 4 });
  expect(records.read('caseFile', caseFileId, caseFileId)?.nextSheet).toBe(5);
  expect(rows('documentKeyword')).toHaveLength(2);
  const versions = rows('version').map(({ body }) => body);
  expect(versions).toEqual([
    expect.objectContaining({ messageId: 'eins@beispiel.de' }),
    expect.objectContaining({ partOf: { sha256: mailHash, index: 0 } }),
  ]);
});

test('given once more it changes nothing, and completes what is missing', () => {
  const [mail, part] = ids();
  run('addDocuments', { ...filed([mail, part]), documents: filed([mail, part]).documents.slice(0, 1) }, people.anna);
  const again = run('addDocuments', filed([mail, part]), people.anna);
  expect(again).toMatchObject({ journal: [{ action: 'document.added', targetId: part }] });
  expect(document(part)).toMatchObject({ sheetFrom: 2, sheetTo: 4 });
  expect(run('addDocuments', filed([mail, part]), people.anna)).toMatchObject({ writes: [], journal: [] });
});

test('taken back together all go, but what was moved meanwhile stays, and that is told', () => {
  const [mail, part] = ids();
  run('addDocuments', filed([mail, part]), people.anna);
  const place = { caseFileId, documentId: part, toCaseFileId: otherCaseFileId, newDocumentId: newId(), reason: '' };
  run('moveDocument', place, people.bernd);
  const taken = run(
    'retractDocuments',
    { caseFileId, documentIds: [mail, part], reason: 'Ablegen zurückgenommen' },
    people.anna,
  );
  expect(taken).toMatchObject({ hints: [{ message: expect.stringMatching(/^Ein Dokument davon war inzwischen/) }] });
  expect(document(mail)).toMatchObject({ state: 'retracted' });
  expect(document(part)).toMatchObject({ state: 'moved' });
});

test('letters laid into a Postkorb go again without a trace in it, by whoever laid them there', () => {
  const both = ids();
  run('deliverLetters', letters(both), people.anna);
  expect(rows('inboxItem')).toHaveLength(2);
  const taken = { inboxId, itemIds: [...both] };
  expect(run('withdrawLetters', taken, people.bernd)).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
  expect(run('withdrawLetters', taken, people.anna).outcome).toBe('accepted');
  for (const kind of ['inboxItem', 'version', 'page']) expect(rows(kind)).toEqual([]);
});

test('letters of which one is worked on are not taken out again', () => {
  const [mail, part] = ids();
  run('deliverLetters', letters([mail, part]), people.anna);
  const target = { targetInboxId: otherInboxId, newItemId: newId(), remark: null };
  run('forwardInboxItem', { inboxId, itemId: part, ...target }, people.bernd);
  const taken = run('withdrawLetters', { inboxId, itemIds: [mail, part] }, people.anna);
  expect(taken).toMatchObject({ outcome: 'refused', details: { by: people.bernd } });
  expect(rows('inboxItem')).toHaveLength(3);
});

test('letters laid there twice lie there once', () => {
  const both = ids();
  run('deliverLetters', letters(both), people.anna);
  expect(run('deliverLetters', letters(both), people.anna)).toMatchObject({ outcome: 'accepted', writes: [] });
  expect(rows('inboxItem')).toHaveLength(2);
});
