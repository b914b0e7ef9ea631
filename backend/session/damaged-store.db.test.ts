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
const day = 86_400_000;

/** The page of the file at which a table of a store begins. */
const pageOf = (db: ReadableDb, table: string): number =>
  first<{ rootpage: number }>(db, 'SELECT rootpage FROM sqlite_master WHERE name = ?', table)?.rootpage ?? 0;

function flipBit(file: string, page: number): void {
  const bytes = readFileSync(file);
  const at = (page - 1) * pageSize + 1_000;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

/** Fills a store and gives the page of a table, as whoever breaks it afterwards must know. */
async function filledStore(world: DeskWorld, dataFolder: string, table: string): Promise<number> {
  const session = createSession({
    ...{ dataFolder, sealer: null, deviceName: 'Test', newId: world.newId, random: world.random, timers: handTimers() },
    createCentral: () => memoryCentral(world.centre),
    clock: { now: () => world.time },
    stackReader: () => expect.unreachable('nothing is scanned here'),
  });
  await session.logIn({ login: world.jensen.login, password: `${world.jensen.login}-kennwort` });
  await session.open().sync.syncNow();
  const page = pageOf(session.open().desk.store.db, table);
  await session.close();
  return page;
}

test('a store that opens and has a page that went bad is put aside with the next log-in, and everything is there again', async () => {
  const world = new DeskWorld();
  for (let number = 0; number < 60; number += 1) world.deliver(world.jensen, `Brief ${number}`);
  const folder = world.temporaryFolder();
  const store = storeFolderOf(folder, world.jensen.login);
  flipBit(join(store, 'store.db'), await filledStore(world, folder, 'inbox_item'));
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

// S54: told under „Störungen“ and counted in the diagnostics until the log-in
test('a page that nothing reads and that went bad is found within thirty days, told in words, and heals with the next log-in', async () => {
  const world = new DeskWorld();
  world.deliver(world.jensen, 'Brief der Vermieterin');
  const folder = world.temporaryFolder();
  const store = storeFolderOf(folder, world.jensen.login);
  // An index that is read by nobody who does not look at a list of documents.
  flipBit(join(store, 'store.db'), await filledStore(world, folder, 'document_by_date'));
  let desk: BackendDesk = await startBackendDesk(world, folder);
  onTestFinished(async () => {
    await desk.close();
    await world.close();
  });
  await logIn(desk, world.jensen);
  await addNote(desk, world);
  await desk.client.sync.now({});
  expect(isDamaged(store)).toBe(false);
  expect(await desk.client.sync.overview({})).toMatchObject({ isDamaged: false, failures: [] });

  for (let days = 0; days < 30 && !isDamaged(store); days += 1) {
    world.time += day;
    const today = new Date(world.time).toISOString().slice(0, 10);
    const readUntil = async () => {
      await desk.client.sync.now({}); // a look that is under way leaves the new day to the next one
      return (await diagnosticsOf(desk)).lookedAfter.pages;
    };
    await expect.poll(readUntil, { timeout: 20_000 }).toBe(today);
  }
  expect(isDamaged(store)).toBe(true);
  expect(desk.faults).toEqual([]);
  const told = await desk.client.sync.overview({});
  expect(told.isDamaged).toBe(true);
  expect(told.failures.map(({ words }) => words)).toEqual([expect.stringContaining('schadhafte Stelle')]);
  expect(await diagnosticsOf(desk)).toMatchObject({
    isDamaged: true,
    failures: [{ part: 'store', code: 'internal', cause: 'notReadable', count: 1 }],
  });

  await desk.close();
  desk = await startBackendDesk(world, folder);
  await logIn(desk, world.jensen);
  expect(isDamaged(store)).toBe(false);
  expect((await desk.client.sync.overview({})).isDamaged).toBe(false);
  const notes = async () => (await desk.client.notes.list({ caseFileId: world.caseFileId })).rows.length;
  await expect.poll(notes, { timeout: 20_000 }).toBe(1);
}, 120_000);

type Diagnostics = { isDamaged: boolean; lookedAfter: { pages: string | null }; failures: unknown[] };

async function diagnosticsOf(desk: BackendDesk): Promise<Diagnostics> {
  return JSON.parse((await desk.client.sync.diagnostics({})).text) as Diagnostics;
}

const addNote = (desk: BackendDesk, world: DeskWorld) =>
  desk.client.notes.add({
    ...{ caseFileId: world.caseFileId, documentId: null, text: 'Anruf der Vermieterin.' },
    ...{ isPinned: false, isPhoneCall: false },
  });
