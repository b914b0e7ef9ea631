import { expect, test } from 'vitest';
import { type BackendDesk, deskForEachTest, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest(async (opened) => {
  ({ world, desk } = opened);
  await logIn(desk, world.jensen);
});

const notes = async () => (await desk.client.notes.list({ caseFileId: world.caseFileId })).rows;
const write = (text: string, isPinned = false) =>
  desk.client.notes.add({ caseFileId: world.caseFileId, documentId: null, text, isPinned, isPhoneCall: false });

test('a note is written, revised, pinned and retracted with a reason', async () => {
  const { caseFileId } = world;
  await write('Erster Stand');
  const [first] = await notes();
  await desk.client.notes.revise({ caseFileId, replaces: [first!.noteId], text: 'Zweiter Stand', isPinned: true });
  const [second] = await notes();
  expect(second).toMatchObject({ text: 'Zweiter Stand', revisionCount: 2, isPinned: true, isOwn: true });
  expect((await desk.client.caseFiles.cover({ caseFileId })).pinnedNotes).toHaveLength(1);
  await expect(desk.client.notes.retract({ caseFileId, noteId: second!.noteId, reason: ' ' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await desk.client.notes.retract({ caseFileId, noteId: second!.noteId, reason: 'Irrtum' });
  expect(await notes()).toMatchObject([{ text: 'Erster Stand' }]);
});

test('two workers who rewrite the same note without the centre both find both texts', async () => {
  const { caseFileId } = world;
  await write('Gemeinsam');
  await desk.client.sync.now({});
  const colleague = await startBackendDesk(world);
  await logIn(colleague, world.thomsen);
  const [note] = await notes();
  for (const [one, text] of [
    [desk, 'von Jensen'],
    [colleague, 'von Thomsen'],
  ] as const) {
    one.isOnline = false;
    await one.client.notes.revise({ caseFileId, replaces: [note!.noteId], text, isPinned: false });
    one.isOnline = true;
  }
  await desk.client.sync.now({});
  await colleague.client.sync.now({});
  await desk.client.sync.now({});
  const both = await notes();
  expect(both.map((row) => row.text).sort()).toEqual(['von Jensen', 'von Thomsen']);
  expect(both.map((row) => row.siblingIds.length)).toEqual([1, 1]);
  await colleague.close();
});

test('a follow-up is set, found among those due, and completed with a name', async () => {
  const { caseFileId } = world;
  await desk.client.followUps.create({ caseFileId, documentId: null, dueOn: '2026-11-22', subject: 'Nachweis fehlt' });
  const list = async (which: 'due' | 'open' | 'completed') =>
    (await desk.client.followUps.list({ which, caseFileId: null })).rows;
  expect(await list('due')).toMatchObject([
    { subject: 'Nachweis fehlt', caseTitle: 'Petersen, Anna', hasNewPostSince: false },
  ]);
  await desk.client.followUps.complete({ caseFileId, followUpId: (await list('due'))[0]!.followUpId });
  expect(await list('open')).toEqual([]);
  expect(await list('completed')).toMatchObject([{ completedByName: 'Jensen' }]);
  const [act] = (await desk.client.undo.list({})).rows;
  await desk.client.undo.take({ commandId: act!.commandId });
  expect(await list('open')).toHaveLength(1);
});
