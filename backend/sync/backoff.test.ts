import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';

const longestWaits = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000];

// S19: waits of 0.5 s doubled up to 60 s
it('with each failure the longest wait is doubled up to a minute, and is short again after a success', () => {
  const backoff = createBackoff(() => 1);
  expect(longestWaits.map(() => backoff.next())).toEqual(longestWaits);
  for (let failures = 0; failures < 2_000; failures += 1) expect(backoff.next()).toBe(60_000);
  backoff.reset();
  expect([backoff.next(), backoff.next()]).toEqual([500, 1_000]);
});

// S19: each wait is anywhere up to the longest
it('desks that failed together wait for different times, each its share of the longest wait', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(share, { minLength: 1, maxLength: 40 }), (shares) => {
      let at = 0;
      const backoff = createBackoff(() => shares[at++] ?? 0);
      const longest = (failures: number) => longestWaits[failures] ?? 60_000;
      expect(shares.map(() => backoff.next())).toEqual(
        shares.map((share, failures) => Math.round(share * longest(failures))),
      );
    }),
  );
});
