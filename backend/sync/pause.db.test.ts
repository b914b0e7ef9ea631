import { afterEach, expect, it } from 'vitest';
import { AppError } from '../../core/domain/errors.ts';
import { recordsOfScope } from '../../db/records.ts';
import { logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { runCommand } from '../commands/run-command.ts';
import { createPause } from './pause.ts';

let world: DeskWorld;
afterEach(() => world?.close());

const minute = 60_000;

async function syncedDesk() {
  world = new DeskWorld();
  const desk = world.openDesk(world.jensen);
  await desk.sync.syncNow();
  const write = (text: string) =>
    runCommand(desk.desk, 'addNote', {
      ...{ caseFileId: world.caseFileId, noteId: world.newId(), documentId: null, text },
      ...{ isPinned: false, isPhoneCall: false },
    });
  return { desk, write };
}

// S31: in a pause no round runs, and what a poke names is not fetched
it('while the sync is stopped nothing is sent or fetched, however long timers run and whatever is done', async () => {
  const { desk, write } = await syncedDesk();
  const state = desk.sync.pause(30);
  expect(state).toMatchObject({ connection: 'paused', pausedUntil: '2026-11-22T08:30:00.000Z' });
  expect(state.words).toBe('Abgleich angehalten bis 09:30. Sie können weiterarbeiten.');
  const callsBefore = desk.calls.length;
  write('Während der Pause geschrieben.');
  world.deliver(world.jensen, 'Brief, der inzwischen kommt');
  for (let minutes = 1; minutes < 30; minutes += 1) {
    world.time += minute;
    desk.timers.fire();
    await desk.timers.pause();
  }
  expect(desk.calls.slice(callsBefore)).toEqual([]);
  expect(desk.sync.state().words).toBe('Abgleich angehalten bis 09:30. Sie können weiterarbeiten, 1 Änderung wartet.');
});

// S31: a pause ends at its time; below: by resuming, and by „Jetzt abgleichen“
it('goes on by itself when the time is over, and sends what waited', async () => {
  const { desk, write } = await syncedDesk();
  desk.sync.pause(2);
  write('Während der Pause geschrieben.');
  for (let minutes = 0; minutes < 2; minutes += 1) {
    world.time += minute;
    desk.timers.fire();
  }
  await expect
    .poll(() => desk.sync.state())
    .toMatchObject({ connection: 'connected', waitingCommands: 0, pausedUntil: null });
});

it('goes on when she says so', async () => {
  const { desk, write } = await syncedDesk();
  desk.sync.pause(600);
  write('Während der Pause geschrieben.');
  expect(desk.sync.resume().connection).toBe('connecting');
  await expect.poll(() => desk.sync.state()).toMatchObject({ connection: 'connected', waitingCommands: 0 });
});

it('goes on with the wish to sync now', async () => {
  const { desk, write } = await syncedDesk();
  desk.sync.pause(600);
  write('Während der Pause geschrieben.');
  expect(await desk.sync.syncNow()).toMatchObject({ connection: 'connected', waitingCommands: 0, pausedUntil: null });
});

const threeParts = new Uint8Array(9 * 1024 * 1024).map((_, index) => index % 251);

/** Files a document with a content the centre does not have. */
async function addFile({ desk, store }: TestDesk, bytes: Uint8Array): Promise<string> {
  const { sha256, size } = await store.blobs.put(bytes, 'uploading');
  const place = { caseFileId: world.caseFileId, documentId: world.newId() };
  runCommand(desk, 'addDocument', {
    ...{ ...place, filing: world.filing('Foto'), content: world.content(sha256, size), pageTexts: [] },
  });
  return sha256;
}

// S31: a pause stops uploads, those that have begun, too
it('a file that is filed, or half sent, while the sync is stopped stays here and goes out when she goes on', async () => {
  world = new DeskWorld();
  let pauseNow: (() => void) | null = null;
  const desk = world.openDesk(world.jensen, {
    weather: (call) => {
      if (call === 'uploadPart') pauseNow?.();
      return 'fine';
    },
  });
  await desk.sync.syncNow();
  pauseNow = () => desk.sync.pause(10);
  const halfSent = await addFile(desk, threeParts);
  desk.timers.fire(0);
  await expect.poll(() => desk.sync.state().connection).toBe('paused');
  const filed = await addFile(desk, new Uint8Array([1, 2, 3]));
  for (let turn = 0; turn < 50; turn += 1) {
    desk.timers.fire(1_000);
    await desk.timers.pause();
  }
  expect(desk.calls.filter((call) => /^(uploadPart|putBlobs?)$/.test(call))).toEqual(['uploadPart']);
  pauseNow = null;
  desk.sync.resume();
  await expect.poll(() => [halfSent, filed].map((sha256) => world.centre.blobs.has(sha256))).toEqual([true, true]);
  expect(desk.calls.filter((call) => call === 'uploadPart')).toHaveLength(3);
  await expect.poll(() => desk.sync.state().waitingCommands).toBe(0);
});

// S31: a pause ends with the program
it('a program that is started anew is not stopped any more, and sends what waited', async () => {
  const { desk, write } = await syncedDesk();
  desk.sync.pause(600);
  write('Während der Pause geschrieben.');
  await world.closeDesk(desk);
  const again = world.openDesk(world.jensen, { folder: desk.folder });
  await expect
    .poll(() => again.sync.state())
    .toMatchObject({ connection: 'connected', waitingCommands: 0, pausedUntil: null });
});

// S31: a pause is over after 12 h
it('the sync cannot be stopped for longer than twelve hours', async () => {
  world = new DeskWorld();
  const desk = await startBackendDesk(world);
  await logIn(desk, world.jensen);
  await expect(desk.client.sync.pause({ minutes: 12 * 60 + 1 })).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await desk.client.sync.state({})).toMatchObject({ connection: 'connected', pausedUntil: null });
  expect(await desk.client.sync.pause({ minutes: 12 * 60 })).toMatchObject({ pausedUntil: '2026-11-22T20:00:00.000Z' });
  await desk.close();
  expect(desk.faults).toEqual([]);
});

