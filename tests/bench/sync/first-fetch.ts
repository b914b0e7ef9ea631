import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import type { DeskClient } from '../../../core/contract/desk.ts';
import { type Figure, milliseconds, quantile, ratioOf, spread, timed } from '../figures.ts';
import { type OpenDesk, openDesk } from './desks.ts';
import type { House } from './house.ts';
import { besidePouch } from './pouch-peer.ts';

/** Between two looks of somebody who works while files are coming. */
const lookEvery = 15; // milliseconds

type Course = { desk: OpenDesk; taken: number; untilUsable: number; looks: number[] };

/**
 * Log-in on an empty machine until all is here; floor: the same number of rows into one bare encrypted table. Twice: alone, and with
 * somebody who looks at her lists all the time.
 */
export async function measureFirstFetch({ address, folder }: House, isQuick: boolean): Promise<Figure[]> {
  const quiet = await fetchAll(address, join(folder, 'first-fetch'), false);
  const watched = await fetchAll(address, join(folder, 'first-fetch-watched'), true);
  await watched.desk.close();
  const { rows } = await quiet.desk.client.caseFiles.list({ which: 'mine' });
  const records = rows.length * 501;
  const floor = await bareInserts(records);
  const [rate, floorRate] = [(records / quiet.taken) * 1000, (records / floor) * 1000];
  const count = records.toLocaleString('en');
  const whole: Figure = {
    what: `first fetch of ${count} records: log-in, HTTP, encrypted and indexed store`,
    ours: `${Math.round(rate).toLocaleString('en')} rows/s`,
    budget: '≥ 50,000 rows/s',
    beside: `bare inserts into one encrypted table: ${Math.round(floorRate).toLocaleString('en')} rows/s`,
    ratio: ratioOf(rate, floorRate),
  };
  const usable: Figure = {
    what: `log-in until Postkorb and follow-ups are whole, ${count} records pending`,
    ours: milliseconds(quiet.untilUsable),
    budget: '≤ 2 s',
    beside: `until all is here: ${milliseconds(quiet.taken)}`,
    ratio: ratioOf(quiet.untilUsable, quiet.taken),
  };
  const idle = await lookFor(quiet.desk.client, watched.looks.length);
  const page: Figure = {
    what: `list of follow-ups while ${count} rows are applied (${watched.looks.length} looks)`,
    ours: spread(watched.looks, 0.99),
    budget: 'p99 16 ms',
    beside: `the same list when nothing comes: ${spread(idle, 0.99)}`,
    ratio: ratioOf(quantile(watched.looks, 0.99), quantile(idle, 0.99)),
  };
  await quiet.desk.close();
  const pouch = await besidePouch(folder, { records, rate }, isQuick ? 2_000 : 20_000);
  return [whole, pouch, usable, page];
}

async function fetchAll(centralUrl: string, dataFolder: string, isWatched: boolean): Promise<Course> {
  const from = performance.now();
  let untilUsable = Number.NaN;
  const looks: number[] = [];
  let isComing = true;
  const desk = await openDesk(centralUrl, dataFolder, (client) => {
    untilUsable = performance.now() - from;
    if (isWatched) void lookWhile(client, looks, () => isComing);
  });
  const taken = performance.now() - from;
  isComing = false;
  return { desk, taken, untilUsable, looks: looks.sort((left, right) => left - right) };
}

const look = (client: DeskClient) => timed(() => client.followUps.list({ which: 'due', caseFileId: null }));
const rest = () => new Promise((resolve) => setTimeout(resolve, lookEvery));

async function lookWhile(client: DeskClient, looks: number[], isComing: () => boolean): Promise<void> {
  while (isComing()) {
    looks.push(await look(client));
    await rest();
  }
}

async function lookFor(client: DeskClient, count: number): Promise<number[]> {
  const looks: number[] = [];
  while (looks.length < Math.max(count, 20)) {
    looks.push(await look(client));
    await rest();
  }
  return looks.sort((left, right) => left - right);
}

async function bareInserts(records: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  const db = new Database(join(folder, 'floor.db'));
  db.pragma("cipher='sqlcipher'");
  db.pragma(`key="x'${randomBytes(32).toString('hex')}'"`);
  db.pragma('journal_mode=wal');
  db.exec('create table r(id blob, scope blob, ver int, body text)');
  const insert = db.prepare('insert into r values (?,?,?,?)');
  const id = randomBytes(16);
  const text = JSON.stringify({ subject: 'Vorgang', dueOn: '2026-12-01', createdAt: '2026-01-05T09:00:00.000Z' });
  const taken = await timed(() =>
    db.transaction(() => {
      for (let row = 0; row < records; row += 1) insert.run(id, id, row, text);
    })(),
  );
  db.close();
  await rm(folder, { recursive: true });
  return taken;
}
