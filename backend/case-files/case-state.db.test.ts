import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';
import { TwoDesks } from '../../tests/support/two-online-desks.ts';
import { fachverfahrenWorkerId } from '../../core/domain/standing-ids.ts';

let world: DeskWorld;
let desks: TwoDesks;
let first: BackendDesk;
let second: BackendDesk;

const cover = (desk: BackendDesk) => desk.client.caseFiles.cover({ caseFileId: world.caseFileId });
const clarifications = async (desk: BackendDesk) => (await desk.client.clarifications.list({})).rows;
const turn = async (desk: BackendDesk, name: 'close' | 'reopen', reason: string) => {
  const { stateChangeId: seen } = await cover(desk);
  return desk.client.caseFiles[name]({ caseFileId: world.caseFileId, seen, reason });
};
const bothShow = (state: string) =>
  desks.until(async () => {
    expect([(await cover(first)).state, (await cover(second)).state]).toEqual([state, state]);
  });

beforeEach(async () => {
  world = new DeskWorld();
  desks = await TwoDesks.open(world);
  ({ first, second } = desks);
  await bothShow('running');
}, 60_000);
afterEach(() => desks.close());

test('closed at one desk it is closed at the other, with who, when and why; its history says so, and the list can be narrowed to it', async () => {
  await turn(first, 'close', 'Wegzug nach Kiel');
  await bothShow('closed');
  expect(await cover(second)).toMatchObject({
    stateChange: { byName: 'Jensen', at: '2026-11-22T08:00:00.000Z', reason: 'Wegzug nach Kiel' },
    stateChangeId: expect.any(String),
    needs: null,
  });
  const { rows: history } = await second.client.caseFiles.coverHistory({ caseFileId: world.caseFileId });
  expect(history.map(({ field, oldValue, newValue, byName }) => [field, oldValue, newValue, byName])).toEqual(
    expect.arrayContaining([
      ['Stand', 'laufend', 'geschlossen', 'Jensen'],
      ['Grund dafür', null, 'Wegzug nach Kiel', 'Jensen'],
    ]),
  );
  const found = async (filter: string) =>
    (await second.client.caseFiles.list({ which: 'all', filter })).rows.map(({ caseFileId }) => caseFileId);
  expect(await found('geschlossen')).toEqual([world.caseFileId]);
  expect(await found('laufend')).toEqual([world.otherCaseFileId]);
  const { cases } = await second.client.search.query({ text: 'Petersen', caseFileId: null, limit: 10 });
  expect(cases.find(({ caseFileId }) => caseFileId === world.caseFileId)).toMatchObject({ state: 'closed' });
});

test('whoever puts something into a closed file is told since when it is closed and may open it; its follow-ups say so', async () => {
  const { caseFileId, otherCaseFileId } = world;
  const standing = (id = caseFileId) => first.client.caseFiles.standing({ caseFileId: id });
  const set = (subject: string) =>
    first.client.followUps.create({ caseFileId, documentId: null, dueOn: '2026-11-30', subject });
  const marks = async () => {
    const { rows } = await first.client.followUps.list({ which: 'open', caseFileId: null });
    return rows.map(({ subject, closedFile }) => [subject, closedFile]);
  };
  expect(await standing()).toMatchObject({ closed: null, mayTurn: true });
  await set('Vorher');
  expect(await marks()).toEqual([['Vorher', null]]);
  await desks.until(async () => expect((await first.client.sync.state({})).waitingCommands).toBe(0));
  world.time += 60_000;
  await turn(first, 'close', 'Wegzug');
  await bothShow('closed');
  world.time += 60_000;
  await set('Nachher');
  const since = '2026-11-22T08:01:00.000Z';
  expect(await marks()).toEqual([
    ['Vorher', { since, isSetAfter: false }],
    ['Nachher', { since, isSetAfter: true }],
  ]);
  expect(await standing()).toMatchObject({ closed: { since, byName: 'Jensen' }, mayTurn: true });
  expect(await standing(world.newId())).toBeNull();
  const itemId = world.deliver(world.jensen, 'Mietvertrag');
  await desks.until(async () => expect(await planned()).toMatchObject([{ note: 'Die Akte ist geschlossen (zdA).' }]));
  expect(await planned(otherCaseFileId)).toMatchObject([{ note: null, leftOut: null }]);
  const { stateChangeId: seen } = (await standing())!;
  await first.client.caseFiles.reopen({ caseFileId, seen, reason: 'Neuer Antrag' });
  expect(await standing()).toMatchObject({ closed: null });

  async function planned(into = caseFileId) {
    const act = { kind: 'file' as const, caseFileId: into, keywordId: world.keywordId, withUnsure: true };
    const { inboxId } = world.jensen;
    return (await first.client.inbox.planBatch({ inboxId, itemIds: [itemId], act })).rows;
  }
});

