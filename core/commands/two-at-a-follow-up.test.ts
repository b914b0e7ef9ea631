import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  newId,
  people,
  caseFileId,
  followUpId,
  records,
  run,
  rows,
  checkTable,
  type Side,
  type Act,
  beginAnew,
  everything,
  hints,
} from '../../tests/support/two-at-one-thing.ts';
import { germanDay } from '../domain/moments.ts';
import type { BodyOf } from '../domain/records.ts';

describe('a follow-up', () => {
  const ref = { caseFileId, followUpId };
  const base = '2026-12-01';
  const seen = { dueOn: base, workerId: null };
  const acts = {
    complete: { name: 'completeFollowUp', args: () => ({ ...ref, seen }), word: ({ by }) => by },
    cancel: {
      ...{ name: 'cancelFollowUp', args: ({ reason }) => ({ ...ref, reason, seen }) },
      word: ({ reason }) => reason,
    },
    reschedule: {
      ...{ name: 'rescheduleFollowUp', args: ({ day }) => ({ ...ref, before: base, dueOn: day }) },
      word: ({ day }) => germanDay(day),
    },
    assign: {
      ...{ name: 'assignFollowUp', args: ({ worker }) => ({ ...ref, before: null, workerId: worker }) },
      word: ({ worker }) => worker,
    },
  } satisfies Record<string, Act>;
  const followUp = () => records.read('followUp', caseFileId, followUpId) as BodyOf<'followUp'>;
  const completedBy = (side: Side) => expect(followUp()).toMatchObject({ completedBy: side.by, cancelReason: null });
  const cancelledBy = (side: Side) =>
    expect(followUp()).toMatchObject({ completedBy: side.by, cancelReason: side.reason });
  const create = () => {
    run('createFollowUp', { ...ref, documentId: null, dueOn: base, subject: 'Miete?' }, people.anna);
  };

  checkTable<keyof typeof acts>(
    acts,
    [
      ['complete', 'complete', ({ first }) => completedBy(first), 'second'],
      ['complete', 'cancel', ({ left }) => completedBy(left), 'right'],
      ['complete', 'reschedule', ({ left }) => completedBy(left), 'right'],
      ['complete', 'assign', ({ left }) => completedBy(left), 'right'],
      ['cancel', 'cancel', ({ first }) => cancelledBy(first), 'second'],
      ['cancel', 'reschedule', ({ left }) => cancelledBy(left), 'right'],
      ['cancel', 'assign', ({ left }) => cancelledBy(left), 'right'],
      [
        ...(['reschedule', 'reschedule'] as const),
        ({ left, right }) => {
          const later = { dueOn: right.day, by: right.by };
          expect(followUp()).toMatchObject({ dueOn: left.day, rescheduledBy: left.by, laterDueOn: later });
        },
        'right',
      ],
      [
        ...(['reschedule', 'assign'] as const),
        ({ left, right }) => expect(followUp()).toMatchObject({ dueOn: left.day, workerId: right.worker }),
        'nobody',
      ],
      ['assign', 'assign', ({ second }) => expect(followUp()).toMatchObject({ workerId: second.worker }), 'first'],
    ],
    create,
  );

  test('of any days given at the same time the earliest stands, in every order, and each other one can be read', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((number) => `2027-01-${String(number).padStart(2, '0')}`);
    fc.assert(
      fc.property(fc.uniqueArray(day, { minLength: 2, maxLength: 6 }), (days) => {
        beginAnew();
        create();
        for (const dueOn of days) run('rescheduleFollowUp', { ...ref, before: base, dueOn }, newId());
        expect(followUp().dueOn).toBe(days.toSorted()[0]);
        for (const dueOn of days) expect(everything()).toContain(germanDay(dueOn));
        expect(rows('overlap')).toHaveLength(days.length - 1);
      }),
    );
  });

  test('that two have completed stays completed when one takes hers back', () => {
    create();
    for (const by of Object.values(people)) run('completeFollowUp', ref, by);
    run('reopenFollowUp', { ...ref, by: people.bernd }, people.bernd);
    expect(followUp()).toMatchObject({ completedBy: people.anna, alsoCompleted: [] });
    run('completeFollowUp', ref, people.bernd);
    run('reopenFollowUp', { ...ref, by: people.anna }, people.anna);
    expect(followUp()).toMatchObject({ completedBy: people.bernd });
    run('reopenFollowUp', { ...ref, by: people.bernd }, people.bernd);
    expect(followUp()).toMatchObject({ completedBy: null, completedAt: null });
  });

  test('changed one after the other, each having seen the last: the last counts and nobody is told', () => {
    create();
    run('rescheduleFollowUp', { ...ref, before: base, dueOn: '2026-12-05' }, people.anna);
    run('rescheduleFollowUp', { ...ref, before: '2026-12-05', dueOn: '2026-12-20' }, people.bernd);
    run('completeFollowUp', { ...ref, seen: { dueOn: '2026-12-20', workerId: null } }, people.anna);
    expect(followUp()).toMatchObject({ dueOn: '2026-12-20', completedBy: people.anna });
    expect([...rows('overlap'), ...hints]).toEqual([]);
  });
});
