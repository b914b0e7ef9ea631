import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource } from '../domain/ids.ts';
import type { Role } from '../domain/levels.ts';

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const [caseFileId, householdId, annaId, worker] = [newId(), newId(), newId(), newId()];

let records: MemoryRecords;
const update = (args: object, actorRole: Role = 'worker') =>
  records.run(
    'updateCover',
    { caseFileId, caseFile: {}, household: {}, persons: [], ...args },
    { commandId: newId(), actorId: worker, actorRole, at: '2026-11-26T09:12:00.000Z', knows: () => true },
  ).decision;
const personsNow = () => records.children('person', caseFileId, householdId).map(({ body }) => body);

beforeEach(() => {
  records = new MemoryRecords();
  const scopeId = caseFileId;
  records.write({
    ...{ kind: 'caseFile', id: caseFileId, scopeId },
    body: {
      ...{ fileNumber: '32201BG0001234', kind: 'benefit', title: 'Petersen, Anna', householdId, workerId: worker },
      ...{ state: 'running', approvedFrom: null, approvedUntil: '2026-11-30', openedOn: '2024-01-02', nextSheet: 8 },
    },
  });
  const home = { street: 'Norderstraße 7', postcode: '25813', place: 'Husum', phone: null, mail: null };
  records.write({ kind: 'household', id: householdId, scopeId, body: { ...home, rent: 52_000, heating: null } });
  const anna = { familyName: 'Petersen', givenName: 'Anna', birthDate: '1988-04-03', customerNumber: '123A456789' };
  records.write({ kind: 'person', id: annaId, scopeId, body: { householdId, ...anna, relation: 'Antragstellerin' } });
});

describe('the cover follows the Fachverfahren', () => {
  test('what it names changes, what it does not name stays', () => {
    const decision = update({ caseFile: { approvedUntil: '2027-05-31' }, household: { street: 'Süderstraße 1' } });
    expect(decision).toMatchObject({ outcome: 'accepted', journal: [{ action: 'caseFile.coverUpdated' }] });
    expect(records.read('caseFile', caseFileId, caseFileId)).toMatchObject({
      approvedUntil: '2027-05-31',
      nextSheet: 8,
    });
    const home = records.read('household', caseFileId, householdId);
    expect(home).toMatchObject({ street: 'Süderstraße 1', place: 'Husum', rent: 52_000 });
  });

  test('a person known by given name and day of birth gets the new family name, another one is added, nobody is removed', () => {
    update({
      persons: [
        { newId: newId(), familyName: 'Petersen-Jürgens', givenName: 'ANNA', birthDate: '1988-04-03' },
        { newId: newId(), familyName: 'Petersen', givenName: 'Bo', birthDate: '2026-11-20', relation: 'Kind' },
      ],
    });
    expect(personsNow()).toMatchObject([
      { familyName: 'Petersen-Jürgens', customerNumber: '123A456789', relation: 'Antragstellerin' },
      { familyName: 'Petersen', givenName: 'Bo', relation: 'Kind', customerNumber: null },
    ]);
    update({ persons: [] });
    expect(personsNow()).toHaveLength(2);
  });

  test('the same again changes and journals nothing', () => {
    const same = {
      caseFile: { title: 'Petersen, Anna' },
      persons: [{ newId: newId(), familyName: 'Petersen', givenName: 'Anna', birthDate: null }],
    };
    expect(update(same)).toMatchObject({ outcome: 'accepted', writes: [], journal: [] });
  });

  test('a file that is not there is refused, and so is the audit', () => {
    expect(update({ caseFileId: newId() })).toMatchObject({ outcome: 'refused', code: 'notFound' });
    expect(update({}, 'audit')).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
  });
});

describe('a closed file', () => {
  beforeEach(() => {
    const body = records.read('caseFile', caseFileId, caseFileId);
    if (!body) throw new Error('no file');
    records.write({ kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: { ...body, state: 'closed' } });
  });
  const context = { actorId: worker, actorRole: 'worker' as const, at: '2026-11-26T09:12:00.000Z', knows: () => true };

  test('keeps its cover as it is: what a desk changed before it knew is refused and kept for her', () => {
    const words = { caseFile: {}, household: {}, persons: [] };
    const args = { caseFileId, before: words, after: { ...words, caseFile: { title: 'Petersen, A.' } } };
    const { decision } = records.run('changeCover', args, { ...context, commandId: newId() });
    expect(decision).toMatchObject({ outcome: 'refused', code: 'changedMeanwhile' });
    expect(records.read('caseFile', caseFileId, caseFileId)?.title).toBe('Petersen, Anna');
    expect(update({ caseFile: { state: 'running' } })).toMatchObject({ outcome: 'accepted' });
  });

  test('takes a note, which says that it came afterwards', () => {
    const note = { caseFileId, documentId: null, text: 'Anruf', isPinned: false, isPhoneCall: true };
    const noteId = newId();
    records.run('addNote', { ...note, noteId }, { ...context, commandId: newId() });
    expect(records.read('note', caseFileId, noteId)).toMatchObject({ text: 'Anruf', writtenAfterClosing: true });
    update({ caseFile: { state: 'running' } });
    const laterId = newId();
    records.run('addNote', { ...note, noteId: laterId }, { ...context, commandId: newId() });
    expect(records.read('note', caseFileId, laterId)).not.toHaveProperty('writtenAfterClosing');
  });
});
