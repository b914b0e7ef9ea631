import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Act,
  beginAnew,
  caseFileId,
  checkTable,
  clarifications,
  content,
  dates,
  hints,
  inboxId,
  itemId,
  keywordId,
  newId,
  people,
  records,
  rows,
  run,
  type Side,
  type Sides,
} from '../../tests/support/two-at-one-thing.ts';
import type { Id } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import { intakeWorkerId } from '../domain/standing-ids.ts';

const otherItemId = newId();
const stackId = newId();
const ref = { inboxId, itemId };
const item = (id: Id = itemId) => records.read('inboxItem', inboxId, id) as BodyOf<'inboxItem'>;
const page = (id: Id, number: number) => ({ itemId: id, page: number });

/** A letter of two pages from the scan station. */
function deliver(id: Id, pages: number[]): void {
  const transferNote = {
    ...{ stackId, takenAt: '2026-11-22T07:00:00.000Z', takenBy: null, source: 'folder', station: 'Post' },
    ...{ fileName: 'Stapel.pdf', original: { sha256: 'b'.repeat(64), size: 9, pageCount: 9 }, pages, resolution: 300 },
    ...{ colour: null, resultSha256: content.sha256, steps: [], confidence: 90, concerns: [] },
    visualCheck: { state: 'open', by: null, at: null },
  };
  const letter = { title: 'Brief', ...dates, source: 'scan', pageTexts: pages.map((one) => `Seite ${one}`) };
  const proposals = { proposedCase: null, proposedKeyword: null, remark: null };
  const scanned = { ...content, pageCount: pages.length, transferNote };
  run('deliverInboxItem', { inboxId, itemId: id, ...letter, content: scanned, ...proposals }, intakeWorkerId);
}
const made = (title: string, pages: object[]) => ({
  ...{ itemId: newId(), pages, content: { sha256: 'c'.repeat(64), size: 9 }, title },
  ...{ letterDate: null, sender: null, proposedCase: null, proposedKeyword: null },
});
const split = (title: string, id: Id = itemId) => ({
  ...{ inboxId, itemIds: [id] },
  documents: [made(title, [page(id, 1)]), made('Rest', [page(id, 2)])],
});
const merge = (title: string) => ({
  ...{ inboxId, itemIds: [itemId, otherItemId] },
  documents: [made(title, [page(itemId, 1), page(itemId, 2), page(otherItemId, 1), page(otherItemId, 2)])],
});
const filingOf = ({ title, target }: Pick<Side, 'title' | 'target'>, id: Id = itemId) => ({
  ...{ inboxId, itemId: id, caseFileId: target, documentId: newId() },
  filing: { title, keywordIds: [keywordId], ...dates, isProtected: false },
});

/** Each page of both letters stands in exactly one letter that is not replaced. */
function everyPageOnce(): void {
  const letters = rows('inboxItem').flatMap(({ id, scopeId, body }) =>
    scopeId === inboxId ? [{ id, body: body as unknown as BodyOf<'inboxItem'> }] : [],
  );
  const pages = letters
    .filter(({ body }) => !body.replacedBy)
    .flatMap(({ id, body }) =>
      body.madeFrom
        ? body.madeFrom.flatMap((one) => one.pages.map((number) => `${one.itemId}/${number}`))
        : Array.from({ length: body.pageCount ?? 1 }, (_, index) => `${id}/${index + 1}`),
    );
  const all = [itemId, otherItemId].flatMap((id) => [`${id}/1`, `${id}/2`]);
  expect(pages.toSorted()).toEqual(all.toSorted());
}

describe('a letter whose pages lie wrong', () => {
  const acts = {
    split: { name: 'rearrangeInboxItems', args: ({ title }) => split(title), word: ({ title }) => title },
    merge: { name: 'rearrangeInboxItems', args: ({ title }) => merge(title), word: ({ title }) => title },
    giveBack: {
      ...{ name: 'returnInboxItem', args: ({ reason }) => ({ ...ref, reason }) },
      word: ({ reason }) => reason,
    },
    file: { name: 'fileInboxItem', args: (side) => filingOf(side), word: ({ title }) => title },
    forward: {
      ...{ name: 'forwardInboxItem', word: ({ reason }) => reason },
      args: ({ inbox, reason }) => ({ ...ref, targetInboxId: inbox, newItemId: newId(), remark: reason }),
    },
    claim: { name: 'claimInboxItem', args: () => ({ ...ref, seen: null }), word: ({ by }) => by },
  } satisfies Record<string, Act>;
  type Name = keyof typeof acts;
  const ends: Record<Exclude<Name, 'claim'>, () => void> = {
    split: () => expect(item().replacedBy).toHaveLength(2),
    merge: () => expect(item().replacedBy).toHaveLength(1),
    giveBack: () => expect(item().returns).toHaveLength(1),
    file: () => expect(item().state).toBe('filed'),
    forward: () => expect(item().forwardedTo).not.toBeNull(),
  };
  const firstStands = (left: Exclude<Name, 'claim'>, right: Exclude<Name, 'claim'>) =>
    [
      ...([left, right] as const),
      ({ first, left: leftSide }: Sides) => {
        ends[first === leftSide ? left : right]();
        everyPageOnce();
      },
      'second',
    ] as const;
  const late = (sides: Sides) => (sides.second === sides.left ? 'left' : 'nobody');

  checkTable<Name>(
    acts,
    [
      [...firstStands('split', 'split')],
      [...firstStands('split', 'merge')],
      [...firstStands('merge', 'merge')],
      [...firstStands('split', 'giveBack')],
      [...firstStands('merge', 'giveBack')],
      [...firstStands('split', 'file')],
      [...firstStands('merge', 'file')],
      [...firstStands('split', 'forward')],
      [...firstStands('merge', 'forward')],
      [...firstStands('giveBack', 'file')],
      [...firstStands('giveBack', 'forward')],
      [
        ...(['giveBack', 'giveBack'] as const),
        ({ left, right }) =>
          expect(
            item()
              .returns?.map(({ reason }) => reason)
              .sort(),
          ).toEqual([left.reason, right.reason].sort()),
        'second',
      ],
      ['claim', 'split', () => ends.split(), late],
      ['claim', 'merge', () => ends.merge(), late],
      ['claim', 'giveBack', () => ends.giveBack(), late],
    ],
    prepare,
  );
});

