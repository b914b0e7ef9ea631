import { describe, expect, test } from 'vitest';
import {
  newId,
  people,
  caseFileId,
  documentId,
  inboxId,
  itemId,
  keywordId,
  records,
  run,
  rows,
  everything,
  forgetLetter,
  checkTable,
  clarifications,
  content,
  hints,
  type Act,
  type Sides,
  dates,
} from '../../tests/support/two-at-one-thing.ts';
import type { BodyOf } from '../domain/records.ts';
import { houseScopeId, ownScopeOf } from '../domain/standing-ids.ts';
import { auditIdOf, denialIdOf } from './case-access.ts';

const letter = { ...dates, title: 'Brief', source: 'scan', content, pageTexts: ['Miete'] };
const proposals = { proposedCase: null, proposedKeyword: null, remark: null };
const late = (name: 'left' | 'right') => (sides: Sides) => (sides.second === sides[name] ? name : 'nobody');

describe('a letter in the Postkorb of a team', () => {
  const ref = { inboxId, itemId };
  const acts = {
    claim: { name: 'claimInboxItem', args: () => ({ ...ref, seen: null }), word: ({ by }) => by },
    release: { name: 'releaseInboxItem', args: () => ref, word: () => itemId },
    file: {
      ...{ name: 'fileInboxItem', word: ({ title }) => title },
      args: ({ title, target }) => {
        const filing = { title, keywordIds: [keywordId], ...dates, isProtected: false };
        return { ...ref, caseFileId: target, documentId: newId(), filing };
      },
    },
    forward: {
      ...{ name: 'forwardInboxItem', word: ({ reason }) => reason },
      args: ({ inbox, reason }) => ({ ...ref, targetInboxId: inbox, newItemId: newId(), remark: reason }),
    },
  } satisfies Record<string, Act>;
  const item = () => records.read('inboxItem', inboxId, itemId) as BodyOf<'inboxItem'>;

  checkTable<keyof typeof acts>(
    acts,
    [
      ['claim', 'claim', ({ first }) => expect(item().claimedBy).toBe(first.by), 'second'],
      // Of what is not hers nothing is let go.
      ['claim', 'release', ({ left }) => expect(item().claimedBy).toBe(left.by), 'nobody'],
      ['claim', 'file', () => expect(item().state).toBe('filed'), late('left')],
      ['claim', 'forward', () => expect(item().state).toBe('forwarded'), late('left')],
    ],
    () => {
      run('deliverInboxItem', { ...ref, ...letter, ...proposals }, people.anna);
    },
  );

  test('is let go and taken over at the same time: it is with who took it over, and letting go later changes nothing', () => {
    for (const isReleasedFirst of [true, false]) {
      forgetLetter();
      run('deliverInboxItem', { ...ref, ...letter, ...proposals }, people.anna);
      run('claimInboxItem', { ...ref, seen: null }, people.anna);
      const steps = [
        () => run('releaseInboxItem', ref, people.anna),
        () => run('claimInboxItem', { ...ref, seen: people.anna }, people.bernd),
      ];
      const outcomes = (isReleasedFirst ? steps : steps.toReversed()).map((step) => step().outcome);
      expect(item().claimedBy ?? null).toBe(people.bernd);
      expect(outcomes).toEqual(['accepted', 'accepted']);
    }
  });
});

describe('what belongs to one person alone', () => {
  test.each(Object.values(people))('the marks of one change nothing for the other', (workerId) => {
    const other = Object.values(people).find((one) => one !== workerId) as typeof workerId;
    for (const by of [workerId, other]) {
      run('markDocument', { workerId: by, caseFileId, documentId, isRead: true }, by);
      run('pinCaseFile', { workerId: by, caseFileId, isPinned: true }, by);
      run('openCaseFile', { workerId: by, caseFileId, reason: null }, by);
    }
    run('markDocument', { workerId, caseFileId, documentId, isRead: false }, workerId);
    run('pinCaseFile', { workerId, caseFileId, isPinned: false }, workerId);
    const mine = (by: typeof workerId, kind: string) => rows(kind).filter(({ scopeId }) => scopeId === ownScopeOf(by));
    expect(['readMark', 'pin', 'visit'].map((kind) => mine(workerId, kind).length)).toEqual([0, 0, 1]);
    expect(['readMark', 'pin', 'visit'].map((kind) => mine(other, kind).length)).toEqual([1, 1, 1]);
    expect([...clarifications, ...hints]).toEqual([]);
  });

  test.each([
    [true, false],
    [false, true],
  ])('at two of her desks the last mark counts, read %s then %s, and nobody is told', (...order) => {
    const workerId = people.anna;
    for (const isRead of order) run('markDocument', { workerId, caseFileId, documentId, isRead }, workerId);
    for (const isPinned of order) run('pinCaseFile', { workerId, caseFileId, isPinned }, workerId);
    expect(rows('readMark').length + rows('pin').length).toBe(order[1] ? 2 : 0);
    expect([...clarifications, ...hints]).toEqual([]);
  });
});

