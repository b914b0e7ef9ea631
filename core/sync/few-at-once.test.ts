import { expect, it } from 'vitest';
import { fewAtOnce } from './few-at-once.ts';

it('works run beside each other, never more than so many, and all are over at the end', async () => {
  const few = fewAtOnce(3);
  let [running, most, done] = [0, 0, 0];
  for (let index = 0; index < 10; index += 1) {
    await few.begin(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      done += 1;
    });
  }
  await few.end();
  expect([most, running, done]).toEqual([3, 0, 10]);
});

it('after one has failed none is begun, those under way end, and the first failure is told', async () => {
  const few = fewAtOnce(2);
  const begun: number[] = [];
  const ended: number[] = [];
  const work = (number: number, failure?: string) => async () => {
    begun.push(number);
    await new Promise((resolve) => setImmediate(resolve));
    if (failure) throw new Error(failure);
    ended.push(number);
  };
  await few.begin(work(1, 'first'));
  await few.begin(work(2));
  await expect(few.begin(work(3))).rejects.toThrow('first');
  await expect(few.end()).rejects.toThrow('first');
  expect([begun, ended]).toEqual([[1, 2], [2]]);
});
