import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../core/domain/errors.ts';
import { createKey, storeFolderOf } from '../../db/keys.ts';
import { countWaiting } from '../../db/outbox.ts';
import { openStore } from '../../db/store.ts';
import { DeskWorld, handTimers } from '../../tests/support/desk-world.ts';
import { memoryCentral } from '../../tests/support/memory-central.ts';
import { runCommand } from '../commands/run-command.ts';
import { createSession, type Session } from './session.ts';
import type { SessionState } from './session-parts.ts';

const hour = 3_600_000;
const jensen = { login: 'jensen', password: 'jensen-kennwort' };
const thomsen = { login: 'thomsen', password: 'thomsen-kennwort' };

let world: DeskWorld;
let isDown: boolean;
let hasLeases: boolean;
let isLost: boolean;
let dataFolder: string;
let timers: ReturnType<typeof handTimers>;
let session: Session;
let faults: unknown[];

beforeEach(() => {
  world = new DeskWorld();
  isDown = false;
  hasLeases = true;
  isLost = false;
  faults = [];
  dataFolder = world.temporaryFolder();
  timers = handTimers();
  session = createSession({
    dataFolder,
    createCentral: () => {
      const central = memoryCentral(world.centre, {
        weather: (call) => (isDown || (call === 'lease' && !hasLeases) ? 'lostRequest' : 'fine'),
      });
      const lease: typeof central.lease = (request) => {
        if (!isLost) return central.lease(request);
        return Promise.reject(new AppError('forbidden', 'Verloren.', { reason: 'storeLost', order: 'auftrag' }));
      };
      return { ...central, lease };
    },
    sealer: null,
    deviceName: 'Test',
    newId: world.newId,
    clock: { now: () => world.time },
    timers,
    random: world.random,
    stackReader: () => expect.unreachable('nothing is scanned here'),
    onFault: (error) => faults.push(error),
  });
});
afterEach(async () => {
  await session.close();
  await world.close();
  expect(faults).toEqual([]);
});

const note = (text: string) =>
  runCommand(session.open().desk, 'addNote', {
    caseFileId: world.caseFileId,
    noteId: world.newId(),
    documentId: null,
    text,
    isPinned: false,
    isPhoneCall: false,
  });
const logInAndFetch = async () => {
  await session.logIn(jensen);
  await session.open().sync.syncNow();
};
/** Waits until the session tells a state that fits, which something under way must bring about. */
const told = (fits: (state: SessionState) => boolean): Promise<SessionState> =>
  new Promise((resolve) => {
    if (fits(session.state())) return resolve(session.state());
    const stop = session.onState((state) => {
      if (!fits(state)) return;
      stop();
      resolve(state);
    });
  });
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const keyFile = () => join(storeFolderOf(dataFolder, 'jensen'), 'key.json');

describe('without the centre', () => {
  // S26: 72 h without the centre, then only a log-in with it
  it('log-in works until the lease ends; then it says that all is kept, and the centre opens the store again', async () => {
    await logInAndFetch();
    isDown = true;
    note('Wartet noch');
    await session.logOut();
    world.time += 71 * hour;
    await session.logIn(jensen);
    expect(session.state().offlineUntil).toBe('2026-11-25T08:00:00.000Z');
    await session.logOut();
    world.time += hour;
    await expect(session.logIn(jensen)).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringMatching(
        /länger nicht erreicht wurde.*Alles ist noch da.*arbeiten Sie weiter wie zuvor\.$/,
      ),
    });
    expect(session.state().state).toBe('loggedOut');
    isDown = false;
    await session.logIn(jensen);
    expect(countWaiting(session.open().desk.store.db)).toBe(1);
    expect(await session.open().sync.syncNow()).toMatchObject({ connection: 'connected', waitingCommands: 0 });
  });

  it('a clock that was set back does not make the lease longer', async () => {
    await logInAndFetch();
    await session.logOut();
    isDown = true;
    world.time += 60 * hour;
    await session.logIn(jensen);
    await session.logOut();
    world.time -= 30 * hour;
    await expect(session.logIn(jensen)).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining('weil die Uhr des Geräts zurückgestellt wurde'),
    });
    isDown = false;
    await session.logIn(jensen);
    expect(session.state()).toMatchObject({ state: 'loggedIn', isOffline: false });
  });

  it('the centre says for how long: fourteen days for a tour', async () => {
    world.centre.leaseSeconds = 14 * 24 * 3_600;
    await logInAndFetch();
    await session.logOut();
    isDown = true;
    world.time += 13 * 24 * hour;
    expect(await session.logIn(jensen)).toMatchObject({ state: 'loggedIn', isOffline: true });
  });
});

