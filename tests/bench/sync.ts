import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { startBackend } from '../../backend/start.ts';
import type { ImportLine } from '../../core/contract/central.ts';
import { deskApi, deskContractVersion, type DeskClient } from '../../core/contract/desk.ts';
import type { Id } from '../../core/domain/ids.ts';
import { connect } from '../../core/rpc/connect.ts';
import { memoryPortPair } from '../../core/rpc/memory-port.ts';
import { CentralAccess } from '../../demo/filling/central-access.ts';
import { officeLines, officeRecordLine, recordLine, scopeLine } from '../../demo/filling/office-lines.ts';
import { sampleId } from '../../demo/filling/sample-ids.ts';
import { generateOffice } from '../../demo/sample/generate.ts';
import { startPart } from '../e2e/support/parts.ts';
import { type Figure, median, ratioOf, spread, timed } from './figures.ts';
import { newId } from './large-desk.ts';

const adminPassword = 'messung-messung';
const password = 'messung1';

/** First fetch, a change from desk to desk and blobs, on a real centre over loopback. */
export async function measureSync(isQuick: boolean): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  const central = await startPart('central/start.ts', ['--data', join(folder, 'zentrale'), '--port', '0'], {
    AKTENPULT_ADMIN_PASSWORD: adminPassword,
  });
  const access = new CentralAccess(central.address, adminPassword);
  try {
    const caseFileIds = await fill(access, isQuick ? 40 : 300);
    const first = await firstFetch(central.address, join(folder, 'a'));
    const second = await openDesk(central.address, join(folder, 'b'));
    const caseFileId = caseFileIds[0] as Id;
    const change = await deskToDesk(first.desk.client, second.client, caseFileId, isQuick ? 20 : 100);
    await first.desk.close();
    await second.close();
    return [first.figure, change, await blobs(access, folder, isQuick)];
  } finally {
    await central.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A house with one worker and case files of 500 records each. */
async function fill(access: CentralAccess, caseFiles: number): Promise<Id[]> {
  const office = generateOffice({ households: 12 });
  await access.send([...officeLines(office)]);
  const workerId = sampleId('worker:jensen');
  const ids: Id[] = [];
  for (let number = 0; number < caseFiles; number += 1) {
    const caseFileId = newId();
    ids.push(caseFileId);
    await access.send(caseFileLines(caseFileId, workerId, number));
  }
  await access.makeAccount({ workerId, login: 'jensen', password, role: 'worker' });
  await access.send([officeRecordLine(office)]);
  await access.finish();
  return ids;
}

function caseFileLines(caseFileId: Id, workerId: Id, number: number): ImportLine[] {
  const lines: ImportLine[] = [scopeLine(caseFileId, 'c', [[workerId, 'write']])];
  const at = '2026-01-05T09:00:00.000Z';
  lines.push(
    recordLine({
      kind: 'caseFile',
      id: caseFileId,
      scopeId: caseFileId,
      body: {
        fileNumber: `31402BG${String(1_000_000 + number)}`,
        kind: 'benefit',
        title: `Messung, Fall ${number}`,
        householdId: null,
        workerId,
        state: 'running',
        approvedFrom: null,
        approvedUntil: null,
        openedOn: '2024-01-01',
        nextSheet: 1,
      },
    }),
  );
  for (let count = 0; count < 250; count += 1) {
    const id = newId();
    const body = {
      documentId: null,
      dueOn: '2026-12-01',
      subject: `Vorgang ${count}`,
      createdAt: at,
      createdBy: workerId,
      completedAt: null,
      completedBy: null,
    };
    lines.push(recordLine({ kind: 'followUp', id, scopeId: caseFileId, body }));
    const entry = {
      documentId: id,
      field: 'title',
      oldValue: `alt ${count}`,
      newValue: `neu ${count}`,
      at,
      by: workerId,
    };
    lines.push(recordLine({ kind: 'historyEntry', id: newId(), scopeId: caseFileId, body: entry }));
  }
  return lines;
}

type OpenDesk = { client: DeskClient; close(): Promise<void> };

async function openDesk(centralUrl: string, dataFolder: string): Promise<OpenDesk> {
  const backend = await startBackend({
    dataFolder,
    centralUrl,
    configuration: { officeName: '', isSampleOffice: false, sampleAccounts: [], autoLogIn: null, fachverfahren: null },
    keyStore: null,
    onUnexpectedError: (error) => console.error(error),
  });
  const [near, far] = memoryPortPair();
  backend.serve(far);
  const { client } = connect(near, { api: deskApi, contractVersion: deskContractVersion, token: null });
  const fetched = Promise.withResolvers<void>();
  client.session.on.changed((state) => {
    if (state.state === 'loggedIn' && state.firstFetch === null) fetched.resolve();
  });
  const state = await client.session.logIn({ login: 'jensen', password });
  if (state.firstFetch !== null) await fetched.promise;
  await client.sync.now({});
  return { client, close: () => backend.close() };
}

/** Log-in on an empty machine until all is here; floor: the same number of rows into one bare encrypted table. */
async function firstFetch(centralUrl: string, dataFolder: string): Promise<{ desk: OpenDesk; figure: Figure }> {
  let desk: OpenDesk | null = null;
  const ours = await timed(async () => {
    desk = await openDesk(centralUrl, dataFolder);
  });
  const opened = desk as unknown as OpenDesk;
  const { rows } = await opened.client.caseFiles.list({ which: 'mine' });
  const records = rows.length * 501;
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  const db = new Database(join(folder, 'floor.db'));
  db.pragma("cipher='sqlcipher'");
  db.pragma(`key="x'${randomBytes(32).toString('hex')}'"`);
  db.pragma('journal_mode=wal');
  db.exec('create table r(id blob, scope blob, ver int, body text)');
  const insert = db.prepare('insert into r values (?,?,?,?)');
  const id = randomBytes(16);
  const text = JSON.stringify({ subject: 'Vorgang', dueOn: '2026-12-01', createdAt: '2026-01-05T09:00:00.000Z' });
  const floor = await timed(() =>
    db.transaction(() => {
      for (let row = 0; row < records; row += 1) insert.run(id, id, row, text);
    })(),
  );
  db.close();
  await rm(folder, { recursive: true });
  const [rate, floorRate] = [(records / ours) * 1000, (records / floor) * 1000];
  return {
    desk: opened,
    figure: {
      what: `first fetch of ${records.toLocaleString('en')} records: log-in, HTTP, encrypted and indexed store`,
      ours: `${Math.round(rate).toLocaleString('en')} rows/s`,
      budget: '≥ 50,000 rows/s',
      beside: `bare inserts into one encrypted table: ${Math.round(floorRate).toLocaleString('en')} rows/s`,
      ratio: ratioOf(rate, floorRate),
    },
  };
}

/** A note on one desk until the other desk's store gives it; floor: POST, fsync and a server-sent event, nothing else. */
async function deskToDesk(a: DeskClient, b: DeskClient, caseFileId: Id, rounds: number): Promise<Figure> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const text = `Vermerk ${round} ${newId()}`;
    const seen = Promise.withResolvers<void>();
    const stop = b.caseFiles.on.changed(({ caseFileIds }) => {
      if (!caseFileIds.includes(caseFileId)) return;
      b.notes.list({ caseFileId }).then(({ rows }) => {
        if (rows.some((row) => row.text === text)) seen.resolve();
      }, seen.reject);
    });
    all.push(
      await timed(async () => {
        await a.notes.add({ caseFileId, documentId: null, text, isPinned: false, isPhoneCall: false });
        await seen.promise;
      }),
    );
    stop();
  }
  all.sort((left, right) => left - right);
  const floor = await bareRelay(rounds);
  return {
    what: 'a note on one desk readable on another, both encrypted, through the centre',
    ours: `${spread(all, 0.99)}`,
    budget: 'p50 20 ms, p99 80 ms',
    beside: `bare POST + fsync + server-sent event: ${spread(floor, 0.99)}`,
    ratio: ratioOf(median(all), median(floor)),
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bareRelay(rounds: number): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  const file = await open(join(folder, 'log'), 'a');
  let listener: ServerResponse | null = null;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      listener = response;
      return;
    }
    for await (const part of request) await file.write(part as Buffer);
    await file.datasync();
    response.end('{}');
    listener?.write('data: x\n\n');
  };
  const server = createServer((request, response) => void answer(request, response));
  const address = await listen(server);
  const events = await fetch(address);
  const reader = (events.body as ReadableStream<Uint8Array>).getReader();
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    all.push(
      await timed(async () => {
        const heard = reader.read();
        await fetch(address, { method: 'POST', body: 'x'.repeat(300) });
        await heard;
      }),
    );
  }
  await reader.cancel();
  server.closeAllConnections();
  server.close();
  await file.close();
  await rm(folder, { recursive: true });
  return all.sort((left, right) => left - right);
}

