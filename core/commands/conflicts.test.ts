import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource, type Id } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import { houseScopeId, ownScopeOf } from '../domain/standing-ids.ts';
import type { CommandName } from './registry.ts';

// Two people do something about the same thing without knowing of each other; the centre orders it one way or the other.

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const [anna, bernd, inboxId, itemId, caseFileId] = [newId(), newId(), newId(), newId(), newId()];
const [rent, heating, otherCaseFileId] = [newId(), newId(), newId()];

let records: MemoryRecords;
const run = (name: CommandName, args: unknown, actorId: Id) =>
  records.run(name, args, {
    ...{ commandId: newId(), actorId, actorRole: 'worker', at: '2026-11-22T09:12:00.000Z', knows: () => true },
  }).decision;

const facts = { fileName: 'miete.pdf', mediaType: 'application/pdf', size: 10, sha256: 'a'.repeat(64), kind: 'pdf' };
const content = { ...facts, pageCount: 1, encrypted: 'no', hasText: true, explanation: null, attachments: [] };
const dates = { letterDate: null, receivedDate: null, sender: null, direction: 'incoming' };

beforeEach(() => {
  records = new MemoryRecords();
  const opened = { approvedFrom: null, approvedUntil: null, openedOn: '2024-01-01', nextSheet: 1 };
  const who = { fileNumber: '31402BG0001234', title: 'Petersen, Anna', householdId: null, workerId: anna };
  const body = { ...who, ...opened, kind: 'benefit' as const, state: 'running' as const };
  records.write({ kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body });
  const letter = { inboxId, itemId, title: 'Miete', ...dates, source: 'scan', content, pageTexts: ['Miete'] };
  run('deliverInboxItem', { ...letter, proposedCase: null, proposedKeyword: null, remark: null }, anna);
});

const file = (actorId: Id, keywordId: Id, isProtected = false) => {
  const filing = { title: 'Miete', keywordIds: [keywordId], ...dates, isProtected };
  return run('fileInboxItem', { inboxId, itemId, caseFileId, documentId: newId(), filing }, actorId);
};
const documents = () => [...records.rows.values()].filter(({ kind }) => kind === 'document');
const toldTo = (workerId: Id) =>
  [...records.rows.values()]
    .filter(({ kind, scopeId }) => kind === 'overlap' && scopeId === ownScopeOf(workerId))
    .map(({ body }) => body);
const keywords = () =>
  records.children('documentKeyword', caseFileId, documents()[0]?.id as Id).map(({ body }) => body.keywordId);

type Filed = [actorId: Id, keywordId: Id, isProtected: boolean];
const orders: { order: string; first: Filed; second: Filed }[] = [
  { order: 'Anna first', first: [anna, rent, false], second: [bernd, heating, true] },
  { order: 'Bernd first', first: [bernd, heating, true], second: [anna, rent, false] },
];

test.each(orders)(
  'a letter filed twice is there once, with the keywords and the protection of both: $order',
  ({ first, second }) => {
    file(...first);
    const decision = file(...second);
    expect(decision).toMatchObject({ outcome: 'accepted', hints: [{ code: 'alreadyDone' }] });
    expect(documents()).toHaveLength(1);
    expect(documents()[0]?.body).toMatchObject({ filedBy: first[0], isProtected: true });
    expect(keywords().sort()).toEqual([rent, heating].sort());
    const [entry] = records.children('historyEntry', caseFileId, documents()[0]?.id as Id);
    expect(entry?.body).toMatchObject({ field: 'keywords', oldValue: first[1], by: second[0] });
  },
);

describe('a second filing of a letter with other words', () => {
  const words = (title: string, more = {}) => ({ title, keywordIds: [rent], ...dates, isProtected: false, ...more });
  const again = (actorId: Id, filing: ReturnType<typeof words>) =>
    run('fileInboxItem', { inboxId, itemId, caseFileId, documentId: newId(), filing }, actorId);

  test.each([
    [anna, 'Mietvertrag', bernd, 'Vertrag Hafenstraße'],
    [bernd, 'Vertrag Hafenstraße', anna, 'Mietvertrag'],
  ])('keeps the first; the second stands in the history, and who gave it is told', (first, title, second, other) => {
    again(first, words(title, { sender: 'Wobau' }));
    again(second, words(other, { sender: 'Wohnungsbau', letterDate: '2026-11-20' }));
    const [document] = documents();
    expect(document?.body).toMatchObject({ title, sender: 'Wobau', letterDate: '2026-11-20' });
    const lines = records.children('historyEntry', caseFileId, document?.id as Id).map(({ body }) => body);
    expect(lines).toHaveLength(3);
    expect(lines).toContainEqual(
      expect.objectContaining({ field: 'also/title', oldValue: title, newValue: other, by: second }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ field: 'letterDate', oldValue: null, by: second }));
    expect(toldTo(first)).toEqual([]);
    expect(toldTo(second)).toMatchObject([
      { cause: 'filedAgain', byId: first, values: { title: other, sender: 'Wohnungsbau' } },
    ]);
  });

  test('says nothing with what it left empty', () => {
    again(anna, words('Miete', { sender: 'Wobau', letterDate: '2026-11-20' }));
    expect(again(bernd, words('Miete', { sender: '' }))).toMatchObject({ outcome: 'accepted', writes: [] });
    expect(toldTo(bernd)).toEqual([]);
  });

  test('is refused with its content when the letter was moved on', () => {
    again(anna, words('Miete'));
    const [document] = documents();
    const body = { ...(document?.body as BodyOf<'document'>), state: 'moved' as const, movedTo: otherCaseFileId };
    records.write({ kind: 'document', id: document?.id as Id, scopeId: caseFileId, body });
    expect(again(bernd, words('Miete'))).toMatchObject({ outcome: 'refused', details: { movedTo: otherCaseFileId } });
  });
});