test('a note written afterwards is taken and says so; opened again by the other desk the cover can be changed', async () => {
  const { caseFileId } = world;
  await turn(first, 'close', 'Wegzug');
  await bothShow('closed');
  const note = { caseFileId, documentId: null, text: 'Anruf des Vermieters', isPinned: false, isPhoneCall: true };
  await second.client.notes.add(note);
  const words = (title: string) => ({ caseFile: { title }, household: {}, persons: [] });
  const { title } = await cover(second);
  const change = { caseFileId, before: words(title), after: words('Petersen, A.') };
  await expect(second.client.caseFiles.changeCover(change)).rejects.toThrow(/öffnen Sie die Akte zuerst wieder/);
  await turn(second, 'reopen', 'Widerspruch eingegangen');
  await bothShow('running');
  expect((await cover(first)).stateChange).toMatchObject({ byName: 'Thomsen', reason: 'Widerspruch eingegangen' });
  await second.client.caseFiles.changeCover(change);
  await desks.until(async () => {
    expect((await first.client.notes.list({ caseFileId })).rows).toMatchObject([{ writtenAfterClosing: true }]);
    expect((await cover(first)).title).toBe('Petersen, A.');
  });
});

// S53: the undo of an online-only command needs the centre
test('without the centre it is neither closed nor opened nor taken back: a sentence says so, and nothing waits', async () => {
  const { commandId } = await turn(first, 'close', 'Wegzug');
  await bothShow('closed');
  first.isOnline = false;
  await vi.waitFor(async () => {
    await first.client.sync.now({});
    expect((await first.client.sync.state({})).connection).toBe('offline');
  }, 15_000);
  await expect(turn(first, 'reopen', 'Doch nicht')).rejects.toThrow(/^Dafür ist die Verbindung zur Zentrale nötig/);
  await expect(first.client.undo.take({ commandId })).rejects.toThrow(/^Dafür ist die Verbindung zur Zentrale nötig/);
  expect((await first.client.sync.state({})).waitingCommands).toBe(0);
  expect((await cover(first)).state).toBe('closed');
  first.isOnline = true;
  await vi.waitFor(async () => {
    await first.client.sync.now({});
    expect((await first.client.sync.state({})).connection).toBe('connected');
  }, 15_000);
  await first.client.undo.take({ commandId });
  await bothShow('running');
});

test('closed at two desks in the same moment: the first stands, the second finds in Klärung who was quicker, and has only to take note', async () => {
  await Promise.all([turn(first, 'close', 'Wegzug nach Kiel'), turn(second, 'close', 'Leistung beendet')]);
  await bothShow('closed');
  await desks.until(async () => {
    expect([...(await clarifications(first)), ...(await clarifications(second))]).toHaveLength(1);
  });
  const { stateChange } = await cover(first);
  const [winner, loser] = stateChange?.byName === 'Jensen' ? [first, second] : [second, first];
  expect(await clarifications(winner)).toEqual([]);
  const [card] = await clarifications(loser);
  expect(card).toMatchObject({
    ...{ label: 'Akte geschlossen', caseFileId: world.caseFileId },
    message: expect.stringMatching(
      new RegExp(`inzwischen von Grete ${stateChange?.byName} am 22\\.11\\.2026 um 09:00 Uhr geschlossen\\. Grund: „`),
    ),
    actions: [{ action: 'dismiss', label: 'Zur Kenntnis genommen' }],
  });
  expect(card?.content).toContainEqual({
    ...{ field: 'Grund', value: loser === second ? 'Leistung beendet' : 'Wegzug nach Kiel' },
  });
  await loser.client.clarifications.settle({ clarificationId: card!.clarificationId, action: 'dismiss' });
  expect(await clarifications(loser)).toEqual([]);
});

test('the Fachverfahren opens what a worker closed: its word stands, she is told, and nothing is offered that would undo it unseen', async () => {
  const { caseFileId, centre } = world;
  centre.grant(caseFileId, fachverfahrenWorkerId, 'write');
  const say = (state: string) => {
    const args = { caseFileId, caseFile: { state }, household: {}, persons: [] };
    const order = { id: world.newId(), name: 'updateCover', at: world.now(), args };
    expect(centre.decide(fachverfahrenWorkerId, order).result).toBe('ok');
  };
  await turn(first, 'close', 'Wegzug');
  await bothShow('closed');
  say('closed');
  say('running');
  await bothShow('running');
  expect((await cover(second)).stateChange).toMatchObject({ byName: 'Fachverfahren', reason: null });
  await desks.until(async () => {
    expect(await clarifications(first)).toMatchObject([
      {
        message: expect.stringMatching(/^Fachverfahren hat diese Angaben/),
        content: [
          { field: 'Stand', value: 'geschlossen' },
          { field: 'Stand, jetzt gültig', value: 'laufend' },
        ],
        actions: [{ action: 'acknowledge' }],
      },
    ]);
  });
});

