import { describe, expect, it } from 'vitest';
import { readKeptSeeds } from './kept-seeds.ts';
import { mutants } from './mutants.ts';
import { runWorld } from './run-world.ts';

/** A few seconds; `npm test` runs as many as end within five minutes after this, and `npm run test:worlds` as many as there is time for. */
const runs = 30;
const firstSeed = 1;

describe('a world', () => {
  it('is the same each time for the same seed', async () => {
    const traceOf = async () => {
      const lines: string[] = [];
      await runWorld(7, { trace: (line) => lines.push(line) });
      return lines;
    };
    const first = await traceOf();
    expect(first.length).toBeGreaterThan(10);
    expect(await traceOf()).toEqual(first);
  });

  // S58: seeds 42, 645 and 258, of desks of closed accounts that are wiped
  it.each(readKeptSeeds())(
    'that once failed holds: seed $seed, $why',
    { timeout: 60_000 },
    async ({ seed, forced = [], without = [] }) => {
      expect((await runWorld(seed, { forced, without })).problems).toEqual([]);
    },
  );

  // S6, S19: a world rests only with empty outboxes, which desks reach by their own tries after any fault
  it(`loses, doubles and leaks nothing, and comes to rest, in ${runs} seeds`, { timeout: 900_000 }, async () => {
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      const { problems } = await runWorld(seed);
      expect(problems, `npm run test:worlds -- --replay ${seed} --trace`).toEqual([]);
    }
  });
});

describe('the worlds', () => {
  it.each(mutants)('find $name', { timeout: 600_000 }, async (mutant) => {
    for (let seed = 1; seed <= mutant.worlds; seed += 1) {
      const { problems } = await runWorld(seed, { mutant });
      if (!problems.some(({ kind }) => kind !== 'fault')) continue;
      const healthy = await runWorld(seed, { forced: mutant.faults });
      expect(healthy.problems, 'the same world without the fault').toEqual([]);
      return;
    }
    expect.unreachable(`${mutant.worlds} worlds did not find it`);
  });
});
