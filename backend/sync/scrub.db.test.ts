import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { forgetBlob, presentContents } from '../../db/blob-table.ts';
import { recordsOfScope } from '../../db/records.ts';
import { handleOf } from '../../db/sql.ts';
import { runCommand } from '../commands/run-command.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { tablesOnDisk } from '../../db/damage-search.ts';
import { isDamaged } from '../../db/damage-mark.ts';
import { scrubDesk, scrubPages, scrubRows, type SearchDamage } from './scrub.ts';

let world: DeskWorld;
afterEach(() => world.close());

const day = 86_400_000;
const pause = async () => {};
const contents = (one: TestDesk) =>
  readdirSync(join(one.folder, 'blobs'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(one.folder, 'blobs', name))
    .filter((name) => statSync(name).isFile());

const allHere = (one: TestDesk, count: number) =>
  expect.poll(() => presentContents(one.store.db).length, { timeout: 20_000 }).toBe(count);

async function openWithLetters(count: number): Promise<TestDesk> {
  world = new DeskWorld();
  for (let number = 0; number < count; number += 1) world.deliver(world.jensen, `Brief ${number}`);
  const desk = world.openDesk(world.jensen);
  await desk.sync.syncNow();
  await allHere(desk, count);
  return desk;
}

describe('contents on a desk', () => {
  it('are all compared within thirty days, once each, and damaged ones are wanted again', async () => {
    const desk = await openWithLetters(40);
    for (const file of contents(desk)) {
      const bytes = readFileSync(file);
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    }
    const found = { checked: 0, damaged: 0 };
    for (let number = 1; number <= 30; number += 1) {
      world.time += day;
      const today = await scrubDesk({ desk: desk.desk, pause });
      found.checked += today.checked;
      found.damaged += today.damaged;
      expect(await scrubDesk({ desk: desk.desk, pause })).toEqual({ checked: 0, damaged: 0 });
    }
    expect(found).toEqual({ checked: 40, damaged: 40 });
    await desk.sync.syncNow();
    await allHere(desk, 40);
    for (const sha256 of world.centre.blobs.keys()) expect(await desk.store.blobs.check(sha256)).toBe(true);
  });

  it('are all compared within thirty days also at a desk that is off at weekends, and after a long absence within hours', async () => {
    const desk = await openWithLetters(40);
    const daysPassed = (count: number) => {
      world.time += count * day;
      return scrubDesk({ desk: desk.desk, pause });
    };
    await daysPassed(0);
    let checked = 0;
    for (let week = 0; week < 6; week += 1) {
      for (const since of [3, 1, 1, 1, 1]) checked += (await daysPassed(since)).checked;
    }
    // 42 days: all of them once, and those of 12 days for the second time.
    expect(checked).toBeGreaterThanOrEqual(40);
    const seen = [await daysPassed(400)];
    while (seen.length < 10) seen.push(await daysPassed(0));
    expect(seen.reduce((sum, found) => sum + found.checked, 0)).toBe(40);
    expect(await daysPassed(0)).toEqual({ checked: 0, damaged: 0 });
  });

  it('that are damaged at the centre are brought back, unless they are damaged here, too', async () => {
    const desk = await openWithLetters(2);
    const [whole = '', broken = ''] = [...world.centre.blobs.keys()];
    const before = new Map(world.centre.blobs);
    const files = contents(desk);
    await desk.store.blobs.check(broken);
    for (const sha256 of [whole, broken]) {
      world.centre.blobs.delete(sha256);
      world.centre.damaged.add(sha256);
    }
    // Which file is whose does not show in its name: break one after the other until the right one is broken.
    for (const file of files) {
      const bytes = readFileSync(file);
      const good = Buffer.from(bytes);
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      writeFileSync(file, bytes);
      if (!(await desk.store.blobs.check(broken))) break;
      writeFileSync(file, good);
    }
    world.time += 2 * 3_600_000;
    await desk.sync.syncNow();
    await expect.poll(() => world.centre.blobs.has(whole), { timeout: 20_000 }).toBe(true);
    expect(Buffer.from(world.centre.blobs.get(whole) ?? [])).toEqual(Buffer.from(before.get(whole) ?? []));
    expect([...world.centre.damaged]).toEqual([broken]);
  });
});

// S3
describe('files on a desk that no row knows any more', () => {
  it('go with the look once a day', async () => {
    const desk = await openWithLetters(3);
    const [first, ...others] = presentContents(desk.store.db);
    forgetBlob(desk.store.db, first ?? '');
    world.time = Date.now() + 2 * day;
    world.centre.blobs.delete(first ?? ''); // or it would be fetched again
    await desk.sync.syncNow();
    await expect.poll(() => contents(desk).length, { timeout: 20_000 }).toBe(2);
    for (const sha256 of others) expect(await desk.store.blobs.check(sha256)).toBe(true);
  });
});

describe('rows on a desk', () => {
  const month = async (desk: TestDesk) => {
    const found = { checked: 0, damaged: 0 };
    for (let number = 1; number <= 30; number += 1) {
      world.time += day;
      const today = await scrubRows({ desk: desk.desk, pause });
      found.checked += today.checked;
      found.damaged += today.damaged;
      expect(await scrubRows({ desk: desk.desk, pause })).toEqual({ checked: 0, damaged: 0 });
    }
    return found;
  };

  it('that have gone missing are noticed within thirty days and fetched anew; whole scopes are left as they are', async () => {
    const desk = await openWithLetters(3);
    const { inboxId } = world.jensen;
    const before = recordsOfScope(desk.store.db, inboxId);
    const calm = await month(desk);
    expect(calm.damaged).toBe(0);
    expect(calm.checked).toBeGreaterThan(1);
    handleOf(desk.store.db).exec('DELETE FROM inbox_item WHERE row = (SELECT min(row) FROM inbox_item)');
    expect(recordsOfScope(desk.store.db, inboxId)).toHaveLength(before.length - 1);
    expect((await month(desk)).damaged).toBe(1);
    await desk.sync.syncNow();
    expect(recordsOfScope(desk.store.db, inboxId)).toEqual(before);
    expect((await month(desk)).damaged).toBe(0);
  });

  it('that her own waiting commands have written over are no damage', async () => {
    const desk = await openWithLetters(1);
    const { inboxId } = world.jensen;
    const [item] = recordsOfScope(desk.store.db, inboxId).filter(({ kind }) => kind === 'inboxItem');
    if (!item) throw new Error('no letter has come');
    desk.sync.pause(60);
    const target = { targetInboxId: world.thomsen.inboxId, newItemId: world.newId(), remark: null };
    runCommand(desk.desk, 'forwardInboxItem', { inboxId, itemId: item.id, ...target });
    expect((await month(desk)).damaged).toBe(0);
  });
});

describe('pages of the database of a desk', () => {
  const ending = new AbortController();
  const openCounted = async () => {
    const desk = await openWithLetters(1);
    const asked: string[] = [];
    const none: SearchDamage = async (tables) => {
      asked.push(...tables);
      return [];
    };
    const look = (search = none) => scrubPages({ desk: desk.desk, pause, search, signal: ending.signal });
    return { desk, asked, look };
  };

  // S54: a thirtieth each day
  it('are all read within thirty days, each table once, those of missed days three at a time', async () => {
    const { desk, asked, look } = await openCounted();
    const tables = tablesOnDisk(desk.store.db);
    expect(tables).toContain('search_text_data');
    for (let number = 1; number <= 30; number += 1) {
      await look();
      await look();
      world.time += day;
    }
    expect(asked.toSorted()).toEqual(tables.toSorted());
    asked.splice(0);
    world.time += 400 * day;
    for (let hour = 0; hour < 9; hour += 1) await look();
    expect(asked.length).toBeLessThan(tables.length);
    await look();
    await look();
    expect(asked.toSorted()).toEqual(tables.toSorted());
  });

  it('that went bad are noted beside the store; where the search fails or is ended the day is looked at again', async () => {
    const { desk, asked, look } = await openCounted();
    const fails: SearchDamage = async () => {
      throw new Error('no thread could be started');
    };
    let failed = 0;
    while (failed === 0) {
      world.time += day;
      await look(fails).catch(() => {
        failed += 1;
      });
    }
    expect(asked).toEqual([]);
    expect(isDamaged(desk.store.folder)).toBe(false);
    const found = await look(async ([table]) => (table ? [table] : []));
    expect(found).toMatchObject({ damaged: 1 });
    expect(isDamaged(desk.store.folder)).toBe(true);
    expect(await look()).toEqual({ checked: 0, damaged: 0 });
  });
});
