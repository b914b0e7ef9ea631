import { afterEach, beforeEach, expect, test } from 'vitest';
import { listInboxes } from '../../db/queries/inbox.ts';
import { run } from '../../db/sql.ts';
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
