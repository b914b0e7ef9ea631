import { expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import type { TransferNote } from '../../core/domain/transfer-note.ts';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest((opened) => {
  ({ world, desk } = opened);
});

const noteOf = (sha256: string) => ({
  ...{ stackId: world.newId(), takenAt: world.now(), takenBy: world.thomsen.workerId, source: 'upload' as const },
  ...{ station: 'Scanner 1', fileName: 'Stapel.pdf', original: { sha256, size: 9, pageCount: 4 }, pages: [2, 3] },
  ...{ resolution: 300, colour: null, resultSha256: sha256, steps: [], confidence: 90, concerns: [] },
  visualCheck: { state: 'open' as const, by: null, at: null },
});

/** A scanned letter in Jensen's Postkorb. */
function scanned(said: Partial<TransferNote> | null): Id {
  const itemId = world.newId();
  const sha256 = world.centre.keepBlob(new TextEncoder().encode(itemId));
  const content = {
    ...world.content(sha256, itemId.length),
    ...(said ? { transferNote: { ...noteOf(sha256), ...said } } : {}),
  };
  const letter = { title: 'Brief', letterDate: null, receivedDate: null, sender: null, direction: 'incoming' as const };
  const nothing = { proposedCase: null, proposedKeyword: null, remark: null };
  const { inboxId, workerId } = world.jensen;
  const result = world.centre.decide(workerId, {
    ...{ id: world.newId(), name: 'deliverInboxItem', at: world.now() },
    args: { inboxId, itemId, ...letter, source: 'scan' as const, content, pageTexts: ['Seite'], ...nothing },
  });
  if (result.result !== 'ok') throw new Error(result.message ?? 'not delivered');
  return itemId;
}

test('the note of a scanned letter says who handed it in; she confirms the visual check, and takes it back', async () => {
  const ownerId = scanned({});
  await logIn(desk, world.jensen);
  const place = { scopeId: world.jensen.inboxId, ownerId };
  const open = await desk.client.content.transferNote(place);
  expect(open).toMatchObject({
    note: { station: 'Scanner 1', pages: [2, 3], visualCheck: { state: 'open' } },
    takenByName: expect.stringContaining('Thomsen'),
    ...{ checkedByName: null, mayCheck: true, mayReopen: false },
  });
  await desk.client.content.confirmVisualCheck(place);
  expect(await desk.client.content.transferNote(place)).toMatchObject({
    note: { visualCheck: { state: 'done', by: world.jensen.workerId } },
    ...{ checkedByName: expect.stringContaining('Jensen'), mayCheck: false, mayReopen: true },
  });
  await desk.client.content.reopenVisualCheck(place);
  expect(await desk.client.content.transferNote(place)).toMatchObject({ mayCheck: true, mayReopen: false });
});

test('the confirmed check goes with the letter into the case file', async () => {
  const itemId = scanned({});
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  await desk.client.content.confirmVisualCheck({ scopeId: inboxId, ownerId: itemId });
  const { caseFileId } = world;
  const filing = world.filing('Brief');
  await desk.client.inbox.file({ inboxId, itemId, caseFileId, filing });
  const list = { caseFileId, registerId: null, keywordId: null, filter: null, showRetracted: false };
  const [filed] = (await desk.client.documents.list(list)).rows;
  const place = { scopeId: caseFileId, ownerId: filed?.documentId as Id };
  expect(await desk.client.content.transferNote(place)).toMatchObject({
    ...{ note: { visualCheck: { state: 'done' } }, mayReopen: true },
  });
});

test('what was not scanned has no note', async () => {
  const ownerId = scanned(null);
  await logIn(desk, world.jensen);
  expect(await desk.client.content.transferNote({ scopeId: world.jensen.inboxId, ownerId })).toMatchObject({
    ...{ note: null, mayCheck: false, mayReopen: false },
  });
});

test('the file a letter was scanned from at a desk can be read where it holds nothing else', async () => {
  const whole = new TextEncoder().encode('so kam es aus dem Scanner');
  const original = { sha256: world.centre.keepBlob(whole), size: whole.length, pageCount: 2 };
  const ownerId = scanned({ source: 'branchOffice', original });
  const parted = scanned({ source: 'branchOffice', original, steps: [{ step: 'split', pages: [2, 3] }] });
  await logIn(desk, world.jensen);
  const place = { scopeId: world.jensen.inboxId, ownerId };
  const { original: shown } = await desk.client.content.transferNote(place);
  expect(shown).toEqual({ fileName: 'Stapel.pdf', size: whole.length });
  const part = await desk.client.content.readOriginal({ ...place, from: 3, to: whole.length });
  expect(Buffer.from(part).toString()).toBe('kam es aus dem Scanner');

  const other = { ...place, ownerId: parted };
  expect(await desk.client.content.transferNote(other)).toMatchObject({ original: null });
  await expect(desk.client.content.readOriginal({ ...other, from: 0, to: 1 })).rejects.toMatchObject({
    code: 'not_found',
  });
});
