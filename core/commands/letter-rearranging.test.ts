import { beforeEach, expect, test } from 'vitest';
import {
  beginAnew,
  content,
  dates,
  inboxId,
  newId,
  otherInboxId,
  people,
  records,
  run,
  rows,
} from '../../tests/support/two-at-one-thing.ts';
import type { Id } from '../domain/ids.ts';
import type { BodyOf, ContentFacts } from '../domain/records.ts';
import { intakeWorkerId } from '../domain/standing-ids.ts';

const stackId = newId();
const noteFor = (pages: number[], stack = stackId) => ({
  ...{ stackId: stack, takenAt: '2026-11-22T07:00:00.000Z', takenBy: null, source: 'folder' as const },
  ...{ station: 'Scanner 1', fileName: 'a.pdf', original: { sha256: 'a'.repeat(64), size: 9, pageCount: 9 }, pages },
  ...{ resolution: 300, colour: null, resultSha256: 'b'.repeat(64), steps: [], confidence: 90, concerns: [] },
  visualCheck: { state: 'done' as const, by: people.anna, at: '2026-11-22T08:00:00.000Z' },
});
const sha = (sign: string) => sign.repeat(64);

function deliver(title: string, texts: string[], more: Partial<ContentFacts> = {}): Id {
  const itemId = newId();
  const letter = { inboxId, itemId, title, ...dates, source: 'scan', pageTexts: texts };
  const proposals = { proposedCase: null, proposedKeyword: null, remark: null };
  const facts = { ...content, fileName: `${title}.pdf`, pageCount: texts.length, ...more };
  run('deliverInboxItem', { ...letter, ...proposals, content: facts }, intakeWorkerId);
  return itemId;
}
const letterOf = (pages: [Id, number][], sign: string) => ({
  ...{
    itemId: newId(),
    content: { sha256: sha(sign), size: 12 },
    title: `Brief ${sign}`,
    letterDate: null,
    sender: null,
  },
  pages: pages.map(([itemId, page]) => ({ itemId, page })),
  ...{ proposedCase: null, proposedKeyword: null },
});
const rearrange = (itemIds: Id[], documents: ReturnType<typeof letterOf>[], by = people.anna) =>
  run('rearrangeInboxItems', { inboxId, itemIds, documents }, by);
const item = (itemId: Id) => records.read('inboxItem', inboxId, itemId) as BodyOf<'inboxItem'>;
const words = () => rows('page').map(({ body }) => (body as unknown as BodyOf<'page'>).text);
const open = () => rows('inboxItem').filter(({ body }) => (body as unknown as BodyOf<'inboxItem'>).state === 'open');

beforeEach(beginAnew);

test('a split letter becomes two with their pages, words and notes; the original is kept and names them; taken back it is as before', () => {
  const original = deliver('Zwei in einem', ['Miete', 'Miete Seite 2', 'Strom'], { transferNote: noteFor([4, 5, 7]) });
  const [left, right] = [
    letterOf(
      [
        [original, 1],
        [original, 2],
      ],
      'c',
    ),
    letterOf([[original, 3]], 'd'),
  ];
  const decision = rearrange([original], [left, right]);
  expect(decision).toMatchObject({
    station: [
      {
        change: 'rearrange',
        parts: [{ pages: [4, 5, 7] }],
        made: [{ part: { pages: [4, 5] } }, { part: { pages: [7] } }],
      },
    ],
    journal: [{ action: 'inboxItem.rearranged' }],
  });
  expect(item(original)).toMatchObject({ state: 'forwarded', replacedBy: [left.itemId, right.itemId] });
  const made = item(left.itemId);
  expect(made).toMatchObject({
    state: 'open',
    title: 'Brief c',
    pageCount: 2,
    madeFrom: [{ title: 'Zwei in einem', pages: [1, 2] }],
  });
  const version = records.read('version', inboxId, made.versionId) as BodyOf<'version'>;
  expect(version).toMatchObject({
    ...{
      sha256: sha('c'),
      createdBy: intakeWorkerId,
      fileName: 'Zwei in einem 1.pdf',
      madeOf: [{ sha256: content.sha256 }],
    },
    transferNote: { pages: [4, 5], resultSha256: sha('c'), visualCheck: { state: 'open' } },
  });
  expect(words().toSorted()).toEqual(['Miete', 'Miete Seite 2', 'Strom']);

  const back = { inboxId, itemIds: [original], madeItemIds: [left.itemId, right.itemId] };
  expect(run('withdrawRearranging', back, people.anna)).toMatchObject({ outcome: 'accepted' });
  expect(item(original)).toMatchObject({ state: 'open', replacedBy: null, doneBy: null });
  expect(open()).toHaveLength(1);
  expect(words()).toEqual(['Miete', 'Miete Seite 2', 'Strom']);
  expect(run('withdrawRearranging', back, people.anna)).toMatchObject({ outcome: 'refused' });
});

