import { expect, test, vi } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, deskForEachTest, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest((opened) => {
  ({ world, desk } = opened);
});

const open = () => desk.client.inbox.list({ inboxId: world.jensen.inboxId, show: 'open' });

test('letters are listed by delivery, with what they are', async () => {
  world.deliver(world.jensen, 'Mietbescheinigung');
  world.time += 60_000;
  world.deliver(world.jensen, 'Kontoauszug');
  await logIn(desk, world.jensen);
  const { rows } = await open();
  expect(rows.map((row) => row.title)).toEqual(['Mietbescheinigung', 'Kontoauszug']);
  expect(rows[0]).toMatchObject({
    source: 'scan',
    pageCount: 2,
    hasText: true,
    caseConfidence: 'none',
    isPending: false,
  });
});

test('filing shows at once in the file, offline too, and is confirmed by the centre later', async () => {
  const itemId = world.deliver(world.jensen, 'Mietbescheinigung');
  await logIn(desk, world.jensen);
  desk.isOnline = false;
  const { caseFileId } = world;
  const filing = world.filing('Mietbescheinigung Petersen');
  const done = await desk.client.inbox.file({ inboxId: world.jensen.inboxId, itemId, caseFileId, filing });
  expect(done).toMatchObject({ label: 'Ablegen: Mietbescheinigung Petersen', canUndo: true, hints: [] });
  expect((await open()).rows).toEqual([]);
  const doneToday = await desk.client.inbox.list({ inboxId: world.jensen.inboxId, show: 'doneToday' });
  expect(doneToday.rows).toMatchObject([
    { state: 'filed', doneByName: 'Jensen', filedTo: { caseFileId, caseTitle: 'Petersen, Anna' }, isPending: true },
  ]);
  const all = { caseFileId, registerId: null, keywordId: null, filter: null, showRetracted: false };
  const before = await desk.client.documents.list(all);
  expect(before.rows).toMatchObject([
    { title: 'Mietbescheinigung Petersen', sheetFrom: 1, sheetTo: 2, isSheetProvisional: true, isPending: true },
  ]);
  desk.isOnline = true;
  await desk.client.sync.now({});
  await vi.waitFor(async () => {
    const { rows } = await desk.client.documents.list(all);
    expect(rows).toMatchObject([{ isSheetProvisional: false, isPending: false, isUnread: false }]);
  }, 15_000);
});