// S28: its outbox stays in it when it is locked
describe('an open store', () => {
  it('is locked when its lease ends; what waits is kept, and a log-in with the centre goes on with it', async () => {
    await logInAndFetch();
    isDown = true;
    note('Ohne Zentrale geschrieben');
    world.time += 71 * hour;
    timers.fire();
    await session.open().sync.syncNow();
    expect(session.state().state).toBe('loggedIn');
    world.time += hour;
    timers.fire();
    const locked = await told(({ state }) => state === 'locked');
    expect(locked).toMatchObject({
      worker: { familyName: 'Jensen' },
      lock: { reason: 'leaseOver', login: 'jensen', message: expect.stringContaining('Alles ist noch da') },
    });
    expect(() => session.open()).toThrow('Bitte melden Sie sich an.');
    expect(JSON.parse(readFileSync(keyFile(), 'utf8')).lease).toBeNull();
    await expect(session.logIn(jensen)).rejects.toMatchObject({ code: 'locked' });
    expect(session.state().state).toBe('locked');
    isDown = false;
    expect(await session.logIn(jensen)).toMatchObject({ state: 'loggedIn', lock: null });
    expect(countWaiting(session.open().desk.store.db)).toBe(1);
    expect(await session.open().sync.syncNow()).toMatchObject({ waitingCommands: 0 });
  });

  it('is locked when the clock is set back while the centre is away, and not when it is there', async () => {
    await logInAndFetch();
    world.time -= hour;
    timers.fire(60_000);
    await told(({ offlineUntil }) => offlineUntil === '2026-11-25T07:00:00.000Z');
    await timers.pause();
    isDown = true;
    world.time -= hour;
    timers.fire(60_000);
    expect(await told(({ state }) => state === 'locked')).toMatchObject({ lock: { reason: 'clockSetBack' } });
  });

  // S27: asked again while the centre is there
  it('renews its lease in silence while the centre is there, and as soon as it is back', async () => {
    await logInAndFetch();
    expect(session.state().offlineUntil).toBe('2026-11-25T08:00:00.000Z');
    world.time += 20 * hour;
    timers.fire(60_000);
    await told(({ offlineUntil }) => offlineUntil === '2026-11-26T04:00:00.000Z');
    isDown = true;
    await session.open().sync.syncNow();
    await session.open().sync.syncNow();
    world.time += 71 * hour;
    timers.fire(60_000);
    await session.open().sync.syncNow();
    expect(session.state()).toMatchObject({ state: 'loggedIn', offlineUntil: '2026-11-26T04:00:00.000Z' });
    isDown = false;
    await session.open().sync.syncNow();
    await told(({ offlineUntil }) => offlineUntil === '2026-11-29T03:00:00.000Z');
  });

  // S31: in a pause leases are renewed
  it('renews its lease while the sync is stopped, too', async () => {
    await logInAndFetch();
    session.open().sync.pause(600);
    world.time += hour;
    timers.fire(60_000);
    await told(({ offlineUntil }) => offlineUntil === '2026-11-25T09:00:00.000Z');
    expect(session.open().sync.state().connection).toBe('paused');
  });

  // S31: in a pause an order to wipe is obeyed
  it('is wiped while the sync is stopped when it was reported lost', async () => {
    await logInAndFetch();
    session.open().sync.pause(600);
    isLost = true;
    world.time += hour;
    timers.fire(60_000);
    expect(await told(({ state, lock }) => state !== 'loggedIn' && lock !== null)).toMatchObject({
      lock: { reason: 'wiped' },
    });
  });

  it('that was locked is given up by logging out', async () => {
    await logInAndFetch();
    isDown = true;
    world.time += 72 * hour;
    timers.fire(60_000);
    await told(({ state }) => state === 'locked');
    expect(await session.logOut()).toMatchObject({ state: 'loggedOut', worker: null, lock: null });
  });
});

