import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource, type Id } from '../domain/ids.ts';
import { germanDay } from '../domain/moments.ts';
import type { BodyOf } from '../domain/records.ts';
import { houseScopeId, ownScopeOf } from '../domain/standing-ids.ts';
import type { CommandName } from './registry.ts';
import type { Decision } from './rule.ts';

// Two people do something about the same thing, both having seen the same. For each pair of commands and each order in which the centre
// takes them: what stands is what the table says, both inputs can be read afterwards, and whoever's does not stand is told.

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const people = { anna: newId(), bernd: newId() };
const [caseFileId, otherCaseFileId, thirdCaseFileId] = [newId(), newId(), newId()];
const [inboxId, otherInboxId, thirdInboxId, itemId] = [newId(), newId(), newId(), newId()];
const [documentId, followUpId, keywordId] = [newId(), newId(), newId()];
const dates = { letterDate: null, receivedDate: null, sender: null, direction: 'incoming' };

let records: MemoryRecords;
let journal: string[];
let clarifications: string[];
let hints: string[];

function run(name: CommandName, args: unknown, actorId: Id): Decision {
  const at = '2026-11-22T09:12:00.000Z';
  const context = { commandId: newId(), actorId, actorRole: 'worker' as const, at, knows: () => true };
  const { decision } = records.run(name, args, context);
  if (decision.outcome === 'refused') clarifications.push(JSON.stringify({ actorId, name, args }));
  else {
    journal.push(...decision.journal.map((line) => JSON.stringify({ ...line, actorId })));
    if (decision.hints.length > 0) hints.push(actorId);
  }
  return decision;
}

const rows = (kind: string) => [...records.rows.values()].filter((row) => row.kind === kind);
/** Something lies in her Klärung: what was refused, or what does not stand. */
const hasToSettle = (workerId: Id) =>
  rows('overlap').some(({ scopeId }) => scopeId === ownScopeOf(workerId)) ||
  clarifications.some((one) => one.includes(`"actorId":"${workerId}"`));
const isTold = (workerId: Id) => hasToSettle(workerId) || hints.includes(workerId);
const everything = () =>
  [...[...records.rows.values()].map((row) => JSON.stringify(row)), ...journal, ...clarifications].join('\n');

/** One of the two; `word` is what can be found again of what she gave. */
type Side = { by: Id; reason: string; day: string; worker: Id; title: string; keyword: Id; target: Id; inbox: Id };
type Act = { name: CommandName; args: (side: Side) => unknown; word: (side: Side) => string };
type Who = 'left' | 'right' | 'first' | 'second' | 'nobody';
type Sides = Record<'left' | 'right' | 'first' | 'second', Side>;
type Row<Name extends string> = [left: Name, right: Name, stands: (sides: Sides) => void, told: Who];

const sideOf = (by: Id, isLeft: boolean): Side => ({
  by,
  reason: isLeft ? 'Grund der einen' : 'Anlass der anderen',
  day: isLeft ? '2026-12-05' : '2026-12-12',
  worker: isLeft ? people.anna : people.bernd,
  title: isLeft ? 'Mietvertrag' : 'Vertrag Hafenstraße',
  keyword: newId(),
  target: isLeft ? otherCaseFileId : thirdCaseFileId,
  inbox: isLeft ? otherInboxId : thirdInboxId,
});

/** Runs each row in both orders, with either person on either side. */
function checkTable<Name extends string>(acts: Record<Name, Act>, table: Row<Name>[], prepare: () => void): void {
  const swaps = [false, true];
  const cases = table.flatMap(([left, right, stands, told]) =>
    swaps.flatMap((isRightFirst) => swaps.map((isSwapped) => ({ left, right, stands, told, isRightFirst, isSwapped }))),
  );
  test.each(cases)('$left and $right, right first: $isRightFirst, people swapped: $isSwapped', (one) => {
    prepare();
    const [leftBy, rightBy] = one.isSwapped ? [people.bernd, people.anna] : [people.anna, people.bernd];
    const both = [
      { act: acts[one.left], side: sideOf(leftBy, true) },
      { act: acts[one.right], side: sideOf(rightBy, false) },
    ] as const;
    const [first, second] = one.isRightFirst ? [both[1], both[0]] : both;
    for (const { act, side } of [first, second]) run(act.name, act.args(side), side.by);
    const sides: Sides = { left: both[0].side, right: both[1].side, first: first.side, second: second.side };
    one.stands(sides);
    for (const { act, side } of both) expect(everything()).toContain(act.word(side));
    const expected = one.told === 'nobody' ? [] : [sides[one.told].by];
    // The last to write over a value she had not seen may get a hint, too; she has lost nothing.
    const losers = Object.values(people).filter((workerId) => isTold(workerId));
    for (const workerId of expected) expect(losers).toContain(workerId);
    if (one.told === 'nobody') expect(losers).toEqual([]);
    // Nobody who has lost nothing finds something to settle.
    const toSettle = Object.values(people).filter((workerId) => hasToSettle(workerId));
    for (const workerId of toSettle) expect(expected).toContain(workerId);
  });
}

