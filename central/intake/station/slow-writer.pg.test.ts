import { open, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { asideFolder } from '../../../intake/folders/folder-files.ts';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { ScanOffice, type StartOptions } from '../../testing/scan-office.ts';
import { createTextReader, scanOf } from '../../testing/text-reader.ts';
import type { IntakeStep } from './intake.ts';

const within = { timeout: 20_000, interval: 20 };
const textsOf = async (scans: ScanOffice) => (await scans.delivered()).map(({ text }) => text);
const resting = (scans: ScanOffice) => readdir(path.join(scans.scanner, asideFolder)).catch(() => []);
const untilStacks = (scans: ScanOffice, states: string[]) =>
  vi.waitFor(async () => expect((await scans.stacks()).map(({ state }) => state)).toEqual(states), within);

/** A scanner that keeps its file open from the first page to the last, however long it pauses in between. */
async function slowWriter(scans: ScanOffice, name = 'a.pdf') {
  const handle = await open(path.join(scans.scanner, name), 'w');
  return {
    write: (bytes: Uint8Array | string) => handle.appendFile(bytes),
    close: () => handle.close(),
  };
}

/** What the scan station sees of the stacks, with the bytes that lie in the store. */
async function journal(scans: ScanOffice) {
  const { rows } = await scans.database.query(
    `select encode(sha256, 'hex') as sha256, state, round, reason, grown_from is not null as "isApart" from stack order by taken_at`,
  );
  const bytes = rows.map(async ({ sha256 }) => (await scans.bytesOf(sha256)).toString());
  return Promise.all(rows.map(async (row, index) => ({ ...row, text: await bytes[index] })));
}

const whole = scanOf('Erster', '#', 'Zweiter', '#', 'Dritter').toString();
const [first, rest] = [scanOf('Erster').toString(), whole.slice(scanOf('Erster').length)];

test('a scanner that pauses beyond every waiting time while its stack is read loses nothing: the whole file is delivered, once', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let isFirst = true;
  const openReader = () =>
    createTextReader(() => {
      const wait = isFirst;
      isFirst = false;
      return wait ? held : undefined;
    });
  await scans.start({ openReader, leaseMilliseconds: 60_000 });
  const writer = await slowWriter(scans);
  await writer.write(first);
  await vi.waitFor(() => expect(isFirst).toBe(false), within);
  await writer.write(rest);
  await writer.close();
  await vi.waitFor(async () => expect((await journal(scans))[0]?.text).toBe(whole), within);
  goOn();
  await untilStacks(scans, ['done']);
  expect(await textsOf(scans)).toEqual(['Dritter', 'Erster', 'Zweiter']);
  expect(await journal(scans)).toMatchObject([{ round: 1, reason: expect.stringContaining('gewachsen') }]);
  await vi.waitFor(async () => expect(await resting(scans)).toEqual([]), within);
});

test('what a scanner writes after the first letters were delivered waits for a look as the whole file: nothing is lost, nothing delivered twice', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({ folderTimes: { restMilliseconds: 60_000 } });
  const writer = await slowWriter(scans);
  await writer.write(first);
  await untilStacks(scans, ['done']);
  await writer.write(rest);
  await untilStacks(scans, ['done', 'needsLook']);
  expect(await textsOf(scans)).toEqual(['Erster']);
  expect(await journal(scans)).toMatchObject([
    { text: first, isApart: false },
    { text: whole, isApart: true, reason: expect.stringMatching(/gewachsen.*noch nicht zugestellt/) },
  ]);
  // It goes on and on; what nobody has delivered yet is read anew, as the same stack.
  await writer.write('\f#\fVierter');
  await writer.close();
  await vi.waitFor(async () => {
    expect(await journal(scans)).toMatchObject([{ text: first }, { text: `${whole}\f#\fVierter`, state: 'needsLook' }]);
  }, within);
  expect(await textsOf(scans)).toEqual(['Erster']);
});

const cutPdf = 'SCAN\n%PDF-1.7 Anfang';
const endOfPdf = '\fSchluss startxref 5\n%%EOF\n';

