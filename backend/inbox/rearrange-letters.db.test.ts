import { expect, test, vi } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest((opened) => {
  ({ world, desk } = opened);
});

const open = async () =>
  (await desk.client.inbox.list({ inboxId: world.jensen.inboxId, show: 'open' })).rows.map(({ itemId }) => itemId);
const at = (itemId: Id, page: number) => ({ itemId, page });
const deliver = (title: string, texts: string[]): Id =>
  world.deliver(world.jensen, title, undefined, { pageTexts: texts });

test('a letter split at the desk is two letters at once, the centre has them, and taken back it is one again', async () => {
  const itemId = deliver('Zwei in einem', ['Miete', 'Strom']);
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const documents = [{ pages: [at(itemId, 1)] }, { pages: [at(itemId, 2)] }];
  const done = await desk.client.inbox.rearrange({ inboxId, documents });
  expect(done).toMatchObject({ label: 'Geteilt', canUndo: true });
  expect((await open()).toSorted()).toEqual(done.itemIds.toSorted());
  const made = await desk.client.inbox.item({ inboxId, itemId: done.itemIds[1] as Id });
  expect(made).toMatchObject({ title: 'Neu', pageCount: 1, madeFrom: [{ title: 'Zwei in einem', pages: [2] }] });
  const before = await desk.client.inbox.item({ inboxId, itemId });
  expect(before).toMatchObject({ wentTo: 'otherLetters', undoCommandId: done.commandId });
  expect(before.becameItems.map((one) => one.itemId)).toEqual(done.itemIds);
  await desk.client.sync.now({});
  const there = () => [...world.centre.scope(inboxId).rows.values()].filter(({ kind }) => kind === 'inboxItem');
  await vi.waitFor(() => expect(there()).toHaveLength(3));
  await desk.client.undo.take({ commandId: done.commandId });
  expect(await open()).toEqual([itemId]);
});

test('merged letters bear the words of the first one; the order is the one chosen', async () => {
  const [first, second] = [deliver('Anschreiben', ['eins', 'eins b']), deliver('Anlage', ['zwei', 'drei'])];
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const pages = [at(second, 1), at(second, 2), at(first, 1), at(first, 2)];
  const { itemIds, label } = await desk.client.inbox.rearrange({ inboxId, documents: [{ pages }] });
  expect(label).toBe('Zusammengefügt');
  const merged = await desk.client.inbox.item({ inboxId, itemId: itemIds[0] as Id });
  expect(merged).toMatchObject({
    ...{ title: 'Anlage', sender: 'Wohnungsbau Husum', pageCount: 4 },
    madeFrom: [{ title: 'Anlage', pages: [1, 2] }, { title: 'Anschreiben' }],
  });
});

test('without the centre nothing is changed, and the sentence says what can be done meanwhile', async () => {
  const itemId = deliver('Brief', ['eins', 'zwei']);
  await logIn(desk, world.jensen);
  desk.isOnline = false;
  const documents = [{ pages: [at(itemId, 1)] }, { pages: [at(itemId, 2)] }];
  const asking = desk.client.inbox.rearrange({ inboxId: world.jensen.inboxId, documents });
  await expect(asking).rejects.toMatchObject({
    code: 'offline',
    message: expect.stringContaining('so ablegen, wie es ist'),
  });
  expect(await open()).toEqual([itemId]);
  expect((await desk.client.undo.list({})).rows).toEqual([]);
});
