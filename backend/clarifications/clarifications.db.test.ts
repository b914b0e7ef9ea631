import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
let colleague: BackendDesk;
let itemId: Id;

/** Jensen and Thomsen share a Postkorb; Thomsen files the letter elsewhere while Jensen is offline and files it, too. */
beforeEach(async () => {
  world = new DeskWorld();
  world.centre.grant(world.jensen.inboxId, world.thomsen.workerId, 'write');
  itemId = world.deliver(world.jensen, 'Mietbescheinigung');
  desk = await startBackendDesk(world);
  colleague = await startBackendDesk(world);
  await logIn(desk, world.jensen);
  await logIn(colleague, world.thomsen);
  desk.isOnline = false;
  world.time = Date.parse('2026-11-22T08:12:00.000Z');
  const { inboxId } = world.jensen;
  await colleague.client.inbox.file({
    inboxId,
    itemId,
    caseFileId: world.otherCaseFileId,
    filing: world.filing('Anderswo'),
  });
  await colleague.client.sync.now({});
  world.time += 3_600_000;
  await desk.client.inbox.file({
    inboxId,
    itemId,
    caseFileId: world.caseFileId,
    filing: world.filing('Miete Petersen'),
  });
  desk.isOnline = true;
  await desk.client.sync.now({});
  await vi.waitFor(async () => expect((await desk.client.clarifications.list({})).rows).toHaveLength(1), 15_000);
});
afterEach(async () => {
  await desk.close();
  await colleague.close();
  await world.close();
  expect([...desk.faults, ...colleague.faults]).toEqual([]);
});

const only = async () => (await desk.client.clarifications.list({})).rows[0]!;
const documents = async (caseFileId: Id) => {
  const all = { caseFileId, registerId: null, keywordId: null, filter: null, showRetracted: false };
  return (await desk.client.documents.list(all)).rows;
};

test('beside what she had written stands what the colleague filed instead', async () => {
  world.centre.grant(world.otherCaseFileId, world.jensen.workerId, 'read');
  await desk.client.sync.now({});
  await vi.waitFor(async () => {
    const standing = Object.fromEntries(((await only()).standing ?? []).map(({ field, value }) => [field, value]));
    expect(standing).toMatchObject({
      Titel: 'Anderswo',
      Absender: 'Wohnungsbau Husum',
      Abgelegt: 'Thomsen, 22.11.2026',
    });
    expect(standing['Akte']).toContain('Hinrichsen, Uwe');
  }, 15_000);
  world.centre.grant(world.otherCaseFileId, world.jensen.workerId, null);
  await desk.client.sync.now({});
  await vi.waitFor(async () => expect(await only()).not.toHaveProperty('standing'), 15_000);
});

test('a refused filing tells who filed the letter when and where, and what she had written', async () => {
  expect(await only()).toMatchObject({
    commandName: 'fileInboxItem',
    label: 'Ablegen: Miete Petersen',
    message: 'Nicht übernommen: Thomsen hat das Schreiben um 09:12 in die Akte Hinrichsen, Uwe abgelegt.',
    caseFileId: world.caseFileId,
    caseTitle: 'Petersen, Anna',
    actions: [
      { action: 'dismiss', label: 'Dort belassen' },
      { action: 'moveHere', label: 'Hierher verschieben' },
      { action: 'fileHereToo', label: 'Auch hier ablegen' },
    ],
  });
  expect((await only()).content).toEqual(
    expect.arrayContaining([
      { field: 'Akte', value: 'Petersen, Anna (13102BG0004710)' },
      { field: 'Titel', value: 'Miete Petersen' },
      { field: 'Schlagwörter', value: 'Nebenkosten' },
      { field: 'Datum des Schreibens', value: '20.11.2026' },
      { field: 'Richtung', value: 'Eingang' },
    ]),
  );
  expect(await documents(world.caseFileId)).toEqual([]);
});

test('“Dort belassen” settles it and changes nothing', async () => {
  const changed = vi.fn();
  desk.client.clarifications.on.changed(changed);
  await desk.client.clarifications.settle({ clarificationId: (await only()).clarificationId, action: 'dismiss' });
  expect((await desk.client.clarifications.list({})).rows).toEqual([]);
  await vi.waitFor(() => expect(changed).toHaveBeenCalled(), 15_000);
  expect(await documents(world.otherCaseFileId)).toHaveLength(1);
});

test('“Hierher verschieben” moves the document into her file', async () => {
  await desk.client.clarifications.settle({ clarificationId: (await only()).clarificationId, action: 'moveHere' });
  expect(await documents(world.caseFileId)).toMatchObject([{ title: 'Anderswo' }]);
  expect(await documents(world.otherCaseFileId)).toEqual([]);
  expect((await desk.client.clarifications.list({})).rows).toEqual([]);
});

test('“Auch hier ablegen” files it here as well, with the text of its pages', async () => {
  await desk.client.clarifications.settle({ clarificationId: (await only()).clarificationId, action: 'fileHereToo' });
  const [document] = await documents(world.caseFileId);
  expect(document).toMatchObject({ title: 'Miete Petersen', pageCount: 2 });
  expect(await documents(world.otherCaseFileId)).toHaveLength(1);
  const place = { scopeId: world.caseFileId, ownerId: document!.documentId, number: 1 };
  expect(await desk.client.content.pageText(place)).toEqual({ text: 'Mietvertrag über die Wohnung' });
  await desk.client.sync.now({});
  await vi.waitFor(
    async () => expect((await documents(world.caseFileId))[0]).toMatchObject({ isPending: false }),
    15_000,
  );
});

test('without a right to the other file it can only be left there or filed here as well', async () => {
  world.centre.grant(world.otherCaseFileId, world.jensen.workerId, null);
  await desk.client.sync.now({});
  const { message, actions } = await only();
  expect(message).toBe('Nicht übernommen: Thomsen hat das Schreiben um 09:12 in eine andere Akte abgelegt.');
  expect(actions.map(({ action }) => action)).toEqual(['dismiss', 'fileHereToo']);
  const moving = desk.client.clarifications.settle({
    clarificationId: (await only()).clarificationId,
    action: 'moveHere',
  });
  await expect(moving).rejects.toMatchObject({ code: 'conflict' });
  expect((await desk.client.clarifications.list({})).rows).toHaveLength(1);
});
