import { expect, test, vi } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { type BackendDesk, deskForEachTest, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest((opened) => {
  ({ world, desk } = opened);
});

type Certainty = 'sure' | 'likely';
const deliver = (
  title: string,
  proposal: { file?: Certainty; keyword?: Certainty } = {},
  content?: ReturnType<DeskWorld['content']>,
): Id => {
  const { file, keyword } = proposal;
  const names = { caseFileId: world.caseFileId, fileNumber: '13102BG0004710', title: 'Petersen, Anna' };
  return world.deliver(world.jensen, title, undefined, {
    ...(content ? { content } : {}),
    proposedCase: file ? { confidence: file, explanation: 'BG-Nummer auf Seite 1', ...names } : null,
    proposedKeyword: keyword ? { confidence: keyword, explanation: 'Überschrift', keywordId: world.keywordId } : null,
  });
};
const asProposed = { kind: 'file' as const, caseFileId: null, keywordId: null, withUnsure: false };
const open = async (worker = world.jensen, at = desk) =>
  (await at.client.inbox.list({ inboxId: worker.inboxId, show: 'open' })).rows.map(({ title }) => title);
const documents = async () => {
  const all = { registerId: null, keywordId: null, filter: null, showRetracted: false };
  return (await desk.client.documents.list({ caseFileId: world.caseFileId, ...all })).rows.map(({ title }) => title);
};

test('the preview says where each letter goes and why some stay; nothing is changed by it', async () => {
  const itemIds = [
    deliver('Sicher', { file: 'sure', keyword: 'sure' }),
    deliver('Akte unsicher', { file: 'likely', keyword: 'sure' }),
    deliver('Ohne Akte', { keyword: 'sure' }),
    deliver('Ohne Schlagwort', { file: 'sure' }),
  ];
  await logIn(desk, world.jensen);
  const input = { inboxId: world.jensen.inboxId, itemIds };
  const place = 'Petersen, Anna · 13102BG0004710 · Nebenkosten';
  const { rows } = await desk.client.inbox.planBatch({ ...input, act: asProposed });
  expect(rows).toMatchObject([
    { title: 'Sicher', place, note: null, leftOut: null },
    { title: 'Akte unsicher', place, leftOut: 'Die Akte ist nicht sicher.' },
    { title: 'Ohne Akte', place: 'Nebenkosten', leftOut: 'Es ist keine Akte vorgeschlagen.' },
    { title: 'Ohne Schlagwort', leftOut: 'Es ist kein Schlagwort vorgeschlagen.' },
  ]);
  const unsure = await desk.client.inbox.planBatch({ ...input, act: { ...asProposed, withUnsure: true } });
  expect(unsure.rows[1]).toMatchObject({ note: 'Die Akte ist nicht sicher.', leftOut: null });
  const { caseFileId, keywordId } = world;
  const given = await desk.client.inbox.planBatch({ ...input, act: { ...asProposed, caseFileId, keywordId } });
  expect(given.rows.map(({ leftOut }) => leftOut)).toEqual([null, null, null, null]);
  expect(await open()).toHaveLength(4);
});

test('the preview tells what lies already where she may read it: in the file it would go to it stays, elsewhere it goes and says so', async () => {
  const proposed = { file: 'sure', keyword: 'sure' } as const;
  const bytes = new TextEncoder().encode('Zweimal dasselbe');
  const content = world.content(world.centre.keepBlob(bytes), bytes.length);
  const itemIds = ['Zum ersten', 'Zum zweiten'].map((title) => deliver(title, proposed, content));
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const input = { inboxId, itemIds, act: asProposed };
  expect((await desk.client.inbox.planBatch(input)).rows).toMatchObject([
    { note: 'Schon im Postkorb Jensen: „Zum zweiten“.', leftOut: null },
    { note: 'Schon im Postkorb Jensen: „Zum ersten“.', leftOut: null },
  ]);
  const [first, second] = itemIds as [Id, Id];
  await desk.client.inbox.runBatch({ ...input, itemIds: [first] });
  const again = await desk.client.inbox.planBatch({ ...input, itemIds: [second] });
  expect(again.rows).toMatchObject([{ leftOut: 'Schon in der Akte: „Zum ersten“.' }]);
  const act = { ...asProposed, caseFileId: world.otherCaseFileId };
  const elsewhere = await desk.client.inbox.planBatch({ ...input, itemIds: [second], act });
  expect(elsewhere.rows).toMatchObject([{ note: 'Schon in der Akte Petersen, Anna: „Zum ersten“.', leftOut: null }]);
});

test('letters filed at once are one act: one line, one way back, and the centre has each of them', async () => {
  const itemIds = ['Eins', 'Zwei', 'Drei'].map((title) => deliver(title, { file: 'sure', keyword: 'sure' }));
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const done = await desk.client.inbox.runBatch({ inboxId, itemIds, act: asProposed });
  expect(done).toMatchObject({ doneItemIds: itemIds, leftOut: [], hints: [] });
  expect(await open()).toEqual([]);
  const acts = await desk.client.undo.list({});
  expect(acts.rows).toMatchObject([{ commandId: done.commandId, label: 'Ablegen: 3 Schreiben' }]);
  await desk.client.sync.now({});
  await vi.waitFor(() => {
    const items = itemIds.map((id) => world.centre.scope(inboxId).rows.get(`inboxItem/${id}`)?.body);
    expect(items).toMatchObject([{ state: 'filed' }, { state: 'filed' }, { state: 'filed' }]);
  });
  const undone = await desk.client.undo.take({ commandId: acts.rows[0]!.commandId });
  expect(undone).toMatchObject({ label: 'Zurückgenommen: 3 Schreiben', hints: [] });
  expect((await open()).toSorted()).toEqual(['Drei', 'Eins', 'Zwei']);
  expect(await documents()).toEqual([]);
  expect((await desk.client.undo.list({})).rows).toEqual([]);
});

test('one letter of several can be taken back alone; the rest stays one act', async () => {
  const itemIds = ['Eins', 'Zwei', 'Drei'].map((title) => deliver(title, { file: 'sure', keyword: 'sure' }));
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  await desk.client.inbox.runBatch({ inboxId, itemIds, act: asProposed });
  const { undoCommandId } = await desk.client.inbox.item({ inboxId, itemId: itemIds[1] as Id });
  await desk.client.undo.take({ commandId: undoCommandId as Id });
  expect(await open()).toEqual(['Zwei']);
  expect((await desk.client.undo.list({})).rows).toMatchObject([{ label: 'Ablegen: 2 Schreiben' }]);
});

test('what a colleague files first is left out of the batch or clarified, and the rest is done all the same', async () => {
  const itemIds = ['Eins', 'Zwei'].map((title) => deliver(title, { file: 'sure', keyword: 'sure' }));
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const filedByColleague = (itemId: Id) => {
    const args = { inboxId, itemId, caseFileId: world.otherCaseFileId, documentId: world.newId() };
    const all = { ...args, filing: world.filing('Anderswo') };
    world.centre.decide(world.jensen.workerId, {
      id: world.newId(),
      name: 'fileInboxItem',
      at: world.now(),
      args: all,
    });
  };
  desk.isOnline = false;
  filedByColleague(itemIds[0] as Id);
  const done = await desk.client.inbox.runBatch({ inboxId, itemIds, act: asProposed });
  expect(done.doneItemIds).toEqual(itemIds);
  desk.isOnline = true;
  await desk.client.sync.now({});
  await vi.waitFor(async () => {
    expect((await desk.client.clarifications.list({})).rows).toMatchObject([{ label: 'Ablegen: Eins' }]);
  }, 15_000);
  expect(await documents()).toEqual(['Zwei']);
  expect((await desk.client.undo.list({})).rows).toMatchObject([{ label: 'Ablegen: Zwei' }]);
  const again = await desk.client.inbox.runBatch({ inboxId, itemIds, act: asProposed });
  expect(again).toMatchObject({ commandId: null, doneItemIds: [] });
  expect(again.leftOut.map(({ reason }) => reason)).toEqual(
    Array.from({ length: 2 }, () => 'Das Schreiben ist schon abgelegt.'),
  );
});

test('letters forwarded at once arrive with the remark, and come back with one undo', async () => {
  const itemIds = [deliver('Eins'), deliver('Zwei')];
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const act = { kind: 'forward' as const, targetInboxId: world.thomsen.inboxId, remark: 'Bitte prüfen' };
  const plan = await desk.client.inbox.planBatch({ inboxId, itemIds, act });
  expect(plan.rows.map(({ place }) => place)).toEqual(['Thomsen, Grete', 'Thomsen, Grete']);
  const { commandId } = await desk.client.inbox.runBatch({ inboxId, itemIds, act });
  await desk.client.sync.now({});
  const colleague = await startBackendDesk(world);
  await logIn(colleague, world.thomsen);
  expect(await open(world.thomsen, colleague)).toEqual(['Eins', 'Zwei']);
  await desk.client.undo.take({ commandId: commandId as Id });
  expect(await open()).toEqual(['Eins', 'Zwei']);
  await desk.client.sync.now({});
  await colleague.client.sync.now({});
  await vi.waitFor(async () => expect(await open(world.thomsen, colleague)).toEqual([]), 15_000);
  await colleague.close();
});
