import { expect, test, vi } from 'vitest';
import { letterSheet } from '../../intake/pages/test-pages.ts';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest(async (opened) => {
  ({ world, desk } = opened);
  await logIn(desk, world.jensen);
  desk.isOnline = false;
});

const photo = () => new Uint8Array(letterSheet('Mietbescheinigung Zwiebelweg').toBuffer('image/jpeg', 85));
const inTime = { timeout: 110_000, interval: 100 };

type Place = Parameters<BackendDesk['client']['uploads']['begin']>[0];
async function upload(place: { caseFileId: string } | { inboxId: string }) {
  const bytes = photo();
  const { uploads } = desk.client;
  const { uploadId } = await uploads.begin({ ...place, fileName: 'IMG_2034.jpg', size: bytes.length } as Place);
  await uploads.part({ uploadId, offset: 0, bytes });
  return uploads.finish({ uploadId });
}

const found = async () => (await desk.client.search.query({ text: 'Zwiebelweg', caseFileId: null })).documents;

test('a photo that is filed at once is recognised afterwards and found by its text, also when she logs out in between', async () => {
  const { caseFileId } = world;
  const { uploadId, content } = await upload({ caseFileId });
  expect(content).toMatchObject({ kind: 'image', hasText: false });
  await desk.client.uploads.file({ uploadId, caseFileId, filing: world.filing('Foto') });
  expect(await found()).toEqual([]);
  await desk.client.session.logOut({});
  await desk.client.session.logIn({ login: world.jensen.login, password: `${world.jensen.login}-kennwort` });
  await vi.waitFor(async () => expect(await found()).toMatchObject([{ caseFileId, page: 1 }]), inTime);
}, 150_000);

test('a photo laid into the Postkorb at once is there without waiting, and gets text and proposals when it is recognised', async () => {
  const { inboxId } = world.jensen;
  const { uploadId, suggestedTitle } = await upload({ inboxId });
  await desk.client.uploads.deliver({ uploadId, inboxId, title: suggestedTitle, parts: [] });
  const rows = async () => (await desk.client.inbox.list({ inboxId, show: 'open' })).rows;
  expect(await rows()).toMatchObject([{ title: 'IMG 2034', hasText: false }]);
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ hasText: true }]), inTime);
  const [row] = await rows();
  const { itemId } = row!;
  expect(await desk.client.content.pageText({ scopeId: inboxId, ownerId: itemId, number: 1 })).toMatchObject({
    text: expect.stringContaining('Zwiebelweg'),
  });
  expect((await desk.client.inbox.item({ inboxId, itemId })).title).not.toBe('IMG 2034');
}, 150_000);

test('what is asked for while the dialog stands open is recognised first and filed with its text by one act', async () => {
  const { caseFileId } = world;
  const { uploadId } = await upload({ caseFileId });
  const proposal = await desk.client.uploads.propose({ uploadId });
  expect(proposal.title).toContain('Mietbescheinigung');
  await desk.client.uploads.file({ uploadId, caseFileId, filing: world.filing('Foto') });
  expect(await found()).toMatchObject([{ caseFileId, page: 1 }]);
}, 150_000);
