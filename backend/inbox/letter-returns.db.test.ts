import { expect, test, vi } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { intakeWorkerId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest((opened) => {
  ({ world, desk } = opened);
});

/** A letter of the scan station in Jensen's Postkorb. */
function scanned(title: string): Id {
  const itemId = world.newId();
  const sha256 = world.centre.keepBlob(new TextEncoder().encode(itemId));
  const transferNote = {
    ...{ stackId: world.newId(), takenAt: world.now(), takenBy: null, source: 'folder' as const },
    ...{ station: 'Scanner 1', fileName: 'Stapel.pdf', original: { sha256, size: 9, pageCount: 4 }, pages: [2, 3] },
    ...{ resolution: 300, colour: null, resultSha256: sha256, steps: [], confidence: 90, concerns: [] },
    visualCheck: { state: 'open' as const, by: null, at: null },
  };
  const content = { ...world.content(sha256, itemId.length), transferNote };
  const letter = { title, letterDate: null, receivedDate: null, sender: null, direction: 'incoming' as const };
  const nothing = { proposedCase: null, proposedKeyword: null, remark: null };
  const { inboxId } = world.jensen;
  world.centre.grant(inboxId, intakeWorkerId, 'deliver');
  const result = world.centre.decide(intakeWorkerId, {
    ...{ id: world.newId(), name: 'deliverInboxItem', at: world.now() },
    args: { inboxId, itemId, ...letter, source: 'scan' as const, content, pageTexts: ['Wohngeldbescheid'], ...nothing },
  });
  if (result.result !== 'ok') throw new Error(result.message ?? 'not delivered');
  return itemId;
}

const titles = async (show: 'open' | 'doneToday') =>
  (await desk.client.inbox.list({ inboxId: world.jensen.inboxId, show })).rows.map(({ title, wentTo }) => ({
    title,
    wentTo,
  }));
const giveBack = (itemIds: Id[], reason = 'Seite fehlt') =>
  desk.client.inbox.runBatch({ inboxId: world.jensen.inboxId, itemIds, act: { kind: 'return', reason } });

test('a letter given back without the centre leaves the open ones at once, arrives there once, and can be fetched back', async () => {
  const itemId = scanned('Bescheid');
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  desk.isOnline = false;
  const { commandId } = await giveBack([itemId]);
  expect(await titles('open')).toEqual([]);
  expect(await titles('doneToday')).toEqual([{ title: 'Bescheid', wentTo: 'atStation' }]);
  const detail = await desk.client.inbox.item({ inboxId, itemId });
  expect(detail).toMatchObject({
    returns: [{ byName: 'Jensen', reason: 'Seite fehlt', answeredAt: null }],
    undoCommandId: expect.any(String),
  });
  desk.isOnline = true;
  await desk.client.sync.now({});
  const there = () => world.centre.scope(inboxId).rows.get(`inboxItem/${itemId}`)?.body as { returns?: unknown[] };
  await vi.waitFor(() => expect(there()).toMatchObject({ state: 'forwarded', returns: [{ reason: 'Seite fehlt' }] }));
  await desk.client.undo.take({ commandId: commandId as Id });
  expect(await titles('open')).toEqual([{ title: 'Bescheid', wentTo: null }]);
  await desk.client.sync.now({});
  await vi.waitFor(() => expect(there()).toMatchObject({ state: 'open', returns: [] }));
});

test('a letter at the scan station stays in sight on later days, until it is answered; then it leads to what it became', async () => {
  const itemId = scanned('Bescheid');
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  await giveBack([itemId]);
  await desk.client.sync.now({});
  await vi.waitFor(() =>
    expect(world.centre.scope(inboxId).rows.get(`inboxItem/${itemId}`)?.body).toMatchObject({ state: 'forwarded' }),
  );
  world.time += 2 * 86_400_000;
  expect(await titles('doneToday')).toEqual([{ title: 'Bescheid', wentTo: 'atStation' }]);
  const newItemId = scanned('Bescheid, berichtigt');
  const answered = { inboxId, itemId, answer: 'Neu eingescannt', letters: [{ inboxId, itemId: newItemId }] };
  const result = world.centre.decide(intakeWorkerId, {
    ...{ id: world.newId(), name: 'answerReturn', at: world.now(), args: answered },
  });
  expect(result.result).toBe('ok');
  await desk.client.sync.now({});
  await vi.waitFor(async () => expect(await titles('doneToday')).toEqual([]), 15_000);
  const detail = await desk.client.inbox.item({ inboxId, itemId });
  expect(detail).toMatchObject({
    ...{ wentTo: 'answeredByStation', undoCommandId: null, becameItems: [{ title: 'Bescheid, berichtigt' }] },
    returns: [{ reason: 'Seite fehlt', answer: 'Neu eingescannt' }],
  });
});

test('what the scan station has answered is no longer offered for taking back; what still lies there is', async () => {
  const [answered, waiting] = [scanned('Bescheid'), scanned('Quittung')];
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const { commandId } = await giveBack([answered, waiting]);
  await desk.client.sync.now({});
  const offered = async () => (await desk.client.undo.list({})).rows.map(({ label }) => label);
  expect(await offered()).toEqual(['Zurück an die Scanstelle: 2 Schreiben']);
  const there = (itemId: Id) => world.centre.scope(inboxId).rows.get(`inboxItem/${itemId}`)?.body;
  await vi.waitFor(() => expect(there(waiting)).toMatchObject({ state: 'forwarded' }));
  const answer = (itemId: Id) =>
    world.centre.decide(intakeWorkerId, {
      ...{ id: world.newId(), name: 'answerReturn', at: world.now() },
      args: { inboxId, itemId, answer: null, letters: [{ inboxId, itemId: scanned('Berichtigt') }] },
    });
  expect(answer(answered).result).toBe('ok');
  await desk.client.sync.now({});
  await vi.waitFor(async () => expect(await offered()).toEqual(['Zurück an die Scanstelle']), 15_000);
  // A page that offered it a moment ago is told why not, and what still can be fetched back is.
  const { hints } = await desk.client.undo.take({ commandId: commandId as Id });
  expect(hints).toMatchObject([{ message: expect.stringContaining('schon bearbeitet') }]);
  expect(await offered()).toEqual([]);
  expect((await titles('open')).map(({ title }) => title).sort()).toEqual(['Berichtigt', 'Quittung']);
});

test('what did not come from the scan station stays in the Postkorb and says why, also among others', async () => {
  const scan = scanned('Gescannt');
  const other = world.deliver(world.jensen, 'Hochgeladen', undefined, { source: 'upload' });
  await logIn(desk, world.jensen);
  const done = await giveBack([scan, other]);
  expect(done.doneItemIds).toEqual([scan]);
  expect(done.leftOut).toMatchObject([
    { title: 'Hochgeladen', reason: expect.stringContaining('nicht über die Scanstelle') },
  ]);
  expect(await titles('open')).toEqual([{ title: 'Hochgeladen', wentTo: null }]);
});

/** Merges letters of the Postkorb into one. */
async function merge(itemIds: Id[]): Promise<Id> {
  const { inboxId } = world.jensen;
  const documents = [{ pages: itemIds.flatMap((itemId) => [1, 2].map((page) => ({ itemId, page }))) }];
  const { itemIds: made } = await desk.client.inbox.rearrange({ inboxId, documents });
  await desk.client.sync.now({});
  return made[0] as Id;
}

test('a letter merged of two stacks goes back in one act: each part to its stack, also without the centre', async () => {
  const [bill, answer] = [scanned('Rechnung'), scanned('Anschreiben')];
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const merged = await merge([bill, answer]);
  expect((await desk.client.inbox.item({ inboxId, itemId: merged })).whyNotReturned).toBeNull();
  const act = { kind: 'return' as const, reason: 'Falsch getrennt' };
  const { rows } = await desk.client.inbox.planBatch({ inboxId, itemIds: [merged], act });
  expect(rows).toMatchObject([
    {
      ...{ itemId: merged, leftOut: null, place: 'Scanstelle' },
      note: 'Das Zusammenfügen wird zurückgenommen: „Rechnung“, „Anschreiben“ gehen einzeln zurück.',
    },
  ]);
  desk.isOnline = false;
  const done = await giveBack([merged], 'Falsch getrennt');
  expect(done).toMatchObject({ doneItemIds: [merged], leftOut: [] });
  expect(await titles('open')).toEqual([]);
  expect((await titles('doneToday')).toSorted((one, other) => one.title.localeCompare(other.title))).toEqual([
    { title: 'Anschreiben', wentTo: 'atStation' },
    { title: 'Rechnung', wentTo: 'atStation' },
  ]);
  desk.isOnline = true;
  await desk.client.sync.now({});
  const there = (itemId: Id) => world.centre.scope(inboxId).rows.get(`inboxItem/${itemId}`)?.body;
  for (const itemId of [bill, answer]) {
    await vi.waitFor(() =>
      expect(there(itemId)).toMatchObject({ state: 'forwarded', returns: [{ reason: 'Falsch getrennt' }] }),
    );
  }
  // Fetched back they are the letters they were before the merging.
  await desk.client.undo.take({ commandId: done.commandId as Id });
  expect((await titles('open')).map(({ title }) => title).toSorted()).toEqual(['Anschreiben', 'Rechnung']);
});

test('of a merged letter the part that was never at the station stays in the Postkorb, and that is said before', async () => {
  const scan = scanned('Gescannt');
  const other = world.deliver(world.jensen, 'Hochgeladen', undefined, { source: 'upload' });
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const merged = await merge([scan, other]);
  const act = { kind: 'return' as const, reason: 'Schief' };
  const { rows } = await desk.client.inbox.planBatch({ inboxId, itemIds: [merged], act });
  expect(rows[0]?.note).toBe(
    'Das Zusammenfügen wird zurückgenommen: „Gescannt“ geht zurück. Im Postkorb bleibt: „Hochgeladen“.',
  );
  await giveBack([merged], 'Schief');
  expect(await titles('open')).toEqual([{ title: 'Hochgeladen', wentTo: null }]);
  expect(await titles('doneToday')).toMatchObject([{ title: 'Gescannt', wentTo: 'atStation' }]);
});

test('a merged letter of which nothing came from the station stays as it is', async () => {
  const parts = ['Eins', 'Zwei'].map((title) => world.deliver(world.jensen, title, undefined, { source: 'upload' }));
  await logIn(desk, world.jensen);
  const merged = await merge(parts);
  const done = await giveBack([merged]);
  expect(done.leftOut).toMatchObject([{ itemId: merged }]);
  expect((await titles('open')).map(({ wentTo }) => wentTo)).toEqual([null]);
});

test('a merged letter that a colleague files first stays filed: the giving back is clarified, and its parts stay what they were', async () => {
  const parts = [scanned('Rechnung'), scanned('Anschreiben')];
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const merged = await merge(parts);
  const there = (itemId: Id) => world.centre.scope(inboxId).rows.get(`inboxItem/${itemId}`)?.body;
  await vi.waitFor(() => expect(there(merged)).toMatchObject({ state: 'open' }));
  desk.isOnline = false;
  const args = { inboxId, itemId: merged, caseFileId: world.otherCaseFileId, documentId: world.newId() };
  const filed = world.centre.decide(world.jensen.workerId, {
    ...{ id: world.newId(), name: 'fileInboxItem', at: world.now() },
    args: { ...args, filing: world.filing('Anderswo') },
  });
  expect(filed.result).toBe('ok');
  await giveBack([merged]);
  desk.isOnline = true;
  await desk.client.sync.now({});
  await vi.waitFor(async () => {
    expect((await desk.client.clarifications.list({})).rows.length).toBeGreaterThan(0);
  }, 15_000);
  expect(there(merged)).toMatchObject({ state: 'filed' });
  for (const itemId of parts) {
    expect(there(itemId)).toMatchObject({ state: 'forwarded', replacedBy: [merged] });
    expect((there(itemId) as { returns?: unknown[] }).returns ?? []).toEqual([]);
  }
  await vi.waitFor(async () => {
    expect((await desk.client.inbox.item({ inboxId, itemId: merged })).state).toBe('filed');
  });
});
