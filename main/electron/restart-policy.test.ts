import { expect, test } from 'vitest';
import { RestartPolicy } from './restart-policy.ts';

test('a process that ends is started again, each time later, and not a fourth time within a minute', () => {
  const policy = new RestartPolicy();
  expect([0, 1000, 3000, 8000].map((now) => policy.ended(now))).toEqual([
    { restart: true, wait: 250 },
    { restart: true, wait: 1000 },
    { restart: true, wait: 4000 },
    { restart: false },
  ]);
});

test('ends more than a minute ago do not count', () => {
  const policy = new RestartPolicy();
  for (let now = 0; now < 600_000; now += 30_000) expect(policy.ended(now).restart).toBe(true);
});

test('after giving up another try begins anew', () => {
  const policy = new RestartPolicy();
  for (let index = 0; index < 4; index += 1) policy.ended(index);
  policy.forget();
  expect(policy.ended(10)).toEqual({ restart: true, wait: 250 });
});
