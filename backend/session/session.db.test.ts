import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { storeIdOf } from '../../db/keys.ts';
import { countWaiting } from '../../db/outbox.ts';
import { readRecord } from '../../db/records.ts';
import { DeskWorld, handTimers } from '../../tests/support/desk-world.ts';
import { memoryCentral } from '../../tests/support/memory-central.ts';
import { runCommand } from '../commands/run-command.ts';
import { createSession, type Session } from './session.ts';

let world: DeskWorld;
let isDown: boolean;
let dataFolder: string;
let session: Session;
/** The store each log-in at the centre named. */
let namedStores: (Id | undefined)[];
const password = 'jensen-kennwort';

function newSession(): Session {
  return createSession({
    dataFolder,
    createCentral: () => {
      const central = memoryCentral(world.centre, { weather: () => (isDown ? 'lostRequest' : 'fine') });
      const { logIn } = central;
      const noting: typeof logIn = (who) => {
        namedStores.push(who.storeId);
        return logIn(who);
      };
      return Object.assign(central, { logIn: noting });
    },
    sealer: null,
    deviceName: 'Test',
    newId: world.newId,
    clock: { now: () => world.time },
    timers: handTimers(),
    random: world.random,
    stackReader: () => expect.unreachable('nothing is scanned here'),
  });
}
beforeEach(() => {
  world = new DeskWorld();
  isDown = false;
  namedStores = [];
  dataFolder = world.temporaryFolder();
  session = newSession();
});
afterEach(async () => {
  await session.close();
  await world.close();
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

describe('log-in', () => {
  it('opens the store of the worker and names her as soon as the directory is there', async () => {
    expect(() => session.open()).toThrow('Bitte melden Sie sich an.');
    const states: (string | null)[] = [];
    session.onState((state) => states.push(state.worker?.familyName ?? null));
    expect(await session.logIn({ login: 'jensen', password })).toMatchObject({ state: 'loggedIn', isOffline: false });
    await session.open().sync.syncNow();
    expect(session.state()).toMatchObject({ worker: { familyName: 'Jensen', signature: 'GJ' }, firstFetch: null });
    expect(states.at(-1)).toBe('Jensen');
  });

  it('refuses a wrong password, with the centre and without', async () => {
    await session.logIn({ login: 'jensen', password });
    await session.open().sync.syncNow();
    await session.logOut();
    await expect(session.logIn({ login: 'jensen', password: 'falsch' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    isDown = true;
    await expect(session.logIn({ login: 'jensen', password: 'falsch' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect(session.state().state).toBe('loggedOut');
  });

  it('needs the centre the first time', async () => {
    isDown = true;
    await expect(session.logIn({ login: 'jensen', password })).rejects.toMatchObject({ code: 'offline' });
    isDown = false;
    await session.logIn({ login: 'jensen', password });
    expect(session.state().isOffline).toBe(false);
  });

  it('works without the centre later on, connects when it is back and sends what was done', async () => {
    await session.logIn({ login: 'jensen', password });
    await session.open().sync.syncNow();
    await session.logOut();
    isDown = true;
    expect(await session.logIn({ login: 'jensen', password })).toMatchObject({
      isOffline: true,
      worker: { familyName: 'Jensen' },
    });
    note('Ohne Zentrale geschrieben');
    expect(await session.open().sync.syncNow()).toMatchObject({ connection: 'offline', waitingCommands: 1 });
    isDown = false;
    expect(await session.open().sync.syncNow()).toMatchObject({ connection: 'connected', waitingCommands: 0 });
    expect(session.state().isOffline).toBe(false);
  });

  it('names its store when the centre is back, too: of a closed account only the desk with her store may hand over', async () => {
    await session.logIn({ login: 'jensen', password });
    await session.open().sync.syncNow();
    await session.logOut();
    isDown = true;
    await session.logIn({ login: 'jensen', password });
    const storeId = storeIdOf(session.open().desk.store.folder);
    expect(storeId).not.toBeNull();
    namedStores = [];
    isDown = false;
    expect(await session.open().sync.syncNow()).toMatchObject({ connection: 'connected' });
    expect(namedStores).toEqual([storeId]);
  });

  it('keeps the stores of two workers apart', async () => {
    await session.logIn({ login: 'jensen', password });
    await session.open().sync.syncNow();
    note('Von Jensen, wartet noch');
    isDown = true;
    await session.logIn({ login: 'thomsen', password: 'thomsen-kennwort' }).catch(() => {});
    expect(session.state().worker?.familyName).toBe('Jensen');
    isDown = false;
    await session.logIn({ login: 'thomsen', password: 'thomsen-kennwort' });
    expect(countWaiting(session.open().desk.store.db)).toBe(0);
    expect(session.open().desk.store.folder).toMatch(/stores\/[0-9a-f]{32}$/);
  });

  it('keeps what waits when the password was changed elsewhere, and fills a new store', async () => {
    await session.logIn({ login: 'jensen', password });
    await session.open().sync.syncNow();
    await session.logOut();
    for (const account of world.centre.accounts) account.password = `${account.login}-neu`;
    await session.logIn({ login: 'jensen', password: 'jensen-neu' });
    await session.open().sync.syncNow();
    expect(readRecord(session.open().desk.store.db, 'caseFile', world.caseFileId, world.caseFileId)?.title).toBe(
      'Petersen, Anna',
    );
    expect(readdirSync(`${dataFolder}/stores`).filter((name) => name.includes('.before-'))).toHaveLength(1);
  });
});

describe('a login that has gone to somebody else', () => {
  it('gets a store of its own; the one before stays as it is', async () => {
    await session.logIn({ login: 'jensen', password });
    await session.open().sync.syncNow();
    await session.logOut();
    const [jensen, thomsen] = world.centre.accounts;
    if (jensen && thomsen) [jensen.workerId, thomsen.workerId] = [thomsen.workerId, jensen.workerId];
    await session.logIn({ login: 'jensen', password });
    await session.open().sync.syncNow();
    expect(session.state().worker?.familyName).toBe('Thomsen');
    expect(readdirSync(`${dataFolder}/stores`).filter((name) => name.includes('.before-'))).toHaveLength(1);
  });
});

describe('log-out', () => {
  it('locks the store; what waited is there again after the next log-in', async () => {
    await session.logIn({ login: 'jensen', password });
    await session.open().sync.syncNow();
    isDown = true;
    note('Wartet');
    const { desk } = session.open();
    expect(await session.logOut()).toMatchObject({ state: 'loggedOut', worker: null });
    expect(() => session.open()).toThrow('Bitte melden Sie sich an.');
    expect(() => readRecord(desk.store.db, 'caseFile', world.caseFileId, world.caseFileId)).toThrow('not open');
    await session.logIn({ login: 'jensen', password });
    expect(countWaiting(session.open().desk.store.db)).toBe(1);
  });

  it('ends the session at the centre, so that its tokens are worth nothing', async () => {
    await session.logIn({ login: 'jensen', password });
    await session.open().sync.syncNow();
    expect(world.centre.sessions.size).toBe(1);
    await session.logOut();
    expect(world.centre.sessions.size).toBe(0);
  });

  it('by an expired session asks her to log in again and keeps everything', async () => {
    await session.logIn({ login: 'jensen', password });
    await session.open().sync.syncNow();
    world.centre.sessions.clear();
    note('Danach geschrieben');
    const state = await session.open().sync.syncNow();
    expect(state).toMatchObject({ connection: 'loggedOut', waitingCommands: 1 });
    expect(state.problem).toContain('melden Sie sich neu an');
    await session.logIn({ login: 'jensen', password });
    expect(await session.open().sync.syncNow()).toMatchObject({ connection: 'connected', waitingCommands: 0 });
  });
});