describe('a store from before there were shares', () => {
  it('opens as before, gets its share at the next log-in with the centre and loses nothing', async () => {
    const folder = storeFolderOf(dataFolder, 'jensen');
    hasLeases = false;
    await logInAndFetch();
    isDown = true;
    note('Von früher');
    await session.logOut();
    expect(JSON.parse(readFileSync(keyFile(), 'utf8')).format).toBe(1);
    world.time += 500 * hour;
    expect(await session.logIn(jensen)).toMatchObject({ state: 'loggedIn', offlineUntil: null });
    isDown = false;
    hasLeases = true;
    await session.logIn(jensen);
    expect(JSON.parse(readFileSync(join(folder, 'key.json'), 'utf8')).format).toBe(2);
    expect(countWaiting(session.open().desk.store.db)).toBe(1);
    await session.logOut();
    isDown = true;
    world.time += 73 * hour;
    await expect(session.logIn(jensen)).rejects.toMatchObject({ code: 'locked' });
  });
});

describe('two workers on one machine', () => {
  it('have a store, a key and contents each; the password of one opens nothing of the other', async () => {
    await logInAndFetch();
    const text = new TextEncoder().encode('Nur bei Jensen');
    const { sha256 } = await session.open().desk.store.blobs.put(text, 'uploading');
    await session.logIn(thomsen);
    await session.open().sync.syncNow();
    expect(session.state().worker?.familyName).toBe('Thomsen');
    const { folder, blobs } = session.open().desk.store;
    expect(blobs.has(sha256)).toBe(false);
    await session.logOut();
    const jensensFolder = storeFolderOf(dataFolder, 'jensen');
    expect(readdirSync(join(dataFolder, 'stores'))).toHaveLength(2);
    expect([...world.centre.shares.values()].map(({ workerId }) => workerId)).toEqual([
      world.jensen.workerId,
      world.thomsen.workerId,
    ]);
    const shares = new Set([...world.centre.shares.values()].map(({ share }) => share));
    expect(shares.size).toBe(2);
    expect(filesIn(join(jensensFolder, 'blobs'))).toHaveLength(1);
    expect(filesIn(join(folder, 'blobs'))).toEqual([]);
    // Thomsen puts her own key file into Jensen's folder: her password fits, the store stays closed.
    const own = readFileSync(keyFile(), 'utf8');
    writeFileSync(keyFile(), readFileSync(join(folder, 'key.json')));
    isDown = true;
    await expect(session.logIn({ login: 'jensen', password: thomsen.password })).rejects.toMatchObject({
      details: { reason: 'notReadable' },
    });
    writeFileSync(keyFile(), own);
    await session.logIn(jensen);
    expect(session.state().worker?.familyName).toBe('Jensen');
  });

  it('a key made for one store opens no other', async () => {
    await logInAndFetch();
    await session.logOut();
    const { key } = await createKey(world.temporaryFolder(), {
      password: jensen.password,
      sealer: null,
      given: null,
      now: world.time,
    });
    const folder = storeFolderOf(dataFolder, 'jensen');
    expect(() => openStore({ folder, key, newId: world.newId, now: world.now })).toThrow('nicht lesbar');
  });
});
