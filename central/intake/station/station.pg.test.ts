import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { verifyChains } from '../../store/journal.ts';
import { newId } from '../../testing/desk.ts';
import { ScanOffice } from '../../testing/scan-office.ts';
import { coverPage, createTextReader, scanOf } from '../../testing/text-reader.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { everyonePrincipalId, houseScopeId } from '../../../core/domain/standing-ids.ts';
import type { IntakeStep } from './intake.ts';
import { readDetail, readOverview } from './overview.ts';
import { takeIn } from './take-in.ts';

const within = { timeout: 20_000, interval: 20 };

/** Waits until every journalled stack has come to an end. */
const settled = (scans: ScanOffice, count: number) =>
  vi.waitFor(async () => {
    const stacks = await scans.stacks();
    expect(stacks.filter(({ state }) => state !== 'waiting' && state !== 'inWork')).toHaveLength(count);
    return stacks;
  }, within);

test('a stack laid into the folder is split, each letter lies in the Postkorb of its cover sheet or in the basket, the file has gone', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  const { anna } = scans.office.inboxes;
  await scans.scan('Stapel.pdf', scanOf(coverPage({ inboxId: anna }), 'Mietvertrag', 'Seite zwei', '#', 'Ohne Nummer'));
  await settled(scans, 1);
  expect(await scans.delivered()).toMatchObject([
    { inboxId: anna, text: 'Mietvertrag' },
    { inboxId: scans.basketId, text: 'Ohne Nummer' },
  ]);
  await vi.waitFor(async () => expect(await scans.filesLeft()).toEqual([]), within);
  const { rows } = await scans.database.query(
    `select body -> 'transferNote' as note from record where kind = 'version' and scope_id = $1`,
    [anna],
  );
  expect(rows[0]?.note).toMatchObject({
    ...{ station: 'Scanner 1', fileName: 'Stapel.pdf', pages: [2, 3], resolution: 300 },
    visualCheck: { state: 'open' },
    original: { pageCount: 5 },
  });
  expect((await verifyChains(scans.database)).firstBreak).toBeNull();
});

test('what nobody is sure of goes to the basket set for its station, and the page of the station names both', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const [teamId, inboxId] = [newId(), newId()];
  await scans.office.import([
    {
      ...{ line: 'scope', scopeId: inboxId, kind: 'o' },
      grants: [{ principalId: everyonePrincipalId, level: 'deliver' }],
    },
    {
      ...{ line: 'record', kind: 'team', id: teamId, scopeId: houseScopeId },
      body: { name: 'Team Süd', branchOfficeId: newId(), inboxId },
    },
  ]);
  const baskets = [{ station: 'Scanner 1', team: 'Team Süd' }];
  await scans.start({ baskets });
  await scans.scan('Stapel.pdf', scanOf('Ohne Nummer', '#', 'Zeichen 12344BG0000001 und 12345BG0000001'));
  const [stack] = await settled(scans, 1);
  expect((await scans.delivered()).map((letter) => letter.inboxId)).toEqual([inboxId, inboxId]);
  const overview = await readOverview(scans.database, baskets);
  const basketOf = ({ stations }: typeof overview) => stations.find(({ name }) => name === 'Scanner 1')?.basket;
  expect(basketOf(overview)).toEqual({ teamName: 'Team Süd', isChosen: true });
  expect(overview.stacks).toMatchObject([{ station: 'Scanner 1', unassignedCount: 2 }]);
  expect(basketOf(await readOverview(scans.database, []))).toEqual({ teamName: 'Team Nord', isChosen: false });
  const detail = await readDetail(scans.database, stack?.id as Id);
  expect(detail?.documents.map(({ unassigned }) => unassigned?.candidates.length)).toEqual([0, 2]);
});

test('the responsible worker of a file number on a cover sheet gets the letter with the file proposed', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const { office } = scans;
  const { rows } = await scans.database.query(
    `update record set body = jsonb_set(body, '{inboxId}', to_jsonb($2::text)) where kind = 'worker' and id = $1 returning 1`,
    [office.ids.anna, office.inboxes.anna],
  );
  expect(rows).toHaveLength(1);
  await scans.start();
  await scans.scan('a.pdf', scanOf(coverPage({ fileNumber: '12344BG0000001' }), 'Lohnzettel'));
  await settled(scans, 1);
  expect(await scans.delivered()).toMatchObject([{ inboxId: office.inboxes.anna, text: 'Lohnzettel' }]);
});

const steps: IntakeStep[] = [
  'kept',
  'journalled',
  'setAside',
  'removed',
  'claimed',
  'read',
  'resultsKept',
  'delivered',
];