describe('details of a document changed by two who saw the same', () => {
  let documentId: Id;
  const set = (actorId: Id, before: object, after: object) =>
    run('setDocumentDetails', { caseFileId, documentId, before, after }, actorId);
  const document = () => records.read('document', caseFileId, documentId);
  beforeEach(() => {
    file(anna, rent);
    documentId = documents()[0]?.id as Id;
  });

  test.each([
    [anna, 'Miete 2026', bernd, 'Mietvertrag'],
    [bernd, 'Mietvertrag', anna, 'Miete 2026'],
  ])('in one field: the last counts, both are in the history, and the first is told', (first, title, second, other) => {
    set(first, { title: 'Miete' }, { title });
    expect(set(second, { title: 'Miete' }, { title: other })).toMatchObject({ hints: [{ code: 'changedMeanwhile' }] });
    expect(document()).toMatchObject({ title: other });
    const lines = records.children('historyEntry', caseFileId, documentId).map(({ body }) => body.newValue);
    expect(lines.sort()).toEqual([title, other].sort());
    expect(toldTo(first)).toMatchObject([{ cause: 'detailsChanged', byId: second, values: { title } }]);
    expect(toldTo(second)).toEqual([]);
  });

  test('in two fields: both count, and nobody is disturbed', () => {
    set(anna, { title: 'Miete' }, { title: 'Mietvertrag' });
    expect(set(bernd, { sender: null }, { sender: 'Wobau' })).toMatchObject({ hints: [] });
    expect(document()).toMatchObject({ title: 'Mietvertrag', sender: 'Wobau' });
    expect([...toldTo(anna), ...toldTo(bernd)]).toEqual([]);
  });

  test('one after the other: what was seen may be changed without anybody being told', () => {
    set(anna, { title: 'Miete' }, { title: 'Mietvertrag' });
    set(bernd, { title: 'Mietvertrag' }, { title: 'Mietvertrag Hafenstraße' });
    expect(toldTo(anna)).toEqual([]);
  });

  test('to the same value: there is nothing to tell', () => {
    set(anna, { title: 'Miete' }, { title: 'Mietvertrag' });
    expect(set(bernd, { title: 'Miete' }, { title: 'Mietvertrag' })).toMatchObject({ writes: [], hints: [] });
  });

  test('of a document that was moved meanwhile: refused with where it is now', () => {
    records.write({
      ...{ kind: 'document', id: documentId, scopeId: caseFileId },
      body: { ...(document() as BodyOf<'document'>), state: 'moved', movedTo: otherCaseFileId },
    });
    const refusal = { outcome: 'refused', code: 'changedMeanwhile', details: { movedTo: otherCaseFileId } };
    expect(set(bernd, { title: 'Miete' }, { title: 'Mietvertrag' })).toMatchObject(refusal);
    expect(run('retractDocument', { caseFileId, documentId, reason: 'Irrtum' }, bernd)).toMatchObject(refusal);
    const change = { add: [heating], removeLinks: [], isProtected: false };
    expect(run('setDocumentKeywords', { caseFileId, documentId, ...change }, bernd)).toMatchObject(refusal);
  });

  test('and a protected keyword added meanwhile goes on protecting', () => {
    const rules = {
      copyHint: null,
      isProtected: true,
      retentionYears: 10,
      courtDocumentClass: null,
      followUpDays: null,
    };
    const valid = { registerId: newId(), name: 'Attest', validFrom: '2020-01-01', validTo: null };
    records.write({ kind: 'keyword', id: heating, scopeId: houseScopeId, body: { ...valid, rules } });
    run('setDocumentKeywords', { caseFileId, documentId, add: [heating], removeLinks: [], isProtected: true }, anna);
    run('setDocumentKeywords', { caseFileId, documentId, add: [newId()], removeLinks: [], isProtected: false }, bernd);
    expect(document()).toMatchObject({ isProtected: true });
  });
});

test('a document two have taken back keeps the reason of both in the journal', () => {
  file(anna, rent);
  const documentId = documents()[0]?.id as Id;
  run('retractDocument', { caseFileId, documentId, reason: 'falsche Akte' }, anna);
  expect(run('retractDocument', { caseFileId, documentId, reason: 'doppelt' }, bernd)).toMatchObject({
    ...{ outcome: 'accepted', writes: [], hints: [{ code: 'alreadyDone' }] },
    journal: [{ action: 'document.alsoRetracted', reason: 'doppelt' }],
  });
});

test('what became of hers is seen by the one concerned and goes then; nobody else can take it away', () => {
  file(anna, rent);
  const filing = { title: 'Vertrag', keywordIds: [rent], ...dates, isProtected: false };
  run('fileInboxItem', { inboxId, itemId, caseFileId, documentId: newId(), filing }, bernd);
  const overlapId = [...records.rows.values()].find(({ kind }) => kind === 'overlap')?.id;
  const seen = { workerId: bernd, overlapId };
  expect(run('acknowledgeOverlap', seen, anna)).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
  run('acknowledgeOverlap', seen, bernd);
  expect(toldTo(bernd)).toEqual([]);
  expect(run('acknowledgeOverlap', seen, bernd)).toMatchObject({ outcome: 'accepted', writes: [] });
});

test('the same filing under the same keyword adds nothing and is told', () => {
  file(anna, rent);
  expect(file(bernd, rent)).toMatchObject({ outcome: 'accepted', writes: [], hints: [{ code: 'alreadyDone' }] });
});
