import { beforeEach, describe, expect, test } from 'vitest';
import {
  beginAnew,
  content,
  dates,
  inboxId,
  itemId,
  newId,
  otherInboxId,
  people,
  records,
  run,
  rows,
} from '../../tests/support/two-at-one-thing.ts';
import type { BodyOf, ContentFacts } from '../domain/records.ts';
import { intakeWorkerId } from '../domain/standing-ids.ts';

const transferNote = {
  ...{ stackId: newId(), takenAt: '2026-11-22T07:00:00.000Z', takenBy: null, source: 'folder' as const },
  ...{
    station: 'Scanner 1',
    fileName: 'a.pdf',
    original: { sha256: 'a'.repeat(64), size: 9, pageCount: 3 },
    pages: [2, 3],
  },
  ...{ resolution: 300, colour: null, resultSha256: 'b'.repeat(64), steps: [], confidence: 90, concerns: [] },
  visualCheck: { state: 'open' as const, by: null, at: null },
};
const deliver = (more: Partial<ContentFacts> = { transferNote }, source = 'scan') => {
  const letter = { inboxId, itemId, title: 'Brief', ...dates, source, pageTexts: ['Miete', 'Seite zwei'] };
  const proposals = { proposedCase: null, proposedKeyword: null, remark: null };
  run('deliverInboxItem', { ...letter, ...proposals, content: { ...content, ...more } }, intakeWorkerId);
};
const item = () => records.read('inboxItem', inboxId, itemId) as BodyOf<'inboxItem'>;
const giveBack = (actorId = people.anna, reason = 'Seite fehlt') =>
  run('returnInboxItem', { inboxId, itemId, reason }, actorId);
const withdraw = (actorId = people.anna) => run('withdrawReturn', { inboxId, itemId }, actorId);
const answer = (actorId = intakeWorkerId) =>
  run('answerReturn', { inboxId, itemId, answer: 'Neu eingescannt', letters: [{ inboxId, itemId: newId() }] }, actorId);

beforeEach(beginAnew);

describe('a letter given back to the scan station', () => {
  test('is no longer open, tells who gave it back and why, and the station is told which part of its stack it is', () => {
    deliver();
    const decision = giveBack();
    expect(decision).toMatchObject({
      station: [{ change: 'return', part: { stackId: transferNote.stackId, pages: [2, 3] }, reason: 'Seite fehlt' }],
      journal: [{ action: 'inboxItem.returned', reason: 'Seite fehlt' }],
    });
    expect(item()).toMatchObject({ state: 'forwarded', doneBy: people.anna, returns: [{ reason: 'Seite fehlt' }] });
    // Nothing of it went: bytes and words are there as long as nobody at the station has dealt with it.
    expect(rows('page')).toHaveLength(2);
    expect(rows('version')).toHaveLength(1);
  });

  test('given back once more in the same words nothing happens; a colleague with another reason is heard as well', () => {
    deliver();
    giveBack();
    expect(giveBack()).toMatchObject({ outcome: 'accepted', writes: [], station: [] });
    expect(giveBack(people.bernd, 'Schief')).toMatchObject({ hints: [{ code: 'alsoReturned' }] });
    expect(item().returns?.map(({ reason }) => reason)).toEqual(['Seite fehlt', 'Schief']);
    // One of the two fetches it back: it stays at the station for the other.
    expect(withdraw()).toMatchObject({ hints: [{ code: 'alsoReturned' }] });
    expect(item()).toMatchObject({ state: 'forwarded', returns: [{ reason: 'Schief' }] });
    withdraw(people.bernd);
    expect(item()).toMatchObject({ state: 'open', doneBy: null, returns: [] });
  });

  test('is neither filed nor forwarded, and says where it is; what was filed before cannot be given back', () => {
    deliver();
    giveBack();
    const target = { targetInboxId: otherInboxId, newItemId: newId(), remark: null };
    expect(run('forwardInboxItem', { inboxId, itemId, ...target }, people.bernd)).toMatchObject({ outcome: 'refused' });
    const filing = { title: 'Brief', keywordIds: [newId()], ...dates, isProtected: false };
    const file = { inboxId, itemId, caseFileId: newId(), documentId: newId(), filing };
    expect(run('fileInboxItem', file, people.bernd)).toMatchObject({
      message: 'Das Schreiben ist an die Scanstelle zurückgegeben.',
    });
    withdraw();
    run('forwardInboxItem', { inboxId, itemId, ...target }, people.anna);
    expect(giveBack(people.bernd)).toMatchObject({ outcome: 'refused', code: 'changedMeanwhile' });
  });

  test('answered it names the letters it became, its words are theirs, and it cannot be fetched back any more', () => {
    deliver();
    giveBack();
    expect(answer(people.bernd)).toMatchObject({ outcome: 'refused', code: 'notAllowed' });
    expect(answer()).toMatchObject({ journal: [{ action: 'inboxItem.returnAnswered', reason: 'Neu eingescannt' }] });
    expect(item()).toMatchObject({
      state: 'forwarded',
      answeredBy: [{ inboxId }],
      returns: [{ answer: 'Neu eingescannt' }],
    });
    expect(rows('page')).toHaveLength(0);
    expect(withdraw()).toMatchObject({ outcome: 'refused', code: 'changedMeanwhile' });
    expect(answer()).toMatchObject({ outcome: 'refused', code: 'changedMeanwhile' });
  });
});

test.each([
  ['a mail', { kind: 'mail' as const }, 'mail', 'kam per E-Mail'],
  ['an attachment of a mail', { partOf: { sha256: 'c'.repeat(64), index: 0 } }, 'mail', 'kam per E-Mail'],
  [
    'a scan of the branch office',
    { transferNote: { ...transferNote, source: 'branchOffice' as const } },
    'scan',
    'in der Außenstelle gescannt',
  ],
  ['a notice', {}, 'fachverfahren', 'aus dem Fachverfahren'],
  ['a file laid in by hand', {}, 'upload', 'kam nicht über die Scanstelle'],
])('%s does not go back, and the sentence says what helps', (_, more, source, words) => {
  deliver(more, source);
  expect(giveBack()).toMatchObject({ outcome: 'refused', code: 'invalid', message: expect.stringContaining(words) });
  expect(item().state).toBe('open');
});
