import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../../backend/commands/run-command.ts';
import type { Desk } from '../../../backend/commands/desk.ts';
import type { Central } from '../../../backend/sync/central.ts';
import { Desk as ThinDesk } from '../../../central/testing/desk.ts';
import { contentFacts, filing, noteArgs } from '../../../central/testing/office.ts';
import { presentLimit, pushLimit } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { scopesToPull } from '../../../db/scopes.ts';
import { first } from '../../../db/sql.ts';
import { startPart } from '../../e2e/support/parts.ts';
import { seededRandom } from '../../support/desk-world.ts';
import { NarrowLine } from '../../support/narrow-line.ts';
import { type Figure, ratioOf, timed } from '../figures.ts';
import { newId } from '../large-desk.ts';
import { connectStore, openStoreAlone, until } from './desks.ts';
import { account, type House } from './house.ts';

const fileSize = 300_000;
const lanes = 4;

type Absence = { commands: number; files: number; rows: number };

/** As a branch office has: 20 Mbit/s, 40 ms there and back, one segment in a hundred lost. */
const branchLine = () => ({ megabits: 20, delay: 20, loss: { rate: 0.01, random: seededRandom(2026) } });

/** `open`: the line to an address; `budget`: seconds. */
type Line = {
  words: string;
  budget: string;
  open: (address: string) => Promise<{ address: string; close(): Promise<void> }>;
};
const lines: Line[] = [
  {
    words: 'over loopback',
    budget: '≤ 8 s',
    open: async (address) => ({ address, close: async () => undefined }),
  },
  {
    words: 'over 20 Mbit/s, 40 ms there and back and 1 % loss',
    budget: '≤ 45 s',
    open: (address) => NarrowLine.open(address, branchLine()),
  },
];

/**
 * A desk that comes back after three days in the field: what was done there goes up with its contents, what others did comes down, until
 * nothing waits and both sides hold the same. Floor: the same bytes plain over the same line, flushed.
 */
export async function measureReturn(house: House, isQuick: boolean): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [number, line] of lines.entries()) figures.push(await overLine(house, isQuick, { ...line, number }));
  return figures;
}

async function overLine(house: House, isQuick: boolean, line: Line & { number: number }): Promise<Figure> {
  const absence = isQuick ? { commands: 50, files: 20, rows: 2_000 } : { commands: 500, files: 200, rows: 20_000 };
  const folder = join(house.folder, `return-${line.number}`);
  await mkdir(folder);
  const desk = openStoreAlone(join(folder, 'desk'));
  const before = await connectStore(desk, house.address);
  await before.sync.syncNow();
  await before.sync.stop();
  const { commands, files, rows } = absence;
  const notes = countNotes(desk) + rows + commands - files;
  const sha256s = await workAway(desk, house.caseFileIds, absence);
  const news = await othersWork(house, rows);
  const way = await line.open(house.address);
  const taken = await timed(() => comeBack(desk, way.address, { sha256s, notes }));
  desk.store.close();
  await way.close();
  const floor = await plainly(folder, line, absence, news);
  const up = `${commands} commands with ${files} contents (${Math.round((files * fileSize) / 1_000_000)} MB) up`;
  return {
    what: `return after three days ${line.words}: ${up}, ${rows.toLocaleString('en')} rows down, until both sides are equal`,
    ours: `${(taken / 1000).toFixed(1)} s`,
    budget: isQuick ? '–' : line.budget,
    beside: `the same bytes plain over the same line, flushed, ${lanes} at once: ${(floor / 1000).toFixed(1)} s`,
    ratio: ratioOf(taken, floor),
  };
}

/** What both sides must have in the end. */
type Expected = { sha256s: string[]; notes: number };

async function comeBack(desk: Desk, address: string, expected: Expected): Promise<void> {
  const { sync, central } = await connectStore(desk, address);
  const { db } = desk.store;
  // To look must cost nothing beside what is measured.
  const waits = () => first(db, 'SELECT 1 FROM outbox LIMIT 1') !== undefined || scopesToPull(db, 1).length > 0;
  await until(() => !waits());
  await sync.syncNow();
  await check(desk, central, expected);
  await sync.stop();
}

const countNotes = ({ store }: Desk): number =>
  first<{ count: number }>(store.db, 'SELECT count(*) AS count FROM note')?.count ?? 0;

/** Notes and documents in many files, without any centre; gives the contents. */
async function workAway(desk: Desk, caseFileIds: readonly Id[], { commands, files }: Absence): Promise<string[]> {
  const sha256s: string[] = [];
  for (let number = 0; number < commands; number += 1) {
    const caseFileId = caseFileIds[number % caseFileIds.length] as Id;
    if (number >= files) {
      runCommand(desk, 'addNote', noteArgs(caseFileId, `Hausbesuch ${number}`));
      continue;
    }
    const { sha256 } = await desk.store.blobs.put(randomBytes(fileSize), 'uploading');
    sha256s.push(sha256);
    const content = contentFacts(sha256, fileSize);
    const pageTexts = [`Foto und Bogen vom Hausbesuch ${number}`];
    runCommand(desk, 'addDocument', { caseFileId, documentId: newId(), filing, content, pageTexts });
  }
  return sha256s;
}

/** Rows others write meanwhile; gives about as many bytes as their news has. */
async function othersWork(house: House, rows: number): Promise<number> {
  let bytes = 0;
  const write = async (lane: number) => {
    const other = await ThinDesk.login(house.address, account.login, account.password);
    for (let done = 0; done < rows / lanes; done += pushLimit) {
      const caseFileId = house.caseFileIds[(lane + (done / pushLimit) * lanes) % house.caseFileIds.length] as Id;
      const wishes = Array.from({ length: pushLimit }, () => ({ name: 'addNote', args: noteArgs(caseFileId) }));
      const { results } = await other.push(...wishes);
      if (results.some(({ result }) => result !== 'ok')) throw new Error('a command was not taken');
      bytes += JSON.stringify(wishes).length;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => write(lane)));
  return bytes;
}

async function check(desk: Desk, central: Central, expected: Expected): Promise<void> {
  if (countNotes(desk) !== expected.notes) {
    throw new Error(`the desk holds ${countNotes(desk)} notes instead of ${expected.notes}`);
  }
  for (let from = 0; from < expected.sha256s.length; from += presentLimit) {
    const asked = expected.sha256s.slice(from, from + presentLimit);
    const { length } = await central.presentBlobs(asked);
    if (length !== asked.length) throw new Error(`the centre has ${length} of ${asked.length} contents`);
  }
}

async function plainly(folder: string, line: Line, { commands, files }: Absence, news: number): Promise<number> {
  const place = join(folder, 'return-plain');
  await mkdir(place);
  const plain = await startPart('tests/bench/plain-server.ts', [place]);
  const way = await line.open(plain.address);
  const put = async (name: string, body: Uint8Array<ArrayBuffer>) =>
    (await fetch(`${way.address}/${name}`, { method: 'PUT', body })).text();
  try {
    await put('news', randomBytes(news));
    const waiting = Array.from({ length: files }, (_, number) => ({
      name: `file${number}`,
      bytes: randomBytes(fileSize),
    }));
    const lane = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await put(next.name, next.bytes);
    };
    return await timed(async () => {
      await Promise.all(Array.from({ length: lanes }, lane));
      await put('commands', randomBytes(commands * 300));
      await (await fetch(`${way.address}/news`)).arrayBuffer();
    });
  } finally {
    await way.close();
    await plain.stop();
  }
}
