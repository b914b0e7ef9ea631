import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterEach, expect, test, vi } from 'vitest';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { rememberEscrowKey } from '../../db/escrow-key.ts';
import { dueSealed } from '../../db/sent.ts';
import { first, handleOf } from '../../db/sql.ts';
import { runCommand } from '../commands/run-command.ts';

let world: DeskWorld;
afterEach(() => world.close());

const canaries = ['Kanarienbrief', 'Kanarienseite', 'Kanarienvermerk', 'Kanarienfrist', 'Kanarientitel'];
const logFrame = 4_152; // bytes, with head
const storeKey = '07'.repeat(32);

/** Everything a thief with the key could read: the database as its pages lie on the disk, free ones too, and all other files. */
function readableBytes(desk: TestDesk): string {
  const copies = mkdtempSync(join(tmpdir(), 'aktenpult-remains-'));
  try {
    const texts: string[] = [];
    for (const entry of readdirSync(desk.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      if (!entry.name.endsWith('.db')) {
        texts.push(readFileSync(path, 'latin1'));
        continue;
      }
      const copy = join(copies, entry.name);
      copyFileSync(path, copy);
      const handle = new Database(copy);
      handle.pragma(`cipher = 'aegis'`);
      handle.pragma(`key = 'raw:${storeKey}'`);
      texts.push(handle.serialize().toString('latin1')); // page by page as they lie there, decrypted
      handle.close();
    }
    return texts.join('\n');
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
}

const found = (desk: TestDesk) => {
  const bytes = readableBytes(desk).toLowerCase();
  return canaries.filter((word) => bytes.includes(word.toLowerCase()));
};

test('after a purge no word of the file is in any file of the store, not in free pages, the log or the full text either', async () => {
  world = new DeskWorld();
  const jensen = world.openDesk(world.jensen);
  const thomsen = world.openDesk(world.thomsen);
  const { caseFileId } = world;
  const itemId = world.deliver(world.jensen, 'Kanarienbrief', 'Kanarienseite '.repeat(400));
  await jensen.sync.syncNow();
  const filing = world.filing('Kanarientitel');
  runCommand(jensen.desk, 'fileInboxItem', {
    ...{ inboxId: world.jensen.inboxId, itemId, caseFileId, documentId: world.newId(), filing },
  });
  const note = {
    noteId: world.newId(),
    documentId: null,
    text: 'Kanarienvermerk',
    isPinned: false,
    isPhoneCall: false,
  };
  runCommand(jensen.desk, 'addNote', { caseFileId, ...note });
  await jensen.sync.syncNow();
  await thomsen.sync.syncNow();
  const followUp = { followUpId: world.newId(), documentId: null, dueOn: '2026-12-01', subject: 'Kanarienfrist' };
  runCommand(jensen.desk, 'createFollowUp', { caseFileId, ...followUp });
  await jensen.sync.syncNow();
  await thomsen.sync.syncNow();
  handleOf(thomsen.store.db).pragma('wal_checkpoint(TRUNCATE)');
  expect(found(thomsen), 'the words can be seen while the file is here').toEqual(
    expect.arrayContaining(['Kanarienseite', 'Kanarienvermerk', 'Kanarienfrist', 'Kanarientitel']),
  );

  world.centre.grant(caseFileId, world.thomsen.workerId, null);
  await thomsen.sync.syncNow();
  const log = readdirSync(thomsen.folder).filter((name) => name.endsWith('-wal'));
  // Cut off by the clearing; what stands in it is the note that it is done.
  for (const name of log) expect(statSync(join(thomsen.folder, name)).size).toBeLessThanOrEqual(2 * logFrame);
  expect(found(thomsen)).toEqual([]);
});

// S45: a purge seals copies, their contents go; a set-back makes them due
test('after a purge her own accepted work cannot be read here either, and a centre that is set back is given it all the same', async () => {
  world = new DeskWorld();
  const { caseFileId } = world;
  const desk = world.openDesk(world.thomsen);
  const { id, publicKey } = world.centre.escrowKey;
  rememberEscrowKey(desk.store.db, { id, publicKey: Buffer.from(publicKey, 'base64') });
  await desk.sync.syncNow();
  const before = world.centre.backup();
  const content = await desk.store.blobs.put(new TextEncoder().encode('Kanarienbrief'), 'uploading');
  const target = { caseFileId, documentId: world.newId(), filing: world.filing('Kanarientitel') };
  const page = 'Kanarienseite '.repeat(400);
  const facts = world.content(content.sha256, content.size);
  runCommand(desk.desk, 'addDocument', { ...target, content: facts, pageTexts: [page] });
  const note = {
    noteId: world.newId(),
    documentId: null,
    text: 'Kanarienvermerk',
    isPinned: false,
    isPhoneCall: false,
  };
  runCommand(desk.desk, 'addNote', { caseFileId, ...note });
  const followUp = { followUpId: world.newId(), documentId: null, dueOn: '2026-12-01', subject: 'Kanarienfrist' };
  runCommand(desk.desk, 'createFollowUp', { caseFileId, ...followUp });
  await expect
    .poll(async () => {
      await desk.sync.syncNow();
      return first<{ n: number }>(desk.store.db, 'SELECT count(*) AS n FROM sent')?.n;
    })
    .toBe(3);
  handleOf(desk.store.db).pragma('wal_checkpoint(TRUNCATE)');
  expect(found(desk)).toEqual(
    expect.arrayContaining(['Kanarienseite', 'Kanarienvermerk', 'Kanarienfrist', 'Kanarientitel']),
  );

  world.centre.grant(caseFileId, world.thomsen.workerId, null);
  await desk.sync.syncNow();
  expect(found(desk)).toEqual([]);
  expect(desk.store.blobs.has(content.sha256)).toBe(false);

  world.centre.restore(before);
  world.centre.grant(caseFileId, world.thomsen.workerId, null);
  await desk.sync.syncNow();
  expect(dueSealed(desk.store.db)).toHaveLength(3);
  expect(found(desk)).toEqual([]);
});

// S46: nothing is said while a word or byte is left
test('the centre is told that what was taken away is gone, once it is gone with words and bytes and not before', async () => {
  world = new DeskWorld();
  const { centre, caseFileId } = world;
  const { workerId } = world.thomsen;
  const faults: unknown[] = [];
  const desk = world.openDesk(world.thomsen, { onFault: (error) => faults.push(error) });
  await desk.sync.syncNow();
  await desk.sync.syncNow();
  const before = centre.cleared.get(workerId);
  expect(before).toBe(centre.state.access.get(workerId));

  const trouble = vi.spyOn(desk.store.blobs, 'removeUnused').mockRejectedValue(new Error('EIO'));
  centre.grant(caseFileId, workerId, null);
  await desk.sync.syncNow();
  await desk.sync.syncNow();
  expect(centre.cleared.get(workerId)).toBeUndefined();
  expect(faults.length).toBeGreaterThan(0);
  trouble.mockRestore();
  await desk.sync.syncNow();
  await desk.sync.syncNow();
  expect(centre.cleared.get(workerId)).toBe(centre.state.access.get(workerId));
  expect(centre.cleared.get(workerId)).toBeGreaterThan(before ?? 0);
});