test('a PDF without its end waits longer, and is one letter when the scanner goes on', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({ folderTimes: { unfinishedMilliseconds: 600_000 } });
  const writer = await slowWriter(scans);
  await writer.write(cutPdf);
  const problem = async () => (await scans.database.query('select problem from station_folder')).rows;
  await vi.waitFor(
    async () => expect(await problem()).toContainEqual({ problem: expect.stringContaining('fehlt das Ende') }),
    within,
  );
  expect(await scans.stacks()).toEqual([]);
  await writer.write(endOfPdf);
  await writer.close();
  await untilStacks(scans, ['done']);
  expect(await journal(scans)).toMatchObject([{ text: cutPdf + endOfPdf, round: 0, reason: null }]);
});

test('a PDF whose end never comes is taken as it is, and that is told at the station and with the letter', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  await scans.scan('a.pdf', cutPdf);
  await untilStacks(scans, ['needsLook']);
  expect(await journal(scans)).toMatchObject([{ reason: expect.stringContaining('fehlt das Ende') }]);
  expect(await scans.delivered()).toMatchObject([{ remark: expect.stringContaining('fehlt das Ende') }]);
});

test('two services beside each other take what a slow scanner writes once', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const options: StartOptions = { leaseMilliseconds: 60_000, folderTimes: { restMilliseconds: 60_000 } };
  await scans.start(options);
  await scans.start(options);
  const writer = await slowWriter(scans);
  await writer.write(first);
  await untilStacks(scans, ['done']);
  await writer.write(rest);
  await writer.close();
  await untilStacks(scans, ['done', 'needsLook']);
  expect(await textsOf(scans)).toEqual(['Erster']);
  expect(await journal(scans)).toMatchObject([{ text: first }, { text: whole }]);
});

test('a file that takes the name of a resting one is another', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({ folderTimes: { restMilliseconds: 60_000 } });
  for (const text of ['Erster', 'Zweiter', 'Dritter']) {
    await scans.scan('.a.pdf', scanOf(text));
    await rename(path.join(scans.scanner, '.a.pdf'), path.join(scans.scanner, 'a.pdf'));
    await vi.waitFor(async () => expect(await textsOf(scans)).toContain(text), within);
  }
  await untilStacks(scans, ['done', 'done', 'done']);
  expect(await resting(scans)).toHaveLength(3);
});

test('a file laid again while the service that took the first one was dead is taken again, though nothing tells them apart', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  let onKilled: () => void = () => undefined;
  const killed = new Promise<void>((resolve) => {
    onKilled = resolve;
  });
  await scans.start({ folders: [], leaseMilliseconds: 60_000 });
  await scans.start({ killedAfter: 'setAside', onKilled, atOnce: 0 });
  await scans.scan('a.pdf', scanOf('Brief'));
  await killed;
  await scans.scan('a.pdf', scanOf('Brief'));
  await scans.start({ atOnce: 0 });
  await untilStacks(scans, ['done', 'done']);
  await vi.waitFor(async () => expect(await scans.filesLeft()).toEqual([]), within);
});

const steps: IntakeStep[] = ['kept', 'journalled', 'setAside', 'grown'];

test.each(steps)(
  'a service killed after the step "%s" while a scanner writes on loses nothing and doubles nothing',
  async (killedAfter) => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString);
    let onKilled: () => void = () => undefined;
    const killed = new Promise<void>((resolve) => {
      onKilled = resolve;
    });
    // Another service reads; the one that watches is killed.
    const folderTimes = { restMilliseconds: 60_000 };
    await scans.start({ folders: [], leaseMilliseconds: 60_000 });
    await scans.start({ killedAfter, onKilled, atOnce: 0, folderTimes });
    const writer = await slowWriter(scans);
    await writer.write(first);
    if (killedAfter !== 'grown') await killed;
    else await untilStacks(scans, ['done']);
    await writer.write(rest);
    await writer.close();
    await killed;
    await scans.start({ atOnce: 0, folderTimes });
    await vi.waitFor(async () => expect((await journal(scans)).at(-1)?.text).toBe(whole), within);
    await vi.waitFor(async () => {
      for (const { state } of await scans.stacks()) expect(['done', 'needsLook']).toContain(state);
    }, within);
    const isApart = (await journal(scans)).at(-1)?.isApart;
    expect(await textsOf(scans)).toEqual(isApart ? ['Erster'] : ['Dritter', 'Erster', 'Zweiter']);
    await vi.waitFor(async () => expect(await scans.filesLeft()).toEqual([]), within);
  },
);
