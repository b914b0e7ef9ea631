import { beforeEach, expect, test } from 'vitest';
import { MemoryRecords } from '../../tests/support/memory-records.ts';
import { createIdSource, type Id } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import type { CommandName } from './registry.ts';

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const [anna, maike, inboxId, otherInboxId, itemId] = Array.from({ length: 5 }, newId) as [Id, Id, Id, Id, Id];
let records: MemoryRecords;
const run = (actorId: Id, name: CommandName, args: object) => {
  const at = actorId === anna ? '2026-11-22T09:12:00.000Z' : '2026-11-22T09:13:00.000Z';
  const context = { commandId: newId(), actorId, actorRole: 'worker' as const, at, knows: () => true };
  return records.run(name, { inboxId, itemId, ...args }, context).decision;
};
const item = () => records.read('inboxItem', inboxId, itemId) as BodyOf<'inboxItem'>;

beforeEach(() => {
  records = new MemoryRecords();
  const dates = { letterDate: null, receivedDate: null, sender: null, direction: 'incoming' };
  const facts = { fileName: 'a.pdf', mediaType: 'application/pdf', size: 1, sha256: 'a'.repeat(64), kind: 'pdf' };
  const content = { ...facts, pageCount: 1, encrypted: 'no', hasText: true, explanation: null, attachments: [] };
  const letter = { title: 'Brief', ...dates, source: 'scan', content, pageTexts: ['Miete'] };
  run(anna, 'deliverInboxItem', { ...letter, proposedCase: null, proposedKeyword: null, remark: null });
});

test('a letter is held by the first who takes it over, and free again when she lets go', () => {
  run(anna, 'claimInboxItem', { seen: null });
  expect(item()).toMatchObject({ claimedBy: anna, claimedAt: '2026-11-22T09:12:00.000Z', state: 'open' });
  expect(run(maike, 'claimInboxItem', { seen: null })).toMatchObject({
    outcome: 'refused',
    code: 'changedMeanwhile',
    details: { by: anna, at: '2026-11-22T09:12:00.000Z' },
  });
  run(anna, 'releaseInboxItem', {});
  expect(item()).toMatchObject({ claimedBy: null, claimedAt: null });
});

test('who saw whose it is may take it over; the one before then has nothing left to let go', () => {
  run(anna, 'claimInboxItem', { seen: null });
  expect(run(maike, 'claimInboxItem', { seen: anna })).toMatchObject({ outcome: 'accepted' });
  expect(item().claimedBy).toBe(maike);
  expect(run(anna, 'releaseInboxItem', {})).toMatchObject({ outcome: 'accepted', writes: [] });
  expect(item().claimedBy).toBe(maike);
});

test('forwarded, a letter is nobody’s yet in the other Postkorb', () => {
  run(anna, 'claimInboxItem', { seen: null });
  const newItemId = newId();
  run(anna, 'forwardInboxItem', { targetInboxId: otherInboxId, newItemId, remark: null });
  const there = records.read('inboxItem', otherInboxId, newItemId) as BodyOf<'inboxItem'>;
  expect(there.state).toBe('open');
  expect(there.claimedBy).toBeUndefined();
  expect(run(maike, 'claimInboxItem', { seen: null })).toMatchObject({ outcome: 'refused' });
});