beforeEach(() => {
  records = new MemoryRecords();
  [journal, clarifications, hints] = [[], [], []];
  const opened = { approvedFrom: null, approvedUntil: null, openedOn: '2024-01-01', nextSheet: 1 };
  for (const id of [caseFileId, otherCaseFileId, thirdCaseFileId]) {
    const who = { fileNumber: '31402BG0001234', title: 'Petersen', householdId: null, workerId: people.anna };
    const body = { ...who, ...opened, kind: 'benefit' as const, state: 'running' as const };
    records.write({ kind: 'caseFile', id, scopeId: id, body });
  }
  for (const [familyName, id] of Object.entries(people)) {
    const names = { familyName, givenName: 'Grete', signature: 'G' };
    const body = { ...names, role: 'worker' as const, teamId: null, inboxId: null, isActive: true };
    records.write({ kind: 'worker', id, scopeId: houseScopeId, body });
  }
});

const facts = { fileName: 'miete.pdf', mediaType: 'application/pdf', size: 10, sha256: 'a'.repeat(64), kind: 'pdf' };
const content = { ...facts, pageCount: 1, encrypted: 'no', hasText: true, explanation: null, attachments: [] };

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
        records = new MemoryRecords();
        [journal, clarifications, hints] = [[], [], []];
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

describe('a document', () => {
  const ref = { caseFileId, documentId };
  const acts = {
    rename: {
      ...{ name: 'setDocumentDetails', word: ({ title }) => title },
      args: ({ title }) => ({ ...ref, before: { title: 'Miete' }, after: { title } }),
    },
    redate: {
      ...{ name: 'setDocumentDetails', word: ({ day }) => day },
      args: ({ day }) => ({ ...ref, before: { letterDate: null }, after: { letterDate: day } }),
    },
    keywords: {
      ...{ name: 'setDocumentKeywords', word: ({ keyword }) => keyword },
      args: ({ keyword }) => ({ ...ref, add: [keyword], removeLinks: [], isProtected: false }),
    },
    retract: {
      ...{ name: 'retractDocument', args: ({ reason }) => ({ ...ref, reason }) },
      word: ({ reason }) => reason,
    },
    move: {
      ...{ name: 'moveDocument', word: ({ reason }) => reason },
      args: ({ target, reason }) => ({ ...ref, toCaseFileId: target, newDocumentId: newId(), reason }),
    },
  } satisfies Record<string, Act>;
  const document = () => records.read('document', caseFileId, documentId) as BodyOf<'document'>;
  const keywords = () => records.children('documentKeyword', caseFileId, documentId).map(({ body }) => body.keywordId);
  const movedTo = (side: Side) => expect(document()).toMatchObject({ state: 'moved', movedTo: side.target });
  /** Whoever comes second to a move is refused with her content; before it, hers goes with the document. */
  const wasMoved = ({ first, left, right }: Sides) => {
    movedTo(right);
    expect(clarifications).toHaveLength(first === left ? 0 : 1);
  };

  checkTable<keyof typeof acts>(
    acts,
    [
      ['rename', 'rename', ({ second }) => expect(document().title).toBe(second.title), 'first'],
      [
        ...(['rename', 'redate'] as const),
        ({ left, right }) => expect(document()).toMatchObject({ title: left.title, letterDate: right.day }),
        'nobody',
      ],
      [
        ...(['rename', 'keywords'] as const),
        ({ left, right }) => {
          expect(document().title).toBe(left.title);
          expect(keywords()).toContain(right.keyword);
        },
        'nobody',
      ],
      [
        ...(['rename', 'retract'] as const),
        ({ left }) => expect(document()).toMatchObject({ title: left.title, state: 'retracted' }),
        'nobody',
      ],
      ['redate', 'redate', ({ second }) => expect(document().letterDate).toBe(second.day), 'first'],
      [
        ...(['redate', 'keywords'] as const),
        ({ left, right }) => {
          expect(document().letterDate).toBe(left.day);
          expect(keywords()).toContain(right.keyword);
        },
        'nobody',
      ],
      [
        ...(['redate', 'retract'] as const),
        ({ left }) => expect(document()).toMatchObject({ letterDate: left.day, state: 'retracted' }),
        'nobody',
      ],
      [
        ...(['keywords', 'keywords'] as const),
        ({ left, right }) => expect(keywords()).toEqual(expect.arrayContaining([left.keyword, right.keyword])),
        'nobody',
      ],
      [
        ...(['keywords', 'retract'] as const),
        ({ left }) => {
          expect(document().state).toBe('retracted');
          expect(keywords()).toContain(left.keyword);
        },
        'nobody',
      ],
      ['retract', 'retract', ({ first }) => expect(document().stateReason).toBe(first.reason), 'second'],
      ['move', 'move', ({ first }) => movedTo(first), 'second'],
      [
        ...(['retract', 'move'] as const),
        ({ first, left }) => expect(document().state).toBe(first === left ? 'retracted' : 'moved'),
        'second',
      ],
    ],
    add,
  );

  test.each(['rename', 'redate', 'keywords'] as const)(
    '%s before a move goes with it, after it waits in Klärung',
    (name) => {
      for (const isMoveFirst of [false, true]) {
        records.rows.delete(`${caseFileId}/document/${documentId}`);
        [journal, clarifications, hints] = [[], [], []];
        add();
        const [left, right] = [sideOf(people.anna, true), sideOf(people.bernd, false)];
        const order = isMoveFirst ? [right, left] : [left, right];
        for (const side of order) {
          const act: Act = side === right ? acts.move : acts[name];
          run(act.name, act.args(side), side.by);
        }
        wasMoved({ left, right, first: order[0] as Side, second: order[1] as Side });
        expect(everything()).toContain(acts[name].word(left));
      }
    },
  );

  function add(): void {
    const filing = { title: 'Miete', keywordIds: [keywordId], ...dates, isProtected: false };
    run('addDocument', { ...ref, filing, content, pageTexts: ['Miete'] }, people.anna);
  }
});