test('a file closed before reasons were kept says who closed it by its history, and can be opened', async () => {
  const { caseFileId, centre } = world;
  const standing = centre.scope(caseFileId).rows.get(`caseFile/${caseFileId}`)?.body;
  const line = { documentId: caseFileId, field: 'caseFile/state', oldValue: 'running', newValue: 'closed' };
  centre.write([
    { kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: { ...standing, state: 'closed' } as never },
    {
      ...{ kind: 'historyEntry', id: world.newId(), scopeId: caseFileId },
      body: { ...line, at: '2026-10-01T08:00:00.000Z', by: fachverfahrenWorkerId },
    },
  ]);
  await bothShow('closed');
  expect(await cover(first)).toMatchObject({
    stateChange: { byName: 'Fachverfahren', at: '2026-10-01T08:00:00.000Z', reason: null },
    stateChangeId: null,
  });
  await turn(first, 'reopen', 'Widerspruch');
  await bothShow('running');
});

test('before it is closed it is told what is open in the file: follow-ups, letters in the Postkorb, points of Klärung', async () => {
  const { caseFileId, otherCaseFileId, centre, jensen } = world;
  const open = () => first.client.caseFiles.openPoints({ caseFileId });
  expect(await open()).toEqual({ followUps: [], letters: [], clarifications: [] });
  for (const [subject, dueOn] of [
    ['Miete?', '2027-01-15'],
    ['Heizkosten', '2026-12-01'],
  ] as const) {
    await first.client.followUps.create({ caseFileId, documentId: null, dueOn, subject });
  }
  const letter = (title: string, proposedFor: typeof caseFileId, state: 'open' | 'filed', confidence = 'sure') => {
    const [id, versionId] = [world.newId(), world.newId()];
    const scopeId = jensen.inboxId;
    const facts = {
      fileName: 'brief.pdf',
      mediaType: 'application/pdf',
      size: 10,
      sha256: 'a'.repeat(64),
      kind: 'pdf',
    };
    const content = { ...facts, pageCount: 1, encrypted: 'no', hasText: true, explanation: null, attachments: [] };
    const made = { ownerId: id, createdAt: world.now(), createdBy: jensen.workerId };
    const proposedCase = { caseFileId: proposedFor, fileNumber: 'x', title: 'x', confidence, explanation: 'Nummer' };
    const dates = { letterDate: null, receivedDate: null, sender: null, direction: 'incoming' };
    const done = { doneAt: null, doneBy: null, filedCaseFileId: null, filedDocumentId: null, forwardedTo: null };
    const more = { source: 'scan', deliveredAt: world.now(), proposedKeyword: null, remark: null, forwardedBy: null };
    const body = { title, ...dates, versionId, pageCount: 1, state, proposedCase, ...more, ...done };
    centre.write([
      { kind: 'inboxItem', id, scopeId, body: body as never },
      { kind: 'version', id: versionId, scopeId, body: { ...content, ...made } as never },
    ]);
  };
  letter('Mietvertrag', caseFileId, 'open');
  letter('Andere Akte', otherCaseFileId, 'open');
  letter('Schon abgelegt', caseFileId, 'filed');
  letter('Ungewiss', caseFileId, 'open', 'none');
  await desks.until(async () => expect((await open()).letters).not.toEqual([]));
  await Promise.all([
    first.client.caseFiles.close({ caseFileId, seen: null, reason: 'Eins' }),
    second.client.caseFiles.close({ caseFileId, seen: null, reason: 'Zwei' }),
  ]);
  await desks.until(async () => {
    expect((await clarifications(first)).length + (await clarifications(second)).length).toBe(1);
  });
  const loser = (await clarifications(first)).length === 1 ? first : second;
  expect(await open()).toMatchObject({
    followUps: [
      { subject: 'Heizkosten', dueOn: '2026-12-01' },
      { subject: 'Miete?', dueOn: '2027-01-15' },
    ],
    letters: [{ title: 'Mietvertrag', deliveredAt: world.now() }],
  });
  expect((await loser.client.caseFiles.openPoints({ caseFileId })).clarifications).toMatchObject([
    { label: 'Akte geschlossen' },
  ]);
});
