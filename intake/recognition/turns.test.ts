import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

/** Work that goes on until it is let go, and says when it began. */
function heldWork(began: string[]) {
  const held = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      began.push(name);
      held.set(name, () => resolve(name));
    });
  const end = (name: string) => held.get(name)?.();
  return { work, end };
}

test('what somebody waits for goes before what waits already, in the order it was asked for', async () => {
  const turns = createTurns(1);
  const began: string[] = [];
  const { work, end } = heldWork(began);
  const asked = [
    turns.take(work('in work')),
    turns.take(work('ordinary 1')),
    turns.take(work('ordinary 2')),
    turns.take(work('waited for 1'), { isWaitedFor: true }),
    turns.take(work('waited for 2'), { isWaitedFor: true }),
  ];
  for (const name of ['in work', 'waited for 1', 'waited for 2', 'ordinary 1', 'ordinary 2']) {
    await expect.poll(() => began.at(-1)).toBe(name);
    end(name);
  }
  expect(await Promise.all(asked)).toHaveLength(5);
});

test('no more go on at a time than there are places, and one that is given up leaves its place in the queue', async () => {
  const turns = createTurns(2);
  const began: string[] = [];
  const { work, end } = heldWork(began);
  const ending = new AbortController();
  const [first, , given, last] = [
    turns.take(work('1')),
    turns.take(work('2')),
    turns.take(work('3'), { signal: ending.signal }),
    turns.take(work('4')),
  ];
  expect(began).toEqual(['1', '2']);
  ending.abort(new Error('nobody waits any more'));
  await expect(given).rejects.toThrow('nobody waits any more');
  end('1');
  expect(await first).toBe('1');
  await expect.poll(() => began).toEqual(['1', '2', '4']);
  end('4');
  expect(await last).toBe('4');
  end('2');
});

test('closed, what waits and what goes on is given up, and nothing begins any more', async () => {
  const turns = createTurns(1);
  const began: string[] = [];
  const going = turns.take(
    (signal) =>
      new Promise<never>((_, reject) => {
        began.push('1');
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  );
  const waiting = turns.take(async () => void began.push('2'));
  const ends = Promise.allSettled([going, waiting]);
  await turns.close();
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(turns.take(async () => 'late')).rejects.toThrow('The recogniser is closed');
  expect(began).toEqual(['1']);
});
