import { afterEach, expect, it } from 'vitest';
import { recordsOfScope } from '../../db/records.ts';
import { handleOf, run } from '../../db/sql.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
afterEach(() => world.close());

const full = 2;
const waits = (desk: TestDesk) => handleOf(desk.store.db).pragma('synchronous', { simple: true });
const letters = (desk: TestDesk) =>
  recordsOfScope(desk.store.db, world.jensen.inboxId).filter(({ kind }) => kind === 'inboxItem').length;

// S16: pulled rows are written without waiting for the disk, acts after them are not
it('after news was taken, or could not be, the next act waits for the disk', async () => {
  world = new DeskWorld();
  const faults: unknown[] = [];
  const desk = world.openDesk(world.jensen, { onFault: (fault) => faults.push(fault) });
  await desk.sync.syncNow();
  expect(waits(desk)).toBe(full);
  world.deliver(world.jensen, 'Brief');
  await desk.sync.syncNow();
  expect([letters(desk), waits(desk)]).toEqual([1, full]);

  run(
    desk.store.db,
    `CREATE TEMP TRIGGER broken BEFORE UPDATE OF known ON scope BEGIN SELECT RAISE(ABORT, 'broken'); END`,
  );
  world.deliver(world.jensen, 'Noch ein Brief');
  await desk.sync.syncNow();
  expect(faults.length).toBeGreaterThan(0);
  expect([letters(desk), waits(desk)]).toEqual([1, full]);
  run(desk.store.db, 'DROP TRIGGER broken');
  await desk.sync.syncNow();
  expect([letters(desk), waits(desk)]).toEqual([2, full]);
});
