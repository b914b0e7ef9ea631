import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../central/store/database.ts';
import { verifyAccessLog } from '../../central/store/access-log.ts';
import { newId } from '../../central/testing/desk.ts';
import { openOffice, type Office, password } from '../../central/testing/office.ts';
import type { AccessAction, AccessLogEntry } from '../../core/contract/access-events.ts';
import type { Id } from '../../core/domain/ids.ts';
import { recordAccess, sendAccessAgain, waitingAccess } from '../../db/access-events.ts';
import { purgeScope, readScope } from '../../db/scopes.ts';
import { run } from '../../db/sql.ts';
import { openStore, type Store } from '../../db/store.ts';
import { newId as newStoreId, testKey, testNow } from '../../db/test-support/temporary-store.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { syncStore } from '../support/synced-desk.ts';

async function house(): Promise<{ office: Office; connectionString: string }> {
  const database = await temporaryDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  const office = await openOffice(database.connectionString);
  onTestFinished(() => office[Symbol.asyncDispose]());
  return { office, connectionString: database.connectionString };
}

function storeIn(folder = mkdtempSync(join(tmpdir(), 'aktenpult-looks-'))): Store {
  const store = openStore({ folder, key: testKey(), newId: newStoreId, now: testNow });
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
}

async function openDesk(office: Office, store: Store) {
  await office.desk('anna'); // makes the account
  const synced = await syncStore(store, office.address, { login: 'anna', password });
  onTestFinished(() => synced.stop());
  const look = (action: AccessAction, targetId: Id, at = new Date().toISOString()) =>
    recordAccess(store.db, { action, scopeId: office.caseFiles.anna, targetId }, at, newId);
  const send = () =>
    expect.poll(async () => [(await synced.sync.syncNow()).connection, waitingAccess(store.db, 9).length]);
  return { ...synced, store, look, send: () => send().toEqual(['connected', 0]) };
}

async function logOf(office: Office, who: 'anna' | 'clara' | 'audit' = 'clara') {
  const desk = await office.desk(who);
  return desk.call<{ entries: AccessLogEntry[] }>('GET', `/v1/access-log?scopeId=${office.caseFiles.anna}`);
}
const told = async (office: Office) =>
  (await logOf(office)).body.entries.map(({ action, problem }) => `${action} ${problem ?? 'ok'}`).reverse();

// S38, S39: no purge takes looks along; known by id they are kept once, with both times
test('what was looked at without the centre is told later, once, with both times, also of a file that has gone meanwhile', async () => {
  const { office, connectionString } = await house();
  const caseFileId = office.caseFiles.anna;
  const anna = await openDesk(office, storeIn());
  const documentId = newId();
  const at = '2026-11-20T09:00:00.000Z';
  anna.look('opened', caseFileId, at);
  anna.look('read', documentId, at);
  anna.look('printed', documentId, at);
  purgeScope(anna.store.db, caseFileId);
  expect(readScope(anna.store.db, caseFileId)).toBeNull();
  await anna.send();
  sendAccessAgain(anna.store.db); // as after an answer that was lost, or a centre that was set back
  await anna.send();
  const { entries } = (await logOf(office)).body;
  expect(
    entries.map(({ action, targetId, atDesk, workerId }) => ({ action, targetId, atDesk, workerId })).reverse(),
  ).toEqual([
    { action: 'opened', targetId: caseFileId, atDesk: at, workerId: office.ids.anna },
    { action: 'read', targetId: documentId, atDesk: at, workerId: office.ids.anna },
    { action: 'printed', targetId: documentId, atDesk: at, workerId: office.ids.anna },
  ]);
  expect(entries.every((entry) => entry.at > at && entry.problem === null)).toBe(true);
  const database = openDatabase(connectionString);
  onTestFinished(() => database.end());
  expect(await verifyAccessLog(database)).toEqual({ events: 3, marked: 0, broken: 0 });
  await expect(database.query(`update access_log set action = 'read'`)).rejects.toThrow(/append-only/);
  await expect(database.query('delete from access_log')).rejects.toThrow(/append-only/);
  expect(anna.faults).toEqual([]);
});

// S39: missing and changed looks are marked
test('the centre sees a look that was removed at the desk, and one that was changed', async () => {
  const { office } = await house();
  const anna = await openDesk(office, storeIn());
  for (const action of ['read', 'printed', 'saved', 'printed', 'saved'] as const) anna.look(action, newId());
  run(anna.store.db, 'DELETE FROM access_event WHERE number = 2');
  run(anna.store.db, `UPDATE access_event SET action = 'read' WHERE number = 4`);
  await anna.send();
  expect(await told(office)).toEqual(['read ok', 'saved gap', 'read changed', 'saved ok']);
});

// S39: a fork is marked, the desk goes on in a new chain
test('a store that was copied or set back is seen, keeps what it tells and goes on in a chain of its own', async () => {
  const { office } = await house();
  const folder = mkdtempSync(join(tmpdir(), 'aktenpult-copied-'));
  const copied = mkdtempSync(join(tmpdir(), 'aktenpult-copied-'));
  const before = openStore({ folder, key: testKey(), newId: newStoreId, now: testNow });
  recordAccess(before.db, { action: 'read', scopeId: office.caseFiles.anna, targetId: newId() }, testNow(), newId);
  before.close();
  cpSync(folder, copied, { recursive: true });
  const [first, second] = [await openDesk(office, storeIn(folder)), await openDesk(office, storeIn(copied))];
  first.look('printed', newId());
  await first.send();
  second.look('saved', newId());
  await second.send();
  second.look('saved', newId());
  await second.send();
  expect(await told(office)).toEqual(['read ok', 'printed ok', 'saved fork', 'saved ok']);
});

test('only who leads or audits and may read the file is told who looked at it', async () => {
  const { office } = await house();
  expect((await logOf(office, 'clara')).status).toBe(200);
  expect((await logOf(office, 'anna')).status).toBe(403);
  expect((await logOf(office, 'audit')).status).toBe(403); // no right to this file
});
