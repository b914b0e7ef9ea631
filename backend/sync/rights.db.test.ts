import { afterEach, describe, expect, it } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { listClarifications } from '../../db/clarifications.ts';
import { outboxEntries } from '../../db/outbox.ts';
import { readScope } from '../../db/scopes.ts';
import { first } from '../../db/sql.ts';
import { fileLetterIn, holdings } from '../../tests/support/desk-holdings.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { runCommand } from '../commands/run-command.ts';

let world: DeskWorld;
afterEach(() => world.close());

const fileLetter = (one: TestDesk, itemId: Id, caseFileId?: Id, title?: string) =>
  fileLetterIn(world, one, itemId, caseFileId, title);

describe('rights', () => {
  it('take records, texts and contents off the desk when they end, but never work that waits', async () => {
    world = new DeskWorld();
    const itemId = world.deliver(world.jensen, 'Brief', 'Kanarienvogelwort steht hier');
    const jensen = world.openDesk(world.jensen);
    const thomsen = world.openDesk(world.thomsen);
    await jensen.sync.syncNow();
    fileLetter(jensen, itemId, world.caseFileId, 'Kanarienvogelbrief');
    await jensen.sync.syncNow();
    await thomsen.sync.syncNow();
    const known = (one: TestDesk) => first(one.store.db, "SELECT 1 FROM vocabulary WHERE word LIKE 'kanarienvogel%'");
    expect(known(thomsen)).toBeDefined();
    world.centre.grant(world.caseFileId, world.thomsen.workerId, null);
    const noteId = world.newId();
    runCommand(thomsen.desk, 'addNote', {
      caseFileId: world.caseFileId,
      noteId,
      documentId: null,
      text: 'Noch schnell notiert',
      isPinned: false,
      isPhoneCall: false,
    });
    await thomsen.sync.syncNow();
    expect(readScope(thomsen.store.db, world.caseFileId)).toBeNull();
    expect(holdings(thomsen, world.caseFileId)).toEqual([]);
    expect(known(thomsen)).toBeUndefined();
    expect(
      first(thomsen.store.db, `SELECT 1 FROM search_text WHERE search_text MATCH 'kanarienvogelwort'`),
    ).toBeUndefined();
    expect(listClarifications(thomsen.store.db)[0]).toMatchObject({ id: expect.any(String), code: 'notAllowed' });
    expect(listClarifications(thomsen.store.db)[0]).toMatchObject({ args: { text: 'Noch schnell notiert' } });
    world.centre.grant(world.caseFileId, world.thomsen.workerId, 'read');
    await thomsen.sync.syncNow();
    expect(holdings(thomsen, world.caseFileId)).toEqual(holdings(jensen, world.caseFileId));
  });

  it('leave no word behind either when the program ends right after the records were taken away', async () => {
    world = new DeskWorld();
    const itemId = world.deliver(world.jensen, 'Brief', 'Kanarienvogelwort steht hier');
    const [jensen, thomsen] = [world.openDesk(world.jensen), world.openDesk(world.thomsen)];
    await jensen.sync.syncNow();
    fileLetter(jensen, itemId);
    await jensen.sync.syncNow();
    await thomsen.sync.syncNow();
    world.centre.grant(world.caseFileId, world.thomsen.workerId, null);
    thomsen.desk.changes.on('scopes', () => void thomsen.sync.stop());
    await thomsen.sync.syncNow();
    expect(readScope(thomsen.store.db, world.caseFileId)).toBeNull();
    const known = `SELECT 1 FROM vocabulary WHERE word LIKE 'kanarienvogel%'`;
    expect(first(thomsen.store.db, known)).toBeDefined();
    await world.closeDesk(thomsen);
    const again = world.openDesk(world.thomsen, { folder: thomsen.folder, weather: () => 'lostRequest' });
    await again.sync.syncNow();
    expect(first(again.store.db, known), 'cleared without the centre, too').toBeUndefined();
  });

  it('are checked on the desk before anything is shown', async () => {
    world = new DeskWorld();
    world.centre.grant(world.caseFileId, world.thomsen.workerId, 'read');
    const thomsen = world.openDesk(world.thomsen);
    await thomsen.sync.syncNow();
    const add = () =>
      runCommand(thomsen.desk, 'addNote', {
        caseFileId: world.caseFileId,
        noteId: world.newId(),
        documentId: null,
        text: 'Nicht erlaubt',
        isPinned: false,
        isPhoneCall: false,
      });
    expect(add).toThrow('Sie dürfen diese Akte nur lesen. Es wurde nichts geändert.');
    expect(outboxEntries(thomsen.store.db)).toEqual([]);
  });

  it('reach a colleague by substitution at once', async () => {
    world = new DeskWorld();
    world.deliver(world.jensen, 'Brief an Jensen');
    const thomsen = world.openDesk(world.thomsen);
    await thomsen.sync.syncNow();
    expect(readScope(thomsen.store.db, world.jensen.inboxId)).toBeNull();
    runCommand(thomsen.desk, 'startSubstitution', {
      substitutionId: world.newId(),
      absentWorkerId: world.jensen.workerId,
      substituteWorkerId: world.thomsen.workerId,
      reason: 'Krankheit',
      from: '2026-11-22T07:00:00.000Z',
      to: '2026-11-30T07:00:00.000Z',
    });
    await thomsen.sync.syncNow();
    const items = holdings(thomsen, world.jensen.inboxId).filter((row) => row.kind === 'inboxItem');
    expect(items).toHaveLength(1);
  });
});