test('merged letters of several origins keep each page with where it came from, in the order chosen; each original can be found', () => {
  const scan = deliver('Scan', ['Antrag'], { transferNote: noteFor([1]) });
  const other = deliver('Anlage', ['Anlage 1', 'Anlage 2'], { transferNote: noteFor([3, 4], newId()) });
  const merged = letterOf(
    [
      [other, 2],
      [scan, 1],
      [other, 1],
    ],
    'e',
  );
  const decision = rearrange([scan, other], [merged]);
  // Pages of two stacks are no document of either.
  expect(decision).toMatchObject({ outcome: 'accepted', station: [] });
  const version = records.read('version', inboxId, item(merged.itemId).versionId) as BodyOf<'version'>;
  expect(version.madeOf).toMatchObject([
    { fileName: 'Anlage.pdf', pages: [2], transferNote: { pages: [3, 4] } },
    { fileName: 'Scan.pdf', pages: [1] },
    { fileName: 'Anlage.pdf', pages: [1] },
  ]);
  expect(version.transferNote).toBeUndefined();
  expect(item(scan).replacedBy).toEqual([merged.itemId]);
  // It cannot go to the scan station as a whole; the desk gives it back part by part.
  const giveBack = run('returnInboxItem', { inboxId, itemId: merged.itemId, reason: 'Schief' }, people.anna);
  expect(giveBack).toMatchObject({ message: expect.stringContaining('aus mehreren gebildet') });
  run('withdrawRearranging', { inboxId, itemIds: [scan, other], madeItemIds: [merged.itemId] }, people.anna);
  expect(words().toSorted()).toEqual(['Anlage 1', 'Anlage 2', 'Antrag']);
});

test('no page may be left out or stand twice, and a letter somebody filed or forwarded meanwhile stays where it went', () => {
  const original = deliver('Brief', ['eins', 'zwei']);
  const refused = (pages: [Id, number][]) => rearrange([original], [letterOf(pages, 'c')]);
  expect(refused([[original, 1]])).toMatchObject({ code: 'invalid', message: expect.stringContaining('genau einem') });
  expect(
    refused([
      [original, 1],
      [original, 2],
      [original, 2],
    ]),
  ).toMatchObject({ code: 'invalid' });
  expect(
    refused([
      [original, 1],
      [original, 2],
      [newId(), 1],
    ]),
  ).toMatchObject({ code: 'invalid' });
  const target = { targetInboxId: otherInboxId, newItemId: newId(), remark: null };
  run('forwardInboxItem', { inboxId, itemId: original, ...target }, people.bernd);
  expect(
    refused([
      [original, 1],
      [original, 2],
    ]),
  ).toMatchObject({ code: 'changedMeanwhile' });
});

test('two who split the same letter: the first stands, the second changes nothing', () => {
  const original = deliver('Brief', ['eins', 'zwei']);
  const parts = () => [letterOf([[original, 1]], 'c'), letterOf([[original, 2]], 'd')];
  expect(rearrange([original], parts())).toMatchObject({ outcome: 'accepted' });
  const again = rearrange([original], parts(), people.bernd);
  expect(again).toMatchObject({ code: 'changedMeanwhile', message: expect.stringContaining('geteilt') });
  expect(open()).toHaveLength(2);
});

test('what was worked on after splitting is not taken back over it', () => {
  const original = deliver('Brief', ['eins', 'zwei']);
  const [left, right] = [letterOf([[original, 1]], 'c'), letterOf([[original, 2]], 'd')];
  rearrange([original], [left, right]);
  const target = { targetInboxId: otherInboxId, newItemId: newId(), remark: null };
  run('forwardInboxItem', { inboxId, itemId: left.itemId, ...target }, people.bernd);
  const back = { inboxId, itemIds: [original], madeItemIds: [left.itemId, right.itemId] };
  expect(run('withdrawRearranging', back, people.anna)).toMatchObject({ code: 'changedMeanwhile' });
  expect(open().length).toBe(2); // the right part here, the left one in the other Postkorb
});

test.each([
  ['a mail', { mediaType: 'message/rfc822', kind: 'mail' as const }, 'Nur PDF-Dokumente und Bilder'],
  ['a protected file', { encrypted: 'password' as const }, 'ist geschützt'],
])('%s stays as it is', (_, more, sentence) => {
  const original = deliver('Brief', ['eins'], more);
  expect(rearrange([original], [letterOf([[original, 1]], 'c')])).toMatchObject({
    ...{ outcome: 'refused', message: expect.stringContaining(sentence) },
  });
});