describe('a letter in the Postkorb', () => {
  const ref = { inboxId, itemId };
  const acts = {
    file: {
      ...{ name: 'fileInboxItem', word: ({ title }) => title },
      args: ({ title, target, keyword }) => {
        const filing = { title, keywordIds: [keyword], ...dates, isProtected: false };
        return { ...ref, caseFileId: target, documentId: newId(), filing };
      },
    },
    fileHere: {
      ...{ name: 'fileInboxItem', word: ({ title }) => title },
      args: ({ title, keyword }) => {
        const filing = { title, keywordIds: [keyword], ...dates, isProtected: false };
        return { ...ref, caseFileId, documentId: newId(), filing };
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
      ['file', 'file', ({ first }) => expect(item().filedCaseFileId).toBe(first.target), 'second'],
      [
        ...(['fileHere', 'fileHere'] as const),
        ({ first, left, right }) => {
          const [document] = rows('document');
          expect(document?.body).toMatchObject({ title: first.title, filedBy: first.by });
          const links = rows('documentKeyword').map(({ body }) => body['keywordId']);
          expect(links).toEqual(expect.arrayContaining([left.keyword, right.keyword]));
        },
        'second',
      ],
      [
        ...(['file', 'fileHere'] as const),
        ({ first, left }) => expect(item().filedCaseFileId).toBe(first === left ? left.target : caseFileId),
        'second',
      ],
      [
        ...(['fileHere', 'forward'] as const),
        ({ first, left }) => expect(item().state).toBe(first === left ? 'filed' : 'forwarded'),
        'second',
      ],
      ['forward', 'forward', ({ first }) => expect(item().forwardedTo?.inboxId).toBe(first.inbox), 'second'],
      [
        ...(['file', 'forward'] as const),
        ({ first, left }) => expect(item().state).toBe(first === left ? 'filed' : 'forwarded'),
        'second',
      ],
    ],
    () => {
      const letter = { ...ref, title: 'Brief', ...dates, source: 'scan', content, pageTexts: ['Miete'] };
      const proposals = { proposedCase: null, proposedKeyword: null, remark: null };
      run('deliverInboxItem', { ...letter, ...proposals }, people.anna);
    },
  );
});

describe('a note', () => {
  const noteId = newId();
  const acts = {
    revise: {
      ...{ name: 'reviseNote', word: ({ title }) => title },
      args: ({ title }) => ({ caseFileId, noteId: newId(), replaces: [noteId], text: title, isPinned: false }),
    },
    retract: {
      ...{ name: 'retractNote', args: ({ reason }) => ({ caseFileId, noteId, reason }) },
      word: ({ reason }) => reason,
    },
  } satisfies Record<string, Act>;
  const write = () => {
    const words = { documentId: null, text: 'Anruf', isPinned: false, isPhoneCall: true };
    run('addNote', { caseFileId, noteId, ...words }, people.anna);
  };
  const standing = () => {
    const notes = rows('note').filter(({ body }) => body['retractedAt'] === null);
    const replaced = new Set(notes.flatMap(({ body }) => body['parentIds'] as Id[]));
    return notes.filter(({ id }) => !replaced.has(id)).map(({ body }) => body['text']);
  };

  checkTable<keyof typeof acts>(
    acts,
    [
      [
        ...(['revise', 'revise'] as const),
        ({ left, right }) => expect(standing().sort()).toEqual([left.title, right.title].sort()),
        'nobody',
      ],
      ['revise', 'retract', ({ left }) => expect(standing()).toEqual([left.title]), 'right'],
      ['retract', 'retract', () => expect(standing()).toEqual([]), 'second'],
    ],
    write,
  );

  test('with two texts is one again when somebody joins them', () => {
    write();
    for (const by of Object.values(people)) run('reviseNote', acts.revise.args(sideOf(by, by === people.anna)), by);
    const replaces = rows('note').flatMap(({ id, body }) => (body['text'] === 'Anruf' ? [] : [id]));
    expect(replaces).toHaveLength(2);
    run('reviseNote', { caseFileId, noteId: newId(), replaces, text: 'Beides', isPinned: false }, people.bernd);
    expect(standing()).toEqual(['Beides']);
    expect(rows('note')).toHaveLength(4);
  });
});
