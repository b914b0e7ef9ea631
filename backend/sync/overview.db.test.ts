import { afterEach, expect, it } from 'vitest';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { runCommand } from '../commands/run-command.ts';
import { readOverview } from './overview.ts';

let world: DeskWorld;
afterEach(() => world.close());

const overviewOf = ({ desk, sync }: TestDesk) => readOverview(desk, sync);
const addNote = (one: TestDesk, text: string) =>
  runCommand(one.desk, 'addNote', {
    ...{ caseFileId: world.caseFileId, noteId: world.newId(), documentId: null, text },
    ...{ isPinned: false, isPhoneCall: false },
  });

it('tells each waiting command in words: what, in which file, since when, and what still has to be sent before it', async () => {
  world = new DeskWorld();
  let isDown = false;
  const desk = world.openDesk(world.jensen, { weather: () => (isDown ? 'lostRequest' : 'fine') });
  await desk.sync.syncNow();
  isDown = true;
  addNote(desk, 'Ohne Zentrale.');
  const bytes = new TextEncoder().encode('Ein Brief von 28 Byte Länge.');
  const { sha256, size } = await desk.store.blobs.put(bytes, 'uploading');
  runCommand(desk.desk, 'addDocument', {
    ...{ caseFileId: world.caseFileId, documentId: world.newId(), filing: world.filing('Mietvertrag') },
    ...{ content: world.content(sha256, size), pageTexts: [] },
  });
  await desk.sync.syncNow();
  await desk.sync.syncNow();
  const overview = overviewOf(desk);
  expect(overview.waiting.map(({ commandId: _, ...row }) => row)).toEqual([
    {
      ...{ label: 'Vermerk geschrieben', at: '2026-11-22T08:00:00.000Z', caseFileId: world.caseFileId },
      ...{ place: 'Petersen, Anna (13102BG0004710)', isOrphan: false, contents: { count: 0, bytes: 0 } },
    },
    {
      ...{ label: 'Ablegen: Mietvertrag', at: '2026-11-22T08:00:00.000Z', caseFileId: world.caseFileId },
      ...{ place: 'Petersen, Anna (13102BG0004710)', isOrphan: false, contents: { count: 1, bytes: size } },
    },
  ]);
  expect(overview).toMatchObject({ waitingCount: 2, unsent: { count: 1, bytes: size, most: 1 } });
  expect(overview.failures).toEqual([
    { at: '2026-11-22T08:00:00.000Z', words: 'Die Zentrale war nicht erreichbar.', count: 2 },
  ]);
  isDown = false;
  await desk.sync.syncNow();
  await expect.poll(() => overviewOf(desk)).toMatchObject({ waiting: [], waitingCount: 0, unsent: { count: 0 } });
});

it('tells what others have sent, and not what she has done herself', async () => {
  world = new DeskWorld();
  const [jensen, thomsen] = [world.openDesk(world.jensen), world.openDesk(world.thomsen)];
  await jensen.sync.syncNow();
  await thomsen.sync.syncNow();
  addNote(jensen, 'Eigener Vermerk.');
  addNote(thomsen, 'Vermerk von nebenan.');
  addNote(thomsen, 'Noch einer.');
  await thomsen.sync.syncNow();
  world.deliver(world.jensen, 'Brief der Vermieterin');
  await jensen.sync.syncNow();
  const rows = overviewOf(jensen).arrived.map(({ place, words }) => `${place}: ${words}`);
  expect(rows.sort()).toEqual(['Petersen, Anna (13102BG0004710): 2 Vermerke', 'Postkorb Jensen: 1 Schreiben']);
});

it('counts what is not on this device: letters, files taken along, everything', async () => {
  world = new DeskWorld();
  world.deliver(world.jensen, 'Brief der Vermieterin');
  const desk = world.openDesk(world.jensen, {
    weather: (call) => (call === 'blob' ? 'lostRequest' : 'fine'),
  });
  await desk.sync.syncNow();
  const { missing, scopes } = overviewOf(desk);
  expect(missing).toMatchObject({
    letters: { count: 1 },
    takenAlong: { count: 0 },
    all: { count: 1 },
    onDesk: { count: 0 },
  });
  expect(missing.letters.bytes).toBeGreaterThan(20);
  expect(scopes.complete).toBe(scopes.total);
});