describe('contents', () => {
  it('are sent before the command that needs them, in parts, and fetched by the other desk', async () => {
    world = new DeskWorld();
    const [jensen, thomsen] = [world.openDesk(world.jensen), world.openDesk(world.thomsen)];
    await jensen.sync.syncNow();
    const bytes = new Uint8Array(9 * 1024 * 1024).map((_, index) => index % 251);
    const { sha256, size } = await jensen.store.blobs.put(bytes, 'uploading');
    const documentId = world.newId();
    runCommand(jensen.desk, 'addDocument', {
      caseFileId: world.caseFileId,
      documentId,
      filing: world.filing('Foto der Heizung'),
      content: world.content(sha256, size),
      pageTexts: [],
    });
    await jensen.sync.syncNow();
    await expect.poll(async () => (await jensen.sync.syncNow()).waitingCommands).toBe(0);
    expect(jensen.calls.filter((call) => call === 'uploadPart')).toHaveLength(3);
    expect(jensen.store.blobs.info(sha256)?.state).toBe('present');
    await thomsen.sync.syncNow();
    await thomsen.sync.fetchContent(sha256);
    expect(Buffer.compare(await thomsen.store.blobs.readAll(sha256), bytes)).toBe(0);
  });

  it('that are lost on this desk do not hold up what was done after them', async () => {
    world = new DeskWorld();
    const jensen = world.openDesk(world.jensen);
    await jensen.sync.syncNow();
    runCommand(jensen.desk, 'addDocument', {
      caseFileId: world.caseFileId,
      documentId: world.newId(),
      filing: world.filing('Verlorenes Foto'),
      content: world.content('a'.repeat(64), 10),
      pageTexts: [],
    });
    runCommand(jensen.desk, 'createFollowUp', {
      caseFileId: world.caseFileId,
      followUpId: world.newId(),
      documentId: null,
      dueOn: '2026-12-01',
      subject: 'Unterlagen anfordern',
    });
    await jensen.sync.syncNow();
    const state = await jensen.sync.syncNow();
    expect(state).toMatchObject({ waitingCommands: 0, clarifications: 1 });
    expect(listClarifications(jensen.store.db)[0]?.code).toBe('missingContent');
    expect([...world.centre.scope(world.caseFileId).rows.values()].some((row) => row.kind === 'followUp')).toBe(true);
  });
});
