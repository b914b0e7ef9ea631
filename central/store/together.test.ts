import { describe, expect, test } from 'vitest';
import { together } from './together.ts';

/** Looks that end when they are told to. */
function watched() {
  const looks: { keys: string[]; end: (error?: Error) => void }[] = [];
  let idle = 0;
  const ask = together<string, string>(
    (keys) =>
      new Promise((resolve, reject) => {
        const answers = new Map(
          keys.filter((key) => key !== 'nobody').map((key) => [key, `${key} in ${looks.length}`]),
        );
        looks.push({ keys, end: (error) => (error ? reject(error) : resolve(answers)) });
      }),
    () => {
      idle += 1;
    },
  );
  return { ask, looks, idle: () => idle };
}
const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

describe('questions asked together', () => {
  test('share one look, and those who ask while looks are under way share the next, which begins after they asked', async () => {
    const { ask, looks, idle } = watched();
    const first = [ask('a'), ask('a'), ask('b'), ask('nobody')];
    await turn();
    expect(looks.map(({ keys }) => keys)).toEqual([['a', 'b', 'nobody']]);
    const second = ask('a');
    await turn();
    const third = [ask('a'), ask('c')];
    await turn();
    expect(looks).toHaveLength(2);
    looks[0]?.end();
    expect(await Promise.all(first)).toEqual(['a in 0', 'a in 0', 'b in 0', undefined]);
    await turn();
    expect(looks[2]?.keys).toEqual(['a', 'c']);
    for (const { end } of looks) end();
    expect([await second, ...(await Promise.all(third))]).toEqual(['a in 1', 'a in 2', 'c in 2']);
    await turn();
    expect(idle()).toBe(1);
  });

  test('share a failure, and are looked for again when asked again', async () => {
    const { ask, looks } = watched();
    const asked = Promise.allSettled([ask('a'), ask('b')]);
    await turn();
    looks[0]?.end(new Error('away'));
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const again = ask('a');
    await turn();
    looks[1]?.end();
    expect(await again).toBe('a in 1');
  });
});
