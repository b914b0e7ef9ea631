import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../core/domain/errors.ts';
import { writeRecord } from '../../db/records.ts';
import { purgeScope } from '../../db/scopes.ts';
import { first } from '../../db/sql.ts';
import { openStore, type Store } from '../../db/store.ts';
import { sampleBody } from '../../db/test-support/sample-body.ts';
import { addScope, newId, temporaryStore, testKey, testNow } from '../../db/test-support/temporary-store.ts';
import { fetchBlob } from './blob-transfer.ts';
import type { Central } from './central.ts';

let store: Store & { discard(): void };
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => store.discard());

const bytes = randomBytes(1_000_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');

/** A line that breaks whenever so many bytes of a content have come, and where it was taken up each time. */
function breakingLine(most: number) {
  const offsets: number[] = [];
  const blob = async function* (_sha256: string, from: number) {
    offsets.push(from);
    yield bytes.subarray(from, from + most);
    if (from + most < bytes.length) throw new AppError('offline', 'Unterbrochen.', { cause: 'answer was cut' });
  };
  return { offsets, central: { blob } as Partial<Central> as Central };
}

it('a content comes to its end over a line that breaks again and again, and no byte of it comes twice', async () => {
  const { central, offsets } = breakingLine(90_000);
  await fetchBlob(central, store.blobs, sha256);
  expect(offsets).toEqual(Array.from({ length: 12 }, (_, index) => index * 90_000));
  expect(Buffer.from(await store.blobs.readAll(sha256))).toEqual(bytes);
});

it('a line on which nothing comes any more is left to the next try', async () => {
  const { central, offsets } = breakingLine(0);
  await expect(fetchBlob(central, store.blobs, sha256)).rejects.toMatchObject({ code: 'offline' });
  expect(offsets).toEqual([0]);
  expect(store.blobs.has(sha256)).toBe(false);
});

const large = randomBytes(3_500_000);
const largeName = createHash('sha256').update(large).digest('hex');
const mebibyte = 1024 * 1024;

/** A line over which the large content comes up to a point, and nothing after it; beyond, all of the rest. */
function lineUpTo(end: number) {
  const offsets: number[] = [];
  const blob = async function* (_sha256: string, from: number) {
    offsets.push(from);
    yield large.subarray(from, Math.max(from, end));
    if (end < large.length) throw new AppError('offline', 'Unterbrochen.', { cause: 'answer was cut' });
  };
  return { offsets, central: { blob } as Partial<Central> as Central };
}
const partsOnDisk = () => readdirSync(join(store.folder, 'blobs', 'incoming'));
const nameIt = (sha256: string) => {
  const scopeId = addScope(store.db);
  const body = { ...sampleBody('version'), sha256 };
  writeRecord(store.db, { kind: 'version', id: newId(), scopeId, ver: 1, isPending: false, body });
  return scopeId;
};
const breakOff = (end: number) =>
  expect(fetchBlob(lineUpTo(end).central, store.blobs, largeName)).rejects.toMatchObject({ code: 'offline' });
const reopen = (now = testNow) => {
  const { discard, folder } = store;
  store.close();
  store = { ...openStore({ folder, key: testKey(), newId, now }), discard };
};

// S36: whole frames of a download outlive line and program
it('what has come of a content is taken up after a line that stayed away, and after a restart, and compared as a whole', async () => {
  nameIt(largeName);
  await breakOff(1_500_000);
  await breakOff(2_900_000);
  expect(partsOnDisk()).toHaveLength(1);
  reopen();
  const { central, offsets } = lineUpTo(large.length);
  await fetchBlob(central, store.blobs, largeName);
  expect(offsets).toEqual([2 * mebibyte]);
  expect(Buffer.from(await store.blobs.readAll(largeName))).toEqual(large);
  expect(partsOnDisk()).toEqual([]);
});

it('a part that was changed on disk is fetched again from where it is whole', async () => {
  nameIt(largeName);
  await breakOff(2_900_000);
  const [name = ''] = partsOnDisk();
  const file = join(store.folder, 'blobs', 'incoming', name);
  const damaged = readFileSync(file);
  damaged[mebibyte + 1_000] = (damaged[mebibyte + 1_000] ?? 0) ^ 1;
  writeFileSync(file, damaged);
  const { central, offsets } = lineUpTo(large.length);
  await fetchBlob(central, store.blobs, largeName);
  expect(offsets).toEqual([mebibyte]);
  expect(Buffer.from(await store.blobs.readAll(largeName))).toEqual(large);
});

// S36: kept up to 7 days, and as long as something names it
it('a part goes with the file that named it, and after a week', async () => {
  const scopeId = nameIt(largeName);
  await breakOff(2_900_000);
  reopen(() => '2026-12-01T08:00:00.000Z');
  expect(partsOnDisk()).toEqual([]);
  await breakOff(2_900_000);
  expect(partsOnDisk()).toHaveLength(1);
  purgeScope(store.db, scopeId);
  await store.blobs.removeUnused();
  expect(partsOnDisk()).toEqual([]);
  expect(first(store.db, 'SELECT 1 FROM blob_part')).toBeUndefined();
});
