import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterEach, expect, test } from 'vitest';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { handleOf } from '../../db/sql.ts';
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
