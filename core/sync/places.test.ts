import { expect, it } from 'vitest';
import { createPlaces } from './places.ts';

it('so many have a place at a time, the others come in their order, and who leaves twice leaves once', async () => {
  const places = createPlaces(2);
  const came: number[] = [];
  const leaving = new Map<number, () => void>();
  const comes = async (number: number) => {
    leaving.set(number, await places.take());
    came.push(number);
  };
  const all = [1, 2, 3, 4].map(comes);
  await Promise.all(all.slice(0, 2));
  await new Promise((resolve) => setImmediate(resolve));
  expect(came).toEqual([1, 2]);
  leaving.get(2)?.();
  leaving.get(2)?.();
  await all[2];
  await new Promise((resolve) => setImmediate(resolve));
  expect(came).toEqual([1, 2, 3]);
  leaving.get(1)?.();
  await all[3];
  expect(came).toEqual([1, 2, 3, 4]);
});
