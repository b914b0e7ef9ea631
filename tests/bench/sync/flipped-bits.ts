import { randomBytes, randomInt } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createChangeNotices } from '../../../backend/commands/changes.ts';
import { scrubDesk, scrubPages } from '../../../backend/sync/scrub.ts';
import { Desk as ThinDesk } from '../../../central/testing/desk.ts';
import { contentFacts, filing } from '../../../central/testing/office.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { AppError } from '../../../core/domain/errors.ts';
import { type Moment, momentOf } from '../../../core/domain/moments.ts';
import { presentContents } from '../../../db/blob-table.ts';
import { isDamaged, noteDamage } from '../../../db/damage-mark.ts';
import { storeFolderOf, unlockKey } from '../../../db/keys.ts';
import { all, first, type ReadableDb } from '../../../db/sql.ts';
import { openStore, type StoreOnDisk } from '../../../db/store.ts';
import { newId } from '../large-desk.ts';
import { connectStore, openDesk, type OpenDesk, openStoreAlone, until } from './desks.ts';
import { account, type House } from './house.ts';

export type Found = { injected: number; noticed: number; healed: number };

const day = 86_400_000;
const pageSize = 4096;
/** Behind the page with which a store opens; without that it does not. */
const firstPage = 1;

function flipOneBit(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << randomInt(8));
  writeFileSync(file, bytes);
}

/** One bit is flipped in each content that lies at a desk; thirty days of looking after contents follow. */
export async function flipInContents(house: House, count: number): Promise<Found> {
  const writer = await ThinDesk.login(house.address, account.login, account.password);
  for (let number = 0; number < count; number += 1) {
    const bytes = randomBytes(100_000);
    const content = contentFacts(await writer.upload(bytes), bytes.length);
    const place = { caseFileId: house.caseFileIds[0] as Id, documentId: newId() };
    const { result } = await writer.run('addDocument', { ...place, filing, content, pageTexts: ['Miete'] });
    if (result !== 'ok') throw new Error(`a document was not taken: ${result}`);
  }
  let passed = 0;
  const desk = openStoreAlone(join(house.folder, 'flipped-contents'), () => Date.now() + passed);
  const { sync } = await connectStore(desk, house.address);
  const { blobs, db, folder } = desk.store;
  try {
    await sync.syncNow();
    // Other measurements have left contents in the same files: all of them come, and all are harmed.
    const contents = namedContents(db);
    await until(() => presentContents(db).length === contents);
    for (const file of contentFiles(join(folder, 'blobs'))) flipOneBit(file, randomInt(statSync(file).size));
    const found = { injected: contents, noticed: 0, healed: 0 };
    for (let days = 0; days < 30; days += 1) {
      passed += day;
      found.noticed += (await scrubDesk({ desk, pause: async () => {} })).damaged;
    }
    await sync.syncNow();
    await until(() => presentContents(db).length === contents);
    for (const sha256 of presentContents(db)) if (await blobs.check(sha256)) found.healed += 1;
    return found;
  } finally {
    await sync.stop();
    desk.store.close();
  }
}

const namedContents = (db: ReadableDb): number =>
  first<{ count: number }>(db, 'SELECT count(DISTINCT sha256) AS count FROM version')?.count ?? 0;

const contentFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile());

/**
 * One bit is flipped anywhere in the database of a desk, time after time; thirty days of looking after pages follow, and her next log-in.
 * `empty`: flips in pages that hold nothing any more, of which nothing comes; they are made besides.
 */
export async function flipInDatabase(house: House, rounds: number): Promise<Found & { empty: number }> {
  const dataFolder = join(house.folder, 'flipped-database');
  const folder = storeFolderOf(dataFolder, account.login);
  const file = join(folder, 'store.db');
  const found = { injected: 0, noticed: 0, healed: 0, empty: 0 };
  const before = await atADesk(house, dataFolder);
  while (found.injected < rounds) {
    const used = await pagesInUse(folder);
    const page = randomInt(firstPage, Math.floor(statSync(file).size / pageSize));
    flipOneBit(file, page * pageSize + randomInt(pageSize));
    const isNoticed = await lookForAMonth(folder);
    const after = await atADesk(house, dataFolder);
    const isRight = !after.isUnreadable && after.text === before.text;
    if (!isNoticed && isRight && !used.has(page)) {
      found.empty += 1;
      continue;
    }
    found.injected += 1;
    if (isNoticed) found.noticed += 1;
    if (isRight && !isDamaged(folder)) found.healed += 1;
  }
  return found;
}

/** The store of who has left, opened by what she left there: the centre's share of its key is kept for some days. */
async function openLeft(folder: string, now: () => Moment): Promise<StoreOnDisk> {
  const { key } = await unlockKey(folder, {
    ...{ password: account.password, sealer: null, given: null, now: Date.now() },
  });
  return openStore({ folder, key, newId, now });
}

/** Pages that hold something, the first of the file being 0. */
async function pagesInUse(folder: string): Promise<Set<number>> {
  const store = await openLeft(folder, () => momentOf(Date.now()));
  try {
    const pages = all<{ number: number }>(store.db, 'SELECT pageno - 1 AS number FROM dbstat');
    return new Set(pages.map(({ number }) => number));
  } finally {
    store.close();
  }
}

/** Whether thirty days of looking after its pages find that one of a store went bad. */
async function lookForAMonth(folder: string): Promise<boolean> {
  let passed = 0;
  const now = () => momentOf(Date.now() + passed);
  let store: StoreOnDisk | null = null;
  try {
    store = await openLeft(folder, now);
    const { searchDamage } = store;
    const desk = { store, changes: createChangeNotices(), newId, now };
    const signal = new AbortController().signal;
    const search = (tables: readonly string[]) => searchDamage(tables, { signal });
    for (let days = 0; days < 30 && !isDamaged(folder); days += 1) {
      passed += day;
      await scrubPages({ desk, pause: async () => {}, search, signal });
    }
  } catch (error) {
    noteDamage(folder, error); // as whoever works on the store does
    if (!isDamaged(folder)) throw error;
  } finally {
    store?.close();
  }
  return isDamaged(folder);
}

type Read = { text: string; isUnreadable: boolean };

/** Logs in, reads everything a worker can see of her files, and leaves. */
async function atADesk(house: House, dataFolder: string): Promise<Read> {
  let desk: OpenDesk | null = null;
  try {
    desk = await openDesk(house.address, dataFolder);
    return { text: await everythingIn(desk, house.caseFileIds), isUnreadable: false };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { text: '', isUnreadable: error.message.includes('nicht lesbar') };
  } finally {
    await desk?.close();
  }
}

async function everythingIn({ client }: OpenDesk, caseFileIds: readonly Id[]): Promise<string> {
  const { rows } = await client.caseFiles.list({ which: 'all' });
  const parts: unknown[] = rows.map(({ caseFileId, fileNumber }) => [caseFileId, fileNumber]);
  const all = { registerId: null, keywordId: null, filter: null, showRetracted: true };
  for (const caseFileId of caseFileIds) {
    parts.push((await client.notes.list({ caseFileId })).rows.map(({ noteId, text }) => [noteId, text]));
    parts.push(
      (await client.documents.list({ caseFileId, ...all })).rows.map(({ documentId, title }) => [documentId, title]),
    );
  }
  return JSON.stringify(parts);
}
