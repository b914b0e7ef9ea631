import { afterEach, describe, expect, it } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
afterEach(async () => {
  await desk.close();
  await world.close();
});

const size = 900;
const contentOf = (number: number) => new Uint8Array(size).fill(number);

/** Documents of a case file, filed by a colleague, all their contents at the centre. */
function fileDocuments(caseFileId: Id, count: number, first = 0): string[] {
  return Array.from({ length: count }, (_, index) => {
    const number = first + index;
    const sha256 = world.centre.keepBlob(contentOf(number));
    const result = world.centre.decide(world.thomsen.workerId, {
      ...{ id: world.newId(), name: 'addDocument', at: world.now() },
      args: {
        ...{ caseFileId, documentId: world.newId(), pageTexts: [] },
        filing: world.filing(`Dokument ${number}`),
        content: world.content(sha256, size),
      },
    });
    expect(result.result).toBe('ok');
    return sha256;
  });
}

const cover = () => desk.client.caseFiles.cover({ caseFileId: world.caseFileId });
const onDesk = async () => (await cover()).onDesk;
const allow = (gigabytes: number) => desk.client.desk.writeSetting({ key: 'contents.limit', value: String(gigabytes) });
const someBytes = (bytes: number) => bytes / 1024 ** 3;

describe('a file taken along', () => {
  it('comes whole although the desk had no room for it before, says what is missing, and is whole after a restart', async () => {
    world = new DeskWorld();
    desk = await startBackendDesk(world);
    await desk.client.session.logIn({ login: 'jensen', password: 'jensen-kennwort' });
    await allow(someBytes(4 * size));
    const [lost = ''] = fileDocuments(world.caseFileId, 4);
    world.centre.blobs.delete(lost);
    fileDocuments(world.otherCaseFileId, 6, 10);
    await desk.client.sync.now({});
    await desk.client.caseFiles.pin({ caseFileId: world.caseFileId, isPinned: true });
    await expect.poll(async () => (await onDesk()).withContent).toBe(3);
    expect(await onDesk()).toMatchObject({ documents: 4, missing: [{ title: 'Dokument 0' }], shortage: null });
    const { rows } = await desk.client.caseFiles.list({ which: 'pinned' });
    expect(rows).toMatchObject([{ documentsHere: 3, documentCount: 4 }]);
    world.centre.keepBlob(contentOf(0));
    world.time += 10 * 60_000;
    await expect
      .poll(async () => {
        await desk.client.sync.now({});
        return (await onDesk()).withContent;
      })
      .toBe(4);
    expect(await desk.client.desk.storage({})).toMatchObject({ usedBytes: 4 * size });
    const { folder } = desk;
    await desk.close();
    desk = await startBackendDesk(world, folder);
    desk.isOnline = false;
    await desk.client.session.logIn({ login: 'jensen', password: 'jensen-kennwort' });
    expect(await cover()).toMatchObject({ isPinned: true, onDesk: { withContent: 4, missing: [] } });
  });

  it('marked without a connection comes after a restart, and several are taken along at once', async () => {
    world = new DeskWorld();
    desk = await startBackendDesk(world);
    await desk.client.session.logIn({ login: 'jensen', password: 'jensen-kennwort' });
    await allow(someBytes(size));
    fileDocuments(world.caseFileId, 5);
    fileDocuments(world.otherCaseFileId, 5, 10);
    await desk.client.sync.now({});
    desk.isOnline = false;
    await allow(someBytes(100 * size));
    const caseFileIds = [world.caseFileId, world.otherCaseFileId];
    expect(await desk.client.caseFiles.takeAlong({ caseFileIds })).toEqual({ added: 2 });
    expect(await desk.client.caseFiles.takeAlong({ caseFileIds })).toEqual({ added: 0 });
    const { folder } = desk;
    await desk.close();
    desk = await startBackendDesk(world, folder);
    await logIn(desk, world.jensen);
    const here = async () =>
      (await desk.client.caseFiles.list({ which: 'pinned' })).rows.map((row) => row.documentsHere);
    await expect.poll(here).toEqual([5, 5]);
  });

  it('says that the room is too small, comes when more is allowed, and goes first again when let go', async () => {
    world = new DeskWorld();
    desk = await startBackendDesk(world);
    await desk.client.session.logIn({ login: 'jensen', password: 'jensen-kennwort' });
    await allow(someBytes(2 * size));
    fileDocuments(world.caseFileId, 5);
    await desk.client.sync.now({});
    await desk.client.caseFiles.pin({ caseFileId: world.caseFileId, isPinned: true });
    await expect.poll(async () => (await onDesk()).withContent).toBe(2);
    expect(await onDesk()).toMatchObject({ documents: 5, shortage: 'limit' });
    await allow(someBytes(20 * size));
    await desk.client.sync.now({});
    await expect.poll(async () => (await onDesk()).withContent).toBe(5);
    expect((await onDesk()).shortage).toBeNull();
    await desk.client.caseFiles.pin({ caseFileId: world.caseFileId, isPinned: false });
    await allow(someBytes(size));
    await expect
      .poll(async () => {
        await desk.client.sync.now({});
        return (await onDesk()).withContent;
      })
      .toBe(1);
    expect((await cover()).documentsHere).toBeNull();
  });
});
