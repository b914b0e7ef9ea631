import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { startEmbeddedPostgres } from '../postgres/embedded.ts';
import { type Database, openDatabase } from './database.ts';
import { readEpoch } from './epoch.ts';
import { migrate } from './migrate.ts';
import { beginEpoch, checkTimeline } from './timeline.ts';
import { lookAtTimeline } from './timeline-watch.ts';

const quiet = () => undefined;

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-timeline-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return folder;
}

/** The embedded PostgreSQL of a data folder for as long as `work` takes. */
async function withPostgres<Result>(
  dataFolder: string,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const postgres = await startEmbeddedPostgres({ dataFolder });
  const database = openDatabase(postgres.connectionString, { connections: 2 });
  database.on('error', quiet);
  try {
    await migrate(database);
    return await work(database);
  } finally {
    await database.end();
    await postgres.stop();
  }
}

const look = (dataFolder: string) => async (database: Database) => ({
  setBack: await checkTimeline(database, dataFolder),
  epoch: await readEpoch(database),
});

// S43: an older copy and another timeline each give one new epoch, nothing else does
test('a centre whose database is an older copy of itself, and one whose database goes on on another timeline, begins a new epoch; else it keeps it', async () => {
  const dataFolder = await temporaryFolder();
  const cluster = path.join(dataFolder, 'postgres', 'cluster');
  const first = await withPostgres(dataFolder, look(dataFolder));
  expect(first.setBack).toBeNull();
  await cp(path.join(dataFolder, 'postgres'), path.join(dataFolder, 'copy'), { recursive: true });
  const again = await withPostgres(dataFolder, look(dataFolder));
  expect(again).toEqual(first);

  // The copy of yesterday takes the place of today's, as a copy of the whole machine does.
  await rm(path.join(dataFolder, 'postgres'), { recursive: true });
  await cp(path.join(dataFolder, 'copy'), path.join(dataFolder, 'postgres'), { recursive: true });
  const older = await withPostgres(dataFolder, look(dataFolder));
  expect(older.setBack).toBe('older');
  expect(older.epoch).not.toBe(first.epoch);
  expect(await withPostgres(dataFolder, look(dataFolder))).toEqual({ setBack: null, epoch: older.epoch });

  // Recovered from its log to a moment, or promoted: PostgreSQL begins another timeline.
  await writeFile(path.join(cluster, 'recovery.signal'), '');
  await writeFile(path.join(cluster, 'postgresql.auto.conf'), `restore_command = 'false'\nhot_standby = off\n`);
  const promoted = await withPostgres(dataFolder, look(dataFolder));
  expect(promoted.setBack).toBe('timeline');
  expect(promoted.epoch).not.toBe(older.epoch);
  expect(await withPostgres(dataFolder, look(dataFolder))).toEqual({ setBack: null, epoch: promoted.epoch });
}, 300_000);

test('of two services that notice it one begins the epoch, and an epoch begun by hand is not begun once more', async () => {
  await using temporary = await temporaryDatabase();
  const database = openDatabase(temporary.connectionString, { connections: 4 });
  onTestFinished(() => database.end());
  await migrate(database);
  const folders = [await temporaryFolder(), await temporaryFolder()];
  for (const folder of folders) expect(await checkTimeline(database, folder)).toBeNull();
  const before = await readEpoch(database);
  for (const folder of folders) {
    const note = { epoch: before, transaction: '999999999999' };
    await writeFile(path.join(folder, 'zeitlinie.json'), JSON.stringify(note));
  }
  const found = await Promise.all(folders.map((folder) => checkTimeline(database, folder)));
  expect(found.filter((one) => one === 'older')).toHaveLength(1);
  const epoch = await beginEpoch(database);
  for (const folder of folders) expect(await checkTimeline(database, folder)).toBeNull();
  expect(await readEpoch(database)).toBe(epoch);
});

// S43: a set-back is logged and counted
test('a folder that takes no note keeps nobody from working, and a set-back is told in the log and counted', async () => {
  await using temporary = await temporaryDatabase();
  const database = openDatabase(temporary.connectionString, { connections: 4 });
  onTestFinished(() => database.end());
  await migrate(database);
  const lines: string[] = [];
  let count = 0;
  const log = {
    warn: (_: object, line: string) => lines.push(line),
    error: (_: object, line: string) => lines.push(line),
  };
  const onSetBack = () => {
    count += 1;
  };
  expect(await lookAtTimeline({ database, dataFolder: '/nowhere/at/all', log, onSetBack })).toBeNull();
  await database.query(`update store_timeline set timeline = '000000FF'`);
  expect(await lookAtTimeline({ database, dataFolder: await temporaryFolder(), log, onSetBack })).toBe('timeline');
  expect(count).toBe(1);
  expect(lines).toEqual([
    'the timeline of the database could not be compared',
    'the database was set back: the store begins a new epoch, desks send again what it lacks',
  ]);
});
