import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { openDatabase } from '../../central/store/database.ts';
import { newId } from '../../central/testing/desk.ts';
import { contentFacts, filing, noteArgs, openOffice, type Office, password } from '../../central/testing/office.ts';
import { push } from '../../central/rules/push.ts';
import type { CommandShapes } from '../../core/commands/shapes.ts';
import { protocolVersion, schemaVersion } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { countWaiting, waitingEntries } from '../../db/outbox.ts';
import { readChildren, recordsOfScope } from '../../db/records.ts';
import { run } from '../../db/sql.ts';
import type { Store } from '../../db/store.ts';
import { temporaryStore } from '../../db/test-support/temporary-store.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { syncStore } from '../support/synced-desk.ts';

const current = { protocol: protocolVersion, schema: schemaVersion };
/** Older than the two versions before the centre's own are served. */
const tooOld = { protocol: 0, schema: 0 };

async function house(): Promise<{ office: Office; connectionString: string }> {
  const database = await temporaryDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  const office = await openOffice(database.connectionString);
  onTestFinished(() => office[Symbol.asyncDispose]());
  return { office, connectionString: database.connectionString };
}

function storeOfTest(): Store {
  const store = temporaryStore();
  onTestFinished(() => store.discard());
  return store;
}

async function openDesk(office: Office, login: 'anna' | 'bernd', store: Store, versions = current) {
  await office.desk(login); // makes the account
  const synced = await syncStore(store, office.address, { login, password }, versions);
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    await synced.stop();
  };
  onTestFinished(stop);
  return { ...synced, stop };
}

const weekAgo = () => new Date(Date.now() - 7 * 86_400_000).toISOString();
const notesOf = (store: Store, caseFileId: Id) =>
  recordsOfScope(store.db, caseFileId)
    .filter(({ kind }) => kind === 'note')
    .map(({ body }) => (body as { text: string }).text)
    .sort();

// S33: too old to be served: its work and contents are taken, no rows given
test('a desk that is too old for the centre still sends a week of work with its contents, gets no rows, and says so', async () => {
  const { office } = await house();
  const caseFileId = office.caseFiles.anna;
  const store = storeOfTest();
  const before = await openDesk(office, 'anna', store);
  await before.stop();
  // A week without the centre, which was renewed meanwhile.
  const offline = { ...before.desk, now: weekAgo };
  runCommand(offline, 'addNote', noteArgs(caseFileId, 'Vor einer Woche'));
  const { sha256, size } = await store.blobs.put(randomBytes(50_000), 'uploading');
  const document = { caseFileId, documentId: newId(), content: contentFacts(sha256, size), pageTexts: [] };
  runCommand(offline, 'addDocument', { ...document, filing: { ...filing, title: 'Brief' } });
  const other = await openDesk(office, 'anna', storeOfTest());
  runCommand(other.desk, 'addNote', noteArgs(caseFileId, 'Von einem neuen Arbeitsplatz'));
  await expect.poll(async () => (await other.sync.syncNow()).waitingCommands).toBe(0);

  const old = await openDesk(office, 'anna', store, tooOld);
  await expect
    .poll(async () => [(await old.sync.syncNow()).connection, countWaiting(store.db)])
    .toEqual(['mustUpgrade', 0]);
  expect(old.sync.state().words).toBe(
    'Aktenpult muss erneuert werden. Ihre Änderungen werden weiter gesendet, Neues kommt erst danach.',
  );
  expect(old.sync.state().problem).toMatch(/zu alt für die Zentrale\. Ihre Änderungen werden weiter angenommen/);
  expect(notesOf(store, caseFileId)).toEqual(['Vor einer Woche']);
  await expect
    .poll(async () => {
      await other.sync.syncNow();
      return notesOf(other.desk.store, caseFileId);
    })
    .toEqual(['Von einem neuen Arbeitsplatz', 'Vor einer Woche']);
  expect(readChildren(other.desk.store.db, 'version', caseFileId, document.documentId)).toHaveLength(1);
  await other.sync.fetchContent(sha256);
  expect(other.desk.store.blobs.info(sha256)?.size).toBe(size);

  // Renewed, it is a desk like any other, and nothing is there twice.
  await old.stop();
  const renewed = await openDesk(office, 'anna', store);
  await expect.poll(async () => (await renewed.sync.syncNow()).connection).toBe('connected');
  expect(notesOf(store, caseFileId)).toEqual(['Von einem neuen Arbeitsplatz', 'Vor einer Woche']);
  expect([...before.faults, ...old.faults, ...renewed.faults, ...other.faults]).toEqual([]);
});

test('the two versions before the one of the centre are served whole', async () => {
  const { office } = await house();
  for (const back of [1, 2]) {
    const versions = { protocol: Math.max(1, protocolVersion - back), schema: Math.max(1, schemaVersion - back) };
    const desk = await openDesk(office, 'anna', storeOfTest(), versions);
    expect((await desk.sync.syncNow()).connection).toBe('connected');
    expect(desk.faults).toEqual([]);
  }
});

