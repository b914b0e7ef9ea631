import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { noteArgs, type Office, openOffice, password } from '../../central/testing/office.ts';
import { readMeta, updateMeta } from '../../db/meta.ts';
import { countWaiting, waitingEntries } from '../../db/outbox.ts';
import { recordsOfScope } from '../../db/records.ts';
import { listScopes } from '../../db/scopes.ts';
import { temporaryStore } from '../../db/test-support/temporary-store.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { syncStore } from '../support/synced-desk.ts';

// Answers of a centre of the next version, on their way from a real one: words that this program has never heard.

type Json = Record<string, unknown>;
type Rewrite = (path: string, answer: Json) => Json;

async function openHouse(): Promise<Office> {
  const made = await temporaryDatabase();
  onTestFinished(() => made[Symbol.asyncDispose]());
  const office = await openOffice(made.connectionString);
  onTestFinished(() => office[Symbol.asyncDispose]());
  await office.desk('anna'); // makes the account
  return office;
}

/** A front that passes everything on and writes answers in JSON anew. */
async function newerFront(address: string, rewrite: Rewrite): Promise<string> {
  const passOn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/';
    if (path.startsWith('/v1/events')) return void response.writeHead(503).end();
    const sentBody = await buffer(request);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const body = sentBody.length > 0 ? { body: sentBody } : {};
    const method = request.method ?? 'GET';
    const answer = await fetch(`${address}${path}`, { method, headers: headers as Record<string, string>, ...body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const type = answer.headers.get('content-type') ?? '';
    const isRead = answer.ok && type.includes('json') && !type.includes('ndjson');
    const sent = isRead ? Buffer.from(JSON.stringify(rewrite(path, JSON.parse(bytes.toString()) as Json))) : bytes;
    response.writeHead(answer.status, { 'content-type': type }).end(sent);
  };
  const front = createServer((request, response) => void passOn(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    front.closeAllConnections();
    front.close();
  });
  return `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
}

async function openDesk(address: string) {
  const store = temporaryStore();
  onTestFinished(() => store.discard());
  const synced = await syncStore(store, address, { login: 'anna', password });
  onTestFinished(() => synced.stop());
  return { ...synced, store };
}

const sentence = /neuer als dieses Programm.+ist hier aufbewahrt.+Bitte lassen Sie Aktenpult erneuern\.$/;

// S50: an unknown word of a push decides nothing, those beside it count, she is told
test('a result nobody here knows keeps its command in the outbox, says that the program must be renewed, and holds up nothing else', async () => {
  const office = await openHouse();
  let isNewer = true;
  let pushes = 0;
  const address = await newerFront(office.address, (path, answer) => {
    if (!path.startsWith('/v1/push')) return answer;
    pushes += 1;
    if (!isNewer) return answer;
    const results = answer['results'] as Json[];
    return { ...answer, results: results.map((one, index) => (index === 0 ? { ...one, result: 'deferred' } : one)) };
  });
  const anna = await openDesk(address);
  const { commandId } = runCommand(anna.desk, 'addNote', noteArgs(office.caseFiles.anna, 'Erster'));
  runCommand(anna.desk, 'addNote', noteArgs(office.caseFiles.anna, 'Zweiter'));
  await expect.poll(async () => (await anna.sync.syncNow()) && countWaiting(anna.store.db)).toBe(1);
  expect(waitingEntries(anna.store.db, 5).map(({ id }) => id)).toEqual([commandId]);
  const state = anna.sync.state();
  expect(state).toMatchObject({ connection: 'connected', waitingCommands: 1, clarifications: 0 });
  expect(state.problem).toMatch(sentence);
  const before = pushes;
  await anna.sync.syncNow();
  expect(pushes - before).toBeLessThan(4); // asked again with each round, not without end
  expect(countWaiting(anna.store.db)).toBe(1);

  // The program is renewed: it understands, and the work goes out.
  isNewer = false;
  await expect.poll(async () => (await anna.sync.syncNow()) && countWaiting(anna.store.db)).toBe(0);
  expect(anna.sync.state().problem).toBeNull();
  const notes = recordsOfScope(anna.store.db, office.caseFiles.anna).filter(({ kind }) => kind === 'note');
  expect(notes).toHaveLength(2);
  expect(anna.faults).toEqual([]);
});

test('a push that is stopped for a reason nobody here knows loses nothing and is not sent without end', async () => {
  const office = await openHouse();
  let [isNewer, pushes] = [true, 0];
  const address = await newerFront(office.address, (path, answer) => {
    if (!path.startsWith('/v1/push')) return answer;
    pushes += 1;
    return isNewer ? { ...answer, stopped: 'quota', results: [] } : answer;
  });
  const anna = await openDesk(address);
  runCommand(anna.desk, 'addNote', noteArgs(office.caseFiles.anna, 'Bleibt'));
  await anna.sync.syncNow();
  await anna.sync.syncNow();
  expect(countWaiting(anna.store.db)).toBe(1);
  expect(pushes).toBeLessThan(8);
  expect(anna.sync.state().problem).toMatch(sentence);
  isNewer = false;
  await expect.poll(async () => (await anna.sync.syncNow()) && countWaiting(anna.store.db)).toBe(0);
  expect(anna.sync.state().problem).toBeNull();
  expect(anna.faults).toEqual([]);
});

// S50: an unknown role counts as worker
test('a role nobody here knows has no power of its own, and everything else goes on', async () => {
  const office = await openHouse();
  const address = await newerFront(office.address, (path, answer) =>
    path.startsWith('/v1/session') ? { ...answer, role: 'archive' } : answer,
  );
  const anna = await openDesk(address);
  expect(readMeta(anna.store.db).role).toBe('worker');
  const deny = {
    caseFileId: office.caseFiles.anna,
    workerId: office.ids.bernd,
    cause: 'block',
    reason: 'Probe',
  } as const;
  expect(() => runCommand(anna.desk, 'denyAccess', deny)).toThrow();
  runCommand(anna.desk, 'addNote', noteArgs(office.caseFiles.anna, 'Geht'));
  await expect.poll(async () => (await anna.sync.syncNow()) && countWaiting(anna.store.db)).toBe(0);
  expect(anna.sync.state()).toMatchObject({ connection: 'connected', problem: null, clarifications: 0 });
  expect(anna.faults).toEqual([]);
});

test('a list of rights that is not as the centre made it takes nothing away, is told and asked for again', async () => {
  const office = await openHouse();
  const [left, kept] = [office.caseFiles.anna, office.inboxes.anna];
  let isChanged = false;
  const address = await newerFront(office.address, (path, answer) => {
    const manifest = answer['manifest'] as { count: number; scopes: { scopeId: string }[] } | null | undefined;
    if (!path.startsWith('/v1/changes') || !manifest || !isChanged) return answer;
    const scopes = manifest.scopes.filter(({ scopeId }) => scopeId !== left);
    return { ...answer, manifest: { ...manifest, scopes, count: scopes.length } };
  });
  const anna = await openDesk(address);
  const here = () => listScopes(anna.store.db).map(({ id }) => id);
  expect(here()).toEqual(expect.arrayContaining([left, kept]));
  isChanged = true;
  updateMeta(anna.store.db, { accessVersion: -1 }); // asks for the whole list
  const state = await anna.sync.syncNow();
  expect(here()).toEqual(expect.arrayContaining([left, kept]));
  expect(state.problem).toMatch(/kam anders an.+bleibt hier alles, wie es ist\.$/);
  expect(readMeta(anna.store.db).accessVersion).toBe(-1);
  isChanged = false;
  expect(await anna.sync.syncNow()).toMatchObject({ connection: 'connected', problem: null });
  expect(readMeta(anna.store.db).accessVersion).toBeGreaterThanOrEqual(0);
  expect(anna.faults).toEqual([]);
});
