import { createHash } from 'node:crypto';
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
  // Which of the two is sent first is left to the lanes beside each other.
  const tooLarge = createHash('sha256')
    .update(new Uint8Array([1, 2, 3]))
    .digest('hex');
  const weather = (call: string, content?: string) => {
    if (call === 'putBlob' && content === tooLarge) throw new AppError('invalid_input', 'Dieser Inhalt ist zu groß.');
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
    if (call === 'putBlob') jensen.timers.fire(10);
    return 'fine' as const;
  };
  const jensen: TestDesk = world.openDesk(world.jensen, { weather });
  await jensen.sync.syncNow();
  const before = jensen.calls.length;
  for (let number = 0; number < 60; number += 1) {
    await addFile(jensen, `Foto ${number}`, new Uint8Array([1, number]));
  }
  jensen.timers.fire(10);
  await expect.poll(async () => (await jensen.sync.syncNow()).waitingCommands).toBe(0);
  const calls = jensen.calls.slice(before);
  expect(calls.indexOf('push')).toBeLessThan(calls.lastIndexOf('putBlob'));
  expect(world.centre.state.order).toHaveLength(60);
});
