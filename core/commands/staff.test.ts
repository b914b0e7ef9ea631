import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource, type Id } from '../domain/ids.ts';
import type { Role } from '../domain/levels.ts';
import { houseScopeId, teamMembersPrincipalOf } from '../domain/standing-ids.ts';
import type { Accepted } from './rule.ts';

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const [administrator, anna, north, south] = [newId(), newId(), newId(), newId()];
type Post = { role: Role; teamId: Id | null };

let records: MemoryRecords;
const change = (before: Post, after: Post, actorRole: Role = 'administration') =>
  records.run(
    'changeWorker',
    { workerId: anna, before, after, reason: 'Umsetzung' },
    { commandId: newId(), actorId: administrator, actorRole, at: '2026-11-22T09:12:00.000Z', knows: () => true },
  ).decision;
const inNorth = { role: 'worker' as const, teamId: north };

beforeEach(() => {
  records = new MemoryRecords();
  const names = { familyName: 'Jensen', givenName: 'Maike', signature: 'Je', inboxId: null, isActive: true };
  records.write({ kind: 'worker', id: anna, scopeId: houseScopeId, body: { ...names, ...inNorth } });
  for (const id of [north, south]) {
    records.write({
      kind: 'team',
      id,
      scopeId: houseScopeId,
      body: { name: 'Team', branchOfficeId: id, inboxId: null },
    });
  }
});

describe('another role or team', () => {
  test('moves the memberships and her files; her entry in the directory and the journal say so', () => {
    const { access, journal } = change(inNorth, { role: 'worker', teamId: south }) as Accepted;
    expect(records.read('worker', houseScopeId, anna)).toMatchObject({ teamId: south, familyName: 'Jensen' });
    expect(access).toContainEqual({
      ...{ change: 'leavePrincipal', workerId: anna, principalId: teamMembersPrincipalOf(north) },
    });
    expect(access).toContainEqual(
      expect.objectContaining({ change: 'addMembership', principalId: teamMembersPrincipalOf(south), to: null }),
    );
    expect(access).toContainEqual(expect.objectContaining({ change: 'moveToTeam', from: north, to: south }));
    expect(access.some(({ change: kind }) => kind === 'setRole')).toBe(false);
    expect(journal).toMatchObject([{ scopeId: houseScopeId, action: 'worker.changed', reason: 'Umsetzung' }]);
  });

  test('to lead her team adds one right and moves no file', () => {
    const { access } = change(inNorth, { role: 'teamLead', teamId: north }) as Accepted;
    expect(access).toMatchObject([
      { change: 'addMembership', workerId: anna, principalId: north },
      { change: 'setRole', role: 'teamLead' },
    ]);
  });

  test.each([
    ['by somebody who does not administer', 'notAllowed', inNorth, { role: 'worker', teamId: south }, 'teamLead'],
    ['to what she is already', 'alreadyDone', inNorth, inNorth, 'administration'],
    [
      'by who saw another team',
      'changedMeanwhile',
      { role: 'worker', teamId: south },
      { role: 'audit', teamId: null },
      'administration',
    ],
    ['to lead no team', 'invalid', inNorth, { role: 'teamLead', teamId: null }, 'administration'],
    ['into a team there is not', 'notFound', inNorth, { role: 'worker', teamId: anna }, 'administration'],
  ] as const)('is refused %s', (_words, code, before, after, actorRole) => {
    expect(change(before, after, actorRole)).toMatchObject({ outcome: 'refused', code });
  });

  test('can be taken back', () => {
    change(inNorth, { role: 'teamLead', teamId: south });
    expect(change({ role: 'teamLead', teamId: south }, inNorth)).toMatchObject({ outcome: 'accepted' });
    expect(records.read('worker', houseScopeId, anna)).toMatchObject(inNorth);
  });
});
