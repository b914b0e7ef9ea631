import { createHash } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { readOverview } from '../../backend/sync/overview.ts';
import { applyAccepted } from '../../central/rules/apply.ts';
import { openBatch } from '../../central/rules/batch.ts';
import { type Database, inTransaction, openDatabase } from '../../central/store/database.ts';
import { writeLines } from '../../central/store/journal.ts';
import { lockScopes, saveScopes } from '../../central/store/scopes.ts';
import { newId } from '../../central/testing/desk.ts';
import { noteArgs, type Office, openOffice, password } from '../../central/testing/office.ts';
import type { RecordWrite } from '../../core/commands/rule.ts';
import { protocolVersion, schemaVersion } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { listClarifications } from '../../db/clarifications.ts';
import { addToOutbox, countWaiting, waitingEntries } from '../../db/outbox.ts';
import { recordsOfScope } from '../../db/records.ts';
import { listScopes } from '../../db/scopes.ts';
import { all, first } from '../../db/sql.ts';
import type { Store } from '../../db/store.ts';
import { temporaryStore } from '../../db/test-support/temporary-store.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { syncStore } from '../support/synced-desk.ts';

// A centre that was renewed already, and a desk that was not: scopes, rows, commands and columns this program does not know.

const versions = { protocol: protocolVersion, schema: schemaVersion };

async function newerHouse(): Promise<{ office: Office; database: Database }> {
  const made = await temporaryDatabase();
  onTestFinished(() => made[Symbol.asyncDispose]());
  const office = await openOffice(made.connectionString);
  onTestFinished(() => office[Symbol.asyncDispose]());
  const database = openDatabase(made.connectionString);
  onTestFinished(() => database.end());
  // What a migration of a later version may do.
  await database.query('alter table scope drop constraint scope_kind_check');
  await database.query('alter table record add column urgency integer');
  await database.query('create table hearing (id uuid primary key, day date not null)');
  return { office, database };
}

function storeOfTest(): Store {
  const store = temporaryStore();
  onTestFinished(() => store.discard());
  return store;
}

async function openDesk(office: Office, store: Store) {
  await office.desk('anna'); // makes the account
  const synced = await syncStore(store, office.address, { login: 'anna', password }, versions);
  onTestFinished(() => synced.stop());
  return synced;
}

/** Written by the rules of the newer centre: the same way into the feed as everything. */
async function write(database: Database, scopeId: Id, writes: object[]): Promise<void> {
  const caller = { workerId: houseScopeId, role: 'administration' as const, sessionId: houseScopeId };
  const occasion = {
    ...{ actorId: houseScopeId, clientId: null, commandId: null, atDesk: new Date().toISOString() },
    payloadHash: createHash('sha256').digest(),
  };
  await inTransaction(database, 'write', async (connection) => {
    const batch = openBatch(connection, caller, houseScopeId, false);
    for (const [id, scope] of await lockScopes(connection, [scopeId])) batch.scopes.set(id, scope);
    const decision = {
      ...{ outcome: 'accepted' as const, access: [], station: [], hints: [] },
      writes: writes.map((one) => ({ ...one, scopeId }) as unknown as RecordWrite),
      journal: [{ scopeId, action: 'hearing.planned', targetKind: 'hearing' as never, targetId: newId() }],
    };
    await applyAccepted(batch, decision, occasion);
    await batch.records.flush();
    await writeLines(connection, batch.lines);
    await saveScopes(connection, [...batch.scopes.values()], batch.moved);
  });
}

const noteBody = (text: string) => ({
  ...{ documentId: null, parentIds: [], text, isPinned: false, isPhoneCall: false },
  ...{ createdAt: new Date().toISOString(), createdBy: houseScopeId, retractedAt: null, retractReason: null },
});
const notesOf = (store: Store, caseFileId: Id) =>
  recordsOfScope(store.db, caseFileId)
    .filter(({ kind }) => kind === 'note')
    .map(({ body }) => (body as { text: string }).text)
    .sort();

