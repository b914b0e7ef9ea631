import { afterEach, describe, expect, it } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { listClarifications } from '../../db/clarifications.ts';
import { outboxEntries } from '../../db/outbox.ts';
import { readChildren, readRecord, readState, recordsOfScope } from '../../db/records.ts';
import { readScope } from '../../db/scopes.ts';
import { first } from '../../db/sql.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { runCommand, takeBack } from '../commands/run-command.ts';

let world: DeskWorld;
afterEach(() => world.close());

/** What a desk holds of a scope, without versions that only it knows. */
function holdings(one: TestDesk, scopeId: Id) {
  return recordsOfScope(one.store.db, scopeId).map(({ kind, id, ver, body, isPending }) => ({
    kind,
    id,
    ver,
    body,
    isPending,
  }));
}

function fileLetter(one: TestDesk, itemId: Id, caseFileId = world.caseFileId, title = 'Mietvertrag') {
  const documentId = world.newId();
  const inboxId = one.login === 'jensen' ? world.jensen.inboxId : world.thomsen.inboxId;
  const filing = world.filing(title);
  const outcome = runCommand(one.desk, 'fileInboxItem', { inboxId, itemId, caseFileId, documentId, filing });
  return { ...outcome, documentId };
}

describe('two desks and a centre', () => {
  it('show on the second desk what the first one files, once both have synced', async () => {
    world = new DeskWorld();
    const itemId = world.deliver(world.jensen, 'Brief der Vermieterin');
    const [jensen, thomsen] = [world.openDesk(world.jensen), world.openDesk(world.thomsen)];
    await jensen.sync.syncNow();
    await thomsen.sync.syncNow();
    const { documentId } = fileLetter(jensen, itemId);
    expect(readState(jensen.store.db, { kind: 'document', scopeId: world.caseFileId, id: documentId })?.isPending).toBe(
      true,
    );
    const state = await jensen.sync.syncNow();
    expect(state).toMatchObject({ connection: 'connected', waitingCommands: 0 });
    await thomsen.sync.syncNow();
    expect(holdings(jensen, world.caseFileId)).toEqual(holdings(thomsen, world.caseFileId));
    expect(readRecord(thomsen.store.db, 'document', world.caseFileId, documentId)?.title).toBe('Mietvertrag');
    expect(outboxEntries(jensen.store.db)).toEqual([]);
    expect(first(jensen.store.db, 'SELECT 1 FROM undo_image')).toBeUndefined();
  });

  it('give the same sheet numbers although both file at the same time without the centre', async () => {
    world = new DeskWorld();
    const [first, second] = [world.deliver(world.jensen, 'Eins'), world.deliver(world.thomsen, 'Zwei')];
    let isDown = false;
    const weather = () => (isDown ? ('lostRequest' as const) : ('fine' as const));
    const jensen = world.openDesk(world.jensen, { weather });
    const thomsen = world.openDesk(world.thomsen, { weather });
    await jensen.sync.syncNow();
    await thomsen.sync.syncNow();
    isDown = true;
    const one = fileLetter(jensen, first);
    const two = fileLetter(thomsen, second);
    expect((await jensen.sync.syncNow()).connection).toBe('connected'); // one failure alone is not told
    expect((await jensen.sync.syncNow()).words).toMatch(
      /^Offline seit 09:00\. Sie können weiterarbeiten, 1 Änderung wartet\.$/,
    );
    isDown = false;
    await thomsen.sync.syncNow();
    await jensen.sync.syncNow();
    await thomsen.sync.syncNow();
    const sheets = (desk: TestDesk, id: Id) => readRecord(desk.store.db, 'document', world.caseFileId, id)?.sheetFrom;
    expect([sheets(jensen, two.documentId), sheets(jensen, one.documentId)]).toEqual([1, 3]);
    expect(holdings(jensen, world.caseFileId)).toEqual(holdings(thomsen, world.caseFileId));
  });

  it('keep a refused command with its content and show what the centre decided', async () => {
    world = new DeskWorld();
    const itemId = world.deliver(world.jensen, 'Brief');
    const jensen = world.openDesk(world.jensen);
    const copy = world.openDesk(world.jensen);
    await jensen.sync.syncNow();
    await copy.sync.syncNow();
    fileLetter(jensen, itemId);
    fileLetter(copy, itemId, world.otherCaseFileId, 'Falsche Akte');
    await jensen.sync.syncNow();
    const state = await copy.sync.syncNow();
    expect(state.clarifications).toBe(1);
    const [clarification] = listClarifications(copy.store.db);
    expect(clarification).toMatchObject({
      name: 'fileInboxItem',
      code: 'changedMeanwhile',
      caseFileId: world.otherCaseFileId,
    });
    expect(clarification).toMatchObject({ args: { filing: { title: 'Falsche Akte' } } });
    expect(holdings(copy, world.otherCaseFileId)).toEqual(holdings(jensen, world.otherCaseFileId));
    expect(holdings(copy, world.jensen.inboxId)).toEqual(holdings(jensen, world.jensen.inboxId));
    expect(readRecord(copy.store.db, 'inboxItem', world.jensen.inboxId, itemId)?.filedCaseFileId).toBe(
      world.caseFileId,
    );
  });

  it('do a command once although its answer was lost', async () => {
    world = new DeskWorld();
    let losses = 0;
    const weather = (call: string) => (call === 'push' && losses++ < 2 ? ('lostAnswer' as const) : ('fine' as const));
    const jensen = world.openDesk(world.jensen, { weather });
    await jensen.sync.syncNow();
    runCommand(jensen.desk, 'addNote', {
      caseFileId: world.caseFileId,
      noteId: world.newId(),
      documentId: null,
      text: 'Anruf der Vermieterin',
      isPinned: false,
      isPhoneCall: true,
    });
    await jensen.sync.syncNow();
    await jensen.sync.syncNow();
    const state = await jensen.sync.syncNow();
    expect(losses).toBeGreaterThan(2);
    expect(state.waitingCommands).toBe(0);
    expect([...world.centre.scope(world.caseFileId).rows.values()].filter((row) => row.kind === 'note')).toHaveLength(
      1,
    );
    expect(world.centre.state.order.length).toBe(1);
  });

  it('go on showing what was accepted until its rows have come', async () => {
    world = new DeskWorld();
    const itemId = world.deliver(world.jensen, 'Brief');
    let isFetchingCut = false;
    const weather = (call: string) =>
      isFetchingCut && (call === 'changes' || call === 'pull') ? ('lostRequest' as const) : ('fine' as const);
    const jensen = world.openDesk(world.jensen, { weather });
    await jensen.sync.syncNow();
    isFetchingCut = true;
    const { documentId } = fileLetter(jensen, itemId);
    expect(await jensen.sync.syncNow()).toMatchObject({ waitingCommands: 0 });
    const place = { kind: 'document' as const, scopeId: world.caseFileId, id: documentId };
    expect(readState(jensen.store.db, place)).toMatchObject({ isPending: true });
    expect(readRecord(jensen.store.db, 'inboxItem', world.jensen.inboxId, itemId)?.state).toBe('filed');
    isFetchingCut = false;
    await jensen.sync.syncNow();
    expect(readState(jensen.store.db, place)).toMatchObject({ isPending: false });
    expect(outboxEntries(jensen.store.db)).toEqual([]);
  });

  it('take everything back by undo, offline too', async () => {
    world = new DeskWorld();
    const itemId = world.deliver(world.jensen, 'Brief');
    const jensen = world.openDesk(world.jensen);
    await jensen.sync.syncNow();
    const { commandId, canUndo } = fileLetter(jensen, itemId);
    expect(canUndo).toBe(true);
    takeBack(jensen.desk, commandId);
    expect(readRecord(jensen.store.db, 'inboxItem', world.jensen.inboxId, itemId)?.state).toBe('open');
    expect(() => takeBack(jensen.desk, commandId)).toThrow('nicht mehr zurücknehmen');
    await jensen.sync.syncNow();
    const thomsen = world.openDesk(world.thomsen);
    await thomsen.sync.syncNow();
    expect(holdings(jensen, world.caseFileId)).toEqual(holdings(thomsen, world.caseFileId));
    const version = readRecord(jensen.store.db, 'inboxItem', world.jensen.inboxId, itemId)?.versionId as Id;
    expect(readChildren(jensen.store.db, 'page', world.jensen.inboxId, version)).toHaveLength(1);
  });
});

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
    expect(add).toThrow('Dafür fehlt Ihnen die Berechtigung.');
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

