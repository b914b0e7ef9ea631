import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchedContentSize } from '../core/contract/content-batch.ts';
import { temporaryStore } from './test-support/temporary-store.ts';

let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => store.discard());

const bytesOf = (size: number, seed = 1) =>
  Buffer.from(Uint8Array.from({ length: size }, (_, index) => (index * seed) % 253));
/** As a batch brings it: in pieces of whatever length. */
const contentOf = (bytes: Buffer, cuts: readonly number[] = []) => {
  const places = [0, ...cuts.toSorted((one, other) => one - other), bytes.length];
  const pieces = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
  return { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length, pieces };
};
const fileOf = (sha256: string) => join(store.folder, 'blobs', store.blobs.fileName(sha256));
const files = () =>
  readdirSync(join(store.folder, 'blobs'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(store.folder, 'blobs', name))
    .filter((name) => statSync(name).isFile());

describe('a content that came whole', () => {
  it('is read back as it was, in whatever pieces it came, and lies there unreadable', async () => {
    const sizes = fc.oneof(fc.nat(2_000), fc.integer({ min: batchedContentSize - 2, max: batchedContentSize }));
    await fc.assert(
      fc.asyncProperty(sizes, fc.array(fc.nat(1_000_000), { maxLength: 6 }), async (size, given) => {
        const bytes = bytesOf(size, size);
        const content = contentOf(
          bytes,
          given.map((cut) => cut % (size + 1)),
        );
        expect(await store.blobs.keepWhole(content)).toBe(true);
        expect(store.blobs.info(content.sha256)).toMatchObject({ size, state: 'present' });
        expect(Buffer.compare(await store.blobs.readAll(content.sha256), bytes)).toBe(0);
        if (size > 64) expect(readFileSync(fileOf(content.sha256)).includes(bytes.subarray(0, 32))).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('changed or of another length than it says is not kept, and nothing of it lies there', async () => {
    const content = contentOf(bytesOf(5_000));
    const [piece = Buffer.alloc(0)] = content.pieces;
    const changed = Buffer.from(piece);
    changed[17] = (changed[17] ?? 0) ^ 1;
    expect(await store.blobs.keepWhole({ ...content, pieces: [changed] })).toBe(false);
    expect(await store.blobs.keepWhole({ ...content, size: 4_999 })).toBe(false);
    expect(store.blobs.has(content.sha256)).toBe(false);
    expect(files()).toEqual([]);
  });

  it('and is here already stays as it is; what only this desk had counts as being at the centre now', async () => {
    const bytes = bytesOf(3_000);
    const { sha256 } = await store.blobs.put(bytes, 'uploading');
    const before = readFileSync(fileOf(sha256));
    expect(await store.blobs.keepWhole(contentOf(bytes))).toBe(true);
    expect(store.blobs.info(sha256)?.state).toBe('present');
    expect(readFileSync(fileOf(sha256)).equals(before)).toBe(true);
  });

  it('takes the place of what a power cut left under its name', async () => {
    const bytes = bytesOf(4_000);
    const content = contentOf(bytes);
    mkdirSync(dirname(fileOf(content.sha256)), { recursive: true });
    writeFileSync(fileOf(content.sha256), 'half of it');
    expect(await store.blobs.keepWhole(content)).toBe(true);
    expect(Buffer.compare(await store.blobs.readAll(content.sha256), bytes)).toBe(0);
  });

  it.each([
    ['cut', (file: string) => truncateSync(file, 1_000)],
    ['empty', (file: string) => truncateSync(file, 0)],
    ['gone', (file: string) => unlinkSync(file)],
  ])('and is %s after a power cut although it counted is noticed, wanted again and then right', async (_how, cut) => {
    const bytes = bytesOf(4_000);
    const content = contentOf(bytes);
    await store.blobs.keepWhole(content);
    cut(fileOf(content.sha256));
    await expect(store.blobs.readAll(content.sha256)).rejects.toMatchObject({ code: 'not_found' });
    expect(store.blobs.info(content.sha256)?.state).toBe('wanted');
    expect(await store.blobs.keepWhole(content)).toBe(true);
    expect(Buffer.compare(await store.blobs.readAll(content.sha256), bytes)).toBe(0);
  });

  it('twice at once is kept once', async () => {
    const bytes = bytesOf(100_000);
    const both = await Promise.all([store.blobs.keepWhole(contentOf(bytes)), store.blobs.keepWhole(contentOf(bytes))]);
    expect(both).toEqual([true, true]);
    expect(files()).toHaveLength(1);
    expect(Buffer.compare(await store.blobs.readAll(contentOf(bytes).sha256), bytes)).toBe(0);
  });

  it('that the disk does not take leaves nothing, and says so', async () => {
    const content = contentOf(bytesOf(4_000));
    const folder = dirname(fileOf(content.sha256));
    writeFileSync(folder, 'no folder can be made here');
    await expect(store.blobs.keepWhole(content)).rejects.toThrow();
    expect(store.blobs.has(content.sha256)).toBe(false);
    unlinkSync(folder);
    expect(await store.blobs.keepWhole(content)).toBe(true);
  });
});
