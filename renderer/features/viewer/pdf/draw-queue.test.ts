import { expect, test } from 'vitest';
import { inTurn } from './draw-queue.ts';

const never = new AbortController().signal;

test('the page being read is drawn first, and never two at once', async () => {
  const order: number[] = [];
  let running = 0;
  const draw = (rank: number) =>
    inTurn(
      () => rank,
      never,
      async () => {
        running += 1;
        expect(running).toBe(1);
        order.push(rank);
        await Promise.resolve();
        running -= 1;
      },
    );
  await Promise.all([draw(2), draw(0), draw(1)]);
  expect(order).toEqual([0, 1, 2]);
});

test('what was given up while waiting is not drawn, and what fails does not hold up the rest', async () => {
  const gone = new AbortController();
  const first = inTurn(
    () => 0,
    never,
    async () => {
      gone.abort();
      throw new Error('broken page');
    },
  );
  const second = inTurn(
    () => 1,
    gone.signal,
    async () => 'drawn',
  );
  const third = inTurn(
    () => 2,
    never,
    async () => 'drawn',
  );
  await expect(first).rejects.toThrow('broken page');
  expect(await second).toBeNull();
  expect(await third).toBe('drawn');
});

test('a page given up while it is drawn lets the next begin', async () => {
  const gone = new AbortController();
  const first = inTurn(
    () => 0,
    gone.signal,
    () => new Promise<null>((resolve) => gone.signal.addEventListener('abort', () => resolve(null))),
  );
  const second = inTurn(
    () => 1,
    never,
    async () => 'drawn',
  );
  await Promise.resolve();
  gone.abort();
  expect(await first).toBeNull();
  expect(await second).toBe('drawn');
});