test('taking the filing back brings the letter back', async () => {
  const itemId = world.deliver(world.jensen, 'Mietbescheinigung');
  await logIn(desk, world.jensen);
  const filing = world.filing('Miete');
  const { caseFileId } = world;
  await desk.client.inbox.file({ inboxId: world.jensen.inboxId, itemId, caseFileId, filing });
  const acts = await desk.client.undo.list({});
  expect(acts.rows.map((row) => row.label)).toEqual(['Ablegen: Miete']);
  await desk.client.undo.take({ commandId: acts.rows[0]!.commandId });
  expect((await open()).rows.map((row) => row.itemId)).toEqual([itemId]);
  expect((await desk.client.undo.list({})).rows).toEqual([]);
  await expect(desk.client.undo.take({ commandId: acts.rows[0]!.commandId })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('a letter that is done says by which command it can be taken back, at the desk where it was done only', async () => {
  const [filedId, forwardedId] = [world.deliver(world.jensen, 'Miete'), world.deliver(world.jensen, 'Für Thomsen')];
  await logIn(desk, world.jensen);
  const { inboxId } = world.jensen;
  const { caseFileId } = world;
  const item = (itemId: Id) => desk.client.inbox.item({ inboxId, itemId });
  expect((await item(filedId)).undoCommandId).toBeNull();
  // Both in the same millisecond: the moment cannot tell them apart.
  const filed = await desk.client.inbox.file({ inboxId, itemId: filedId, caseFileId, filing: world.filing('Miete') });
  const target = { targetInboxId: world.thomsen.inboxId, remark: '' };
  const forwarded = await desk.client.inbox.forward({ inboxId, itemId: forwardedId, ...target });
  expect((await item(filedId)).undoCommandId).toBe(filed.commandId);
  expect((await item(forwardedId)).undoCommandId).toBe(forwarded.commandId);
  await desk.client.undo.take({ commandId: filed.commandId });
  expect(await item(filedId)).toMatchObject({ state: 'open', undoCommandId: null });
  // Filed again, elsewhere: the first act is not offered for it.
  await desk.client.sync.now({});
  world.centre.decide(world.jensen.workerId, {
    id: world.newId(),
    name: 'fileInboxItem',
    at: world.now(),
    args: { inboxId, itemId: filedId, caseFileId, documentId: world.newId(), filing: world.filing('Anderswo') },
  });
  await desk.client.sync.now({});
  expect(await item(filedId)).toMatchObject({ state: 'filed', undoCommandId: null });
});

test('a keyword of a protected register makes the filed document protected', async () => {
  const [registerId, keywordId] = [world.newId(), world.newId()];
  const rules = {
    copyHint: null,
    isProtected: false,
    retentionYears: 10,
    courtDocumentClass: null,
    followUpDays: null,
  };
  world.centre.write([
    {
      kind: 'register',
      id: registerId,
      scopeId: houseScopeId,
      body: { number: 9, name: 'Medizinisches', isProtected: true, validFrom: '2020-01-01', validTo: null },
    },
    {
      kind: 'keyword',
      id: keywordId,
      scopeId: houseScopeId,
      body: { registerId, name: 'Attest', rules, validFrom: '2020-01-01', validTo: null },
    },
  ]);
  const itemId = world.deliver(world.jensen, 'Attest');
  await logIn(desk, world.jensen);
  const { caseFileId } = world;
  const filing = { ...world.filing('Attest'), keywordIds: [keywordId], isProtected: false };
  await desk.client.inbox.file({ inboxId: world.jensen.inboxId, itemId, caseFileId, filing });
  const all = { caseFileId, registerId, keywordId: null, filter: null, showRetracted: false };
  const { rows } = await desk.client.documents.list(all);
  expect(rows).toMatchObject([{ title: 'Attest', isProtected: true }]);
});

test('an item tells its proposal and where the same bytes are filed already', async () => {
  await logIn(desk, world.jensen);
  const bytes = new TextEncoder().encode('zweimal dasselbe Schreiben');
  const content = { ...world.content(world.centre.keepBlob(bytes), bytes.length), kind: 'text' as const };
  const proposal = { confidence: 'sure' as const, explanation: 'BG-Nummer auf Seite 1' };
  const { caseFileId } = world;
  const deliver = () => {
    const itemId = world.newId();
    const letter = {
      title: 'Schreiben',
      letterDate: null,
      receivedDate: '2026-11-22',
      sender: null,
      direction: 'incoming',
      source: 'scan',
    };
    const proposedCase = { ...proposal, caseFileId, fileNumber: '13102BG0004710', title: 'Petersen, Anna' };
    const proposedKeyword = { ...proposal, keywordId: world.keywordId };
    const args = {
      inboxId: world.jensen.inboxId,
      itemId,
      ...letter,
      content,
      pageTexts: [],
      proposedCase,
      proposedKeyword,
      remark: null,
    };
    world.centre.decide(world.jensen.workerId, { id: world.newId(), name: 'deliverInboxItem', at: world.now(), args });
    return itemId;
  };
  const [first, second] = [deliver(), deliver()];
  await desk.client.sync.now({});
  const { inboxId } = world.jensen;
  expect((await open()).rows[0]).toMatchObject({
    caseConfidence: 'sure',
    proposedCaseTitle: 'Petersen, Anna',
    proposedKeywordName: 'Nebenkosten',
  });
  expect(await desk.client.inbox.item({ inboxId, itemId: second })).toMatchObject({
    known: [{ kind: 'letter', ownerId: first, placeName: 'Jensen', isSameMail: false }],
    proposedCase: { isOnDesk: true, explanation: 'BG-Nummer auf Seite 1' },
  });
  await desk.client.inbox.file({ inboxId, itemId: first, caseFileId, filing: world.filing('Das erste') });
  const item = await desk.client.inbox.item({ inboxId, itemId: second });
  expect(item.known).toMatchObject([
    { kind: 'document', scopeId: caseFileId, placeName: 'Petersen, Anna', title: 'Das erste', byName: 'Jensen' },
  ]);
});

test('candidates are named at the desk, and only those whose file the worker may read; alternatives and deadlines come along', async () => {
  const itemId = world.deliver(world.jensen, 'Unklar');
  const item = world.centre.scope(world.jensen.inboxId).rows.get(`inboxItem/${itemId}`)?.body;
  const { caseFileId, keywordId } = world;
  const why = { confidence: 'likely' as const, explanation: 'Nur der Name auf Seite 1, oben' };
  const candidates = [
    { ...why, caseFileId: world.newId() },
    { ...why, caseFileId },
  ];
  const deadlines = ['2026-11-03', '2027-01-31', '2026-12-15'].map((day) => ({
    day,
    explanation: `„bis zum ${day}“ auf Seite 1`,
  }));
  const body = { ...item, candidates, deadlines, keywordAlternatives: [{ ...why, keywordId }] };
  world.centre.write([{ kind: 'inboxItem', id: itemId, scopeId: world.jensen.inboxId, body } as never]);
  await logIn(desk, world.jensen);
  const shown = await desk.client.inbox.item({ inboxId: world.jensen.inboxId, itemId });
  expect(shown).toMatchObject({ deadlines, keywordAlternatives: [{ keywordId }], nextDeadline: '2026-12-15' });
  expect(shown.candidates).toMatchObject([{ caseFileId, title: 'Petersen, Anna', workerName: 'Jensen' }]);
  // In the list as well: how many files may be meant, of those she may read, and where the first was found.
  expect((await open()).rows).toMatchObject([
    { nextDeadline: '2026-12-15', candidateCount: 1, explanation: 'Nur der Name auf Seite 1, oben' },
  ]);
});

test('forwarding hands a letter to a colleague with a remark', async () => {
  const itemId = world.deliver(world.jensen, 'Für Thomsen');
  await logIn(desk, world.jensen);
  const targetInboxId = world.thomsen.inboxId;
  await desk.client.inbox.forward({ inboxId: world.jensen.inboxId, itemId, targetInboxId, remark: ' bitte prüfen ' });
  await desk.client.sync.now({});
  const colleague = await startBackendDesk(world);
  await logIn(colleague, world.thomsen);
  const { rows } = await colleague.client.inbox.list({ inboxId: targetInboxId, show: 'open' });
  expect(rows).toMatchObject([
    { title: 'Für Thomsen', source: 'forwarded', remark: 'bitte prüfen', forwardedByName: 'Jensen' },
  ]);
  await colleague.close();
});

test('a Postkorb that is not hers is not shown', async () => {
  await logIn(desk, world.jensen);
  const asked = desk.client.inbox.list({ inboxId: world.thomsen.inboxId, show: 'open' });
  await expect(asked).rejects.toMatchObject({ code: 'not_found' });
  expect((await desk.client.inbox.overview({})).inboxes).toHaveLength(1);
});
