import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChangeNotices } from '../../backend/commands/changes.ts';
import { createBatchPace } from '../../backend/sync/batch-pace.ts';
import { createBlobQueue, defaultBlobLimit, fetchesAtOnce } from '../../backend/sync/blob-queue.ts';
import type { Central } from '../../backend/sync/central.ts';
import { createCentralClient } from '../../backend/sync/central-client.ts';
import { uploadsAtOnce, uploadWaiting } from '../../backend/sync/uploads.ts';
import { systemTimers } from '../../backend/sync/environment.ts';
import { updateMeta } from '../../db/meta.ts';
import { addToOutbox } from '../../db/outbox.ts';
import { writeRecord } from '../../db/records.ts';
import { run } from '../../db/sql.ts';
import { openStore, type Store } from '../../db/store.ts';
import { sampleBody } from '../../db/test-support/sample-body.ts';
import { addScope } from '../../db/test-support/temporary-store.ts';
import { CentralAccess } from '../../demo/filling/central-access.ts';
import { startPart } from '../e2e/support/parts.ts';
import { NarrowLine } from '../support/narrow-line.ts';
import { measureCuts } from './contents-cut.ts';
import { type Figure, median, timed } from './figures.ts';
import { newId } from './large-desk.ts';
import { type Measured, measureSections, type Sections } from './sections.ts';

const adminPassword = 'messung-messung';
const administrator = { login: 'verwaltung', password: adminPassword };
/** As many as the filling tool sends beside each other. The peer gets as many as we have, here and at the desk. */
const filledAtOnce = 4;
const fileSize = 300_000;

type File = { sha256: string; bytes: Buffer };
const someFiles = (count: number, size: number): File[] =>
  Array.from({ length: count }, () => {
    const bytes = randomBytes(size);
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  });

/** Contents to the centre and back, by the code of the desk and of the filling tool, beside plain HTTP into flushed files. */
export async function measureContents(isQuick: boolean, wanted: string[]): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  await mkdir(join(folder, 'plain'));
  const plain = await startPart('tests/bench/plain-server.ts', [join(folder, 'plain')]);
  const central = await startPart('central/start.ts', ['--data', join(folder, 'zentrale'), '--port', '0'], {
    AKTENPULT_ADMIN_PASSWORD: adminPassword,
  });
  const desk = await openDesk(central.address, join(folder, 'desk'));
  try {
    const parts = { plain: plain.address, central: central.address, desk, folder };
    const [rounds, count] = isQuick ? [5, 24] : [21, 60];
    const cut = { central: central.address, plain: plain.address, folder, account: administrator };
    const sections: Sections = {
      filling: () => filling(parts, rounds, count),
      up: () => deskUp(parts, rounds, count),
      down: () => deskDown(parts, rounds, count),
      large: () => deskUp(parts, isQuick ? 3 : 5, 1, 64 * 1024 * 1024),
      cut: () => measureCuts(cut, isQuick ? 4 : 20),
      narrow: () => narrow(parts, isQuick ? 2 : 5, isQuick ? 8 : 20),
    };
    return await measureSections(sections, wanted);
  } finally {
    desk.line.close();
    desk.store.close();
    await central.stop();
    await plain.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Desk = { store: Store; line: Central };
type Parts = {
  plain: string;
  central: string;
  desk: Desk;
  folder: string;
  /** The line that both ways of sending share, where it is not loopback. */
  narrow?: { plain: string; words: string };
};

async function openDesk(address: string, folder: string): Promise<Desk> {
  const line = createCentralClient(address);
  const session = await line.logIn({ ...administrator, deviceName: 'Messung' });
  line.useAccessToken(session.accessToken);
  const now = () => new Date().toISOString();
  return { line, store: openStore({ folder, key: randomBytes(32), newId, now }) };
}

/** Milliseconds of a round on both sides, in turn, so that a busy moment of the machine meets both. */
async function inTurn(rounds: number, ours: () => Promise<number>, theirs: () => Promise<number>) {
  const [all, beside]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    all.push(await ours());
    beside.push(await theirs());
  }
  const middle = (list: number[]) => median(list.sort((left, right) => left - right));
  return { ours: middle(all), beside: middle(beside) };
}

function figure(
  what: string,
  size: number,
  count: number,
  taken: { ours: number; beside: number },
  peer: string,
): Figure {
  const rate = (milliseconds: number) =>
    size > 10_000_000
      ? `${Math.round((size * count) / milliseconds / 1000)} MB/s`
      : `${Math.round((count / milliseconds) * 1000)} files/s`;
  return {
    what,
    ours: rate(taken.ours),
    budget: '≥ 80 % of plain HTTP',
    beside: `${peer}: ${rate(taken.beside)}`,
    ratio: `${Math.round((taken.beside / taken.ours) * 100)} %`,
  };
}

async function inLanes<Item>(
  lanes: number,
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const waiting = [...items];
  const goOn = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, goOn));
}

const plainPut = (address: string, files: File[], lanes: number) =>
  timed(() =>
    inLanes(lanes, files, async ({ sha256, bytes }) => {
      const response = await fetch(`${address}/${sha256}`, { method: 'PUT', body: bytes as Uint8Array<ArrayBuffer> });
      await response.arrayBuffer();
    }),
  );

