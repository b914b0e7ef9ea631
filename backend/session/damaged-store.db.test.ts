import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isDamaged } from '../../db/damage-mark.ts';
import { storeFolderOf } from '../../db/keys.ts';
import { first, type ReadableDb } from '../../db/sql.ts';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld, handTimers } from '../../tests/support/desk-world.ts';
import { memoryCentral } from '../../tests/support/memory-central.ts';
import { createSession } from './session.ts';

const pageSize = 4096;

/** The page of the file at which the letters of a store begin. */
const pageOfLetters = (db: ReadableDb): number =>
  first<{ rootpage: number }>(db, `SELECT rootpage FROM sqlite_master WHERE name = 'inbox_item'`)?.rootpage ?? 0;

function flipBit(file: string, page: number): void {
  const bytes = readFileSync(file);
  const at = (page - 1) * pageSize + 1_000;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

/** Fills a store and gives the page of its letters, as whoever breaks it afterwards must know. */
async function filledStore(world: DeskWorld, dataFolder: string): Promise<number> {
  const session = createSession({
    ...{ dataFolder, sealer: null, deviceName: 'Test', newId: world.newId, random: world.random, timers: handTimers() },
    createCentral: () => memoryCentral(world.centre),
    clock: { now: () => world.time },
    stackReader: () => expect.unreachable('nothing is scanned here'),
  });
  await session.logIn({ login: world.jensen.login, password: `${world.jensen.login}-kennwort` });
  await session.open().sync.syncNow();
  const page = pageOfLetters(session.open().desk.store.db);
  await session.close();
  return page;
}

test('a store that opens and has a page that went bad is put aside with the next log-in, and everything is there again', async () => {
  const world = new DeskWorld();
  for (let number = 0; number < 60; number += 1) world.deliver(world.jensen, `Brief ${number}`);
  const folder = world.temporaryFolder();
  const store = storeFolderOf(folder, world.jensen.login);
  flipBit(join(store, 'store.db'), await filledStore(world, folder));
  let desk: BackendDesk = await startBackendDesk(world, folder);
  onTestFinished(async () => {
    await desk.close();
    await world.close();
  });
  const letters = async () =>
    (await desk.client.inbox.list({ inboxId: world.jensen.inboxId, show: 'open' })).rows.length;

  await logIn(desk, world.jensen);
  await expect(letters()).rejects.toThrow('Ihre Akten werden dann neu von der Zentrale geholt');
  expect(isDamaged(store)).toBe(true);
  await desk.close();

  desk = await startBackendDesk(world, folder);
  await logIn(desk, world.jensen);
  await expect.poll(letters).toBe(60);
  expect(isDamaged(store)).toBe(false);
  expect((await desk.client.session.state({})).notice).toContain('gelöscht wurde nichts');
}, 120_000);