function prepare(): void {
  deliver(itemId, [2, 3]);
  deliver(otherItemId, [5, 6]);
}

describe('splitting that somebody takes back', () => {
  const [one, other] = [people.anna, people.bernd];
  let madeIds: Id[];
  const takeBack = (by: Id) =>
    run('withdrawRearranging', { inboxId, itemIds: [itemId], madeItemIds: madeIds }, by).outcome;
  beforeEach(() => {
    prepare();
    run('rearrangeInboxItems', split('Teil'), one);
    madeIds = [...(item().replacedBy ?? [])];
  });
  const works: Record<string, (id: Id) => string> = {
    file: (id) => run('fileInboxItem', filingOf({ title: 'Teil', target: caseFileId }, id), other).outcome,
    forward: (id) =>
      run('forwardInboxItem', { inboxId, itemId: id, targetInboxId: newId(), newItemId: newId(), remark: null }, other)
        .outcome,
    giveBack: (id) => run('returnInboxItem', { inboxId, itemId: id, reason: 'Unleserlich' }, other).outcome,
  };

  test.each(Object.keys(works))(
    '%s of a new letter first: taking back is refused, and each page stands once',
    (name) => {
      expect(works[name]?.(madeIds[0] as Id)).toBe('accepted');
      expect(takeBack(one)).toBe('refused');
      everyPageOnce();
      expect(clarifications.some((told) => told.includes(one))).toBe(true);
    },
  );

  test.each(Object.keys(works))(
    'taken back first: %s of a new letter is refused, and each page stands once',
    (name) => {
      expect(takeBack(one)).toBe('accepted');
      expect(works[name]?.(madeIds[0] as Id)).toBe('refused');
      expect(item()).toMatchObject({ state: 'open', replacedBy: null });
      everyPageOnce();
      expect(clarifications.some((told) => told.includes(other))).toBe(true);
    },
  );

  test('taken back by two it is taken back once', () => {
    expect([takeBack(one), takeBack(other)]).toEqual(['accepted', 'refused']);
    everyPageOnce();
  });
});

describe('a letter at the scan station', () => {
  const [one, other] = [people.anna, people.bernd];
  const answer = () =>
    run('answerReturn', { ...ref, answer: null, letters: [{ inboxId, itemId: newId() }] }, intakeWorkerId);
  beforeEach(() => {
    beginAnew();
    prepare();
    run('returnInboxItem', { ...ref, reason: 'Seite fehlt' }, one);
  });

  test('is fetched back while the station answers: the first counts, and the other is told', () => {
    expect(answer().outcome).toBe('accepted');
    expect(run('withdrawReturn', ref, one)).toMatchObject({ outcome: 'refused', code: 'changedMeanwhile' });
    expect(item()).toMatchObject({ state: 'forwarded', answeredBy: [{ inboxId }] });
  });

  test('fetched back first, the station is told that it is no longer there', () => {
    expect(run('withdrawReturn', ref, one).outcome).toBe('accepted');
    expect(answer()).toMatchObject({ outcome: 'refused', code: 'changedMeanwhile' });
    expect(item()).toMatchObject({ state: 'open', returns: [] });
  });

  test('that two gave back stays there for the other, and who fetches it back reads so', () => {
    run('returnInboxItem', { ...ref, reason: 'Unleserlich' }, other);
    hints.splice(0);
    expect(run('withdrawReturn', ref, one).outcome).toBe('accepted');
    expect(item()).toMatchObject({ state: 'forwarded', returns: [{ by: other }] });
    expect(hints).toEqual([one]);
  });
});