async function filling({ plain, central }: Parts, rounds: number, count: number): Promise<Figure> {
  const access = new CentralAccess(central, adminPassword);
  const taken = await inTurn(
    rounds,
    () => {
      const files = someFiles(count, fileSize);
      return timed(() => access.upload(files));
    },
    () => plainPut(plain, someFiles(count, fileSize), filledAtOnce),
  );
  return figure(
    'contents of 300 kB to the centre by the filling tool: asked for, hashed, flushed, recorded',
    ...([fileSize, count, taken, `plain HTTP PUT and flush, ${filledAtOnce} at once`] as const),
  );
}

async function deskUp({ plain, desk, narrow }: Parts, rounds: number, count: number, size = fileSize): Promise<Figure> {
  const { store, line } = desk;
  const pace = createBatchPace();
  const ours = async () => {
    run(store.db, 'DELETE FROM outbox');
    for (const { bytes } of someFiles(count, size)) {
      const { sha256 } = await store.blobs.put(bytes, 'uploading');
      const args = { content: { sha256, attachments: [] } };
      addToOutbox(store.db, { id: newId(), name: 'addDocument', args, at: '', schema: 1, label: '' });
    }
    const onFault = (error: unknown) => {
      throw error;
    };
    const changes = createChangeNotices();
    const parts = {
      desk: { store, changes, newId, now: () => new Date().toISOString() },
      central: line,
      pace,
      onFault,
    };
    return timed(() => uploadWaiting(parts));
  };
  const taken = await inTurn(rounds, ours, () =>
    plainPut(narrow?.plain ?? plain, someFiles(count, size), uploadsAtOnce),
  );
  const name = size > 10_000_000 ? 'a content of 64 MB in parts' : 'contents of 300 kB';
  return figure(
    `${name} from the desk${narrow?.words ?? ''}: unsealed, asked for, sent, hashed, flushed, recorded at both ends`,
    ...([size, count, taken, `plain HTTP PUT and flush${count > 1 ? `, ${uploadsAtOnce} at once` : ''}`] as const),
  );
}

/** Floor: plain GET into a flushed file. */
async function deskDown(
  { plain, central, desk, folder, narrow }: Parts,
  rounds: number,
  count: number,
): Promise<Figure> {
  const access = new CentralAccess(central, adminPassword);
  const { store, line } = desk;
  const queue = openQueue(store, line);
  const ours = async () => {
    const files = someFiles(count, fileSize);
    await access.upload(files);
    nameContents(store, files);
    const taken = await timed(() => queue.run());
    if (files.some(({ sha256 }) => !store.blobs.has(sha256))) throw new Error('not all contents came');
    return taken;
  };
  const theirs = async () => {
    const files = someFiles(count, fileSize);
    await plainPut(plain, files, fetchesAtOnce);
    return timed(() =>
      inLanes(fetchesAtOnce, files, async ({ sha256 }) => {
        const file = await open(join(folder, sha256), 'w');
        const response = await fetch(`${narrow?.plain ?? plain}/${sha256}`);
        for await (const part of response.body ?? []) await file.write(part as Uint8Array);
        await file.datasync();
        await file.close();
      }),
    );
  };
  return figure(
    `contents of 300 kB to the desk${narrow?.words ?? ''}: allowed, hashed at both ends, sealed, flushed, recorded`,
    ...([
      fileSize,
      count,
      await inTurn(rounds, ours, theirs),
      `plain HTTP GET and flush, ${fetchesAtOnce} at once`,
    ] as const),
  );
}

/** What the desk fetches contents with. */
function openQueue(store: Store, central: Central) {
  updateMeta(store.db, { workerId: newId() });
  const now = () => new Date().toISOString();
  return createBlobQueue({
    desk: { store, changes: createChangeNotices(), newId, now },
    ...{ central, timers: systemTimers, limit: () => defaultBlobLimit, mayRun: () => true, onChange: () => undefined },
    onFailure(error) {
      throw error;
    },
  });
}

/** Documents of a file that name these contents. */
function nameContents(store: Store, files: readonly File[]): void {
  const scopeId = addScope(store.db);
  for (const { sha256, bytes } of files) {
    const body = { ...sampleBody('version', true), ownerId: newId(), sha256, size: bytes.length };
    writeRecord(store.db, { kind: 'version', id: newId(), scopeId, ver: 1, isPending: false, body });
  }
}

/** Of a branch office. */
const branchLine = { megabits: 20, delay: 20 };

/** The same contents over a line on which bytes, not flushes, are dear; the peer has to pass through the same. */
async function narrow(parts: Parts, rounds: number, count: number): Promise<Figure[]> {
  const ours = await NarrowLine.open(parts.central, branchLine);
  const theirs = await NarrowLine.open(parts.plain, branchLine);
  const desk = await openDesk(ours.address, join(parts.folder, 'narrow-desk'));
  try {
    const words = ` over ${branchLine.megabits} Mbit/s and ${2 * branchLine.delay} ms there and back`;
    const narrowed = { ...parts, desk, narrow: { plain: theirs.address, words } };
    return [await deskUp(narrowed, rounds, count), await deskDown(narrowed, rounds, count)];
  } finally {
    desk.line.close();
    desk.store.close();
    await ours.close();
    await theirs.close();
  }
}