test.each(steps)('a service killed after the step "%s" loses nothing and doubles nothing', async (killedAfter) => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  let isReached: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    isReached = resolve;
  });
  const killed = await scans.start({ killedAfter });
  const { pool } = { pool: killed.intake.database };
  const timer = setInterval(() => pool.ending && isReached(), 5);
  await scans.scan('eins.pdf', scanOf('Erster', '#', 'Zweiter'));
  await reached;
  clearInterval(timer);
  await scans.start();
  await settled(scans, 1);
  expect((await scans.delivered()).map(({ text }) => text)).toEqual(['Erster', 'Zweiter']);
  await vi.waitFor(async () => expect(await scans.filesLeft()).toEqual([]), within);
  await vi.waitFor(async () => expect(await scans.filesLeft(`${scans.scanner}/.uebernommen`)).toEqual([]), within);
  expect((await verifyChains(scans.database)).firstBreak).toBeNull();
});

test('two services share the work of a folder: every letter comes once', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const byService: string[][] = [[], []];
  for (const texts of byService) {
    // Neither is away: what a slow machine takes longer over is nobody else's.
    const leaseMilliseconds = 60_000;
    await scans.start({ leaseMilliseconds, openReader: () => createTextReader((text) => void texts.push(text)) });
  }
  const names = Array.from({ length: 12 }, (_, index) => `Brief ${String(index).padStart(2, '0')}`);
  for (const name of names) await scans.scan(`${name}.pdf`, scanOf(name));
  await settled(scans, 12);
  expect((await scans.delivered()).map(({ text }) => text)).toEqual(names);
  expect([...(byService[0] ?? []), ...(byService[1] ?? [])].sort()).toEqual(names);
  await vi.waitFor(async () => expect(await scans.filesLeft()).toEqual([]), within);
});

test('the same file scanned again on purpose is delivered and told, a file that is only found again is not', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  const changedAt = new Date('2026-11-27T08:00:00.000Z');
  await scans.scanAgainAsItWas('a.pdf', scanOf('Brief'), changedAt);
  await settled(scans, 1);
  await vi.waitFor(async () => expect(await scans.filesLeft()).toEqual([]), within);
  const { rows } = await scans.database.query('select 1 from stack where left_folder_at is null');
  expect(rows).toHaveLength(0);
  await scans.scanAgainAsItWas('a.pdf', scanOf('Brief'), changedAt);
  const stacks = await settled(scans, 2);
  expect(stacks[1]?.same_as).toBe(stacks[0]?.id);
  expect((await scans.delivered()).map(({ remark }) => remark)).toContainEqual(
    expect.stringContaining('Dieselbe Datei ist schon einmal eingegangen.'),
  );
});

test('what is handed in by a program is delivered like what a scanner lays down', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const { intake } = await scans.start();
  const file = {
    source: 'upload' as const,
    station: 'Empfang',
    fileName: '../böse\u0000/x.pdf',
    takenBy: scans.office.ids.post,
  };
  const { stackId, sameAs } = await takeIn(intake, { ...file, content: scanOf('Von Hand') });
  expect(sameAs).toBeNull();
  const stacks = await settled(scans, 1);
  expect(stacks[0]).toMatchObject({ id: stackId, file_name: 'x.pdf', state: 'done' });
  expect(await scans.delivered()).toMatchObject([{ text: 'Von Hand', inboxId: scans.basketId }]);
});

test('a stack with a page that is hard to read is delivered at once and waits for a look', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  await scans.scan('a.pdf', scanOf('Brief, unleserlich'));
  const [stack] = await settled(scans, 1);
  expect(stack).toMatchObject({ state: 'needsLook', reason: 'Seite 1 ist kaum lesbar.' });
  expect(await scans.delivered()).toMatchObject([{ remark: expect.stringContaining('Seite 1 ist kaum lesbar.') }]);
});

test('a Postkorb nothing may be put into leaves the letter with the scan station', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const closedId = newId();
  await scans.office.import([{ line: 'scope', scopeId: closedId, kind: 'o', grants: [] }]);
  await scans.start();
  await scans.scan('a.pdf', scanOf(coverPage({ inboxId: closedId }), 'Falsch', '#', 'Richtig'));
  const [stack] = await settled(scans, 1);
  expect(stack).toMatchObject({
    state: 'needsLook',
    reason: 'Diesen Postkorb gibt es nicht, oder die Scanstelle darf dort nichts einlegen.',
  });
  expect((await scans.delivered()).map(({ text }) => text)).toEqual(['Richtig']);
});
