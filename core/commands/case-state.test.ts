import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource, type Id } from '../domain/ids.ts';
import type { Role } from '../domain/levels.ts';
import { houseScopeId } from '../domain/standing-ids.ts';
import type { Accepted } from './rule.ts';

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const [anna, bernd, caseFileId] = [newId(), newId(), newId()];
const at = '2026-11-28T12:04:00.000Z';

let records: MemoryRecords;
type Turn = { seen?: Id | null; reason?: string; by?: Id; role?: Role; commandId?: Id };
const turn = (name: 'closeCaseFile' | 'reopenCaseFile', given: Turn) => {
  const { seen = null, reason = 'Wegzug', by = anna, role = 'worker', commandId = newId() } = given;
  const context = { commandId, actorId: by, actorRole: role, at, knows: () => true };
  return records.run(name, { caseFileId, seen, reason }, context);
};
const caseFile = () => records.read('caseFile', caseFileId, caseFileId);
const lines = () =>
  records
    .children('historyEntry', caseFileId, caseFileId)
    .map(({ body: { field, oldValue, newValue, by } }) => [field, oldValue, newValue, by]);

beforeEach(() => {
  records = new MemoryRecords();
  for (const [id, familyName] of [
    [anna, 'Jensen'],
    [bernd, 'Thomsen'],
  ] as const) {
    const body = { familyName, givenName: 'Grete', signature: 'G', teamId: null, inboxId: null, isActive: true };
    records.write({ kind: 'worker', id, scopeId: houseScopeId, body: { ...body, role: 'worker' } });
  }
  records.write({
    ...{ kind: 'caseFile', id: caseFileId, scopeId: caseFileId },
    body: {
      ...{ fileNumber: '32201BG0001234', kind: 'benefit', title: 'Petersen, Anna', householdId: null },
      ...{ workerId: anna, state: 'running', approvedFrom: null, approvedUntil: null, openedOn: '2024-01-02' },
      nextSheet: 4,
    },
  });
});

describe('closing a case file', () => {
  test('keeps who, when and why on the cover, in its history and in the journal, and all else as it was', () => {
    const commandId = newId();
    const { journal, access } = turn('closeCaseFile', { commandId }).decision as Accepted;
    expect(caseFile()).toMatchObject({
      ...{ state: 'closed', title: 'Petersen, Anna', nextSheet: 4, workerId: anna },
      stateChange: { id: commandId, at, by: anna, reason: 'Wegzug' },
    });
    expect(lines()).toEqual(
      expect.arrayContaining([
        ['caseFile/state', 'running', 'closed', anna],
        ['caseFile/stateReason', null, 'Wegzug', anna],
      ]),
    );
    expect(journal).toEqual([
      {
        scopeId: caseFileId,
        action: 'caseFile.closed',
        targetKind: 'caseFile',
        targetId: caseFileId,
        reason: 'Wegzug',
      },
    ]);
    expect(access).toEqual([]);
  });

  test('is for those who may write in it, leading or not; auditors and scan stations never do', () => {
    for (const role of ['audit', 'scanStation'] as const) {
      expect(turn('closeCaseFile', { role }).decision).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
    }
    let seen: Id | null = null;
    for (const role of ['worker', 'teamLead', 'administration'] as const) {
      for (const name of ['closeCaseFile', 'reopenCaseFile'] as const) {
        const commandId = newId();
        expect(turn(name, { role, seen, commandId }).decision.outcome).toBe('accepted');
        seen = commandId;
      }
    }
  });

  test('asks for a reason', () => {
    expect(() => turn('closeCaseFile', { reason: '  ' })).toThrow('Bitte den Grund angeben.');
  });

  test('by the second of two changes nothing and tells who was quicker, when and why, by the clock in Germany', () => {
    turn('closeCaseFile', { by: anna });
    const before = caseFile();
    expect(turn('closeCaseFile', { by: bernd, reason: 'Aufgehoben' }).decision).toMatchObject({
      ...{ outcome: 'refused', code: 'changedMeanwhile' },
      message:
        'Die Akte wurde inzwischen von Grete Jensen am 28.11.2026 um 13:04 Uhr geschlossen. Grund: „Wegzug“. Es wurde nichts geändert.',
    });
    expect(caseFile()).toEqual(before);
  });

  test('of a file that is closed already, as she saw, is refused as done', () => {
    const seen = newId();
    turn('closeCaseFile', { commandId: seen });
    expect(turn('closeCaseFile', { seen }).decision).toMatchObject({ outcome: 'refused', code: 'alreadyDone' });
    expect(turn('reopenCaseFile', { seen }).decision.outcome).toBe('accepted');
  });

  test('is taken back by opening it again, which names the closing it means', () => {
    const commandId = newId();
    const { inverse } = turn('closeCaseFile', { commandId });
    expect(inverse).toMatchObject({ name: 'reopenCaseFile', args: { caseFileId, seen: commandId } });
  });
});

describe('opening a closed case file again', () => {
  test('is refused to whoever saw another closing than the one that stands', () => {
    const [first, opened] = [newId(), newId()];
    turn('closeCaseFile', { commandId: first });
    turn('reopenCaseFile', { seen: first, commandId: opened });
    turn('closeCaseFile', { seen: opened, by: bernd, reason: 'Überprüft, bleibt geschlossen' });
    expect(turn('reopenCaseFile', { seen: first }).decision).toMatchObject({
      ...{ code: 'changedMeanwhile' },
      message: expect.stringContaining('„Überprüft, bleibt geschlossen“'),
    });
    expect(caseFile()?.state).toBe('closed');
  });

  test('of one that was closed before reasons were kept needs no change to name', () => {
    const body = caseFile();
    if (!body) throw new Error('no file');
    records.write({ kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: { ...body, state: 'closed' } });
    expect(turn('reopenCaseFile', { seen: null }).decision.outcome).toBe('accepted');
    expect(caseFile()).toMatchObject({ state: 'running', stateChange: { by: anna } });
  });
});
