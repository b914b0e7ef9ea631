import { expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest((opened) => {
  ({ world, desk } = opened);
});

const minute = 60_000;

/** What the centre has been told of, in the order in which it was looked at. */
const told = () =>
  [...world.centre.accessEvents.values()]
    .sort((left, right) => left.number - right.number)
    .map(({ at, action, scopeId, targetId, workerId }) => ({ at, action, scopeId, targetId, workerId }));

/** A letter of hers and a document of the file, both here. */
async function letterAndDocument(): Promise<{ letterId: Id; documentId: Id }> {
  const { caseFileId } = world;
  const { inboxId } = world.jensen;
  const [letterId, itemId] = [world.deliver(world.jensen, 'Brief'), world.deliver(world.jensen, 'Bescheid')];
  await logIn(desk, world.jensen);
  await desk.client.inbox.file({ inboxId, itemId, caseFileId, filing: world.filing('Bescheid') });
  await desk.client.sync.now({});
  const all = { caseFileId, registerId: null, keywordId: null, filter: null, showRetracted: false };
  const [document] = (await desk.client.documents.list(all)).rows;
  if (!document) throw new Error('nothing was filed');
  return { letterId, documentId: document.documentId };
}

// S38: opening a file, and reading, printing or saving a document or letter, is recorded at the desk at once
test('each look at a file, a document or a letter is recorded when it is taken, also without the centre', async () => {
  const { letterId, documentId } = await letterAndDocument();
  const { caseFileId, jensen } = world;
  desk.isOnline = false;
  const begun = world.time;
  await desk.client.caseFiles.open({ caseFileId, reason: null });
  const targets = [
    { scopeId: caseFileId, ownerId: documentId },
    { scopeId: jensen.inboxId, ownerId: letterId },
  ];
  const looks = targets.flatMap((target) =>
    (['read', 'printed', 'saved'] as const).map((action) => ({ ...target, action })),
  );
  for (const look of looks) {
    world.time += minute;
    await desk.client.content.noteAccess(look);
  }
  expect(told()).toEqual([]);
  world.time += 60 * minute;
  desk.isOnline = true;
  await desk.client.sync.now({});
  const { workerId } = jensen;
  const at = (minutes: number) => new Date(begun + minutes * minute).toISOString();
  expect(told()).toEqual([
    { at: at(0), action: 'opened', scopeId: caseFileId, targetId: caseFileId, workerId },
    ...looks.map(({ action, scopeId, ownerId }, index) => ({
      ...{ at: at(index + 1), action, scopeId, targetId: ownerId, workerId },
    })),
  ]);
});

// S38: the same look within ten minutes is one, printing and saving count each time
test('who reads the same letter again soon has looked once, who prints it twice has printed it twice', async () => {
  const { letterId } = await letterAndDocument();
  const letter = { scopeId: world.jensen.inboxId, ownerId: letterId };
  for (const action of ['read', 'printed', 'read', 'printed'] as const) {
    await desk.client.content.noteAccess({ ...letter, action });
  }
  world.time += 11 * minute;
  await desk.client.content.noteAccess({ ...letter, action: 'read' });
  await desk.client.sync.now({});
  expect(told().map(({ action }) => action)).toEqual(['read', 'printed', 'printed', 'read']);
});

test('of what she may not read no look is recorded', async () => {
  await logIn(desk, world.jensen);
  const letterId = world.deliver(world.thomsen, 'Für Thomsen');
  await desk.client.sync.now({});
  const foreign = { scopeId: world.thomsen.inboxId, ownerId: letterId, action: 'read' as const };
  await expect(desk.client.content.noteAccess(foreign)).rejects.toMatchObject({ code: 'not_found' });
  await desk.client.sync.now({});
  expect(told()).toEqual([]);
});
