import { expect, test, vi } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { type BackendDesk, deskForEachTest, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import type { DeskWorld, TestWorker } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest((opened) => {
  ({ world, desk } = opened);
});

const rowsOf = async ({ inboxId }: TestWorker, at = desk) =>
  (await at.client.inbox.list({ inboxId, show: 'open' })).rows;
const proposal = (confidence: 'sure' | 'none') => ({
  ...{ confidence, explanation: 'BG-Nummer auf Seite 1', caseFileId: world.caseFileId },
  ...{ fileNumber: '13102BG0004710', title: 'Petersen, Anna' },
});

test('a letter is new until somebody has looked at it here', async () => {
  const itemId = world.deliver(world.jensen, 'Brief');
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  expect(await rowsOf(world.jensen)).toMatchObject([{ isUnread: true }]);
  await desk.client.content.noteAccess({ scopeId: inboxId, ownerId: itemId, action: 'read' });
  expect(await rowsOf(world.jensen)).toMatchObject([{ isUnread: false }]);
});

test('a letter that came after an open follow-up of its file says so, one that came before or to another file does not', async () => {
  const { caseFileId } = world;
  world.deliver(world.jensen, 'Davor', undefined, { proposedCase: proposal('sure') });
  await logIn(desk, world.jensen);
  world.time += 60_000;
  await desk.client.followUps.create({ caseFileId, documentId: null, dueOn: '2026-12-01', subject: 'Unterlagen da?' });
  world.time += 60_000;
  const itemId = world.deliver(world.jensen, 'Danach', undefined, { proposedCase: proposal('sure') });
  world.deliver(world.jensen, 'Unbekannt', undefined, { proposedCase: proposal('none') });
  await desk.client.sync.now({});
  const marks = (await rowsOf(world.jensen)).map(({ title, isAfterFollowUp }) => [title, isAfterFollowUp]);
  expect(Object.fromEntries(marks)).toEqual({ Davor: false, Danach: true, Unbekannt: false });
  const { inboxId } = world.jensen;
  const { followUps } = await desk.client.inbox.item({ inboxId, itemId });
  expect(followUps).toMatchObject([{ subject: 'Unterlagen da?', dueOn: '2026-12-01' }]);
  const [open] = (await desk.client.followUps.list({ which: 'open', caseFileId })).rows;
  await desk.client.followUps.complete({ caseFileId, followUpId: open?.followUpId as Id });
  expect((await rowsOf(world.jensen)).some(({ isAfterFollowUp }) => isAfterFollowUp)).toBe(false);
});

test('colleagues see who works on a letter, batches leave it out, and it is free again when she lets go', async () => {
  const { inboxId } = world.jensen;
  world.centre.grant(inboxId, world.thomsen.workerId, 'write');
  const itemId = world.deliver(world.jensen, 'Brief', undefined, { proposedCase: proposal('sure') });
  await logIn(desk, world.jensen);
  const colleague = await startBackendDesk(world);
  await logIn(colleague, world.thomsen);
  await desk.client.inbox.claim({ inboxId, itemId, seen: null });
  await desk.client.sync.now({});
  await colleague.client.sync.now({});
  await vi.waitFor(async () => {
    const rows = await rowsOf(world.jensen, colleague);
    expect(rows).toMatchObject([{ claimedById: world.jensen.workerId, claimedByName: 'Jensen' }]);
  }, 15_000);
  const act = { kind: 'file' as const, caseFileId: null, keywordId: world.keywordId, withUnsure: false };
  const plan = await colleague.client.inbox.planBatch({ inboxId, itemIds: [itemId], act });
  expect(plan.rows).toMatchObject([{ leftOut: 'Jensen hat das Schreiben zur Bearbeitung übernommen.' }]);
  expect((await desk.client.inbox.planBatch({ inboxId, itemIds: [itemId], act })).rows).toMatchObject([
    { leftOut: null },
  ]);
  await desk.client.inbox.release({ inboxId, itemId });
  await desk.client.sync.now({});
  await colleague.client.sync.now({});
  await vi.waitFor(async () => {
    expect(await rowsOf(world.jensen, colleague)).toMatchObject([{ claimedById: null }]);
  }, 15_000);
  await colleague.close();
});
