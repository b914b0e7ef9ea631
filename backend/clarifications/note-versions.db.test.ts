import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';
import { TwoDesks } from '../../tests/support/two-online-desks.ts';
import type { Id } from '../../core/domain/ids.ts';

let world: DeskWorld;
let desks: TwoDesks;
let first: BackendDesk;
let second: BackendDesk;
let noteId: Id;

const syncAll = () => desks.syncAll();
const list = async (desk: BackendDesk) => (await desk.client.clarifications.list({})).rows;
const notes = async (desk: BackendDesk) => (await desk.client.notes.list({ caseFileId: world.caseFileId })).rows;
const revise = (desk: BackendDesk, text: string) =>
  desk.client.notes.revise({ caseFileId: world.caseFileId, replaces: [noteId], text, isPinned: false });

const both: TwoDesks['apart'] = (ofFirst, ofSecond) => desks.apart(ofFirst, ofSecond);

beforeEach(async () => {
  world = new DeskWorld();
  desks = await TwoDesks.open(world);
  ({ first, second } = desks);
  const words = { documentId: null, text: 'Anruf', isPinned: false, isPhoneCall: true };
  await first.client.notes.add({ caseFileId: world.caseFileId, ...words });
  await desks.until(async () => {
    expect(await notes(second)).toHaveLength(1);
  });
  noteId = (await notes(second))[0]!.noteId;
}, 60_000);
afterEach(() => desks.close());

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
