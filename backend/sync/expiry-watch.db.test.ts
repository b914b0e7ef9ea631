import { afterEach, beforeEach, expect, test } from 'vitest';
import { listInboxes } from '../../db/queries/inbox.ts';
import { recordsOfScope } from '../../db/records.ts';
import { readScope } from '../../db/scopes.ts';
import { first, run } from '../../db/sql.ts';
import { idBytes } from '../../db/record-tables.ts';
import { DeskWorld, handTimers } from '../../tests/support/desk-world.ts';
import { watchExpiry } from './expiry-watch.ts';

let world: DeskWorld;
beforeEach(() => {
  world = new DeskWorld();
});
afterEach(() => world.close());

// S17: hidden at once by the desk's clock
test('a right that runs out while the centre is away is told at that moment and what it opened is no longer listed', async () => {
  const { desk, sync, workerId } = world.openDesk(world.jensen);
  await sync.syncNow();
  const viewer = () => ({ workerId, now: world.now() });
  const { inboxId } = world.jensen;
  const end = '2026-11-22T08:00:20.000Z';
  run(desk.store.db, 'UPDATE scope SET valid_to = ? WHERE id = ?', end, idBytes(inboxId));
  const told: unknown[] = [];
  desk.changes.on('scopes', (change) => told.push(change));
  const timers = handTimers();
  const stop = watchExpiry(desk, timers);
  expect(listInboxes(desk.store.db, viewer()).map((inbox) => inbox.inboxId)).toEqual([inboxId]);
  world.time += 10_000;
  timers.fire();
  expect(told).toEqual([]);
  world.time += 10_000;
  timers.fire();
  expect(told).toEqual([{ gained: [], lost: [inboxId] }]);
  expect(listInboxes(desk.store.db, viewer())).toEqual([]);
  world.time += 10_000;
  timers.fire();
  expect(told).toHaveLength(1);
  expect(timers.due()).toBe(1);
  stop();
  expect(timers.due()).toBe(0);
});

// S17: purged a day later without the centre; words and bytes go with it
test('what has run out goes from the desk a day later also when the centre stays away, and not before', async () => {
  let isAway = false;
  const one = world.openDesk(world.jensen, { weather: () => (isAway ? 'lostRequest' : 'fine') });
  const { inboxId } = world.jensen;
  world.deliver(world.jensen, 'Brief', 'Kanarienvogel');
  await one.sync.syncNow();
  const { db, blobs } = one.store;
  const [version] = recordsOfScope(db, inboxId).filter(({ kind }) => kind === 'version');
  if (!version) throw new Error('the letter has no content');
  const { sha256 } = version.body as unknown as { sha256: string };
  await expect.poll(() => blobs.has(sha256)).toBe(true);
  const word = () => first(db, `SELECT 1 FROM vocabulary WHERE word LIKE 'kanarienvogel%'`);
  expect(word()).toBeDefined();
  run(db, 'UPDATE scope SET valid_to = ? WHERE id = ?', '2026-11-22T08:00:20.000Z', idBytes(inboxId));
  const told: unknown[] = [];
  one.desk.changes.on('scopes', (change) => told.push(change));
  isAway = true;
  world.time = Date.parse('2026-11-23T08:00:19.000Z');
  await one.sync.syncNow();
  expect(readScope(db, inboxId)).not.toBeNull();
  world.time = Date.parse('2026-11-23T08:00:21.000Z');
  await one.sync.syncNow();
  expect(readScope(db, inboxId)).toBeNull();
  expect(recordsOfScope(db, inboxId)).toEqual([]);
  expect(readScope(db, world.caseFileId)).not.toBeNull();
  expect(told).toEqual([{ gained: [], lost: [inboxId] }]);
  await one.sync.syncNow();
  expect([blobs.has(sha256), word()]).toEqual([false, undefined]);
});