describe('what the centre alone decides', () => {
  const [one, other] = [people.anna, people.bernd];
  const lead = (name: Parameters<typeof run>[0], args: object, actorId: typeof one) =>
    run(name, { caseFileId, ...args }, actorId, 'teamLead');
  const endOf = (caseAccessId: ReturnType<typeof newId>, reason: string) => ({ caseAccessId, reason });

  test('two shut the same person out: once, and who came second reads that it was done, with her reason', () => {
    const denial = { workerId: other, cause: 'bias' };
    expect(lead('denyAccess', { ...denial, reason: 'Nachbar' }, one).outcome).toBe('accepted');
    const second = lead('denyAccess', { ...denial, reason: 'Schwager' }, other);
    expect(second).toMatchObject({ outcome: 'refused', code: 'alreadyDone' });
    expect(rows('caseAccess')).toHaveLength(1);
    for (const reason of ['Nachbar', 'Schwager']) expect(everything()).toContain(reason);
  });

  test('two end the same rule: once, both reasons can be read, and who came second is told', () => {
    lead('denyAccess', { workerId: other, cause: 'block', reason: 'Nachbar' }, one);
    const id = denialIdOf(caseFileId, other);
    expect(lead('endCaseAccess', endOf(id, 'Umgezogen'), one)).toMatchObject({ access: [{ change: 'endDenial' }] });
    expect(lead('endCaseAccess', endOf(id, 'Kein Nachbar mehr'), other)).toMatchObject({ access: [], writes: [] });
    for (const reason of ['Umgezogen', 'Kein Nachbar mehr']) expect(everything()).toContain(reason);
    expect(hints).toEqual([other]);
  });

  test('an exclusion that is ended and set anew holds, in whichever order both arrive', () => {
    const id = denialIdOf(caseFileId, other);
    lead('denyAccess', { workerId: other, cause: 'block', reason: 'Nachbar' }, one);
    // Set anew while it still holds: refused and told; the end that comes after it is what stands.
    expect(lead('denyAccess', { workerId: other, cause: 'bias', reason: 'Schwager' }, one).outcome).toBe('refused');
    lead('endCaseAccess', endOf(id, 'Umgezogen'), other);
    expect(records.read('caseAccess', caseFileId, id)).toMatchObject({ endedBy: other });
    expect(lead('denyAccess', { workerId: other, cause: 'bias', reason: 'Schwager' }, one).outcome).toBe('accepted');
    expect(records.read('caseAccess', caseFileId, id)).toMatchObject({ endedAt: null, reason: 'Schwager' });
  });

  test('two audits of one person in one file are two, and each ends alone', () => {
    const before = records.read('worker', houseScopeId, other) as BodyOf<'worker'>;
    records.write({ kind: 'worker', id: other, scopeId: houseScopeId, body: { ...before, role: 'audit' } });
    const times = { from: '2026-11-22T00:00:00.000Z', to: '2026-11-30T00:00:00.000Z', reason: 'Prüfung' };
    const audits = [newId(), newId()] as const;
    for (const auditId of audits) {
      lead('grantAudit', { auditId, workerId: other, caseFileIds: [caseFileId], ...times }, one);
    }
    lead('endCaseAccess', endOf(auditIdOf(caseFileId, audits[0]), 'Erledigt'), one);
    const ends = audits.map((id) => records.read('caseAccess', caseFileId, auditIdOf(caseFileId, id))?.endedBy);
    expect(ends).toEqual([one, null]);
  });

  test('of two covers the last word on each field stands, and what only one says stays', () => {
    const cover = (caseFile: object, by: typeof one) =>
      lead('updateCover', { caseFile, household: {}, persons: [] }, by);
    cover({ title: 'Petersen, Grete', approvedUntil: '2027-05-31' }, one);
    cover({ title: 'Petersen, G.', state: 'closed' }, other);
    expect(records.read('caseFile', caseFileId, caseFileId)).toMatchObject({
      ...{ title: 'Petersen, G.', state: 'closed', approvedUntil: '2027-05-31' },
    });
  });

  test('two substitutions for one person are both there, and one that two end is ended once', () => {
    const times = { from: '2026-11-22T00:00:00.000Z', to: '2026-11-30T00:00:00.000Z', reason: 'Urlaub' };
    const who = { absentWorkerId: one, substituteWorkerId: other };
    const ids = [newId(), newId()];
    for (const substitutionId of ids) run('startSubstitution', { ...who, ...times, substitutionId }, one);
    for (const by of [one, other]) run('endSubstitution', { substitutionId: ids[0] }, by);
    const ended = rows('substitution').map(({ body }) => body.endedBy);
    expect(ended.sort()).toEqual([null, one].sort());
  });
});
