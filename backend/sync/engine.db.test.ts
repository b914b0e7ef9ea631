import { afterEach, describe, expect, it } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { listClarifications } from '../../db/clarifications.ts';
import { outboxEntries } from '../../db/outbox.ts';
import { readChildren, readRecord, readState, recordsOfScope } from '../../db/records.ts';
import { first } from '../../db/sql.ts';
import { fileLetterIn, holdings } from '../../tests/support/desk-holdings.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { runCommand, takeBack } from '../commands/run-command.ts';

let world: DeskWorld;
afterEach(() => world.close());

const fileLetter = (one: TestDesk, itemId: Id, caseFileId?: Id, title?: string) =>
  fileLetterIn(world, one, itemId, caseFileId, title);

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

describe('mishaps', () => {
  // S14: what was acknowledged is queued again, and everything fetched anew
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

  // S42: without a new epoch its desks notice, and what was acknowledged goes out again
  it('give a centre that was set back unnoticed the work back that it had acknowledged, beside what others did meanwhile', async () => {
    world = new DeskWorld();
    const [jensen, thomsen] = [world.openDesk(world.jensen), world.openDesk(world.thomsen)];
    await jensen.sync.syncNow();
    await thomsen.sync.syncNow();
    const note = (one: TestDesk, text: string) => runCommand(one.desk, 'addNote', noteArgs(text));
    const noteArgs = (text: string) => ({
      ...{ caseFileId: world.caseFileId, noteId: world.newId(), documentId: null, text },
      ...{ isPinned: false, isPhoneCall: false },
    });
    const texts = (one: TestDesk) =>
      recordsOfScope(one.store.db, world.caseFileId).flatMap(({ kind, body }) =>
        kind === 'note' ? [body?.['text']] : [],
      );
    note(jensen, 'eins');
    await jensen.sync.syncNow();
    const before = world.centre.backup();
    note(jensen, 'zwei');
    await jensen.sync.syncNow();
    world.centre.setBack(before);
    note(thomsen, 'drei');
    await thomsen.sync.syncNow();
    await jensen.sync.syncNow();
    await thomsen.sync.syncNow();
    await jensen.sync.syncNow();
    expect(texts(jensen).sort()).toEqual(['drei', 'eins', 'zwei']);
    expect(holdings(jensen, world.caseFileId)).toEqual(holdings(thomsen, world.caseFileId));
    expect(jensen.sync.state().waitingCommands).toBe(0);
  });

  // S13: the desk's side of a fork
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
      row.kind === 'note' ? row.body?.text : [],
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
