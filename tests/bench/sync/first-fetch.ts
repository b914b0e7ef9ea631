import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import type { DeskClient } from '../../../core/contract/desk.ts';
import { type Figure, median, milliseconds, quantile, ratioOf, spread, timed } from '../figures.ts';
import { openDesk } from './desks.ts';
import type { House } from './house.ts';
import { besidePouch } from './pouch-peer.ts';

/** Between two looks of somebody who works while files are coming. */
const lookEvery = 15; // milliseconds

/** Milliseconds. `fetching`: of those taken, without the log-in. */
type Course = { taken: number; fetching: number; untilUsable: number; looks: number[] };
const machines = 5;

/**
 * Log-in on an empty machine until all is here; floor: the same number of rows into one bare encrypted table. On some machines one after the
 * other: first alone, then with somebody who looks at her lists all the time.
 */
export async function measureFirstFetch({ address, folder }: House, isQuick: boolean): Promise<Figure[]> {
  const numbers = Array.from({ length: isQuick ? 1 : machines }, (_, number) => number);
  const [quiet, watched]: [Course[], Course[]] = [[], []];
  for (const number of numbers) quiet.push(await fetchAll(address, join(folder, `first-fetch-${number}`), false));
  for (const number of numbers)
    watched.push(await fetchAll(address, join(folder, `first-fetch-watched-${number}`), true));
  const looks = sorted(watched.flatMap((course) => course.looks));
  const { records, idle } = await whenAllIsHere(address, join(folder, 'first-fetch-0'), looks.length);
  const floor = await bareInserts(records);
  const middle = (of: keyof Omit<Course, 'looks'>) => median(sorted(quiet.map((course) => course[of])));
  const rateOf = (time: number) => (records / time) * 1000;
  const rate = rateOf(middle('fetching'));
  const perSecond = (value: number) => `${Math.round(value).toLocaleString('en')} rows/s`;
  const count = records.toLocaleString('en');
  const whole: Figure = {
    what: `first fetch of ${count} records: HTTP, encrypted and indexed store; the same with the log-in before it (median of ${quiet.length})`,
    ours: `${perSecond(rate)}; ${perSecond(rateOf(middle('taken')))}`,
    budget: '≥ 50,000 rows/s',
    beside: `bare inserts into one encrypted table: ${perSecond(rateOf(floor))}`,
    ratio: ratioOf(rate, rateOf(floor)),
  };
  const usable: Figure = {
    what: `log-in until Postkorb and follow-ups are whole, ${count} records pending`,
    ours: milliseconds(middle('untilUsable')),
    budget: '≤ 2 s',
    beside: `until all is here: ${milliseconds(middle('taken'))}`,
    ratio: ratioOf(middle('untilUsable'), middle('taken')),
  };
  const page: Figure = {
    what: `list of follow-ups while ${count} rows are applied (${looks.length} looks)`,
    ours: spread(looks, 0.99),
    budget: 'p99 16 ms',
    beside: `the same list when nothing comes: ${spread(idle, 0.99)}`,
    ratio: ratioOf(quantile(looks, 0.99), quantile(idle, 0.99)),
  };
  const pouch = await besidePouch(folder, { records, rate }, isQuick ? 2_000 : 20_000);
  return [whole, pouch, usable, page];
}

const sorted = (times: number[]): number[] => times.sort((left, right) => left - right);

async function fetchAll(centralUrl: string, dataFolder: string, isWatched: boolean): Promise<Course> {
  const from = performance.now();
  let untilUsable = Number.NaN;
  const looks: number[] = [];
  let isComing = true;
  const desk = await openDesk(centralUrl, dataFolder, (client) => {
    untilUsable = performance.now() - from;
    if (isWatched) void lookWhile(client, looks, () => isComing);
  });
  const end = performance.now();
  isComing = false;
  await desk.close();
  return { taken: end - from, fetching: end - desk.acceptedAt, untilUsable, looks };
}

/** How many records there are, and looks at the same list when nothing comes any more. */
async function whenAllIsHere(centralUrl: string, dataFolder: string, looks: number) {
  const { client, close } = await openDesk(centralUrl, dataFolder);
  const { rows } = await client.caseFiles.list({ which: 'mine' });
  const idle = await lookFor(client, looks);
  await close();
  return { records: rows.length * 501, idle };
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
  return sorted(looks);
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