/** As if two later versions had renamed a field of a note and then the command itself. No version shipped did. */
const laterShapes: CommandShapes = {
  version: schemaVersion + 2,
  upCasts: [
    {
      name: 'writeRemark',
      from: schemaVersion,
      cast: (args) => {
        const { remark, ...rest } = args as { remark: string };
        return { ...rest, text: remark };
      },
    },
    {
      name: 'writeRemark',
      from: schemaVersion + 1,
      newName: 'addNote',
      cast: (args) => ({ ...(args as object), isPhoneCall: false }),
    },
  ],
};

// S34: sent with the schema each was given in, led to today's shape; a repeat is known by its hash
test('commands of old shapes are carried out in today’s, once, whatever the order of versions in an outbox', async () => {
  const { office, connectionString } = await house();
  const desk = await office.desk('anna');
  const database = openDatabase(connectionString);
  onTestFinished(() => database.end());
  const caller = { workerId: office.ids.anna, role: 'worker' as const, sessionId: null as never };
  const { rows } = await database.query<{ id: Id }>('select id from session where worker_id = $1', [office.ids.anna]);
  const [session] = rows;
  if (!session) throw new Error('no session');
  const { text, isPhoneCall: _, ...rest } = noteArgs(office.caseFiles.anna, 'In der ersten Fassung geschrieben');
  const at = weekAgo();
  const commands = [
    { mid: 1, id: newId(), name: 'writeRemark', at, schema: schemaVersion, args: { ...rest, remark: text } },
    {
      ...{ mid: 2, id: newId(), name: 'writeRemark', at, schema: schemaVersion + 1 },
      args: { ...rest, noteId: newId(), text: 'In der zweiten' },
    },
    {
      ...{ mid: 3, id: newId(), name: 'addNote', at, schema: schemaVersion + 2 },
      args: noteArgs(office.caseFiles.anna, 'In der dritten'),
    },
  ];
  const request = { epoch: desk.epoch, clientId: newId(), commands };
  const log = { error: () => undefined };
  const send = () => push(database, { ...caller, sessionId: session.id }, request, log, { shapes: laterShapes });
  expect((await send()).response.results.map(({ result }) => result)).toEqual(['ok', 'ok', 'ok']);
  expect((await send()).response.results.map(({ result }) => result)).toEqual(['dup', 'dup', 'dup']);
  const store = storeOfTest();
  await openDesk(office, 'anna', store);
  expect(notesOf(store, office.caseFiles.anna)).toEqual([
    'In der dritten',
    'In der ersten Fassung geschrieben',
    'In der zweiten',
  ]);
});

// S35: a field nobody here knows survives a change made at this desk
test('fields and kinds of a newer centre are kept as they came, and are still there when an old desk has changed the record', async () => {
  const { office, connectionString } = await house();
  const caseFileId = office.caseFiles.anna;
  const store = storeOfTest();
  const anna = await openDesk(office, 'anna', store);
  runCommand(anna.desk, 'createFollowUp', {
    ...{ caseFileId, followUpId: newId(), documentId: null, dueOn: '2026-12-01', subject: 'Rückruf' },
  });
  await expect.poll(async () => (await anna.sync.syncNow()).waitingCommands).toBe(0);
  const [followUp] = recordsOfScope(store.db, caseFileId).filter(({ kind }) => kind === 'followUp');
  if (!followUp) throw new Error('no follow-up');
  const newer = { ...followUp.body, urgency: { level: 3, words: 'eilig' } };
  await office.import([
    { line: 'record', kind: 'followUp', id: followUp.id, scopeId: caseFileId, body: newer as Record<string, unknown> },
  ]);
  const database = openDatabase(connectionString);
  onTestFinished(() => database.end());
  await expect
    .poll(async () => {
      await anna.sync.syncNow();
      return recordsOfScope(store.db, caseFileId).find(({ id }) => id === followUp.id)?.body;
    })
    .toEqual(newer);
  runCommand(anna.desk, 'completeFollowUp', { caseFileId, followUpId: followUp.id });
  await expect.poll(async () => (await anna.sync.syncNow()).waitingCommands).toBe(0);
  const { rows } = await database.query<{ body: Record<string, unknown> }>('select body from record where id = $1', [
    followUp.id,
  ]);
  expect(rows[0]?.body).toMatchObject({ urgency: { level: 3, words: 'eilig' }, completedBy: office.ids.anna });
  expect(anna.faults).toEqual([]);
});

// S35: what says more than the centre understands stays in the outbox and is not refused
test('a command of a newer program waits for the centre to be renewed when it says more than the centre understands', async () => {
  const { office } = await house();
  const store = storeOfTest();
  const anna = await openDesk(office, 'anna', store);
  await anna.stop();
  const caseFileId = office.caseFiles.anna;
  runCommand(anna.desk, 'addNote', noteArgs(caseFileId, 'Versteht die Zentrale'));
  runCommand(anna.desk, 'addNote', noteArgs(caseFileId, 'Sagt mehr'));
  run(store.db, 'UPDATE outbox SET schema = 7');
  run(store.db, `UPDATE outbox SET args = json_set(args, '$.urgency', 3) WHERE row = (SELECT max(row) FROM outbox)`);
  const again = await openDesk(office, 'anna', store);
  await again.sync.syncNow();
  const told = waitingEntries(store.db, 5).map(({ args, schema }) => [(args as { text: string }).text, schema]);
  expect(told).toEqual([['Sagt mehr', 7]]);
  expect(again.sync.state().clarifications).toBe(0);
});
