import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Act,
  caseFileId,
  checkTable,
  clarifications,
  content,
  dates,
  documentId,
  followUpId,
  forgetTold,
  inboxId,
  itemId,
  keywordId,
  newId,
  people,
  records,
  rows,
  run,
  type Side,
} from '../../tests/support/two-at-one-thing.ts';
import type { Id } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import { fachverfahrenWorkerId, ownScopeOf } from '../domain/standing-ids.ts';

const noteId = newId();
const caseFile = () => records.read('caseFile', caseFileId, caseFileId) as BodyOf<'caseFile'>;
const words = (title?: string) => ({ caseFile: title ? { title } : {}, household: {}, persons: [] });
const filing = (title: string) => ({ title, keywordIds: [keywordId], ...dates, isProtected: false });
const one = <Kind extends 'document' | 'note'>(kind: Kind) => rows(kind)[0]?.body as BodyOf<Kind>;
/** Closed by the left one; what the right one did says so where it came after. */
const closedBy = (side: Side) => expect(caseFile()).toMatchObject({ state: 'closed', stateChange: { by: side.by } });

describe('a case file that is closed', () => {
  const acts = {
    close: {
      ...{ name: 'closeCaseFile', word: ({ reason }) => reason },
      args: ({ reason }) => ({ caseFileId, seen: null, reason }),
    },
    note: {
      ...{ name: 'addNote', word: ({ title }) => title },
      args: ({ title }) => ({
        ...{ caseFileId, noteId, documentId: null, text: title },
        ...{ isPinned: false, isPhoneCall: false },
      }),
    },
    document: {
      ...{ name: 'addDocument', word: ({ title }) => title },
      args: ({ title }) => ({ caseFileId, documentId, filing: filing(title), content, pageTexts: [] }),
    },
    file: {
      ...{ name: 'fileInboxItem', word: ({ title }) => title },
      args: ({ title }) => ({ inboxId, itemId, caseFileId, documentId, filing: filing(title) }),
    },
    followUp: {
      ...{ name: 'createFollowUp', word: ({ title }) => title },
      args: ({ title, day }) => ({ caseFileId, followUpId, documentId: null, dueOn: day, subject: title }),
    },
    cover: {
      ...{ name: 'changeCover', word: ({ title }) => title },
      args: ({ title }) => ({ caseFileId, before: words('Petersen'), after: words(title) }),
    },
    // Who had not seen that the file was closed has nothing to open: she saw it running.
    reopen: {
      ...{ name: 'reopenCaseFile', word: ({ reason }) => reason },
      args: ({ reason }) => ({ caseFileId, seen: null, reason }),
    },
  } satisfies Record<string, Act>;

  checkTable<keyof typeof acts>(
    acts,
    [
      ['close', 'close', ({ first }) => closedBy(first), 'second'],
      ['close', 'reopen', ({ left }) => closedBy(left), 'right'],
      [
        ...(['close', 'note'] as const),
        ({ left, right, first }) => {
          closedBy(left);
          expect(one('note')).toMatchObject({ text: right.title, createdBy: right.by });
          expect(one('note').writtenAfterClosing ?? false).toBe(first === left);
        },
        'nobody',
      ],
      [
        ...(['close', 'document'] as const),
        ({ left, right, first }) => {
          closedBy(left);
          expect(one('document')).toMatchObject({ title: right.title, arrivedAfterClosing: first === left });
        },
        'nobody',
      ],
      [
        ...(['close', 'file'] as const),
        ({ left, right, first }) => {
          closedBy(left);
          expect(one('document')).toMatchObject({ title: right.title, arrivedAfterClosing: first === left });
          expect(records.read('inboxItem', inboxId, itemId)).toMatchObject({ state: 'filed', doneBy: right.by });
        },
        'nobody',
      ],
      [
        ...(['close', 'followUp'] as const),
        ({ left, right }) => {
          closedBy(left);
          expect(rows('followUp')).toMatchObject([{ body: { subject: right.title, completedAt: null } }]);
        },
        'nobody',
      ],
      [
        ...(['close', 'cover'] as const),
        ({ left, right, first }) => {
          closedBy(left);
          expect(caseFile().title).toBe(first === left ? 'Petersen' : right.title);
        },
        ({ left, first }) => (first === left ? 'right' : 'nobody'),
      ],
    ],
    () => {
      const letter = { inboxId, itemId, title: 'Brief', ...dates, source: 'scan', content, pageTexts: [] };
      run('deliverInboxItem', { ...letter, proposedCase: null, proposedKeyword: null, remark: null }, people.anna);
    },
  );
});

