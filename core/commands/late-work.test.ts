import { beforeEach, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource } from '../domain/ids.ts';
import { ownScopeOf } from '../domain/standing-ids.ts';
import { lateWorkWrites, workOf } from './late-work.ts';
import type { CommandName } from './registry.ts';

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const [author, owner, colleague, caseFileId, noteId, lateWorkId] = [
  newId(),
  newId(),
  newId(),
  newId(),
  newId(),
  newId(),
];
const atDesk = '2026-11-22T09:12:00.000Z';
const args = { caseFileId, noteId, documentId: null, text: 'Miete geklärt', isPinned: false, isPhoneCall: false };
const name = 'addNote';
const place = { placeId: caseFileId, lateWorkId, authorId: author };

let records: MemoryRecords;
const run = (command: CommandName, input: unknown, actorId = owner) =>
  records.run(command, input, {
    commandId: newId(),
    actorId,
    actorRole: 'worker',
    at: '2026-11-23T08:00:00.000Z',
    knows: () => true,
  });

beforeEach(() => {
  records = new MemoryRecords();
  const open = { state: 'open' as const, settledBy: null, settledAt: null, settleReason: null };
  const work = {
    authorId: author,
    name,
    args,
    label: 'Vermerk geschrieben',
    atDesk,
    placeId: caseFileId,
    ownerId: owner,
  };
  for (const write of lateWorkWrites(lateWorkId, { ...work, placeKind: 'c', ...open })) records.write(write);
});

// S24: the author's name and time, and the copy in her own scope
test('adopted it is what it was meant to be, with the name and time of its author; taken back it is retracted', () => {
  const { decision, inverse } = run('adoptLateWork', { ...place, name, args });
  expect(decision).toMatchObject({ outcome: 'accepted' });
  expect(records.read('note', caseFileId, noteId)).toMatchObject({ createdBy: author, createdAt: atDesk });
  for (const scopeId of [caseFileId, ownScopeOf(author)]) {
    expect(records.read('lateWork', scopeId, lateWorkId)).toMatchObject({ state: 'adopted', settledBy: owner });
  }
  expect(inverse).toMatchObject({ name: 'retractNote', args: { caseFileId, noteId } });
});

test('adopted twice it is there once; after a decision the other one is refused with who decided', () => {
  run('adoptLateWork', { ...place, name, args });
  expect(run('adoptLateWork', { ...place, name, args }).decision).toMatchObject({ outcome: 'accepted', writes: [] });
  expect(run('declineLateWork', { ...place, reason: 'Nicht nötig' }).decision).toMatchObject({
    ...{ outcome: 'refused', code: 'changedMeanwhile', details: { by: owner } },
  });
});

test('declined it keeps all its content and the reason', () => {
  run('declineLateWork', { ...place, reason: 'Nicht nötig' });
  expect(records.read('note', caseFileId, noteId)).toBeNull();
  expect(records.read('lateWork', caseFileId, lateWorkId)).toMatchObject({
    ...{ state: 'declined', settleReason: 'Nicht nötig', args: { text: 'Miete geklärt' } },
  });
});

test('its author cannot decide on it, and nobody can put something else in its place', () => {
  const refusedWith = (code: string) => ({ outcome: 'refused', code });
  expect(run('adoptLateWork', { ...place, name, args }, author).decision).toMatchObject(refusedWith('notAllowed'));
  const other = { ...args, text: 'Etwas anderes' };
  expect(run('adoptLateWork', { ...place, name, args: other }).decision).toMatchObject(refusedWith('invalid'));
  expect(run('adoptLateWork', { ...place, authorId: colleague, name, args }).decision).toMatchObject(
    refusedWith('notFound'),
  );
});

test('a work that no longer fits is refused when adopted and stays open', () => {
  const revised = { caseFileId, noteId, replaces: [newId()], text: 'Neu', isPinned: false };
  const open = { state: 'open' as const, settledBy: null, settledAt: null, settleReason: null };
  const facts = { authorId: author, name: 'reviseNote', args: revised, label: 'Vermerk geändert', atDesk };
  const work = { ...facts, placeId: caseFileId, placeKind: 'c' as const, ownerId: owner, ...open };
  for (const write of lateWorkWrites(lateWorkId, work)) records.write(write);
  const { decision } = run('adoptLateWork', { ...place, name: 'reviseNote', args: revised });
  expect(decision).toMatchObject({ outcome: 'refused', code: 'notFound' });
  expect(records.read('lateWork', caseFileId, lateWorkId)).toMatchObject({ state: 'open' });
});

test('marks, substitutions and rights are no work that others could adopt', () => {
  for (const other of ['openCaseFile', 'pinCaseFile', 'startSubstitution', 'denyAccess', 'adoptLateWork', 'toString']) {
    expect(workOf({ name: other, args })).toBeNull();
  }
});
