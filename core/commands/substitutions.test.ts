import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource, type Id } from '../domain/ids.ts';
import { houseScopeId } from '../domain/standing-ids.ts';
import type { CommandName } from './registry.ts';
import type { Accepted, RuleContext } from './rule.ts';

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const worker = newId();
const colleague = newId();

let records: MemoryRecords;
beforeEach(() => {
  records = new MemoryRecords();
});
const run = (name: CommandName, args: unknown, more: Partial<RuleContext> = {}) =>
  records.run(name, args, {
    commandId: newId(),
    actorId: worker,
    actorRole: 'worker',
    at: '2026-11-22T09:12:00.000Z',
    knows: () => true,
    ...more,
  });

describe('a substitution', () => {
  const person = (id: Id, role: 'worker' | 'scanStation') =>
    records.write({
      kind: 'worker',
      id,
      scopeId: houseScopeId,
      body: { familyName: 'X', givenName: 'Y', signature: 'XY', role, teamId: null, inboxId: null, isActive: true },
    });
  const args = (more = {}) => ({
    substitutionId: newId(),
    absentWorkerId: colleague,
    substituteWorkerId: worker,
    reason: 'Krankheit',
    from: '2026-11-22T00:00:00.000Z',
    to: '2026-11-29T00:00:00.000Z',
    ...more,
  });
  beforeEach(() => {
    person(worker, 'worker');
    person(colleague, 'worker');
  });

  test('taken over with a reason is one membership for the period, in her own name', () => {
    const { decision } = run('startSubstitution', args());
    expect((decision as Accepted).access).toMatchObject([
      { change: 'addMembership', workerId: worker, principalId: colleague },
    ]);
    expect((decision as Accepted).writes[0]).toMatchObject({ body: { kind: 'takeOver', startedBy: worker } });
  });

  test.each([
    ['without a reason', { reason: '' }],
    ['for oneself', { absentWorkerId: worker }],
    ['that ends before it begins', { to: '2026-11-21T00:00:00.000Z' }],
    ['between two others', { substituteWorkerId: colleague, absentWorkerId: newId() }],
    ['longer than half a year', { to: '2028-11-21T00:00:00.000Z' }],
  ])('%s is refused', (_name, change) => {
    expect(run('startSubstitution', args(change)).decision.outcome).toBe('refused');
  });

  test('is ended by those concerned only, and the membership with it', () => {
    const start = args();
    run('startSubstitution', start);
    const stranger = run('endSubstitution', { substitutionId: start.substitutionId }, { actorId: newId() });
    expect(stranger.decision).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
    const { decision } = run('endSubstitution', { substitutionId: start.substitutionId }, { actorId: colleague });
    expect((decision as Accepted).access).toEqual([
      { change: 'endMembership', sourceId: start.substitutionId, at: '2026-11-22T09:12:00.000Z' },
    ]);
  });
});