// S31: an answer to a push under way is dropped, the command goes out again after the pause
it('an answer that comes while the sync is stopped changes nothing here, and is given again afterwards', async () => {
  world = new DeskWorld();
  let pauseNow: (() => void) | null = null;
  const desk = world.openDesk(world.jensen, {
    weather: (call) => {
      if (call === 'push') pauseNow?.();
      return 'fine';
    },
  });
  await desk.sync.syncNow();
  pauseNow = () => desk.sync.pause(10);
  runCommand(desk.desk, 'addNote', {
    ...{ caseFileId: world.caseFileId, noteId: world.newId(), documentId: null, text: 'Kurz vor der Pause.' },
    ...{ isPinned: false, isPhoneCall: false },
  });
  desk.timers.fire(0);
  await expect.poll(() => desk.calls.filter((call) => call === 'push').length).toBe(1);
  await desk.timers.pause();
  expect(desk.sync.state()).toMatchObject({ connection: 'paused', waitingCommands: 1 });
  pauseNow = null;
  expect(await desk.sync.syncNow()).toMatchObject({ connection: 'connected', waitingCommands: 0 });
});

// S31: opening does not wait for the end of a pause
it('a content that somebody opens is fetched all the same', async () => {
  world = new DeskWorld();
  let isCut = true;
  const desk = world.openDesk(world.jensen, { weather: (call) => (isCut && call === 'blob' ? 'lostRequest' : 'fine') });
  world.deliver(world.jensen, 'Brief');
  await desk.sync.syncNow();
  const [version] = recordsOfScope(desk.store.db, world.jensen.inboxId).filter(({ kind }) => kind === 'version');
  if (!version) throw new Error('the letter has no content');
  const { sha256 } = version.body as unknown as { sha256: string };
  desk.sync.pause(10);
  isCut = false;
  await desk.sync.fetchContent(sha256);
  expect(desk.store.blobs.has(sha256)).toBe(true);
  await expect(desk.sync.fetchContent('0'.repeat(64))).rejects.toThrow(AppError);
});

it('a pause is not longer than said when the clock is set back', () => {
  let time = Date.parse('2026-11-22T08:00:00.000Z');
  const due: (() => void)[] = [];
  let isOver = false;
  const pause = createPause({
    timers: {
      after: (_, callback) => {
        due.push(callback);
        return () => {};
      },
    },
    now: () => new Date(time).toISOString(),
    onOver: () => {
      isOver = true;
    },
  });
  pause.begin(3);
  time -= 86_400_000;
  for (let minutes = 0; minutes < 3; minutes += 1) due.shift()?.();
  expect(isOver).toBe(true);
});
