import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource } from '../domain/ids.ts';
import type { Role } from '../domain/levels.ts';
import { houseScopeId } from '../domain/standing-ids.ts';
import { auditIdOf, denialIdOf } from './case-access.ts';
import { type CommandName, commandByName } from './registry.ts';
import type { Accepted } from './rule.ts';

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const [lead, worker, auditor, caseFileId, otherCaseFileId] = [newId(), newId(), newId(), newId(), newId()];

let records: MemoryRecords;
const run = (name: CommandName, args: unknown, actorRole: Role = 'teamLead') =>
  records.run(name, args, {
    commandId: newId(),
    actorId: lead,
    actorRole,
    at: '2026-11-22T09:12:00.000Z',
    knows: () => true,
  }).decision;

beforeEach(() => {
  records = new MemoryRecords();
  const person = { givenName: 'Grete', signature: 'G', teamId: null, inboxId: null, isActive: true };
  for (const [id, role] of [[worker, 'worker'] as const, [auditor, 'audit'] as const]) {
    records.write({ kind: 'worker', id, scopeId: houseScopeId, body: { familyName: role, role, ...person } });
  }
});

const denial = { caseFileId, workerId: worker, cause: 'bias', reason: 'Schwager der Antragstellerin' };
const audit = {
  auditId: newId(),
  workerId: auditor,
  caseFileIds: [caseFileId, otherCaseFileId],
  from: '2026-11-22T09:12:00.000Z',
  to: '2026-12-01T00:00:00.000Z',
  reason: 'Innenrevision',
};

describe('exclusion from a case file', () => {
  // S20: the reason stands in the journal of the file
  test('is set by those who lead, with a reason, journalled in the file', () => {
    const decision = run('denyAccess', denial) as Accepted;
    expect(decision.access).toEqual([{ change: 'deny', scopeId: caseFileId, workerId: worker, reason: denial.reason }]);
    expect(decision.journal).toMatchObject([
      { scopeId: caseFileId, action: 'caseAccess.denied', reason: denial.reason },
    ]);
    const id = denialIdOf(caseFileId, worker);
    expect(records.read('caseAccess', caseFileId, id)).toMatchObject({
      workerId: worker,
      cause: 'bias',
      endedAt: null,
    });
  });

  // S20: refused to all other roles, exclusion and audit alike
  test('is not for workers, scan station or audit to set or to end', () => {
    for (const role of ['worker', 'scanStation', 'audit'] as const) {
      expect(run('denyAccess', denial, role)).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
      expect(run('grantAudit', audit, role)).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
    }
    run('denyAccess', denial);
    const ended = { caseFileId, caseAccessId: denialIdOf(caseFileId, worker), reason: 'Irrtum' };
    expect(run('endCaseAccess', ended, 'worker')).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
  });

  // S20: administration, too, as far as the rule knows: that the file must be given to her is looked at before
  test('is for administration to set and to end as for those who lead, and so is an audit', () => {
    expect(run('denyAccess', denial, 'administration')).toMatchObject({ outcome: 'accepted' });
    const ended = { caseFileId, caseAccessId: denialIdOf(caseFileId, worker), reason: 'Irrtum' };
    expect(run('endCaseAccess', ended, 'administration')).toMatchObject({ outcome: 'accepted' });
    expect(run('grantAudit', audit, 'administration')).toMatchObject({ outcome: 'accepted' });
  });

  // S20: without a reason neither is a command at all
  test.each([
    ['denyAccess', denial],
    ['grantAudit', audit],
  ])('%s without a reason, or with one that says nothing, is not taken', (name, args) => {
    const input = commandByName(name)?.input;
    expect(input?.safeParse(args).success).toBe(true);
    const { reason: _, ...withoutReason } = args;
    for (const lacking of [withoutReason, { ...args, reason: '' }, { ...args, reason: '  \n ' }]) {
      expect(input?.safeParse(lacking).error?.issues.map((issue) => issue.path)).toEqual([['reason']]);
    }
  });

  // S21: one record for each person and file
  test('set twice is told; ended it can be set again', () => {
    run('denyAccess', denial);
    expect(run('denyAccess', denial)).toMatchObject({ outcome: 'refused', code: 'alreadyDone' });
    const ended = { caseFileId, caseAccessId: denialIdOf(caseFileId, worker), reason: 'Irrtum' };
    expect(run('endCaseAccess', ended)).toMatchObject({
      access: [{ change: 'endDenial', scopeId: caseFileId, workerId: worker }],
    });
    expect(run('endCaseAccess', ended)).toMatchObject({ outcome: 'accepted', writes: [], access: [] });
    expect(run('denyAccess', denial)).toMatchObject({ outcome: 'accepted' });
  });
});

describe('an audit', () => {
  // S22: a principal with `read` in one file, and one membership with an end
  test('opens each named file to read, for a time, and each can be ended alone', () => {
    const decision = run('grantAudit', audit) as Accepted;
    const [first, second] = [auditIdOf(caseFileId, audit.auditId), auditIdOf(otherCaseFileId, audit.auditId)];
    expect(decision.access).toMatchObject([
      { change: 'grantScope', scopeId: caseFileId, principalId: first, level: 'read' },
      { change: 'addMembership', sourceId: first, workerId: auditor, principalId: first, to: audit.to },
      { change: 'grantScope', scopeId: otherCaseFileId, principalId: second, level: 'read' },
      { change: 'addMembership', sourceId: second, workerId: auditor, principalId: second, to: audit.to },
    ]);
    expect(decision.journal.map(({ scopeId }) => scopeId)).toEqual([caseFileId, otherCaseFileId]);
    const ended = run('endCaseAccess', { caseFileId, caseAccessId: first, reason: 'Prüfung abgeschlossen' });
    expect(ended).toMatchObject({ access: [{ change: 'endMembership', sourceId: first }] });
    expect(records.read('caseAccess', otherCaseFileId, second)).toMatchObject({ endedAt: null });
    expect(run('grantAudit', audit)).toMatchObject({ outcome: 'accepted', writes: [], access: [] });
  });

  test('is for auditors, has an end that lies ahead, and no more than a year', () => {
    const invalid = { outcome: 'refused', code: 'invalid' };
    expect(run('grantAudit', { ...audit, workerId: worker })).toMatchObject(invalid);
    expect(run('grantAudit', { ...audit, to: audit.from })).toMatchObject(invalid);
    expect(
      run('grantAudit', { ...audit, from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' }),
    ).toMatchObject(invalid);
    expect(run('grantAudit', { ...audit, to: '2027-12-01T00:00:00.000Z' })).toMatchObject(invalid);
  });
});