describe('mishaps', () => {
  it('give a centre restored from yesterday the work of today back', async () => {
    world = new DeskWorld();
    const itemId = world.deliver(world.jensen, 'Brief');
    const jensen = world.openDesk(world.jensen);
    await jensen.sync.syncNow();
    const yesterday = world.centre.backup();
    const { documentId } = fileLetter(jensen, itemId);
    await jensen.sync.syncNow();
    expect(outboxEntries(jensen.store.db)).toEqual([]);
    world.centre.restore(yesterday);
    expect(world.centre.scope(world.caseFileId).rows.has(`document/${documentId}`)).toBe(false);
    await jensen.sync.syncNow();
    await jensen.sync.syncNow();
    expect(world.centre.scope(world.caseFileId).rows.has(`document/${documentId}`)).toBe(true);
    const thomsen = world.openDesk(world.thomsen);
    await thomsen.sync.syncNow();
    expect(holdings(jensen, world.caseFileId)).toEqual(holdings(thomsen, world.caseFileId));
  });

  it('let a store that was copied go on as a new client without losing work', async () => {
    world = new DeskWorld();
    const jensen = world.openDesk(world.jensen);
    await jensen.sync.syncNow();
    await world.closeDesk(jensen);
    const { cpSync } = await import('node:fs');
    const folder = world.temporaryFolder();
    cpSync(jensen.folder, folder, { recursive: true });
    const note = (one: TestDesk, text: string) =>
      runCommand(one.desk, 'addNote', {
        caseFileId: world.caseFileId,
        noteId: world.newId(),
        documentId: null,
        text,
        isPinned: false,
        isPhoneCall: false,
      });
    const original = world.openDesk(world.jensen, { folder: jensen.folder });
    const copy = world.openDesk(world.jensen, { folder });
    note(original, 'Vom Original');
    await original.sync.syncNow();
    note(copy, 'Von der Kopie');
    await copy.sync.syncNow();
    await original.sync.syncNow();
    const texts = [...world.centre.scope(world.caseFileId).rows.values()].flatMap((row) =>
      row.kind === 'note' ? row.body?.['text'] : [],
    );
    expect(texts.sort()).toEqual(['Vom Original', 'Von der Kopie']);
    expect(holdings(original, world.caseFileId)).toEqual(holdings(copy, world.caseFileId));
  });

  it('notice a row that was lost on the way and fetch the scope anew', async () => {
    world = new DeskWorld();
    const jensen = world.openDesk(world.jensen);
    await jensen.sync.syncNow();
    const { run } = await import('../../db/sql.ts');
    run(jensen.store.db, `UPDATE scope SET digest = digest + 1 WHERE kind = 'c'`);
    world.centre.write([
      {
        kind: 'followUp',
        id: world.newId(),
        scopeId: world.caseFileId,
        body: {
          documentId: null,
          dueOn: '2026-12-01',
          subject: 'Neu',
          createdAt: world.now(),
          createdBy: world.jensen.workerId,
          completedAt: null,
          completedBy: null,
        },
      },
    ]);
    const state = await jensen.sync.syncNow();
    expect(state.connection).toBe('connected');
    expect(first(jensen.store.db, 'SELECT 1 FROM scope WHERE mismatches > 0 OR must_replace = 1')).toBeUndefined();
    expect(holdings(jensen, world.caseFileId).filter((row) => row.kind === 'followUp')).toHaveLength(1);
  });

  it('keep kinds and values of a newer centre as they came', async () => {
    world = new DeskWorld();
    const jensen = world.openDesk(world.jensen);
    const scope = world.centre.scope(world.caseFileId);
    const id = world.newId();
    scope.head += 1;
    scope.rows.set(`deadline/${id}`, {
      kind: 'deadline' as never,
      id,
      ver: scope.head,
      deleted: false,
      body: { day: '2026-12-24' },
    });
    const caseFile = scope.rows.get(`caseFile/${world.caseFileId}`);
    scope.head += 1;
    scope.rows.set(`caseFile/${world.caseFileId}`, {
      ...caseFile,
      ver: scope.head,
      body: { ...caseFile?.body, mood: 'gut' },
    } as never);
    const state = await jensen.sync.syncNow();
    expect(state.connection).toBe('connected');
    expect(first(jensen.store.db, 'SELECT kind, body FROM other_record')).toEqual({
      kind: 'deadline',
      body: '{"day":"2026-12-24"}',
    });
    expect(readRecord(jensen.store.db, 'caseFile', world.caseFileId, world.caseFileId)).toMatchObject({ mood: 'gut' });
    expect(first(jensen.store.db, 'SELECT 1 FROM scope WHERE mismatches > 0')).toBeUndefined();
  });
});
