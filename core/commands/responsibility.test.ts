import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource, type Id } from '../domain/ids.ts';
import type { Role } from '../domain/levels.ts';
import { houseScopeId } from '../domain/standing-ids.ts';
import type { Accepted } from './rule.ts';

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const [lead, anna, bernd, closed, auditor] = [newId(), newId(), newId(), newId(), newId()];
const [team, otherTeam, caseFileId, otherCaseFileId] = [newId(), newId(), newId(), newId()];

let records: MemoryRecords;
const give = (caseFileIds: Id[], toWorkerId: Id, actorRole: Role = 'teamLead') =>
  records.run(
    'reassignCaseFiles',
    { caseFileIds, fromWorkerId: anna, toWorkerId, reason: 'Umverteilung' },
    { commandId: newId(), actorId: lead, actorRole, at: '2026-11-22T09:12:00.000Z', knows: () => true },
  ).decision;

beforeEach(() => {
  records = new MemoryRecords();
  const worker = (id: Id, familyName: string, about: { role?: Role; teamId?: Id; isActive?: boolean } = {}) =>
    records.write({
      ...{ kind: 'worker', id, scopeId: houseScopeId },
      body: {
        ...{ familyName, givenName: 'A.', signature: 'X', inboxId: null },
        ...{ role: 'worker', teamId: team, isActive: true, ...about },
      },
    });
  worker(anna, 'Jensen');
  worker(bernd, 'Thomsen');
  worker(closed, 'Harms', { isActive: false });
  worker(auditor, 'Nissen', { role: 'audit' });
  for (const id of [caseFileId, otherCaseFileId]) {
    records.write({
      ...{ kind: 'caseFile', id, scopeId: id },
      body: {
        ...{ fileNumber: `II-${id.slice(-4)}`, kind: 'benefit', title: 'Petersen, Anna', householdId: null },
        ...{ workerId: anna, state: 'running', approvedFrom: null, approvedUntil: null, openedOn: '2026-01-02' },
        nextSheet: 4,
      },
    });
  }
});

describe('another worker becomes responsible', () => {
  test('for several files at once; the right of the one before ends and stays known as a former one', () => {
    const { access, journal } = give([caseFileId, otherCaseFileId], bernd) as Accepted;
    expect(records.read('caseFile', caseFileId, caseFileId)).toMatchObject({ workerId: bernd, nextSheet: 4 });
    expect(records.read('caseFile', otherCaseFileId, otherCaseFileId)).toMatchObject({ workerId: bernd });
    expect(journal.map(({ scopeId, action, reason }) => [scopeId, action, reason])).toEqual([
      [caseFileId, 'caseFile.reassigned', 'Umverteilung'],
      [otherCaseFileId, 'caseFile.reassigned', 'Umverteilung'],
    ]);
    const here = access.filter((one) => !('scopeId' in one) || one.scopeId === caseFileId);
    expect(here).toContainEqual({ change: 'grantScope', scopeId: caseFileId, principalId: bernd, level: 'write' });
    expect(here).toContainEqual({ change: 'revokeScope', scopeId: caseFileId, principalId: anna });
    expect(here.some((one) => one.change === 'revokeScope' && one.principalId === team)).toBe(false);
    expect(here).toContainEqual(expect.objectContaining({ change: 'addMembership', workerId: anna }));
  });

  test('of another team: then the team goes with her', () => {
    const body = records.read('worker', houseScopeId, bernd);
    if (!body) throw new Error('nobody');
    records.write({ kind: 'worker', id: bernd, scopeId: houseScopeId, body: { ...body, teamId: otherTeam } });
    const { access } = give([caseFileId], bernd) as Accepted;
    expect(access).toContainEqual({ change: 'revokeScope', scopeId: caseFileId, principalId: team });
    expect(access).toContainEqual({
      change: 'grantScope',
      scopeId: caseFileId,
      principalId: otherTeam,
      level: 'write',
    });
  });

  test('which changes nothing for the one who is responsible already', () => {
    expect(give([caseFileId], anna)).toMatchObject({ outcome: 'accepted', writes: [], journal: [], access: [] });
  });

  test('the first of two who give the same file away; the second is told who has it now', () => {
    give([caseFileId], bernd);
    const clara = newId();
    const body = records.read('worker', houseScopeId, anna);
    if (!body) throw new Error('nobody');
    records.write({ kind: 'worker', id: clara, scopeId: houseScopeId, body: { ...body, familyName: 'Clausen' } });
    expect(give([caseFileId, otherCaseFileId], clara)).toMatchObject({
      ...{ outcome: 'refused', code: 'changedMeanwhile' },
      message: expect.stringContaining('inzwischen an Thomsen, A.'),
    });
    expect(records.read('caseFile', otherCaseFileId, otherCaseFileId)).toMatchObject({ workerId: anna });
  });

  test('only by those who lead', () => {
    for (const role of ['worker', 'scanStation', 'audit'] as const) {
      expect(give([caseFileId], bernd, role)).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
    }
    expect(records.read('caseFile', caseFileId, caseFileId)).toMatchObject({ workerId: anna });
  });

  test('but nobody whose account is closed, who audits, or who is shut out of one of the files', () => {
    expect(give([caseFileId], closed)).toMatchObject({ outcome: 'refused', code: 'notFound' });
    expect(give([caseFileId], auditor)).toMatchObject({ outcome: 'refused', code: 'invalid' });
    const denial = { caseFileId: otherCaseFileId, workerId: bernd, cause: 'bias', reason: 'Schwager' };
    const context = { commandId: newId(), actorId: lead, at: '2026-11-22T09:12:00.000Z', knows: () => true };
    records.run('denyAccess', denial, { ...context, actorRole: 'teamLead' });
    expect(give([caseFileId, otherCaseFileId], bernd)).toMatchObject({
      ...{ outcome: 'refused', code: 'invalid' },
      message: expect.stringContaining('ausgeschlossen'),
    });
    expect(records.read('caseFile', caseFileId, caseFileId)).toMatchObject({ workerId: anna });
  });
});
