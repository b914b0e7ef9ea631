import { join } from 'node:path';
import { runCommand } from '../../../backend/commands/run-command.ts';
import type { DeskClient } from '../../../core/contract/desk.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { readRecord } from '../../../db/records.ts';
import { type Figure, median, ratioOf, spread, timed } from '../figures.ts';
import { newId } from '../large-desk.ts';
import { bareRelay } from './bare-relay.ts';
import { openDesk, openStoreDesk, type StoreDesk } from './desks.ts';
import type { House } from './house.ts';

const sorted = (times: number[]): number[] => times.toSorted((left, right) => left - right);

/** One change from desk to desk: until the other store has it, and until the other page shows it. */
export async function measureChange(house: House, isQuick: boolean): Promise<Figure[]> {
  const caseFileId = house.caseFileIds[0] as Id;
  const rounds = isQuick ? 50 : 200;
  const floor = await bareRelay(rounds);
  const stores = await betweenStores(house, caseFileId, rounds);
  const pages = await betweenPages(house, caseFileId, rounds);
  const figure = (what: string, times: number[], budget: string): Figure => ({
    what,
    ours: spread(times, 0.99),
    budget,
    beside: `bare POST + fsync + server-sent event: ${spread(floor, 0.99)}`,
    ratio: ratioOf(median(times), median(floor)),
  });
  return [
    figure('a note on one desk in the encrypted store of another, through the centre', stores, 'p50 20 ms, p99 80 ms'),
    figure('the same until the other page was told and has read the list of notes again', pages, '–'),
  ];
}

/** From the key press on one desk until the commit in the other desk's store. */
async function betweenStores(house: House, caseFileId: Id, rounds: number): Promise<number[]> {
  const a = await openStoreDesk(house.address, join(house.folder, 'change-store-a'));
  const b = await openStoreDesk(house.address, join(house.folder, 'change-store-b'));
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await oneNote(a, b, caseFileId, round));
  await a.close();
  await b.close();
  return sorted(times);
}

async function oneNote(a: StoreDesk, b: StoreDesk, caseFileId: Id, round: number): Promise<number> {
  const noteId = newId();
  const stored = Promise.withResolvers<void>();
  const stop = b.desk.changes.on('records', () => {
    if (readRecord(b.desk.store.db, 'note', caseFileId, noteId)) stored.resolve();
  });
  const taken = await timed(() => {
    const text = `Vermerk ${round}`;
    const plain = { documentId: null, isPinned: false, isPhoneCall: false };
    runCommand(a.desk, 'addNote', { caseFileId, noteId, text, ...plain });
    return stored.promise;
  });
  stop();
  return taken;
}

/** From the call of one page until the other page, told of the change, has the note in its list. */
async function betweenPages(house: House, caseFileId: Id, rounds: number): Promise<number[]> {
  const a = await openDesk(house.address, join(house.folder, 'change-page-a'));
  const b = await openDesk(house.address, join(house.folder, 'change-page-b'));
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await oneShown(a.client, b.client, caseFileId, round));
  await a.close();
  await b.close();
  return sorted(times);
}

async function oneShown(a: DeskClient, b: DeskClient, caseFileId: Id, round: number): Promise<number> {
  const text = `Vermerk ${round} ${newId()}`;
  const seen = Promise.withResolvers<void>();
  const stop = b.caseFiles.on.changed(({ caseFileIds }) => {
    if (!caseFileIds.includes(caseFileId)) return;
    b.notes.list({ caseFileId }).then(({ rows }) => {
      if (rows.some((row) => row.text === text)) seen.resolve();
    }, seen.reject);
  });
  const taken = await timed(async () => {
    await a.notes.add({ caseFileId, documentId: null, text, isPinned: false, isPhoneCall: false });
    await seen.promise;
  });
  stop();
  return taken;
}
