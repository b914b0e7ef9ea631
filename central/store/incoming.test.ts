import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openBlobFolder } from './blob-folder.ts';
import type { BlobStore } from './blob-store.ts';
import { keepProgress, takeProgress } from './incoming-progress.ts';
import { cutIncoming, incomingSize, keepIncoming, keepWhole, writePart } from './incoming.ts';

let folder: string;
let store: BlobStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aktenpult-incoming-'));
  store = await openBlobFolder(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const id = 'upload';
const size = 3_000_000;
const bytes = randomBytes(size);
const sha256 = createHash('sha256').update(bytes).digest('hex');
/** In pieces of many sizes, as a line brings them. */
function* pieces(from: number, to: number): Generator<Buffer> {
  for (let [at, step] = [from, 1]; at < to; at += step, step = Math.min(step * 3, 65_536)) {
    yield bytes.subarray(at, Math.min(at + step, to));
  }
}
const part = (from: number, to: number) =>
  writePart(store, id, { offset: from, limit: size - from, source: Readable.from(pieces(from, to)) });
const stored = () => readFile(join(folder, sha256.slice(0, 2), sha256));

// S36: right as a whole, however its parts came; what the disk did not take begins anew
describe('an upload', () => {
  test('whose parts come one after the other is stored as it was sent', async () => {
    for (const [from, to] of [
      [0, 1_000_000],
      [1_000_000, 1_000_001],
      [1_000_001, size],
    ] as const) {
      const told = await part(from, to);
      const checksum = createHash('sha256').update(bytes.subarray(from, to)).digest('base64');
      expect(told).toMatchObject({ written: to - from, sha256: checksum, isTooLong: false, error: null });
      expect(await incomingSize(store, id)).toBe(to);
    }
    expect(await keepIncoming(store, id, { sha256, size })).toBe(true);
    expect((await stored()).equals(bytes)).toBe(true);
    expect(await readdir(store.incoming)).toEqual([]);
  });

  test('one of whose parts another service took is read in full: right or wrong, it is noticed', async () => {
    for (const [between, isRight] of [
      [bytes.subarray(1_000_000, 2_000_000), true],
      [randomBytes(1_000_000), false],
    ] as const) {
      await part(0, 1_000_000);
      await appendFile(join(store.incoming, `${id}.part`), between);
      await part(2_000_000, size);
      expect(await keepIncoming(store, id, { sha256, size })).toBe(isRight);
    }
  });

  test('of which a part was taken back and sent again is stored as it was sent', async () => {
    await part(0, 1_000_000);
    await part(1_000_000, 2_000_000);
    await cutIncoming(store, id, 1_000_000);
    await part(1_000_000, size);
    expect(await keepIncoming(store, id, { sha256, size })).toBe(true);
    expect((await stored()).equals(bytes)).toBe(true);
  });

  test('goes on behind what came before its line broke, and takes no more than was announced', async () => {
    async function* broken() {
      yield* pieces(0, 700_000);
      await Promise.resolve();
      throw new Error('the line broke');
    }
    const told = await writePart(store, id, { offset: 0, limit: size, source: Readable.from(broken()) });
    expect(told).toMatchObject({ written: 700_000, error: expect.any(Error) });
    expect(await incomingSize(store, id)).toBe(700_000);
    const long = { offset: 700_000, limit: 10, source: Readable.from([bytes.subarray(700_000, 700_020)]) };
    expect(await writePart(store, id, long)).toMatchObject({ isTooLong: true });
    await cutIncoming(store, id, 700_000);
    await part(700_000, size);
    expect(await keepIncoming(store, id, { sha256, size })).toBe(true);
    expect((await stored()).equals(bytes)).toBe(true);
  });

  test('of which the disk did not take a part while the next one came begins anew', async () => {
    const file = join(store.incoming, `${id}.part`);
    await part(0, 1_000_000);
    const unusable = await open(file, 'r+');
    await unusable.close();
    const progress = takeProgress(store, id, 1_000_000);
    if (!progress) throw new Error('it was not counted along');
    keepProgress(store, id, progress, unusable);
    await part(1_000_000, size);
    await expect(keepIncoming(store, id, { sha256, size })).rejects.toThrow();
    expect(await store.size(sha256)).toBeNull();
    expect(await incomingSize(store, id)).toBe(0);
    await part(0, size);
    expect(await keepIncoming(store, id, { sha256, size })).toBe(true);
    expect((await stored()).equals(bytes)).toBe(true);
  });

  test('of other bytes than were announced is not stored', async () => {
    await part(0, size);
    const other = createHash('sha256').update('anderes').digest('hex');
    expect(await keepIncoming(store, id, { sha256: other, size })).toBe(false);
    expect((await stat(join(folder, 'incoming'))).isDirectory()).toBe(true);
    expect(await store.size(other)).toBeNull();
  });
});

test('a content sent whole is stored as it was sent, or not at all', async () => {
  const cut = () => Readable.from(pieces(0, size - 1));
  expect(await keepWhole(store, { sha256, size }, cut())).toBe('broken');
  expect(await keepWhole(store, { sha256, size: size - 1 }, Readable.from(pieces(0, size)))).toBe('other');
  expect(await store.size(sha256)).toBeNull();
  expect(await keepWhole(store, { sha256, size }, Readable.from(pieces(0, size)))).toBe('kept');
  expect((await stored()).equals(bytes)).toBe(true);
  expect(await readdir(store.incoming)).toEqual([]);
});