/** Files of 300 kB to the centre; peer: the same files by plain HTTP into files, with fsync. */
async function blobs(access: CentralAccess, folder: string, isQuick: boolean): Promise<Figure> {
  const files = Array.from({ length: isQuick ? 20 : 100 }, () => randomBytes(300_000));
  const ours = await timed(async () => {
    for (const bytes of files) await access.upload(createHash('sha256').update(bytes).digest('hex'), bytes);
  });
  let number = 0;
  const keep = async (request: IncomingMessage, response: ServerResponse) => {
    number += 1;
    const file = await open(join(folder, `plain-${number}`), 'w');
    for await (const part of request) await file.write(part as Buffer);
    await file.datasync();
    await file.close();
    response.end();
  };
  const server = createServer((request, response) => void keep(request, response));
  const address = await listen(server);
  const plain = await timed(async () => {
    for (const body of files) await fetch(address, { method: 'PUT', body });
  });
  server.closeAllConnections();
  server.close();
  const rate = (taken: number) => `${Math.round((files.length / taken) * 1000)} files/s`;
  return {
    what: 'blobs of 300 kB to the centre: asked for, hashed at both ends, fsynced, recorded',
    ours: rate(ours),
    budget: '≥ 80 % of plain HTTP',
    beside: `plain HTTP PUT with fsync: ${rate(plain)}`,
    ratio: `${Math.round((plain / ours) * 100)} %`,
  };
}
