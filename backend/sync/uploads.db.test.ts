import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { listClarifications } from '../../db/clarifications.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { runCommand } from '../commands/run-command.ts';

let world: DeskWorld;
afterEach(() => world.close());

async function addFile(one: TestDesk, title: string, bytes: Uint8Array): Promise<string> {
  const { sha256, size } = await one.store.blobs.put(bytes, 'uploading');
  const place: { caseFileId: Id; documentId: Id } = { caseFileId: world.caseFileId, documentId: world.newId() };
  const content = world.content(sha256, size);
  runCommand(one.desk, 'addDocument', { ...place, filing: world.filing(title), content, pageTexts: [] });
  return sha256;
}

it('a content the centre does not take goes to “Klärung” with its reason, and what was done after it arrives', async () => {
  world = new DeskWorld();
  const tooLarge = createHash('sha256')
    .update(new Uint8Array([1, 2, 3]))
    .digest('hex');
  const weather = (call: string, content?: string) => {
    // Of several that come together the centre refuses all.
    const isRefused = call === 'putBlobs' || (call === 'putBlob' && content === tooLarge);
    if (isRefused) throw new AppError('invalid_input', 'Dieser Inhalt ist zu groß.');
    return 'fine' as const;
  };
  const jensen = world.openDesk(world.jensen, { weather });
  await jensen.sync.syncNow();
  const refused = await addFile(jensen, 'Zu groß', new Uint8Array([1, 2, 3]));
  const taken = await addFile(jensen, 'Passt', new Uint8Array([4, 5, 6]));
  await expect.poll(async () => (await jensen.sync.syncNow()).waitingCommands).toBe(0);
  expect(listClarifications(jensen.store.db)).toMatchObject([
    {
      label: 'Ablegen: Zu groß',
      message:
        'Die Zentrale nimmt den Inhalt nicht an. Dieser Inhalt ist zu groß. Die Datei ist weiter auf diesem Gerät.',
    },
  ]);
  expect(world.centre.blobs.has(taken)).toBe(true);
  await jensen.store.blobs.removeUnused();
  expect(jensen.store.blobs.has(refused)).toBe(true);
});

it('an empty file arrives like any other', async () => {
  world = new DeskWorld();
  const jensen = world.openDesk(world.jensen);
  await jensen.sync.syncNow();
  const empty = await addFile(jensen, 'Leer', new Uint8Array(0));
  await expect.poll(async () => (await jensen.sync.syncNow()).waitingCommands).toBe(0);
  expect(world.centre.blobs.has(empty)).toBe(true);
});

it('a file filed while the line of pokes stands is sent at once, not with the next look at everything', async () => {
  world = new DeskWorld();
  const jensen = world.openDesk(world.jensen);
  await jensen.sync.syncNow();
  const sha256 = await addFile(jensen, 'Gerade abgelegt', new Uint8Array([7, 8, 9]));
  jensen.timers.fire(10);
  await expect.poll(() => world.centre.blobs.has(sha256)).toBe(true);
  await expect.poll(() => jensen.sync.state().waitingCommands).toBe(0);
});

it('contents go out while rows are still coming: one line that brings nothing does not hold up the other direction', async () => {
  world = new DeskWorld();
  let isBringing = true;
  const weather = (call: string) =>
    isBringing || !['pull', 'snapshot'].includes(call) ? ('fine' as const) : ('lostRequest' as const);
  const jensen = world.openDesk(world.jensen, { weather });
  await jensen.sync.syncNow();
  isBringing = false;
  world.deliver(world.jensen, 'Kommt nicht durch');
  const sha256 = await addFile(jensen, 'Geht hinaus', new Uint8Array([4, 5, 6]));
  await jensen.sync.syncNow();
  await expect.poll(() => world.centre.blobs.has(sha256)).toBe(true);
});

it('commands go out as soon as their contents are there, before the last of all contents is', async () => {
  world = new DeskWorld();
  const weather = (call: string) => {
    // Timers run by hand here: what is due is done while contents are on their way.
    if (call === 'putBlobs') jensen.timers.fire(10);
    return 'fine' as const;
  };
  const jensen: TestDesk = world.openDesk(world.jensen, { weather });
  await jensen.sync.syncNow();
  const before = jensen.calls.length;
  for (let number = 0; number < 60; number += 1) {
    await addFile(jensen, `Foto ${number}`, new Uint8Array(200_000).fill(number));
  }
  jensen.timers.fire(10);
  await expect.poll(async () => (await jensen.sync.syncNow()).waitingCommands).toBe(0);
  const calls = jensen.calls.slice(before);
  expect(calls.indexOf('push')).toBeLessThan(calls.lastIndexOf('putBlobs'));
  expect(world.centre.state.order).toHaveLength(60);
});

it('small files go out together, in few requests', async () => {
  world = new DeskWorld();
  const jensen = world.openDesk(world.jensen);
  await jensen.sync.syncNow();
  const before = jensen.calls.length;
  for (let number = 0; number < 30; number += 1) await addFile(jensen, `Mail ${number}`, new Uint8Array([1, number]));
  await expect.poll(async () => (await jensen.sync.syncNow()).waitingCommands).toBe(0);
  const calls = jensen.calls.slice(before);
  expect(calls).not.toContain('putBlob');
  expect(calls.filter((call) => call === 'putBlobs').length).toBeLessThan(5);
  expect(world.centre.blobs.size).toBe(30);
});

// S61: what the answer does not name, and all at a centre without batches, is sent by itself
it.each([
  ['a centre that takes none together gets each by itself', 9, () => []],
  ['one that came changed is sent again by itself', 1, (sha256s: readonly string[]) => sha256s.slice(1)],
])('%s', async (_what, alone, takesTogether) => {
  world = new DeskWorld();
  const jensen = world.openDesk(world.jensen, { takesTogether });
  await jensen.sync.syncNow();
  for (let number = 0; number < 9; number += 1) await addFile(jensen, `Foto ${number}`, new Uint8Array([2, number]));
  await expect.poll(async () => (await jensen.sync.syncNow()).waitingCommands).toBe(0);
  expect(world.centre.blobs.size).toBe(9);
  expect(jensen.calls.filter((call) => call === 'putBlob')).toHaveLength(alone);
  expect(listClarifications(jensen.store.db)).toEqual([]);
});

it('a file whose bytes are lost on this desk goes to “Klärung”, those that would have gone with it arrive', async () => {
  world = new DeskWorld();
  const jensen = world.openDesk(world.jensen);
  await jensen.sync.syncNow();
  const files: string[] = [];
  for (let number = 0; number < 4; number += 1) {
    files.push(await addFile(jensen, `Foto ${number}`, new Uint8Array([3, number])));
  }
  const [, lost = ''] = files;
  rmSync(join(jensen.folder, 'blobs', jensen.store.blobs.fileName(lost)));
  await expect.poll(async () => (await jensen.sync.syncNow()).waitingCommands).toBe(0);
  expect(listClarifications(jensen.store.db)).toMatchObject([{ label: 'Ablegen: Foto 1' }]);
  expect(files.map((sha256) => world.centre.blobs.has(sha256))).toEqual([true, false, true, true]);
});
