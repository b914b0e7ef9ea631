import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
let medicalId: Id;
beforeEach(async () => {
  world = new DeskWorld();
  const registerId = world.newId();
  medicalId = world.newId();
  const rules = { copyHint: null, isProtected: true, retentionYears: 10, courtDocumentClass: null, followUpDays: null };
  world.centre.write([
    {
      kind: 'register',
      id: registerId,
      scopeId: houseScopeId,
      body: { number: 9, name: 'Medizinisches', isProtected: false, validFrom: '2020-01-01', validTo: null },
    },
    {
      kind: 'keyword',
      id: medicalId,
      scopeId: houseScopeId,
      body: { registerId, name: 'Attest', rules, validFrom: '2020-01-01', validTo: null },
    },
  ]);
  desk = await startBackendDesk(world);
});
afterEach(async () => {
  await desk.close();
  await world.close();
  expect(desk.faults).toEqual([]);
});

const list = async (more: { showRetracted?: boolean; filter?: string } = {}) => {
  const all = { caseFileId: world.caseFileId, registerId: null, keywordId: null, filter: null, showRetracted: false };
  return (await desk.client.documents.list({ ...all, ...more })).rows;
};

/** A letter delivered to Jensen and filed by her or by Thomsen; gives the document's id. */
async function filed(
  title: string,
  options: { keywordIds?: Id[]; letterDate?: string; by?: 'thomsen' } = {},
): Promise<Id> {
  const worker = options.by === 'thomsen' ? world.thomsen : world.jensen;
  const itemId = world.deliver(worker, title);
  const documentId = world.newId();
  const { by: _, ...changed } = options;
  const result = world.centre.decide(worker.workerId, {
    id: world.newId(),
    name: 'fileInboxItem',
    at: world.now(),
    args: {
      inboxId: worker.inboxId,
      itemId,
      caseFileId: world.caseFileId,
      documentId,
      filing: { ...world.filing(title), isProtected: changed.keywordIds?.includes(medicalId) ?? false, ...changed },
    },
  });
  expect(result.result).toBe('ok');
  await desk.client.sync.now({});
  return documentId;
}

test('documents are listed by the date of the letter, newest first, and filtered by words in any spelling', async () => {
  await logIn(desk, world.jensen);
  await filed('Müllgebühren', { letterDate: '2026-11-01' });
  await filed('Mietvertrag', { letterDate: '2026-11-20' });
  await filed('Strom', { letterDate: '2026-11-10' });
  expect((await list()).map((row) => row.title)).toEqual(['Mietvertrag', 'Strom', 'Müllgebühren']);
  expect((await list({ filter: 'muellgeb' })).map((row) => row.title)).toEqual(['Müllgebühren']);
  expect((await list({ filter: 'nebenkosten strom' })).map((row) => row.title)).toEqual(['Strom']);
});

test('what a colleague filed is unread until it is marked read', async () => {
  await logIn(desk, world.jensen);
  const documentId = await filed('Von Thomsen', { by: 'thomsen' });
  await filed('Selbst abgelegt');
  const unread = async () => (await list()).filter((row) => row.isUnread).map((row) => row.documentId);
  expect(await unread()).toEqual([documentId]);
  const { caseFileId } = world;
  await desk.client.documents.mark({ caseFileId, documentId, isRead: true });
  expect(await unread()).toEqual([]);
  await desk.client.documents.mark({ caseFileId, documentId, isRead: false });
  expect(await unread()).toEqual([documentId]);
});

test('the cover counts by register, tells what is new and what was done', async () => {
  await logIn(desk, world.jensen);
  const { caseFileId } = world;
  expect(await desk.client.caseFiles.open({ caseFileId, reason: null })).toEqual({ previousSeenAt: null });
  const firstVisit = world.now();
  world.time += 2 * 86_400_000;
  await filed('Neu', { by: 'thomsen' });
  await filed('Attest', { by: 'thomsen', keywordIds: [medicalId, world.keywordId] });
  expect(await desk.client.caseFiles.open({ caseFileId, reason: null })).toEqual({ previousSeenAt: firstVisit });
  await desk.client.followUps.create({ caseFileId, documentId: null, dueOn: '2026-12-01', subject: 'Nachweis' });
  await desk.client.caseFiles.pin({ caseFileId, isPinned: true });
  const cover = await desk.client.caseFiles.cover({ caseFileId });
  expect(cover).toMatchObject({
    title: 'Petersen, Anna',
    documentCount: 2,
    newSince: { since: firstVisit, count: 2 },
    sheetCount: 4,
    isPinned: true,
    openFollowUps: 1,
    followUps: [{ subject: 'Nachweis', dueOn: '2026-12-01', createdByName: 'Jensen' }],
  });
  expect(cover.lastContactAt).toBe(world.now());
  const counts = cover.registers.map(({ count, keywords }) => [count, keywords.map((keyword) => keyword.count)]);
  expect(counts).toEqual([
    [2, [2]],
    [1, [1]],
  ]);
});

