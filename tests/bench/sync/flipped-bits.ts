import { randomBytes, randomInt } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scrubDesk } from '../../../backend/sync/scrub.ts';
import { Desk as ThinDesk } from '../../../central/testing/desk.ts';
import { contentFacts, filing } from '../../../central/testing/office.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { AppError } from '../../../core/domain/errors.ts';
import { presentContents } from '../../../db/blob-table.ts';
import { storeFolderOf } from '../../../db/keys.ts';
import { first, type ReadableDb } from '../../../db/sql.ts';
import { newId } from '../large-desk.ts';
import { connectStore, openDesk, type OpenDesk, openStoreAlone, until } from './desks.ts';
import { account, type House } from './house.ts';

export type Found = { injected: number; noticed: number; healed: number };

const day = 86_400_000;
const pageSize = 4096;
/** The page with which a store opens. */
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
 * One bit is flipped anywhere in the database of a desk, time after time; she logs in, reads what there is, and logs in again. A page that
 * holds nothing any more, or an index nobody reads by, shows nothing: what counts is that she never reads something else than before.
 */
export async function flipInDatabase(house: House, rounds: number): Promise<Found & { unread: number }> {
  const dataFolder = join(house.folder, 'flipped-database');
  const file = join(storeFolderOf(dataFolder, account.login), 'store.db');
  const found = { injected: 0, noticed: 0, healed: 0, unread: 0 };
  const before = await atADesk(house, dataFolder);
  for (let round = 0; round < rounds; round += 1) {
    const pages = Math.floor(statSync(file).size / pageSize);
    flipOneBit(file, randomInt(firstPage, pages) * pageSize + randomInt(pageSize));
    found.injected += 1;
    const read = await atADesk(house, dataFolder);
    if (read.isUnreadable || read.isPutAside) found.noticed += 1;
    else if (read.text === before.text) found.unread += 1;
    const after = await atADesk(house, dataFolder);
    if (!after.isUnreadable && after.text === before.text) found.healed += 1;
  }
  return found;
}

type Read = { text: string; isUnreadable: boolean; isPutAside: boolean };

/** Logs in, reads everything a worker can see of her files, and leaves. */
async function atADesk(house: House, dataFolder: string): Promise<Read> {
  let desk: OpenDesk | null = null;
  try {
    desk = await openDesk(house.address, dataFolder);
    const { notice } = await desk.client.session.state({});
    const isPutAside = notice?.includes('beiseitegelegt') ?? false;
    return { text: await everythingIn(desk, house.caseFileIds), isUnreadable: false, isPutAside };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { text: '', isUnreadable: error.message.includes('nicht lesbar'), isPutAside: false };
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
