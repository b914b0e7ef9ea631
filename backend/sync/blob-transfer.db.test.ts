import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../core/domain/errors.ts';
import type { Store } from '../../db/store.ts';
import { temporaryStore } from '../../db/test-support/temporary-store.ts';
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