describe('a case file that is opened again', () => {
  const closing = newId();
  const open = ({ reason }: Pick<Side, 'reason'>) => ({ caseFileId, seen: closing, reason });
  const acts = {
    reopen: { name: 'reopenCaseFile', args: open, word: ({ reason }) => reason },
    close: { name: 'closeCaseFile', args: open, word: ({ reason }) => reason },
    cover: {
      ...{ name: 'changeCover', word: ({ title }) => title },
      args: ({ title }) => ({ caseFileId, before: words('Petersen'), after: words(title) }),
    },
  } satisfies Record<string, Act>;
  const openedBy = (side: Side) => expect(caseFile()).toMatchObject({ state: 'running', stateChange: { by: side.by } });

  checkTable<keyof typeof acts>(
    acts,
    [
      ['reopen', 'reopen', ({ first }) => openedBy(first), 'second'],
      ['reopen', 'close', ({ left }) => openedBy(left), 'right'],
      [
        ...(['reopen', 'cover'] as const),
        ({ left, right, first }) => {
          openedBy(left);
          expect(caseFile().title).toBe(first === left ? right.title : 'Petersen');
        },
        ({ left, first }) => (first === left ? 'nobody' : 'right'),
      ],
    ],
    () => {
      const stateChange = { id: closing, at: '2026-11-20T09:00:00.000Z', by: people.anna, reason: 'Wegzug' };
      const body = { ...caseFile(), state: 'closed' as const, stateChange };
      records.write({ kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body });
    },
  );
});

// S53: a new word of the Fachverfahren stands, the same again undoes nothing
describe('the state of a case file between a worker and the Fachverfahren', () => {
  const { anna } = people;
  const say = (state: 'running' | 'closed') =>
    run('updateCover', { caseFileId, caseFile: { state }, household: {}, persons: [] }, fachverfahrenWorkerId);
  const turn = (name: 'closeCaseFile' | 'reopenCaseFile', by: Id = anna) =>
    run(name, { caseFileId, seen: caseFile().stateChange?.id ?? null, reason: 'Wegzug' }, by);
  const toldTo = (workerId: Id) => rows('overlap').filter(({ scopeId }) => scopeId === ownScopeOf(workerId));
  const states = () =>
    records
      .children('historyEntry', caseFileId, caseFileId)
      .filter(({ body }) => body.field === 'caseFile/state')
      .map(({ body: { newValue, by } }) => [newValue, by]);
  beforeEach(forgetTold);

  test('it says again that the file runs, as it always has: the closing of the worker stands', () => {
    turn('closeCaseFile');
    for (let time = 0; time < 2; time += 1) expect(say('running')).toMatchObject({ outcome: 'accepted', writes: [] });
    expect(caseFile()).toMatchObject({ state: 'closed', stateChange: { by: anna } });
    expect(toldTo(anna)).toEqual([]);
  });

  test('it comes to say that the file is closed, too: nothing changes, and its saying the contrary afterwards is a new word', () => {
    turn('closeCaseFile');
    say('closed');
    expect(caseFile()).toMatchObject({ state: 'closed', stateChange: { by: anna, reason: 'Wegzug' } });
    say('running');
    expect(caseFile()).toMatchObject({ state: 'running', stateChange: { by: fachverfahrenWorkerId, reason: null } });
    expect(toldTo(anna)).toMatchObject([
      { body: { cause: 'coverChanged', byId: fachverfahrenWorkerId, values: { 'caseFile/state': 'closed' } } },
    ]);
    expect(states()).toEqual(
      expect.arrayContaining([
        ['closed', anna],
        ['running', fachverfahrenWorkerId],
      ]),
    );
  });

  test('a worker opens what it closed: its saying so once more changes nothing, its next new word does', () => {
    say('closed');
    expect(caseFile().stateChange).toMatchObject({ by: fachverfahrenWorkerId });
    turn('reopenCaseFile');
    say('closed');
    expect(caseFile()).toMatchObject({ state: 'running', stateChange: { by: anna } });
    say('running');
    say('closed');
    expect(caseFile()).toMatchObject({ state: 'closed', stateChange: { by: fachverfahrenWorkerId } });
    expect(toldTo(anna)).toHaveLength(1);
  });

  test('a worker who had not seen that it closed the file is refused and told that it was the Fachverfahren', () => {
    say('closed');
    const args = { caseFileId, seen: null, reason: 'Wegzug' };
    expect(run('closeCaseFile', args, anna)).toMatchObject({
      ...{ outcome: 'refused', code: 'changedMeanwhile' },
      message: expect.stringMatching(/inzwischen vom Fachverfahren am 22\.11\.2026 um 10:12 Uhr geschlossen/),
    });
    expect(clarifications).toHaveLength(1);
  });

  test('other words of it about a closed cover leave the state, and who closed the file, as they are', () => {
    turn('closeCaseFile');
    const title = { title: 'Petersen, Grete' };
    run('updateCover', { caseFileId, caseFile: title, household: {}, persons: [] }, fachverfahrenWorkerId);
    expect(caseFile()).toMatchObject({ ...title, state: 'closed', stateChange: { by: anna } });
  });

  test('a file that is given to a colleague stays closed, and so does who closed it', () => {
    turn('closeCaseFile');
    const given = { caseFileIds: [caseFileId], fromWorkerId: anna, toWorkerId: people.bernd, reason: 'Umverteilung' };
    run('reassignCaseFiles', given, people.bernd, 'teamLead');
    expect(caseFile()).toMatchObject({ workerId: people.bernd, state: 'closed', stateChange: { by: anna } });
  });
});