test('changes of details stand in the history in words', async () => {
  await logIn(desk, world.jensen);
  const documentId = await filed('Alt');
  const target = { caseFileId: world.caseFileId, documentId };
  await desk.client.documents.setDetails({
    ...target,
    before: { title: 'Alt' },
    after: { title: 'Neu', letterDate: '2026-10-05' },
  });
  const { keywordLinks } = await desk.client.documents.get(target);
  await desk.client.documents.setKeywords({ ...target, add: [medicalId], removeLinks: [keywordLinks[0]!.linkId] });
  const detail = await desk.client.documents.get(target);
  expect(detail).toMatchObject({ title: 'Neu', isProtected: true, mayRead: false });
  const lines = detail.history.map(({ field, oldValue, newValue }) => [field, oldValue, newValue]);
  expect(lines).toEqual(
    expect.arrayContaining([
      ['Titel', 'Alt', 'Neu'],
      ['Datum des Schreibens', '20.11.2026', '05.10.2026'],
      ['Schlagwörter', 'Nebenkosten', 'Attest'],
    ]),
  );
});

test('taken away the protecting keyword, a document is open again; one protected by choice stays protected', async () => {
  await logIn(desk, world.jensen);
  const target = {
    caseFileId: world.caseFileId,
    documentId: await filed('Attest', { keywordIds: [medicalId, world.keywordId] }),
  };
  const links = (await desk.client.documents.get(target)).keywordLinks;
  const medical = links.find((link) => link.keywordId === medicalId)!;
  await desk.client.documents.setKeywords({ ...target, add: [], removeLinks: [medical.linkId] });
  expect(await desk.client.documents.get(target)).toMatchObject({ isProtected: false, mayRead: true });
});

test('a retracted document leaves the list and is kept with its reason', async () => {
  await logIn(desk, world.jensen);
  const documentId = await filed('Falsche Akte');
  const target = { caseFileId: world.caseFileId, documentId };
  await desk.client.documents.retract({ ...target, reason: 'gehört nicht hierher' });
  expect(await list()).toEqual([]);
  expect(await list({ showRetracted: true })).toMatchObject([{ state: 'retracted' }]);
  expect(await desk.client.documents.get(target)).toMatchObject({ stateReason: 'gehört nicht hierher' });
});

test('a moved document stands in its new file and leaves a reference', async () => {
  await logIn(desk, world.jensen);
  const documentId = await filed('Verschoben');
  const toCaseFileId = world.otherCaseFileId;
  await desk.client.documents.move({ caseFileId: world.caseFileId, documentId, toCaseFileId, reason: 'Umzug' });
  expect(await list({ showRetracted: true })).toMatchObject([{ state: 'moved' }]);
  const detail = await desk.client.documents.get({ caseFileId: world.caseFileId, documentId });
  expect(detail.movedTo).toBe(toCaseFileId);
  expect(detail.history[0]).toMatchObject({ field: 'Akte', newValue: 'Hinrichsen, Uwe (13102BG0004711)' });
});

test('a protected document is read only after a reason was given, in this session', async () => {
  await logIn(desk, world.jensen);
  const documentId = await filed('Attest', { keywordIds: [medicalId] });
  const { caseFileId } = world;
  const place = { scopeId: caseFileId, ownerId: documentId };
  await expect(desk.client.content.describe(place)).rejects.toMatchObject({ code: 'needs_reason' });
  await expect(desk.client.content.pageText({ ...place, number: 1 })).rejects.toMatchObject({ code: 'needs_reason' });
  await expect(desk.client.content.readRange({ ...place, from: 0, to: 10 })).rejects.toMatchObject({
    code: 'needs_reason',
  });
  const search = () => desk.client.search.query({ text: 'Mietvertrag', caseFileId: null });
  expect((await search()).documents).toEqual([]);
  const told: string[] = [];
  desk.client.caseFiles.on.changed(({ caseFileIds }) => told.push(...caseFileIds));
  await desk.client.documents.openProtected({ caseFileId, documentId, reason: 'Prüfung Mehrbedarf' });
  await expect.poll(() => told).toContain(caseFileId);
  expect(await desk.client.content.describe(place)).toMatchObject({ isProtected: true, canShow: true });
  expect(await desk.client.content.pageText({ ...place, number: 1 })).toEqual({ text: 'Mietvertrag über die Wohnung' });
  expect((await search()).documents).toMatchObject([{ documentId, page: 1 }]);
  await desk.client.session.logOut({});
  await logIn(desk, world.jensen);
  await expect(desk.client.content.describe(place)).rejects.toMatchObject({ code: 'needs_reason' });
});

test('bytes that are not here are fetched when opened; without the centre the page is told so', async () => {
  await logIn(desk, world.jensen);
  const documentId = await filed('Mietvertrag');
  const place = { scopeId: world.caseFileId, ownerId: documentId };
  const { content } = await desk.client.documents.get({ caseFileId: world.caseFileId, documentId });
  const bytes = world.centre.blobs.get(content.sha256)!;
  expect(await desk.client.content.readRange({ ...place, from: 0, to: bytes.length })).toEqual(bytes);
  expect(await desk.client.content.readRange({ ...place, from: 4, to: 9 })).toEqual(bytes.slice(4, 9));
  const other = await startBackendDesk(world);
  world.centre.blobs.clear(); // nothing can be fetched ahead
  await logIn(other, world.jensen);
  other.isOnline = false;
  const away = other.client.content.describe(place);
  await expect(away).rejects.toMatchObject({
    code: 'offline',
    message: expect.stringContaining('noch nicht auf diesem Gerät'),
  });
  world.centre.blobs.set(content.sha256, bytes);
  other.isOnline = true;
  await vi.waitFor(
    async () => expect(await other.client.content.describe(place)).toMatchObject({ canShow: true }),
    15_000,
  );
  await other.close();
});
