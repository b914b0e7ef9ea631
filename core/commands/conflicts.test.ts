import { beforeEach, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource, type Id } from '../domain/ids.ts';
import type { CommandName } from './registry.ts';

// Two people do something about the same thing without knowing of each other; the centre orders it one way or the other.

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const [anna, bernd, inboxId, itemId, caseFileId, followUpId] = [newId(), newId(), newId(), newId(), newId(), newId()];
const [rent, heating] = [newId(), newId()];

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

test('the same filing under the same keyword adds nothing and is told', () => {
  file(anna, rent);
  expect(file(bernd, rent)).toMatchObject({ outcome: 'accepted', writes: [], hints: [{ code: 'alreadyDone' }] });
});

test('a follow-up two have completed names the first, and the journal has both', () => {
  run('createFollowUp', { caseFileId, followUpId, documentId: null, dueOn: '2026-12-01', subject: 'Miete?' }, anna);
  run('completeFollowUp', { caseFileId, followUpId }, anna);
  expect(run('completeFollowUp', { caseFileId, followUpId }, bernd)).toMatchObject({
    ...{ outcome: 'accepted', writes: [], journal: [{ action: 'followUp.alsoCompleted', targetId: followUpId }] },
    hints: [{ code: 'alreadyDone' }],
  });
  expect(records.read('followUp', caseFileId, followUpId)).toMatchObject({ completedBy: anna });
  expect(run('completeFollowUp', { caseFileId, followUpId }, anna)).toMatchObject({ journal: [], hints: [] });
});