// S35: newer kinds are kept as they came, a newer scope takes nothing away, the page counts them
test('a desk goes on working at a newer centre: what it does not know is kept beside, in the first fetch and in later news', async () => {
  const { office, database } = await newerHouse();
  const caseFileId = office.caseFiles.anna;
  const [hearingId, planScopeId] = [newId(), newId()];
  await write(database, caseFileId, [
    { kind: 'hearing', id: hearingId, body: { day: '2026-12-24' } },
    { kind: 'note', id: newId(), body: { ...noteBody('Mit neuem Feld'), urgency: { level: 3 } } },
  ]);
  await database.query("insert into scope (id, kind) values ($1, 'p')", [planScopeId]);
  await database.query("insert into scope_grant (scope_id, principal_id, level) values ($1, $2, 'write')", [
    ...[planScopeId, office.ids.anna],
  ]);
  await write(database, planScopeId, [{ kind: 'plan', id: newId(), body: { words: 'Plan' } }]);

  const store = storeOfTest();
  const anna = await openDesk(office, store);
  await expect.poll(async () => (await anna.sync.syncNow()).connection).toBe('connected');
  await expect.poll(() => notesOf(store, caseFileId)).toEqual(['Mit neuem Feld']);
  expect(listScopes(store.db).map(({ id }) => id)).not.toContain(planScopeId);
  expect(listScopes(store.db).map(({ id }) => id)).toContain(caseFileId);

  // Later news, own work in both directions, and rights that change while there is a scope nobody here knows.
  await write(database, caseFileId, [
    { kind: 'hearing', id: hearingId, body: { day: '2026-12-28' } },
    { kind: 'note', id: newId(), body: { ...noteBody('Wert von morgen'), isPinned: 'sehr' } },
  ]);
  runCommand(anna.desk, 'addNote', noteArgs(caseFileId, 'Von hier'));
  await expect.poll(async () => (await anna.sync.syncNow()).waitingCommands).toBe(0);
  await database.query("insert into scope_grant (scope_id, principal_id, level) values ($1, $2, 'write')", [
    ...[office.caseFiles.bernd, office.ids.anna],
  ]);
  await expect
    .poll(async () => {
      await anna.sync.syncNow();
      return listScopes(store.db).map(({ id }) => id);
    })
    .toContain(office.caseFiles.bernd);
  await expect.poll(() => notesOf(store, caseFileId)).toEqual(['Mit neuem Feld', 'Von hier']);
  const kept = () => all<{ kind: string; body: string }>(store.db, 'SELECT kind, body FROM other_record ORDER BY kind');
  await expect
    .poll(() => kept().map(({ kind, body }) => [kind, JSON.parse(body)]))
    .toEqual([
      ['hearing', { day: '2026-12-28' }],
      ['note', expect.objectContaining({ text: 'Wert von morgen', isPinned: 'sehr' })],
    ]);
  expect(first(store.db, 'SELECT 1 FROM scope WHERE mismatches > 0 OR must_replace = 1')).toBeUndefined();
  expect(anna.sync.state()).toMatchObject({ connection: 'connected', problem: null });
  expect(readOverview(anna.desk, anna.sync)).toMatchObject({ newer: { unread: 2, waiting: 0 }, failures: [] });
  expect(anna.faults).toEqual([]);
});

test('a right that goes while the list names a kind nobody here knows is still taken away', async () => {
  const { office, database } = await newerHouse();
  const store = storeOfTest();
  const anna = await openDesk(office, store);
  const caseFileId = office.caseFiles.anna;
  await expect
    .poll(async () => {
      await anna.sync.syncNow();
      return listScopes(store.db).map(({ id }) => id);
    })
    .toContain(caseFileId);
  const planScopeId = newId();
  await database.query("insert into scope (id, kind) values ($1, 'p')", [planScopeId]);
  await database.query("insert into scope_grant (scope_id, principal_id, level) values ($1, $2, 'write')", [
    ...[planScopeId, office.ids.anna],
  ]);
  await database.query('delete from scope_grant where scope_id = $1', [caseFileId]);
  await expect
    .poll(async () => {
      await anna.sync.syncNow();
      return listScopes(store.db).map(({ id }) => id);
    })
    .not.toContain(caseFileId);
  expect(recordsOfScope(store.db, caseFileId)).toEqual([]);
  expect(anna.faults).toEqual([]);
});

test('work of a newer program in the store of an older one is sent as it came, and what was refused of it comes back readable', async () => {
  const { office, database } = await newerHouse();
  const store = storeOfTest();
  const anna = await openDesk(office, store);
  const caseFileId = office.caseFiles.anna;
  const [plannedId, refusedId] = [newId(), newId()];
  const args = { caseFileId, hearing: { day: '2026-12-24', words: 'Anhörung' } };
  const at = new Date().toISOString();
  const order = { name: 'planHearing', args, at, schema: schemaVersion + 1, label: 'Anhörung geplant' };
  addToOutbox(store.db, { id: plannedId, ...order });
  runCommand(anna.desk, 'addNote', noteArgs(caseFileId, 'Danach'));
  await anna.sync.syncNow();
  // This centre does not know it either: both wait in their order, nothing is refused, nothing is lost.
  expect(waitingEntries(store.db, 5).map(({ name, schema }) => [name, schema])).toEqual([
    ['planHearing', schemaVersion + 1],
    ['addNote', schemaVersion],
  ]);
  expect(anna.sync.state().clarifications).toBe(0);
  expect(notesOf(store, caseFileId)).toEqual(['Danach']);
  expect(countWaiting(store.db)).toBe(2);
  expect(readOverview(anna.desk, anna.sync)).toMatchObject({ newer: { unread: 0, waiting: 1 } });

  await database.query(
    `insert into quarantine (command_id, worker_id, client_id, name, args, schema, code, message, at_desk)
     values ($1, $2, $3, 'planHearing', $4, $5, 'invalid', 'Der Termin ist schon vergeben.', $6)`,
    [refusedId, office.ids.anna, newId(), JSON.stringify(args), schemaVersion + 1, at],
  );
  await expect
    .poll(async () => {
      await anna.sync.syncNow();
      return listClarifications(store.db).map(({ id, name, args: kept, schema }) => ({ id, name, kept, schema }));
    })
    .toEqual([{ id: refusedId, name: 'planHearing', kept: args, schema: schemaVersion + 1 }]);
  expect(anna.faults).toEqual([]);
});
