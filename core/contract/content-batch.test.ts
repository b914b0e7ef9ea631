import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type BatchedContent,
  BatchFormError,
  batchBodySize,
  batchedContentSize,
  batchOf,
  batchSize,
  CutBatchError,
  headOf,
  readBatch,
} from './content-batch.ts';

const sha256 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const contents = fc.array(fc.record({ sha256, bytes: fc.uint8Array({ maxLength: 90 }) }), { maxLength: 6 });
const body = (batch: Parameters<typeof batchOf>[0]) => Buffer.concat(batchOf(batch));

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(source: AsyncIterable<Uint8Array>): Promise<{ given: BatchedContent[]; error: unknown }> {
  const given: BatchedContent[] = [];
  try {
    for await (const content of readBatch(source)) given.push(content);
    return { given, error: null };
  } catch (error) {
    return { given, error };
  }
}
const plain = (given: readonly BatchedContent[]) =>
  given.map(({ sha256: name, pieces }) => ({ sha256: name, bytes: Buffer.concat(pieces).toString('hex') }));
const told = (batch: readonly { sha256: string; bytes: Uint8Array }[]) =>
  batch.map(({ sha256: name, bytes }) => ({ sha256: name, bytes: Buffer.from(bytes).toString('hex') }));
const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 });

it('what was put into a batch is read from it, in whatever pieces it comes', async () => {
  await fc.assert(
    fc.asyncProperty(contents, sizes, async (batch, pieces) => {
      const { given, error } = await read(inPieces(body(batch), pieces));
      expect(error).toBeNull();
      expect(plain(given)).toEqual(told(batch));
      for (const content of given) expect(content.size).toBe(Buffer.concat(content.pieces).length);
    }),
  );
});

// S61: each content of a batch stands for itself
it('a batch that is cut gives what came whole, and says that it was cut unless it ends between two contents', async () => {
  await fc.assert(
    fc.asyncProperty(contents, sizes, fc.nat(), async (batch, pieces, place) => {
      const whole = body(batch);
      const cut = whole.length === 0 ? 0 : place % whole.length;
      const { given, error } = await read(inPieces(whole.subarray(0, cut), pieces));
      expect(plain(given)).toEqual(told(batch).slice(0, given.length));
      const end = body(batch.slice(0, given.length)).length;
      expect(end).toBeLessThanOrEqual(cut);
      expect(error instanceof CutBatchError).toBe(end < cut);
    }),
  );
});

it('more than a batch may hold is refused at the first byte too many', async () => {
  const name = 'ab'.repeat(32);
  const tooLarge = headOf({ sha256: name, size: batchedContentSize + 1 });
  expect(await read(inPieces(tooLarge, [9]))).toMatchObject({ given: [], error: expect.any(BatchFormError) });
  const most = Array.from({ length: batchSize.contents + 1 }, () => ({ sha256: name, bytes: new Uint8Array(1) }));
  const tooMany = await read(inPieces(body(most), [1000]));
  expect(tooMany.given).toHaveLength(batchSize.contents);
  expect(tooMany.error).toBeInstanceOf(BatchFormError);
  const large = Array.from({ length: 9 }, () => ({ sha256: name, bytes: new Uint8Array(batchedContentSize) }));
  const tooLong = await read(inPieces(body(large), [65_536]));
  expect(tooLong.given).toHaveLength(batchSize.bytes / batchedContentSize);
  expect(tooLong.error).toBeInstanceOf(BatchFormError);
  expect(body(large.slice(1)).length).toBeLessThanOrEqual(batchBodySize);
});
