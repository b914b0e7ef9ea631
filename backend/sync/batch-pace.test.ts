import fc from 'fast-check';
import { expect, it } from 'vitest';
import { batchedContentSize, batchSize } from '../../core/contract/content-batch.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { createBatchPace, noting, takeTogether } from './batch-pace.ts';

// S61: how much goes together is learned from the line
it('over a quick line more and more travels together, over a slow one less and less, within bounds', () => {
  const pace = createBatchPace();
  const steps: number[] = [pace.bytes];
  const go = (milliseconds: number) => {
    for (let round = 0; round < 6; round += 1) pace.note(pace.bytes, milliseconds);
    steps.push(pace.bytes);
  };
  go(20);
  go(400);
  go(3_000);
  expect(steps).toEqual([batchedContentSize, batchSize.bytes, batchSize.bytes, 128 * 1024]);
});

it('that a small batch was quick says nothing of a large one, and a clock that was set back nothing at all', () => {
  const pace = createBatchPace();
  for (let round = 0; round < 20; round += 1) pace.note(1_000, 5);
  expect(pace.bytes).toBe(batchedContentSize);
  pace.note(pace.bytes, -3_600_000);
  expect(pace.bytes).toBe(batchedContentSize);
});

it('a line that failed under much gets less the next time, and what is too large to go with others tells nothing', async () => {
  const pace = createBatchPace();
  const now = () => momentOf(0);
  const fails = () => noting(pace, now, 1_000, () => Promise.reject(new Error('cut')));
  await expect(fails()).rejects.toThrow('cut');
  expect(pace.bytes).toBe(batchedContentSize / 2);
  expect(await noting(pace, now, batchSize.bytes + 1, async () => 'large')).toBe('large');
  expect(pace.bytes).toBe(batchedContentSize / 2);
  expect(await noting(pace, now, pace.bytes, async () => 'much')).toBe('much');
  expect(pace.bytes).toBe(batchedContentSize);
});

it('all of a list is taken, each once and in order; what is taken together fits into one request', () => {
  const sizes = fc.array(fc.oneof(fc.nat(2_000), fc.integer({ min: 100_000, max: 2 * batchedContentSize })), {
    maxLength: 250,
  });
  fc.assert(
    fc.property(sizes, fc.array(fc.nat(1_200), { maxLength: 8 }), (given, times) => {
      const pace = createBatchPace();
      for (const time of times) pace.note(pace.bytes, time);
      const list = given.map((size) => ({ size }));
      const taken: number[] = [];
      while (list.length > 0) {
        const together = takeTogether(list, pace, 4).map(({ size }) => size);
        expect(together.length).toBeGreaterThan(0);
        if (together.length > 1) {
          expect(together.length).toBeLessThanOrEqual(batchSize.contents);
          expect(together.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(pace.bytes);
          expect(Math.max(...together)).toBeLessThanOrEqual(batchedContentSize);
        }
        taken.push(...together);
      }
      expect(taken).toEqual(given);
      expect(takeTogether(list, pace, 4)).toEqual([]);
    }),
  );
});

it('what is left is shared among the lanes, but not in pieces that cost more than they carry', () => {
  const pace = createBatchPace();
  for (let round = 0; round < 6; round += 1) pace.note(pace.bytes, 20);
  const list = Array.from({ length: 60 }, () => ({ size: 300_000 }));
  const taken: number[] = [];
  while (list.length > 0) taken.push(takeTogether(list, pace, 4).length);
  expect(taken).toEqual([13, 11, 9, 6, 6, 6, 6, 3]);
});
