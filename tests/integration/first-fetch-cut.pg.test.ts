import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createChangeNotices } from '../../backend/commands/changes.ts';
import type { Central } from '../../backend/sync/central.ts';
import { createCentralClient } from '../../backend/sync/central-client.ts';
import { createSyncEngine } from '../../backend/sync/engine.ts';
import { systemTimers } from '../../backend/sync/environment.ts';
import { newId } from '../../central/testing/desk.ts';
import { caseFileBody, openOffice, password, type Office } from '../../central/testing/office.ts';
import type { Id } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { updateMeta } from '../../db/meta.ts';
import { temporaryStore } from '../../db/test-support/temporary-store.ts';
import { Findings } from '../faults/findings.ts';
import { readCentre } from '../faults/look-at-centre.ts';
import { checkStore } from '../faults/look-at-desk.ts';
import { CuttingProxy } from '../support/cutting-proxy.ts';
import { temporaryDatabase } from '../support/postgres.ts';

const files = 5;
const rowsEach = 40;

/** Case files of Anna's with follow-ups, so that the stream has many lines. */
async function fill(office: Office): Promise<void> {
  const grants = [{ principalId: office.ids.anna, level: 'write' as const }];
  const facts = { documentId: null, createdAt: momentOf(0), createdBy: office.ids.anna };
  const open = { completedAt: null, completedBy: null, dueOn: '2030-01-07' };
  for (let file = 0; file < files; file += 1) {
    const scopeId = newId();
    const place = { line: 'record' as const, scopeId };
    await office.import([
      { line: 'scope', scopeId, kind: 'c', grants },
      { ...place, kind: 'caseFile', id: scopeId, body: caseFileBody(`12345BG000${file}`, office.ids.anna) },
      ...Array.from({ length: rowsEach }, (_, index) => {
        const body = { ...facts, ...open, subject: `Frist ${index}` };
        return { ...place, kind: 'followUp' as const, id: newId(), body };
      }),
    ]);
  }
}

/** The bytes of the stream as they come over the line, heads and all, and where in them a line begins that is no row. */
async function rawStream(office: Office, token: string, scopeIds: Id[]): Promise<{ length: number; heads: number[] }> {
  const { port } = new URL(office.address);
  const socket = connect(Number(port), '127.0.0.1');
  const body = JSON.stringify({ scopeIds });
  const head = [
    ...['POST /v1/snapshot HTTP/1.1', 'host: zentrale', `authorization: Bearer ${token}`, 'connection: close'],
    ...['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`, 'x-protocol: 1', 'x-schema: 1'],
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  await once(socket, 'close');
  const bytes = Buffer.concat(parts);
  const heads: number[] = [];
  for (let at = bytes.indexOf('{"line"'); at >= 0; at = bytes.indexOf('{"line"', at + 1)) heads.push(at);
  return { length: bytes.length, heads };
}

async function openAll() {
  const database = await temporaryDatabase();
  const office = await openOffice(database.connectionString);
  await office.desk('anna');
  await fill(office);
  const proxy = await CuttingProxy.open(office.address);
  onTestFinished(async () => {
    await proxy.close();
    await office[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });
  return { office, proxy };
}

describe('a first fetch on a line that is cut', { timeout: 300_000 }, () => {
  test('brings every row once, wherever the stream was cut', async () => {
    const { office, proxy } = await openAll();
    const central = asItIs(proxy.address);
    const account = { login: 'anna', password, deviceName: 'Probe' };
    const session = await central.logIn(account);
    const state = await readCentre(office.central.database, [office.ids.anna]);
    const scopeIds = (state.manifests.get(office.ids.anna)?.scopes ?? []).map(({ scopeId }) => scopeId);
    const { length, heads } = await rawStream(office, session.accessToken, scopeIds);
    expect(heads.length).toBeGreaterThan(files + 4);
    const cuts = heads
      .flatMap((at) => [at, at + 9])
      .concat(Array.from({ length: 6 }, (_, part) => (part * length) / 6 + 57));
    for (const cut of cuts.map(Math.floor)) {
      const found = await fetchCut({ proxy, office, cut, state, logIn: () => central.logIn(account) });
      expect(found, `the stream was cut after ${cut} bytes`).toEqual([]);
    }
    central.close();
  });
});

/** Bytes are counted here: they come as they are, however long an answer takes. */
const asItIs = (address: string) => createCentralClient(address, undefined, undefined, Number.POSITIVE_INFINITY);

type Cut = {
  proxy: CuttingProxy;
  office: Office;
  cut: number;
  state: Awaited<ReturnType<typeof readCentre>>;
  logIn: Central['logIn'] extends (...asked: never[]) => infer Answer ? () => Answer : never;
};

/** A new desk whose first stream breaks after so many bytes; gives what is wrong with it when it has come to rest. */
async function fetchCut({ proxy, office, cut, state, logIn }: Cut): Promise<string[]> {
  const store = temporaryStore();
  const central = asItIs(proxy.address);
  const { snapshot } = central;
  let streams = 0;
  central.snapshot = (request) => {
    streams += 1;
    if (streams === 1) proxy.cutAfter('down', cut);
    return snapshot(request);
  };
  const desk = { store, changes: createChangeNotices(), newId, now: () => momentOf(Date.now()) };
  const found = new Findings();
  const onFault = (error: unknown) => found.add('fault', String(error));
  const sync = createSyncEngine({ desk, central, timers: systemTimers, random: Math.random, onFault });
  try {
    const session = await logIn();
    updateMeta(store.db, { workerId: session.workerId, role: session.role, epoch: session.epoch });
    const before = proxy.cuts;
    sync.start(session);
    await expect.poll(async () => (await sync.syncNow()).connection, { interval: 5 }).toBe('connected');
    if (proxy.cuts !== before + 1) found.add('fault', 'the line was not cut');
    await checkStore({ name: 'anna', workerId: office.ids.anna, store }, state, found);
    return found.all();
  } finally {
    await sync.stop();
    proxy.mend();
    store.discard();
  }
}
