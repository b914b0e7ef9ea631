import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';
import type { Id } from '../../core/domain/ids.ts';

let world: DeskWorld;
let first: BackendDesk;
let second: BackendDesk;
let noteId: Id;

const syncAll = async () => {
  for (const one of [first, second, first]) await one.client.sync.now({});
};
const list = async (desk: BackendDesk) => (await desk.client.clarifications.list({})).rows;
const notes = async (desk: BackendDesk) => (await desk.client.notes.list({ caseFileId: world.caseFileId })).rows;
const revise = (desk: BackendDesk, text: string) =>
  desk.client.notes.revise({ caseFileId: world.caseFileId, replaces: [noteId], text, isPinned: false });

/** Both have the note of Jensen, and then no line; what Jensen does reaches the centre first. */
async function both(ofFirst: () => Promise<unknown>, ofSecond: () => Promise<unknown>): Promise<void> {
  [first.isOnline, second.isOnline] = [false, false];
  await ofFirst();
  world.time += 60_000;
  await ofSecond();
  first.isOnline = true;
  await first.client.sync.now({});
  second.isOnline = true;
  await vi.waitFor(async () => {
    await syncAll();
    for (const desk of [first, second]) expect((await desk.client.sync.state({})).waitingCommands).toBe(0);
  }, 15_000);
  await syncAll();
}

beforeEach(async () => {
  world = new DeskWorld();
  first = await startBackendDesk(world);
  second = await startBackendDesk(world);
  await logIn(first, world.jensen);
  await logIn(second, world.thomsen);
  const words = { documentId: null, text: 'Anruf', isPinned: false, isPhoneCall: true };
  await first.client.notes.add({ caseFileId: world.caseFileId, ...words });
  await vi.waitFor(async () => {
    await syncAll();
    expect(await notes(second)).toHaveLength(1);
  }, 15_000);
  noteId = (await notes(second))[0]!.noteId;
}, 60_000);
afterEach(async () => {
  await first.close();
  await second.close();
  await world.close();
  expect([...first.faults, ...second.faults]).toEqual([]);
});

test('a note rewritten by two stands in the Klärung of both with both texts, until one new text replaces them', async () => {
  await both(
    () => revise(first, 'Anruf um 9'),
    () => revise(second, 'Anruf um 10'),
  );
  for (const desk of [first, second]) {
    const [row] = await list(desk);
    expect(row).toMatchObject({ kind: 'noteVersions', caseTitle: 'Petersen, Anna', actions: [] });
    expect(row?.versions?.map(({ text }) => text).sort()).toEqual(['Anruf um 10', 'Anruf um 9']);
    expect((await desk.client.sync.state({})).clarifications).toBe(1);
  }
  const replaces = (await notes(first)).map((note) => note.noteId);
  await first.client.notes.revise({
    caseFileId: world.caseFileId,
    replaces,
    text: 'Anruf um 9 und 10',
    isPinned: false,
  });
  await syncAll();
  for (const desk of [first, second]) {
    expect(await notes(desk)).toMatchObject([{ text: 'Anruf um 9 und 10', siblingIds: [], revisionCount: 4 }]);
    const [note] = await notes(desk);
    expect(note?.earlier.map(({ text }) => text)).toEqual(['Anruf um 10', 'Anruf um 9', 'Anruf']);
    expect(await list(desk)).toEqual([]);
    expect((await desk.client.sync.state({})).clarifications).toBe(0);
  }
});

test('who took back what somebody else rewrote is told, and takes the new text back with one action', async () => {
  const retract = { caseFileId: world.caseFileId, noteId, reason: 'Falsche Akte' };
  await both(
    () => first.client.notes.retract(retract),
    () => revise(second, 'Anruf um 10'),
  );
  const [told] = await list(first);
  expect(told).toMatchObject({
    message: 'Thomsen hat denselben Vermerk um 09:01 geändert. Die neue Fassung steht in der Akte.',
    content: [
      { field: 'Grund', value: 'Falsche Akte' },
      { field: 'Neue Fassung', value: 'Anruf um 10' },
    ],
    actions: [{ action: 'acknowledge' }, { action: 'retractRevision' }],
  });
  await first.client.clarifications.settle({ clarificationId: told!.clarificationId, action: 'retractRevision' });
  await syncAll();
  expect([await notes(first), await notes(second), await list(first)]).toEqual([[], [], []]);
});
